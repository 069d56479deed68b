"""Stability and difficulty of many cards at once, by the extra ``optimizer``: right to four decimals, not to the bit.

The extra counts in 32 bits, so what it gives is never kept; it shows in seconds whether what is kept can be right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from studykit.scheduling.extra import optimizer

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model

TOLERANCE = 1e-4
"""Absolute up to 1 and relative above: 32 bits hold seven digits."""
_LONGEST = 36_500.0
"""Days at which the extra cuts stability off."""


def fast_states(histories: Iterable[Sequence[tuple[int, int]]], model: Model) -> list[tuple[float, float]]:
    """(stability in days, difficulty) after each history.

    A history is a card's answers, oldest first: (study day, rating 1 to 4); none is empty.
    Raises UsageError without the extra.
    """
    library = optimizer()
    shared: dict[tuple[int, int], Any] = {}
    made = []
    for history in histories:
        reviews = []
        last = history[0][0]
        for day, rating in history:
            key = (rating, day - last if day > last else 0)
            last = day
            review = shared.get(key)
            if review is None:
                review = shared[key] = library.FSRSReview(*key)
            reviews.append(review)
        made.append(library.FSRSItem(reviews))
    states = library.FSRS(list(model.parameters)).memory_state_batch(made)
    return [(state.stability, state.difficulty) for state in states]


def agrees(fast: tuple[float, float], stability: float, difficulty: float) -> bool:
    """Whether a state may be the one that ``fast_states`` found."""
    return _near(fast[0], min(stability, _LONGEST)) and _near(fast[1], difficulty)


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
