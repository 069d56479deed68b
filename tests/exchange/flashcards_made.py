"""Flashcards of each form, and histories, for tests of what leaves to Anki."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, History, Link, Part, Preset, Typing
from studykit.core.response import Choices, Option
from studykit.core.review import DAY_SECONDS, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.memory import DEFAULT, replay

_WAIT = 10
PRESET = Preset(Settings(), DEFAULT)
BASIC = Flashcard("limit:oven.heat.max", Basic("Q", "A"), "Ovens::oven", ("studykit", "oven"))
CLOZE = replace(
    BASIC, id="definition:oven.crumb", body=Cloze((Part("The "), Part("crumb", hidden=True), Part(" is soft.")))
)
CHOICE = replace(
    BASIC,
    id="scenario:oven.which",
    body=Choice("Which?", Choices((Option("this", right=True, reason="so"), Option("that", right=False, reason="no")))),
)
TYPED = replace(BASIC, id="limit:oven.time.max", body=Typing("How long?", "12 min", "so"), sources=(Link("oven.md:3"),))
ALL = (BASIC, CLOZE, CHOICE, TYPED)


def with_front(card: Flashcard, front: str) -> Flashcard:
    return replace(card, body=Basic(front, "A"))


def reviews(card: str, rated: Iterable[tuple[int, int, int]], first: datetime) -> tuple[Review, ...]:
    """Answers: days since the one before, rating, seconds until the next."""
    found: list[Review] = []
    at = first
    for number, (days, rating, interval) in enumerate(rated):
        at += timedelta(days=days, minutes=0 if days or not number else _WAIT)
        found.append(
            Review(f"{card}{number}", card, at, 0, at.toordinal(), Rating(rating), 4200, 0, "", interval, "fsrs 6", "t")
        )
    return tuple(found)


def lived(answers: Sequence[Review], *, suspended: bool = False) -> History:
    return History(replay(answers), answers, suspended)


def days(number: int) -> int:
    return number * DAY_SECONDS


def noon(days_ago: int) -> datetime:
    """Today's noon or an earlier one; a study day begins at four."""
    return datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=123_000) - timedelta(days=days_ago)
