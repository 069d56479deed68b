"""Anki's own library works out the same memory states. Test-only: its licence keeps it out of the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import pytest

from studykit.core.review import MemoryState, Rating
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import next_state

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

HISTORIES = 150
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    opened.set_config("fsrs", val=True)
    yield opened
    opened.close()


def days_of(anki: Any) -> StudyDays:
    """Anki counts spans of 24 hours back from the end of its study day, in whatever zone this computer is."""
    rollover = StudyDays(UTC).rollover
    ahead = (rollover * _HOUR - anki.sched.day_cutoff) % _DAY
    return StudyDays(timezone(timedelta(seconds=ahead if ahead < _DAY / 2 else ahead - _DAY)))


def gap(chance: Random) -> timedelta:
    """Within the hour, within about a day, or within forty days."""
    shortest, longest = chance.choice([(_MINUTE, _HOUR), (_HOUR, 25 * _HOUR), (_DAY, 40 * _DAY)])
    return timedelta(seconds=chance.randrange(shortest, longest))


def phase(state: MemoryState | None) -> int:
    """Anki's number for what kind of answer comes next: learning, review or relearning."""
    if state is None or (state.step is not None and not state.relearning):
        return 0
    return 2 if state.relearning else 1


def answered_card(anki: Any, number: int) -> int:
    note = anki.new_note(anki.models.by_name("Basic"))
    note["Front"] = str(number)
    anki.add_note(note, 1)
    return int(note.cards()[0].id)


def add_answer(anki: Any, card: int, rating: Rating, before: MemoryState | None, after: MemoryState) -> None:
    at = int(after.last.timestamp() * 1000)
    interval = -600 if after.step is not None else max((after.due - after.last).days, 1)
    row = (at, card, -1, int(rating), interval, 1, 0, 1000, phase(before))
    anki.db.execute("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)


def test_anki_remembers_any_history_as_we_do(anki: Any) -> None:
    days, chance = days_of(anki), Random(5)
    begin = datetime.fromtimestamp(anki.sched.day_cutoff, UTC) - timedelta(days=600)
    assert days.start(days.number(begin)) == begin
    for number in range(HISTORIES):
        card = answered_card(anki, number)
        at = begin + timedelta(seconds=chance.randrange(_DAY), milliseconds=number)
        state: MemoryState | None = None
        for _ in range(chance.randrange(1, 12)):
            rating = Rating(chance.choice([1, 2, 3, 3, 3, 4]))
            after = next_state(state, rating, at, days)
            add_answer(anki, card, rating, state, after)
            state, at = after, at + gap(chance)
        assert state is not None
        theirs = anki.compute_memory_state(card)
        assert (state.stability, state.difficulty) == pytest.approx((theirs.stability, theirs.difficulty), rel=1e-4)


def test_two_answers_46_hours_and_two_study_days_apart(anki: Any) -> None:
    """A span of 46 hours is one day to the bare library (7.315) and two days to Anki (10.964)."""
    days = days_of(anki)
    noon = datetime.fromtimestamp(anki.sched.day_cutoff, UTC) - timedelta(days=9, hours=16)
    card = answered_card(anki, 0)
    first = next_state(None, Rating.GOOD, noon, days)
    second = next_state(first, Rating.GOOD, noon + timedelta(hours=46), days)
    add_answer(anki, card, Rating.GOOD, None, first)
    add_answer(anki, card, Rating.GOOD, first, second)
    assert anki.compute_memory_state(card).stability == pytest.approx(second.stability, rel=1e-4)
    assert second.stability == pytest.approx(10.964, abs=1e-3)
