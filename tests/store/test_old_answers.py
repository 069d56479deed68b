"""What an older studykit remembered follows again from its answers as they were taken over."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import fsrs
import pytest

from studykit.core.clock import offset_minutes
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import replay
from studykit.store.moments import microseconds
from studykit.store.study_store import StudyStore
from tests.store import old_files

_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
_ZONE = ZoneInfo("Europe/Berlin")
_DAYS = StudyDays(_ZONE)
_OLD = fsrs.Scheduler(enable_fuzzing=False)


class Remembered:
    """One card of the old studykit: the library on a clock whose days are study days, as it was asked then."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, self._chance = name, chance
        self.at = datetime(2026, chance.randrange(1, 13), chance.randrange(1, 29), tzinfo=UTC)
        self.card = fsrs.Card(card_id=1)
        self.day, self.reps, self.lapses, self.due = 0, 0, 0, self.at
        self.rows: list[tuple[Any, ...]] = []

    def answer(self) -> None:
        """Some time after it was due, or before."""
        gap = timedelta(seconds=self._chance.choice([30, 300, 900, 40_000, 100_000, 600_000, 3_000_000]))
        self.at = self.at + gap * self._chance.uniform(0.5, 1.5) if self.rows else self.at
        rating = self._chance.choices([1, 2, 3, 4], [3, 1, 5, 1])[0]
        day = _DAYS.number(self.at)
        if self.card.last_review is not None:
            self.card.last_review = _ORIGIN - timedelta(days=max(day - self.day, 0))
        self.lapses += self.card.step is None and rating == old_files.AGAIN
        self.card, _ = _OLD.review_card(self.card, fsrs.Rating(rating), _ORIGIN)
        wait = self.card.due - _ORIGIN
        graduated = self.card.step is None
        self.due = _DAYS.start(day + max(round(wait / timedelta(days=1)), 1)) if graduated else self.at + wait
        self.day, self.reps = day, self.reps + 1
        offset = offset_minutes(self.at.astimezone(_ZONE))
        key = f"{self.name}-{self.reps}"
        self.rows.append((key, self.name, microseconds(self.at), offset, rating, 1, 1, "A", "fsrs 6", "laptop"))

    def memory(self) -> tuple[Any, ...]:
        """Its row."""
        card = self.card
        relearning = card.state is fsrs.State.Relearning
        moments = (microseconds(self.due), microseconds(self.at))
        return (self.name, card.stability, card.difficulty, *moments, card.step, relearning, self.reps, self.lapses)


def test_what_was_remembered_follows_from_the_answers_taken_over(path: Path) -> None:
    chance = random.Random(5)
    cards = [Remembered(f"card {number}", chance) for number in range(150)]
    for card in cards:
        for _ in range(chance.randrange(1, 12)):
            card.answer()
    old_files.write(path, 3)
    with closing(sqlite3.connect(path)) as file:
        for card in cards:
            file.executemany("insert into review values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", card.rows)
            file.execute("insert into memory values (?, ?, ?, ?, ?, ?, ?, ?, ?)", card.memory())
        file.commit()
    with StudyStore.open(path) as store:
        kept = store.memories()
        for card in cards:
            memory, anew = kept[card.name], replay(store.reviews(card.name))
            assert anew is not None
            assert (anew.step, anew.relearning, anew.reps) == (memory.step, memory.relearning, memory.reps)
            assert (anew.lapses, anew.last, anew.day) == (memory.lapses, memory.last, memory.day)
            assert (anew.due_day, anew.ready) == (memory.due_day, memory.ready)
            assert anew.stability == pytest.approx(memory.stability, rel=1e-12)
            assert anew.difficulty == pytest.approx(memory.difficulty, rel=1e-12)
