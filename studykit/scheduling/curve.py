"""Memory of one card in closed form: the formulas of FSRS-6 in float64, for planning over many cards and days.

Source: the ``fsrs`` library (py-fsrs 6.3, ``scheduler.py``), which agrees with fsrs-rs ``model.rs``; a test holds both
equal to 1e-9. S is stability in days, D difficulty from 1 to 10, R the chance of recall, w the 21 parameters, g the
rating from 1 (again) to 4 (easy).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from studykit.core.review import Rating

Parameters = Sequence[float]

DEFAULT: tuple[float, ...] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The parameters that FSRS-6 begins with; a test holds them equal to the library's."""

_NINETY = 0.9
_LEAST, _EASIEST, _HARDEST = 0.001, 1.0, 10.0
_STEADY_GRADE = 3
"""The rating (good) that leaves difficulty as it is."""


def factor(parameters: Parameters) -> float:
    """``F = 0.9^(1/-w20) - 1``, so that recall after S days is 0.9."""
    return exp(log(_NINETY) / -parameters[20]) - 1.0


def recall(elapsed: float, stability: float, parameters: Parameters) -> float:
    """Chance of recall after ``elapsed`` days: ``(1 + F t / S)^-w20``."""
    kept: float = (1.0 + factor(parameters) * elapsed / stability) ** -parameters[20]
    return kept


def days_until(retention: float, stability: float, parameters: Parameters) -> float:
    """Days after which recall has fallen to ``retention``: ``S / F (r^(-1/w20) - 1)``."""
    grown: float = retention ** (-1.0 / parameters[20]) - 1.0
    return stability / factor(parameters) * grown


def first_stability(rating: Rating, parameters: Parameters) -> float:
    """Days of stability after the first answer: ``w[g-1]``."""
    return max(parameters[rating - 1], _LEAST)


def first_difficulty(rating: Rating, parameters: Parameters) -> float:
    """Difficulty after the first answer: ``w4 - e^(w5 (g-1)) + 1``, within 1 to 10."""
    return min(max(_start(rating, parameters), _EASIEST), _HARDEST)


def _start(rating: int, parameters: Parameters) -> float:
    return parameters[4] - exp(parameters[5] * (rating - 1)) + 1.0


def difficulty_after(difficulty: float, rating: Rating, parameters: Parameters) -> float:
    """``w7 D0(easy) + (1 - w7) (D - w6 (g-3) (10-D)/9)``, within 1 to 10."""
    step = -parameters[6] * (rating - _STEADY_GRADE) * (_HARDEST - difficulty) / 9.0
    drawn = parameters[7] * _start(Rating.EASY, parameters) + (1.0 - parameters[7]) * (difficulty + step)
    return min(max(drawn, _EASIEST), _HARDEST)


def stability_after(
    stability: float, difficulty: float, recalled: float, rating: Rating, parameters: Parameters
) -> float:
    """Stability after an answer on a later day, ``recalled`` being the chance of recall at that moment.

    Remembered: ``S (1 + e^w8 (11-D) S^-w9 (e^(w10 (1-R)) - 1) [w15 hard] [w16 easy])``;
    forgotten: ``min(w11 D^-w12 ((S+1)^w13 - 1) e^(w14 (1-R)), S / e^(w17 w18))``.
    """
    w = parameters
    if rating is Rating.AGAIN:
        lasting = w[11] * difficulty ** -w[12] * ((stability + 1.0) ** w[13] - 1.0) * exp(w[14] * (1.0 - recalled))
        return float(max(min(lasting, stability / exp(w[17] * w[18])), _LEAST))
    bonus = w[15] if rating is Rating.HARD else w[16] if rating is Rating.EASY else 1.0
    growth = exp(w[8]) * (11.0 - difficulty) * stability ** -w[9] * (exp(w[10] * (1.0 - recalled)) - 1.0) * bonus
    return float(max(stability * (1.0 + growth), _LEAST))


def same_day(stability: float, rating: Rating, parameters: Parameters) -> float:
    """Stability after one more answer on the same day: ``S e^(w17 (g-3+w18)) S^-w19``; less only when forgotten."""
    w = parameters
    change: float = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    return max(stability * (change if rating is Rating.AGAIN else max(change, 1.0)), _LEAST)
