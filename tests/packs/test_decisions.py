"""A learner's decisions in their file: written by the program, edited by hand, never lost or garbled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.decision import LONGEST, Decision, one_line
from studykit.core.errors import ContentError
from studykit.packs.decisions import read_decisions, with_decision, without_decision

AT = datetime(2026, 11, 21, 13, 5, 7, tzinfo=timezone(timedelta(hours=1)))
BY_HAND = """\
# my own remark
decisions:
  # about retries
  - fact: fn.retries.max
    holds: "2"
    words: retries 2 times
    note: a.md
    others: mistaken
    at: 2026-11-20T09:00:00+01:00

  # about payloads
  - fact: queue.payload.max
    holds: 64 KB
    words: "payload: max 64 KB"
    others: hold of something else
    reason: of the small one
    at: 2026-11-21T09:00:00Z
"""


def decision(fact: str = "fn.retries.max", words: str = "retries 2 times", reason: str = "") -> Decision:
    return Decision(fact, "2", words, "a.md", both=False, reason=reason, at=AT)


def read(text: str) -> tuple[Decision, ...]:
    kept, problems = read_decisions(Path("decisions.yaml"), text.encode())
    assert problems == ()
    return tuple(one.decision for one in kept)


def test_what_is_written_is_read_again() -> None:
    one, two = decision(reason='she said: "two" # really'), decision("queue.payload.max", "- yes: [no]")
    text = with_decision(with_decision("", one), two)
    assert read(text) == (one, two)


def test_a_later_decision_about_a_fact_takes_the_place_of_the_first() -> None:
    text = with_decision(with_decision("", decision()), decision(reason="on second thought"))
    assert [one.reason for one in read(text)] == ["on second thought"]


def test_taking_a_decision_back_gives_the_file_that_was_before() -> None:
    before = with_decision("", decision())
    assert without_decision(with_decision(before, decision("b.c.max")), "b.c.max") == before


def test_remarks_and_other_lines_of_ones_own_stay() -> None:
    text = with_decision(BY_HAND, decision("x.y.max"))
    assert text.startswith(BY_HAND)
    rest = without_decision(text, "fn.retries.max")
    assert "# my own remark" in rest
    assert "# about payloads" in rest
    assert [one.fact for one in read(rest)] == ["queue.payload.max", "x.y.max"]


@pytest.mark.parametrize(
    "text",
    [
        "decisions: []\n",
        "decisions:\n",
        "decisions: [{fact: a.b.max, holds: 1, words: one, others: mistaken, at: 2026-11-21T09:00:00Z}]\n",
        "decisions:\n- fact: a.b.max\n  holds: 1\n  words: one\n  others: mistaken\n  at: 2026-11-21T09:00:00Z",
    ],
)
def test_any_form_of_the_list_takes_one_more_and_gives_it_back(text: str) -> None:
    before = read(text)
    more = with_decision(text, decision())
    assert read(more) == (*before, decision())
    assert read(without_decision(more, "fn.retries.max")) == before


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("decisions:\n  - fact: [\n", ":3:"),
        ("decisions:\n  - fact: a.b.max\n", ":2:"),
        (BY_HAND.replace("mistaken", "maybe"), ":8:"),
        (BY_HAND.replace("2026-11-20T09:00:00+01:00", "yesterday"), ":9:"),
        (BY_HAND.replace("2026-11-20T09:00:00+01:00", "2026-11-20"), ":9:"),
        ("fact: a\n", ":1:"),
        ("decisions: yes\n", ":1:"),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_never_written_to(text: str, place: str) -> None:
    _, problems = read_decisions(Path("decisions.yaml"), text.encode())
    assert place in str(problems[0])
    with pytest.raises(ContentError, match=place):
        with_decision(text, decision())
    with pytest.raises(ContentError):
        without_decision(text, "fn.retries.max")


def test_the_decisions_beside_a_broken_one_count() -> None:
    kept, problems = read_decisions(Path("decisions.yaml"), BY_HAND.replace("mistaken", "maybe").encode())
    assert [one.decision.fact for one in kept] == ["queue.payload.max"]
    assert len(problems) == 1


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    kept, problems = read_decisions(Path("decisions.yaml"), b"decisions:\n\xff\n")
    assert kept == ()
    assert ":2:" in str(problems[0])


TEXT = st.text(max_size=80)


@given(TEXT, TEXT, TEXT)
def test_any_words_are_kept(says: str, words: str, reason: str) -> None:
    one = Decision(
        "a.b.max",
        one_line(says) or "1",
        one_line(words) or "w",
        "",
        both=True,
        reason=one_line(reason)[:LONGEST],
        at=AT,
    )
    again = with_decision(BY_HAND, one)
    assert read(again)[-1] == one
    assert read(without_decision(again, "a.b.max")) == read(BY_HAND)


def test_a_day_is_that_of_the_learner() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=1)))
    assert Decision("a.b.max", "1", "w", "", both=False, reason="why", at=late).settled_by == (
        "your decision, 21 Nov 2026 (why)"
    )
