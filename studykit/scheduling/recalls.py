"""Recall that the model expected before each answer: a fold over the whole log, fast enough for a million rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp
from typing import NamedTuple

from studykit.core.review import DAY_SECONDS

_LEAST, _EASIEST, _HARDEST = 0.001, 1.0, 10.0
_AGAIN, _HARD, _GOOD, _EASY = 1, 2, 3, 4


class Answer(NamedTuple):
    """A row of the log, with what is needed here only; there may be a million."""

    card: str
    day: int
    interval: int
    """Seconds that it was put off for."""
    rating: int


class Recall(NamedTuple):
    """One answer that says something about memory: a graduated card, and the first of that day."""

    day: int
    days: int
    """The interval that the card had then: study days for which it was put off."""
    expected: float
    """Chance of recall, 0 to 1, that the model gave before the answer."""
    right: bool
    elapsed: int
    """Study days since the answer before."""
    reps: int
    """Answers on days of their own before this one, the first included."""
    lapses: int
    """How often it was forgotten on days of their own before."""


def recalls(
    answers: Iterable[tuple[str, int, int, int]], parameters: tuple[float, ...], first: int
) -> Iterator[Recall]:
    """The answers from study day ``first`` on that Anki's true retention counts, each with the recall expected.

    ``answers`` are rows of ``Answer``, by card and then oldest first, each card from its very first answer on.
    The formulas of FSRS-6 are written out in the loop: calling a function for each takes three times as long. A test
    holds the result equal to ``scheduling.memory``.
    """
    w, decay = parameters, -parameters[20]
    stretch = 0.9 ** (1 / decay) - 1
    firsts = [0.0, *(max(w[rating - 1], _LEAST) for rating in range(_AGAIN, _EASY + 1))]
    starts = [0.0, *(w[4] - exp(w[5] * (rating - 1)) + 1 for rating in range(_AGAIN, _EASY + 1))]
    growth = exp(w[8])
    bonus = [0.0, 0.0, growth * w[15], growth, growth * w[16]]
    same = [0.0, *(exp(w[17] * (rating - 3 + w[18])) for rating in range(_AGAIN, _EASY + 1))]
    drop, pull, keep = exp(w[17] * w[18]), w[7] * starts[_EASY], 1 - w[7]
    slope = [0.0, *(w[6] * (rating - 3) / 9 for rating in range(_AGAIN, _EASY + 1))]
    card = None
    stability = difficulty = 1.0
    last = days = reps = lapses = 0
    for name, day, interval, rating in answers:
        if name != card:
            card, reps, lapses = name, 1, 0
            stability = firsts[rating]
            difficulty = min(max(starts[rating], _EASIEST), _HARDEST)
        else:
            elapsed = day - last
            if elapsed > 0:
                expected = (1 + stretch * elapsed / stability) ** decay
                if days and day >= first:
                    yield Recall(day, days, expected, rating > _AGAIN, elapsed, reps, lapses)
                reps += 1
                if rating == _AGAIN:
                    lapses += 1
                    lasting = (
                        w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(w[14] * (1 - expected))
                    )
                    stability = min(lasting, stability / drop)
                else:
                    more = (11 - difficulty) * stability ** -w[9] * (exp(w[10] * (1 - expected)) - 1)
                    stability *= 1 + bonus[rating] * more
            else:
                change = same[rating] * stability ** -w[19]
                stability *= change if rating < _HARD else max(change, 1.0)
            stability = max(stability, _LEAST)
            difficulty = pull + keep * (difficulty - slope[rating] * (_HARDEST - difficulty))
            difficulty = min(max(difficulty, _EASIEST), _HARDEST)
        last, days = day, interval // DAY_SECONDS
