"""A conflict is settled through all floors, and back; nothing of others changes, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.decision import Decision
from studykit.core.errors import ContentError, UsageError
from studykit.core.fact import Fact
from studykit.core.review import Rating
from studykit.workflows.conflict_page import Settled, conflict_list, conflict_page
from studykit.workflows.decide import Change, change_words, decide, put_back, settle_conflict, take_up, undo
from studykit.workflows.decisions import change_file, decisions_of
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import Places
from tests.kept import places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PACK = "postgresql"
ONE = "# PostgreSQL server\n\n- max_prepared_transactions: minimum 3\n- frob cache of a widget: max 3 MB\n"
TWO = """\
---
date: 2024-05-01
---
# PostgreSQL server

- max_prepared_transactions: minimum 7
- frob cache of a widget: max 5 MB
"""
LEAST = "server.max_prepared_transactions.min"


@pytest.fixture
def places(home: Path) -> Places:
    return places_of(home)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.md").write_text(ONE)
    (folder / "two.md").write_text(TWO)
    return folder


def opened(places: Places, notes: Path) -> Library:
    return open_library(places, PACK, (notes,))


def everything(library: Library) -> tuple[object, ...]:
    """All that content comes to."""
    return (
        dict(library.base.facts.items()),
        dict(library.base.behaviours.items()),
        tuple(library.base.conflicts),
        tuple(library.cards),
        dict(library.built.values),
        tuple(library.diagnostics),
    )


def chosen(library: Library, says: str, conflict: str = LEAST) -> int:
    return next(line.number for line in conflict_page(library, conflict).claims if line.says == says)


def settle(library: Library, says: str, conflict: str = LEAST, *, both: bool = False) -> Change:
    return decide(library, conflict, chosen(library, says, conflict), at=NOW, both=both, reason="I looked")


def frob(library: Library) -> str:
    return next(one.id for one in library.base.conflicts if "frob" in one.id)


def test_the_card_of_an_open_fact_comes_back_with_the_value_that_was_chosen(places: Places, notes: Path) -> None:
    before = opened(places, notes)
    assert not before.base.facts[LEAST].settled
    assert before.cards.named(f"limit:{LEAST}") is None
    change = settle(before, "7")
    assert change.back == 1
    assert change_words(change) == "Settled. 1 question is back."
    card = change.library.cards.named(f"limit:{LEAST}")
    assert card is not None
    assert "7" in card.back
    assert change.library.base.facts[LEAST].settled_by == "your decision, 21 Nov 2026 (I looked)"


def test_the_value_that_was_not_chosen_is_a_wrong_option(places: Places, notes: Path) -> None:
    library = settle(opened(places, notes), "7").library
    card = library.cards.named(f"limit:{LEAST}")
    assert card is not None
    made = [library.question(card, variant) for variant in range(12)]
    wrong = {option.text for one in made if one is not None for option in one.options if not option.right}
    assert "3" in wrong


def test_where_both_hold_neither_is_a_wrong_option(places: Places, notes: Path) -> None:
    library = settle(opened(places, notes), "7", both=True).library
    card = library.cards.named(f"limit:{LEAST}")
    assert card is not None
    made = [library.question(card, variant) for variant in range(12)]
    wrong = {option.text for one in made if one is not None for option in one.options if not option.right}
    assert wrong
    assert "3" not in wrong


def test_nothing_of_others_changes(places: Places, notes: Path) -> None:
    before = opened(places, notes)
    after = settle(before, "7").library
    others = {name: fact for name, fact in before.base.facts.items() if name != LEAST}
    assert {name: fact for name, fact in after.base.facts.items() if name != LEAST} == others
    old = {card.id: card for card in before.cards}
    assert {card.id: card for card in after.cards if card.id != f"limit:{LEAST}"} == old


def test_undo_gives_exactly_what_was_before(places: Places, notes: Path) -> None:
    before = opened(places, notes)
    change = settle(before, "7")
    again = put_back(change.library, change)
    assert again.back == -1
    assert again.library.key == before.key
    assert everything(again.library) == everything(before)


def test_undo_of_a_second_thought_is_the_first_one(places: Places, notes: Path) -> None:
    first = settle(opened(places, notes), "7")
    second = settle(first.library, "3")
    assert str(put_back(second.library, second).library.base.facts[LEAST].quantity) == "7"


def test_what_is_made_anew_is_what_was_made_on_the_way(places: Places, notes: Path) -> None:
    on_the_way = settle(opened(places, notes), "7").library
    for path in places.cache.glob("*.db"):
        path.unlink()
    assert everything(opened(places, notes)) == everything(on_the_way)


def test_a_claim_that_changed_brings_the_conflict_back_and_that_is_said(places: Places, notes: Path) -> None:
    settle(opened(places, notes), "7")
    (notes / "two.md").write_text(TWO.replace("minimum 7", "minimum 9"))
    library = opened(places, notes)
    assert not library.base.facts[LEAST].settled
    (said,) = library.diagnostics
    assert said.file.endswith("decisions.yaml")
    assert said.line == 3
    assert "no longer counts" in said.message
    (notes / "two.md").write_text(
        f"{TWO}\nAnother line.\n".replace("- max_prepared_transactions", "- `max_prepared_transactions`")
    )
    assert opened(places, notes).base.facts[LEAST].settled


def test_a_broken_file_leaves_decisions_out_with_a_line_and_is_never_written_to(places: Places, notes: Path) -> None:
    change = settle(opened(places, notes), "7")
    path = places.home / "decisions.yaml"
    broken = path.read_text() + "  - fact: [\n"
    path.write_text(broken)
    library = opened(places, notes)
    assert not library.base.facts[LEAST].settled
    assert any("decisions.yaml:" in str(one) and one.line for one in library.diagnostics)
    with pytest.raises(ContentError, match=r"decisions\.yaml:\d+"):
        settle(library, "3")
    with pytest.raises(ContentError):
        undo(library, change.decision.fact)
    assert path.read_text() == broken


def test_there_is_nothing_to_decide_where_a_source_settles_it(places: Places, notes: Path) -> None:
    (notes / "three.md").write_text("# PostgreSQL server\n\n- deadlock timeout default 9 s\n")
    library = opened(places, notes)
    assert conflict_page(library, "server.deadlock_timeout.default").settled is Settled.SOURCE
    with pytest.raises(UsageError, match="nothing to decide"):
        decide(library, "server.deadlock_timeout.default", 1, at=NOW)


def test_what_is_not_there_is_told_with_what_is(places: Places, notes: Path) -> None:
    library = opened(places, notes)
    with pytest.raises(UsageError, match="there are 2 claims"):
        decide(library, LEAST, 3, at=NOW)
    with pytest.raises(UsageError, match="max_prepared_transactions"):
        decide(library, "server.max_prepared_transaction.min", 1, at=NOW)
    with pytest.raises(UsageError, match="You decided nothing about"):
        undo(library, LEAST)


def test_open_conflicts_come_first_and_a_suggestion_has_its_reason(places: Places, notes: Path) -> None:
    library = opened(places, notes)
    listed = conflict_list(library)
    assert (listed.open, listed.held_back) == (2, 2)
    page = conflict_page(library, LEAST)
    assert page.suggested == chosen(library, "7")
    assert page.why == "two.md is of 2024-05-01, the others have no date."
    assert {line.date for line in page.claims} == {"", "2024-05-01"}
    after = conflict_list(settle(library, "7").library)
    assert [row.settled for row in after.rows] == [Settled.NOBODY, Settled.YOU]
    assert conflict_page(opened(places, notes), LEAST).decision is not None


def test_a_session_goes_on_over_what_was_decided(places: Places, notes: Path) -> None:
    with open_study(places, opened(places, notes), lambda: NOW) as study:
        first = study.next()
        assert first is not None
        study.answer(first, chosen="", rating=Rating.GOOD, duration=1)
        name = f"limit:{LEAST}"
        assert name not in study.cards
        outcome = settle_conflict(study, LEAST, chosen(study.library, "7"))
        take_up(study, outcome)
        assert study.cards[name].kind is CardKind.LIMIT
        assert study.today().conflicts == 1
        assert study.undo() == first


def test_the_lock_of_a_pack_is_the_same_for_everybody(places: Places, notes: Path) -> None:
    settle(opened(places, notes), "7")
    fact = open_library(places, PACK, (notes,), decided=False).base.facts[LEAST]
    assert isinstance(fact, Fact)
    assert not fact.settled


_WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from studykit.core.decision import Decision
from studykit.packs.decisions import with_decision
from studykit.workflows.decisions import change_file
for number in range(20):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    made = Decision(f"p{sys.argv[2]}.n{number}.max", "1", "the words", "a.md", False, "", at)
    change_file(Path(sys.argv[1]), lambda text: with_decision(text, made))
"""


