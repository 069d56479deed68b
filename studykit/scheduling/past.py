"""What was remembered at each answer of the past: a fold over the log that gives every state on its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from studykit.core.review import DAY_SECONDS, Rating
from studykit.scheduling import curve
from studykit.scheduling.curve import Parameters

_RATINGS = {int(one): one for one in Rating}


class Turn(NamedTuple):
    """One answer, with what was remembered just before and after it; there may be a million."""

    card: str
    day: int
    begun: bool
    """Whether the card was answered before."""
    expected: float
    """Chance of recall, 0 to 1, that the model gave before; 1 on the day of an answer before, 0 for a new card."""
    judged: bool
    """Whether it says something about memory: the card had been put off for a day or more, and it is another day."""
    right: bool
    stability: float
    """Days, after the answer."""


def turns(answers: Iterable[tuple[str, int, int, int]], parameters: Parameters) -> Iterator[Turn]:
    """Every answer with its states.

    ``answers`` are card, study day, interval in seconds and rating, by card and then oldest first, each card from its
    very first answer on.
    """
    w = tuple(parameters)
    before = None
    stability = difficulty = 1.0
    last = days = 0
    for card, day, interval, number in answers:
        rating = _RATINGS[number]
        elapsed = day - last
        begun, expected = card == before, 0.0
        if not begun:
            before, days = card, 0
            stability, difficulty = curve.first_stability(rating, w), curve.first_difficulty(rating, w)
        elif elapsed > 0:
            expected = curve.recall(elapsed, stability, w)
            stability = curve.stability_after(stability, difficulty, expected, rating, w)
            difficulty = curve.difficulty_after(difficulty, rating, w)
        else:
            expected = 1.0
            stability = curve.same_day(stability, rating, w)
            difficulty = curve.difficulty_after(difficulty, rating, w)
        judged = begun and elapsed > 0 and days > 0
        yield Turn(card, day, begun, expected, judged, rating is not Rating.AGAIN, stability)
        last, days = day, interval // DAY_SECONDS
