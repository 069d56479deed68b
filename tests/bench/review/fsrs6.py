"""FSRS-6 written once more, for true memories: it must not share a mistake with what it judges.

Formulas as published for FSRS-6 (21 parameters); days are whole study days.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

DEFAULT = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


class State(NamedTuple):
    """What FSRS keeps of a card."""

    stability: float
    difficulty: float
    day: int


class Fsrs6:
    """The model with one set of parameters."""

    def __init__(self, parameters: tuple[float, ...] = DEFAULT) -> None:
        self.w = parameters
        self._decay = -parameters[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._easy = parameters[4] - exp(parameters[5] * 3) + 1
        self._growth = exp(parameters[8])
        self._least = exp(parameters[17] * parameters[18])

    def recall(self, elapsed: float, stability: float) -> float:
        """Chance to know a card ``elapsed`` days after its last review."""
        chance: float = (1 + self._factor * elapsed / stability) ** self._decay
        return chance

    def first(self, rating: int, day: int) -> State:
        """The state after the first answer."""
        difficulty = self.w[4] - exp(self.w[5] * (rating - 1)) + 1
        return State(self.w[rating - 1], min(max(difficulty, 1.0), 10.0), day)

    def after(self, state: State, rating: int, day: int) -> State:
        """The state after another answer."""
        w, (stability, difficulty, last) = self.w, state
        if day <= last:
            factor = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
            grown = stability * (factor if rating == AGAIN else max(factor, 1.0))
        elif rating == AGAIN:
            recall = self.recall(day - last, stability)
            lost = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp((1 - recall) * w[14])
            grown = min(lost, stability / self._least)
        else:
            recall = self.recall(day - last, stability)
            bonus = w[15] if rating == HARD else w[16] if rating == EASY else 1.0
            growth = self._growth * (11 - difficulty) * stability ** -w[9] * (exp((1 - recall) * w[10]) - 1) * bonus
            grown = stability * (1 + growth)
        moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
        eased = w[7] * self._easy + (1 - w[7]) * moved
        return State(max(grown, 0.001), min(max(eased, 1.0), 10.0), day)
