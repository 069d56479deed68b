"""What the learner sees first: how much is to do today, how long it takes, and what comes then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.text import count

if TYPE_CHECKING:
    from datetime import datetime

    from studykit.core.settings import Settings
    from studykit.store.study_store import StudyStore
    from studykit.workflows.queue import Queue

SECONDS_A_CARD = 30
"""For the estimate of minutes while there are too few reviews to measure."""
_ENOUGH, _NEWEST, _YEAR = 20, 200, 366


@dataclass(frozen=True, slots=True)
class Today:
    """What the learner sees first."""

    due: int
    new: int
    minutes: int
    answered: int
    next_due: str
    conflicts: int
    held_back: int
    cards: int
    facts: int
    domains: int
    notes: int
    first_run: bool
    notice: str
    exam_in: int | None = None
    """Study days until the exam that is planned for; None without one, and once it is over."""


def minutes_of(store: StudyStore, answers: int) -> int:
    """How long so many answers take this learner."""
    durations = sorted(store.durations(_NEWEST))
    usual = durations[len(durations) // 2] / 1000 if len(durations) >= _ENOUGH else SECONDS_A_CARD
    return round(answers * usual / 60) or (1 if answers else 0)


def next_due(store: StudyStore, queue: Queue, now: datetime) -> str:
    """``2 cards later today``, ``9 cards tomorrow``; empty when nothing comes within a year."""
    later = sum(ready > now for card, ready in queue.steps.items() if card not in queue.held)
    if later:
        return f"{count(later, 'card')} later today"
    soonest = store.soonest(queue.today + 1, queue.today + _YEAR)
    if soonest is None:
        return ""
    cards, ahead = count(soonest[1], "card"), soonest[0] - queue.today
    return f"{cards} tomorrow" if ahead == 1 else f"{cards} in {ahead} days"


def exam_in(settings: Settings, day: int) -> int | None:
    """Study days from ``day`` until the exam that is planned for; None without one, and once it is over."""
    exam = settings.exam_day
    return None if exam is None or exam < day else exam - day


def exam_words(today: Today) -> tuple[str, ...]:
    """``exam in 42 days``; nothing without a plan."""
    if today.exam_in is None:
        return ()
    return (f"exam in {count(today.exam_in, 'day')}" if today.exam_in else "exam today",)
