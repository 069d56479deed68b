"""Facts are settled by the pack's citation, then by the majority; every disagreement is listed."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from studykit.core.fact import Cause, ClaimStanding, FactBase, Status
from studykit.facts.base import Said, build_facts, settle_attributes
from studykit.facts.record import claim_record, limit_record
from studykit.facts.search import nearest_fact
from studykit.notes.reader import read_note
from tests.facts.small_pack import ATTRIBUTES, limits_of


def base_of(**notes: str) -> FactBase:
    return build_facts(Said(limits_of(**notes)), ATTRIBUTES)


def test_a_cited_value_is_a_fact_without_any_note() -> None:
    fact = base_of().facts["fn.timeout.max"]
    assert fact.status is Status.AGREED  # its source is a page, which no program read
    assert fact.claims == ()
    assert str(fact.quantity) == "900 s"


def test_a_claim_in_another_unit_holds() -> None:
    base = base_of(a="# Functions\n- timeout: max 15 min", b="# Functions\n- memory: max 10 GB")
    assert base.facts["fn.timeout.max"].standings == (ClaimStanding.HOLDS,)
    assert base.facts["fn.memory.max"].standings == (ClaimStanding.HOLDS,)
    assert base.conflicts == ()


def test_an_earlier_value_is_outdated_and_not_a_mistake() -> None:
    base = base_of(a="# Functions\n- timeout: max 5 min", b="# Functions\n- timeout: max 15 min")
    assert base.facts["fn.timeout.max"].status is Status.OUTDATED_CLAIM
    (conflict,) = base.conflicts
    assert conflict.cause is Cause.CHANGED
    assert "until 2018" in conflict.reason
    assert [side.standing for side in conflict.sides] == [ClaimStanding.HOLDS, ClaimStanding.OUTDATED]


def test_a_value_that_never_held_is_a_mistake() -> None:
    base = base_of(a="# Functions\n- retries 3 times\n- retry attempts (default: 2)")
    assert base.facts["fn.retries.exact"].status is Status.MISTAKEN_CLAIM
    (conflict,) = base.conflicts
    assert conflict.cause is Cause.MISTAKE
    assert [str(side.quantity) for side in conflict.sides] == ["2", "3"]


def test_the_majority_settles_what_nobody_cites() -> None:
    base = base_of(a="# Queues\n- payload max 64 KB", b="# Queues\n- payload max 256 KB\n\npayload max 256 KB")
    fact = base.facts["queue.payload.max"]
    assert str(fact.quantity) == "256 KB"
    assert fact.settled_by == "most claims (2 of 3)"
    assert fact.standings.count(ClaimStanding.MISTAKEN) == 1


def test_a_tie_stays_open_and_no_question_may_rest_on_it() -> None:
    base = base_of(a="# Queues\n- payload max 64 KB", b="# Queues\n- payload max 256 KB")
    fact = base.facts["queue.payload.max"]
    assert fact.status is Status.CONFLICT
    assert not fact.settled
    (conflict,) = base.conflicts
    assert conflict.cause is Cause.OPEN
    assert "Nothing settles it" in conflict.reason


def test_notes_that_agree_are_agreed() -> None:
    base = base_of(a="# Queues\n- payload max 64 KB", b="# Queues\n- payload max 64 KB")
    assert base.facts["queue.payload.max"].status is Status.AGREED
    assert base.facts["queue.payload.max"].settled_by == "all 2 claims agree"


def test_a_quota_is_its_default_and_its_limit_at_once() -> None:
    base = base_of(a="# Functions\n- concurrency limit 1000", b="# Functions\n- concurrency: default 1,000")
    assert len(base.facts["fn.concurrency.default"].claims) == 2
    assert base.conflicts == ()


def test_a_default_that_once_was_the_limit_is_an_apparent_conflict() -> None:
    base = base_of(a="# Functions\n- storage: default 512 MB", b="# Functions\n- storage: max 10 GB")
    (conflict,) = base.conflicts
    assert conflict.cause is Cause.BOUNDS
    assert conflict.id == "fn.storage"
    assert {side.standing for side in conflict.sides} == {ClaimStanding.HOLDS}


def test_an_attribute_that_no_pack_declares_is_still_a_fact() -> None:
    base = base_of(a="# Functions\n- frobs: max 7 MB")
    fact = base.facts["fn.frobs.max"]
    assert (str(fact.quantity), fact.status) == ("7 MB", Status.AGREED)


def test_undeclared_attributes_align_across_notes_and_disagree() -> None:
    base = base_of(a="# Functions\n- frob cache size: max 7 MB", b="# Functions\n- size of frob cache: max 9 MB")
    (conflict,) = base.conflicts
    assert {side.says for side in conflict.sides} == {"7 MB", "9 MB"}
    assert conflict.cause is Cause.OPEN


def test_two_values_in_one_note_are_two_undeclared_things() -> None:
    base = base_of(a="# Functions\n- frob cache: max 7 MB\n- frob cache: max 9 MB")
    assert base.conflicts == ()
    assert {str(fact.quantity) for name, fact in base.facts.items() if "frob" in name} == {"7 MB", "9 MB"}


def test_one_word_never_joins_a_third_value_to_a_second() -> None:
    base = base_of(
        a="# Functions\n- frob: max 7 MB", b="# Functions\n- frob: max 8 MB", c="# Functions\n- frob: max 9 MB"
    )
    assert base.conflicts == ()
    assert [str(fact.quantity) for name, fact in base.facts.items() if "frob" in name] == ["7 MB", "8 MB", "9 MB"]


_FIGURES = st.tuples(
    st.sampled_from(["frob", "frob 2", "frob size", "frob time", "frob cache", "frob cache size", "timeout"]),
    st.sampled_from(["7 MB", "8 MB", "7 s", "8 s", "7", "7 per second"]),
)


@given(st.lists(st.lists(_FIGURES, max_size=6), max_size=4))
def test_no_two_facts_have_one_id_whatever_their_dimensions(notes: list[list[tuple[str, str]]]) -> None:
    texts = {
        f"n{at}": "# Functions\n" + "\n".join(f"- {name}: max {figure}" for name, figure in rows)
        for at, rows in enumerate(notes)
    }
    settled = settle_attributes(Said(limits_of(**texts)), ATTRIBUTES, {})
    ids = [fact.id for facts, _ in settled for fact in facts]
    assert len(ids) == len(set(ids))


def test_the_newest_dated_note_settles_before_the_majority() -> None:
    limits = limits_of(
        a="# Queues\n- payload: max 1 KB", b="# Queues\n- payload: max 2 KB", c="# Queues\n- payload: max 1 KB"
    )
    dated = build_facts(Said(limits, dates={"a": "2020-01", "b": "2024-05-01"}), ATTRIBUTES)
    assert str(dated.facts["queue.payload.max"].quantity) == "2 KB"
    assert "2024-05-01" in dated.facts["queue.payload.max"].settled_by
    assert str(build_facts(Said(limits), ATTRIBUTES).facts["queue.payload.max"].quantity) == "1 KB"


def test_a_wrong_id_gets_a_suggestion() -> None:
    assert nearest_fact(base_of(), "fn.timeot") == " Did you mean 'fn.timeout'?"
    assert nearest_fact(base_of(), "zzzzqqqq") == ""


def test_records_are_plain() -> None:
    (limit,) = limits_of(a="# Queues\n- throughput: max 300/s")
    assert limit_record(limit) == {
        "note": "a",
        "line": 2,
        "kind": "limit",
        "service": "queue",
        "attribute": "throughput",
        "bound": "max",
        "value": 300,
        "unit": "1/s",
        "text": "throughput: max 300/s",
    }
    (claim,), _ = read_note("- Words without figures", "a")
    assert claim_record(claim, "fn") == {
        "note": "a",
        "line": 1,
        "kind": "behaviour",
        "service": "fn",
        "text": "Words without figures",
    }


def test_facts_are_built_without_the_libraries_of_reading() -> None:
    code = (
        "import sys, studykit.facts.base; print([m for m in ('markdown_it', 'rapidfuzz', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_value_that_nobody_knows_is_a_mistake_where_the_attribute_is_plainly_named() -> None:
    base = base_of(a="# Functions\n- Timeout: default 3 s, max 20 minutes")
    assert base.facts["fn.timeout.max"].standings == (ClaimStanding.MISTAKEN,)


def test_a_value_that_nobody_knows_of_something_hardly_named_is_another_thing() -> None:
    base = base_of(a="# Functions and their timeout\n- lunch is served for up to 45 minutes")
    assert base.facts["fn.timeout.max"].claims == ()
    assert all(not name.startswith("fn.timeout.") or not fact.claims for name, fact in base.facts.items())
