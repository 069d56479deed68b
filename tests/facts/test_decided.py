"""A learner's decision settles what nothing else does, and touches nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.attribute import Bound, Past
from studykit.core.behaviour import Behaviour, Choice
from studykit.core.decision import Decision, Decisions
from studykit.core.fact import Cause, ClaimStanding, FactBase, Status
from studykit.core.quantity import parse_quantity
from studykit.facts.base import Said, build_facts
from studykit.facts.behaviours import behaviour_conflicts, settle_behaviours
from studykit.facts.decided import idle
from studykit.facts.form_conflicts import form_conflicts
from studykit.facts.relations import read_relations
from studykit.facts.statements import Questions
from studykit.notes.reader import read_note
from tests.facts.small_pack import ATTRIBUTES, limits_of

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
TIE = {"a": "# Queues\n- payload max 64 KB", "b": "# Queues\n- payload max 256 KB"}
PAYLOAD = "queue.payload.max"


def said(fact: str, says: str, words: str, *, both: bool = False, reason: str = "") -> Decision:
    return Decision(fact, says, words, "a", both, reason, AT)


def base_of(*decisions: Decision, **notes: str) -> FactBase:
    return build_facts(Said(limits_of(**notes)), ATTRIBUTES, decisions=Decisions(decisions))


def test_the_claim_that_was_chosen_holds_and_the_other_is_a_mistake() -> None:
    base = base_of(said(PAYLOAD, "256 KB", "payload max 256 KB", reason="newer page"), **TIE)
    fact = base.facts[PAYLOAD]
    assert (str(fact.quantity), fact.status) == ("256 KB", Status.MISTAKEN_CLAIM)
    assert fact.settled_by == "your decision, 21 Nov 2026 (newer page)"
    assert fact.standings == (ClaimStanding.MISTAKEN, ClaimStanding.HOLDS)
    (conflict,) = base.conflicts
    assert conflict.cause is Cause.MISTAKE
    assert "your decision, 21 Nov 2026 (newer page)" in conflict.reason


def test_a_value_of_the_packs_history_is_outdated_and_not_mistaken() -> None:
    past = (Past(Bound.MAX, parse_quantity("64 KB"), "2020", "a page"),)
    attributes = [replace(one, history=past) if one.id == "queue.payload" else one for one in ATTRIBUTES]
    decisions = Decisions([said(PAYLOAD, "256 KB", "payload max 256 KB")])
    base = build_facts(Said(limits_of(**TIE)), attributes, decisions=decisions)
    assert base.facts[PAYLOAD].standings == (ClaimStanding.OUTDATED, ClaimStanding.HOLDS)


def test_both_may_hold_and_then_the_other_value_is_never_a_wrong_option() -> None:
    base = base_of(said(PAYLOAD, "64 KB", "payload max 64 KB", both=True, reason="fast queues"), **TIE)
    fact = base.facts[PAYLOAD]
    assert (str(fact.quantity), fact.status) == ("64 KB", Status.AGREED)
    assert fact.standings == (ClaimStanding.HOLDS, ClaimStanding.SCOPED)
    assert [(str(one.quantity), one.scope) for one in fact.scoped] == [("256 KB", "fast queues")]
    assert base.conflicts[0].cause is Cause.SCOPE
    assert "256 KB holds of fast queues." in base.conflicts[0].reason


def test_a_decision_overrules_the_majority_but_no_citation() -> None:
    many = {**TIE, "c": "# Queues\n- payload max 64 KB, as before"}
    assert str(base_of(**many).facts[PAYLOAD].quantity) == "64 KB"
    decided = base_of(said(PAYLOAD, "256 KB", "payload max 256 KB"), **many)
    assert str(decided.facts[PAYLOAD].quantity) == "256 KB"
    cited = base_of(
        said("fn.retries.exact", "3", "retries 3 times"),
        a="# Functions\n- retries 3 times\n- retry attempts (default: 2)",
    )
    assert str(cited.facts["fn.retries.exact"].quantity) == "2"


@pytest.mark.parametrize(
    "note",
    [
        "# Queues\n\nA new line.\n\n- payload max 256 KB\n- more",
        "# Queues\n- `payload`  **max** 256 KB",
        "# Queues\n## Deeper\n- Payload max 256 KB",
    ],
)
def test_it_survives_edits_of_other_lines_and_of_marks(note: str) -> None:
    base = base_of(said(PAYLOAD, "256 KB", "payload max 256 KB"), a=TIE["a"], b=note)
    assert base.facts[PAYLOAD].settled_by.startswith("your decision")


def test_it_survives_another_name_of_the_note() -> None:
    base = base_of(said(PAYLOAD, "256 KB", "payload max 256 KB"), a=TIE["a"], renamed=TIE["b"])
    assert base.facts[PAYLOAD].settled


def test_a_claim_that_changed_is_not_what_was_chosen_and_that_is_said() -> None:
    decisions = Decisions([said(PAYLOAD, "256 KB", "payload max 256 KB")])
    notes = {**TIE, "b": "# Queues\n- payload max 512 KB"}
    base = build_facts(Said(limits_of(**notes)), ATTRIBUTES, decisions=decisions)
    assert not base.facts[PAYLOAD].settled
    ((_, sentence),) = idle(decisions, base.facts, base.conflicts)
    assert 'no claim says "payload max 256 KB" any more' in sentence
    assert "disagree again" in sentence


def test_where_the_notes_agree_by_now_nothing_is_decided() -> None:
    decisions = Decisions([said(PAYLOAD, "256 KB", "payload max 256 KB")])
    base = build_facts(Said(limits_of(b=TIE["b"])), ATTRIBUTES, decisions=decisions)
    assert base.facts[PAYLOAD].settled_by == "the only claim"
    assert list(idle(decisions, base.facts, base.conflicts)) == []


def test_a_decision_about_notes_that_are_not_open_is_left_alone() -> None:
    decisions = Decisions([said("other.thing.max", "1", "a thing of one")])
    base = build_facts(Said(limits_of(**TIE)), ATTRIBUTES, decisions=decisions)
    assert list(idle(decisions, base.facts, base.conflicts)) == []


def test_a_figure_that_the_notes_name_is_known_again_under_another_name() -> None:
    notes = {"a": "# Queues\n- frob cache of a widget: max 3 MB", "b": "# Queues\n- frob cache of a widget: max 5 MB"}
    (conflict,) = base_of(**notes).conflicts
    words = "frob cache of a widget: max 5 MB"
    renamed = said("queue.another_name.max", "5 MB", words)
    assert str(base_of(renamed, **notes).facts[conflict.id].quantity) == "5 MB"
    other_bound = said("queue.another_name.min", "5 MB", words)
    assert not base_of(other_bound, **notes).facts[conflict.id].settled


VALUES = st.lists(st.sampled_from(["64 KB", "128 KB", "256 KB"]), min_size=2, max_size=5)


@given(VALUES, VALUES, st.integers(0, 4), st.booleans())
def test_nothing_but_the_fact_changes_and_without_it_all_is_as_it_was(
    payloads: list[str], throughputs: list[str], chosen: int, both: bool
) -> None:
    notes = {f"n{at}": f"# Queues\n- payload max {value}" for at, value in enumerate(payloads)}
    notes |= {f"m{at}": f"# Queues\n- throughput max {value[:-3]}/s" for at, value in enumerate(throughputs)}
    before = base_of(**notes)
    value = payloads[chosen % len(payloads)]
    after = base_of(said(PAYLOAD, value, f"payload max {value}", both=both), **notes)
    assert {name: fact for name, fact in after.facts.items() if name != PAYLOAD} == {
        name: fact for name, fact in before.facts.items() if name != PAYLOAD
    }
    assert [one for one in after.conflicts if one.id != PAYLOAD] == [
        one for one in before.conflicts if one.id != PAYLOAD
    ]
    assert after.facts[PAYLOAD].settled
    assert str(after.facts[PAYLOAD].quantity) == value
    assert base_of(**notes) == before


LAMP = Behaviour(
    "lamp",
    "target",
    "Where does it point?",
    ("lamp",),
    (),
    (
        Choice("wall", "At the wall.", ("point* wall",)),
        Choice("sky", "At the sky.", ("point* sky",)),
    ),
    (),
)


def answered(*decisions: Decision):  # type: ignore[no-untyped-def]
    claims = [
        claim
        for name, text in (
            ("a", "# Lamp\n- the lamp points at the wall"),
            ("b", "# Lamp\n- the lamp points at the sky"),
        )
        for claim in read_note(text, name)[0]
    ]
    facts = settle_behaviours(Questions([LAMP]).read(claims), [LAMP], {}, Decisions(decisions))
    return facts[0], list(behaviour_conflicts(facts))


def test_an_answer_in_words_is_decided_too() -> None:
    fact, _ = answered()
    assert fact.status is Status.CONFLICT
    fact, conflicts = answered(said("lamp.target", "At the sky.", "the lamp points at the sky"))
    assert (fact.choices, fact.standings) == (("sky",), (ClaimStanding.MISTAKEN, ClaimStanding.HOLDS))
    assert fact.settled_by == "your decision, 21 Nov 2026"
    assert conflicts[0].cause is Cause.MISTAKE


def test_another_answer_may_hold_of_something_else() -> None:
    decision = said("lamp.target", "At the sky.", "the lamp points at the sky", both=True, reason="street lamps")
    fact, conflicts = answered(decision)
    assert fact.standings == (ClaimStanding.SCOPED, ClaimStanding.HOLDS)
    assert [(turn.choice, turn.scope) for turn in fact.behaviour.turns] == [("wall", "street lamps")]
    assert '"At the wall." holds of street lamps.' in conflicts[0].reason


TABLES = {
    "a": "# Q\n\n| feature | plain queue | fifo queue |\n|---|---|---|\n| snapshots | yes | no |\n",
    "b": "# Q\n\n| feature | plain queue | fifo queue |\n|---|---|---|\n| snapshots | no | no |\n",
}
STEPS = {"a": "1. Pick\n2. Wash\n3. Eat\n", "b": "1. Wash\n2. Pick\n3. Eat\n"}


def in_form(*decisions: Decision, turned: bool = False, notes: dict[str, str] = TABLES):  # type: ignore[no-untyped-def]
    order = sorted(notes.items(), reverse=turned)
    claims = [claim for name, text in order for claim in read_note(text, name)[0]]
    return list(form_conflicts(read_relations(claims), Decisions(decisions)))


def test_a_cell_of_a_table_is_decided_too() -> None:
    (conflict,) = in_form()
    assert conflict.cause is Cause.OPEN
    (decided,) = in_form(said(conflict.id, "no", "no"))
    assert [(side.says, side.standing) for side in decided.sides] == [
        ("no", ClaimStanding.HOLDS),
        ("yes", ClaimStanding.MISTAKEN),
    ]
    assert "Your decision, 21 Nov 2026" in decided.reason


def test_an_order_is_decided_whichever_note_is_read_first() -> None:
    (conflict,) = in_form(notes=STEPS)
    side = conflict.sides[0]
    decision = said(conflict.id, side.says, side.claims[0].claim.text)
    for turned in (False, True):
        (decided,) = in_form(decision, turned=turned, notes=STEPS)
        assert decided.cause is Cause.MISTAKE
        assert decided.sides[0].says == side.says