def test_two_programs_that_decide_at_once_lose_nothing(home: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", _WRITE, str(home), str(at)], env=os.environ) for at in range(3)]
    assert [one.wait(100) for one in running] == [0, 0, 0]
    assert len(decisions_of(home)) == 60


def test_a_kill_while_it_is_written_leaves_the_old_file_or_the_new_one(home: Path) -> None:
    from studykit.packs.decisions import with_decision

    made = Decision("a.b.max", "1", "the words", "a.md", both=False, reason="", at=NOW)
    change_file(home, lambda text: with_decision(text, made))
    running = subprocess.Popen([sys.executable, "-c", _WRITE, str(home), "0"], env=os.environ)
    while len(decisions_of(home)) < 3:
        assert running.poll() is None
    running.kill()
    running.wait()
    assert decisions_of(home)[0] == made
    change_file(home, lambda text: with_decision(text, made))  # its lock went with it


STEPS = ("Mix the dough", "Rest it overnight", "Shape the loaf", "Heat the oven", "Bake it")


def test_lists_in_two_orders_wait_and_come_back_with_the_order_that_was_chosen(places: Places, tmp_path: Path) -> None:
    turned = (STEPS[0], STEPS[2], STEPS[1], *STEPS[3:])
    for name, steps in (("one", STEPS), ("two", turned)):
        rows = "\n".join(f"{at}. {step}" for at, step in enumerate(steps, 1))
        (tmp_path / f"{name}.md").write_text(f"# Bread\n\nSteps of a {name} bread, in this order:\n\n{rows}\n")
    library = open_library(places, PACK, (tmp_path,))
    (row,) = conflict_list(library).rows
    assert (row.settled, row.holds_back) == (Settled.NOBODY, 2)
    cards = [card for card in library.cards if card.kind is CardKind.SEQUENCE]
    assert [library.question(card, 0) for card in cards] == [None, None]
    page = conflict_page(library, row.id)
    change = decide(library, row.id, page.claims[0].number, at=NOW)
    assert change.back == 1
    asked = [change.library.question(card, 0) for card in cards]
    assert sorted(one is None for one in asked) == [False, True]
    assert everything(put_back(change.library, change).library) == everything(library)
