"""Logs of learners whose memory follows given parameters, for tests of fitting and replaying."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.scheduling.memory import Model, after, retrievability

FIRST_DAY = 739_600
_DAYS = 1000
_RIGHT = (Rating.GOOD, Rating.GOOD, Rating.GOOD, Rating.HARD, Rating.EASY)


def review(card: str, day: int, rating: Rating, order: int = 0, days: int = 1) -> Review:
    """An answer at eight in the morning of a study day, ``order`` minutes later."""
    at = datetime.fromordinal(day).replace(hour=8, tzinfo=UTC) + timedelta(minutes=order)
    interval = days * DAY_SECONDS
    return Review(f"{card}-{day}-{order}", card, at, 0, day, rating, 4000, 0, "A", interval, "fsrs 6", "test")


def learner(truth: Model, cards: int, answers: int, seed: int) -> Iterator[Review]:
    """The log, card by card, of somebody who remembers as ``truth`` says and whose scheduler believes the usual."""
    chance = random.Random(seed)
    for number in range(cards):
        yield from _card(truth, f"card-{number:04}", FIRST_DAY + chance.randrange(120), answers, chance)


def _card(truth: Model, card: str, day: int, answers: int, chance: random.Random) -> Iterator[Review]:
    real: MemoryState | None = None
    believed: MemoryState | None = None
    for order in range(answers):
        if day > FIRST_DAY + _DAYS:
            return
        if real is None:
            rating = chance.choice((Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY))
        else:
            known = chance.random() < retrievability(real, day, truth)
            rating = chance.choice(_RIGHT) if known else Rating.AGAIN
        answer = review(card, day, rating, order)
        yield answer
        real, believed = after(real, answer, truth), after(believed, answer)
        day += max(round(believed.stability * chance.uniform(0.7, 1.4)), order % 3 != 1)
