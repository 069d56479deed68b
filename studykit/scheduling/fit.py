"""A learner's answers → parameters of FSRS that foretell later answers better, or why not.

An answer counts when it came on a later study day than the card's answer before it: answers of one day say
little about forgetting. Whether new parameters are better is asked of answers that came after those fitted to:
the later half is cut into parts by time, and each part is foretold by parameters fitted to all before it.

The log loss is worked out here, from every answer alike: ``evaluate`` of the library weighs late ones more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

from studykit.core.errors import UsageError
from studykit.core.review import Rating, Review
from studykit.core.share import SURE
from studykit.scheduling.extra import optimizer

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model

NEEDED = 400
"""Answers on later days, below which the optimizer leaves most parameters as they are."""
NEEDED_NEW = 100
"""Later answers that parameters in use were not fitted to themselves, for a fair comparison."""
MOST = 100_000
"""Of more answers, those of every second, third … card are fitted to: the rest would change nothing but the time."""
_PARTS = 5
_DIGITS = 6
"""Decimals of a parameter: those that its 32 bits hold."""
_LEAST_CHANCE = 1e-9


@dataclass(frozen=True, slots=True)
class TooFew:
    """There is too little to fit to, or to compare with."""

    reviews: int
    needed: int
    what: str
    """What there are too few of, as a sentence names it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Parameters fitted to all answers, and how such a fit did on later ones."""

    parameters: tuple[float, ...]
    """The 21 of FSRS-6, within the bounds of the ``fsrs`` library."""
    reviews: int
    """Answers on later days that they were fitted to."""
    held_out: int
    """Later answers that both were asked to foretell."""
    before: float
    """Mean log loss of the parameters in use, on those."""
    after: float
    """Mean log loss of parameters fitted to earlier answers only, on the same."""
    spread: float
    """Half of the 95 % interval of ``before - after``."""

    @property
    def worse(self) -> bool:
        """Whether they must be refused: they do not foretell later answers better."""
        return not self.after < self.before

    @property
    def sure(self) -> bool:
        """Whether they are better by more than chance would give."""
        return self.before - self.after > self.spread


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer to be foretold: the ``position``-th of a card's history."""

    at: int
    card: int
    history: Sequence[Any]
    """The card's answers as the library takes them, shared by all answers of the card."""
    position: int
    elapsed: int
    right: bool


def fit(log: Iterable[Review], model: Model, *, fitted_to: int = 0, relearning_steps: int = 1) -> Fitted | TooFew:
    """Fits to a log that is ordered by card, then by time.

    Args:
        log: answers that stand.
        model: the parameters in use.
        fitted_to: answers that those were fitted to; they are not asked about them again.
        relearning_steps: how many a learner has; the library bounds two parameters by them.

    Raises UsageError without the extra.
    """
    answers = _answers(log)
    if len(answers) < NEEDED:
        return TooFew(len(answers), NEEDED, "answers on a later day than the one before")
    total = len(answers)
    if total - fitted_to < NEEDED_NEW:
        return TooFew(max(total - fitted_to, 0), NEEDED_NEW, "answers on a later day since the last fit")
    answers = _thinned(answers)
    first = len(answers) * max(total // 2, fitted_to) // total
    before, after = _compared(answers, first, model.parameters, relearning_steps)
    gains = [old - new for old, new in zip(before, after, strict=True)]
    return Fitted(
        parameters=_fitted(answers, relearning_steps),
        reviews=total,
        held_out=len(gains),
        before=fmean(before),
        after=fmean(after),
        spread=SURE * stdev(gains) / math.sqrt(len(gains)),
    )


def _thinned(answers: list[_Answer]) -> list[_Answer]:
    """About MOST of them: all of some cards, because a history is of no use in part."""
    every = math.ceil(len(answers) / MOST)
    some = [one for one in answers if one.card % every == 0]
    return some if len(some) >= NEEDED else answers


def within_bounds(parameters: Sequence[float]) -> tuple[float, ...]:
    """The nearest parameters that the ``fsrs`` library takes. Raises UsageError for any that are no numbers."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    if len(parameters) != len(LOWER_BOUNDS_PARAMETERS) or not all(map(math.isfinite, parameters)):
        raise UsageError("The optimizer found no parameters for these answers.")
    bounds = zip(parameters, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(round(one, _DIGITS), least), most) for one, least, most in bounds)


def _answers(log: Iterable[Review]) -> list[_Answer]:
    """Those on a later day than the card's answer before, oldest first."""
    library = optimizer()
    shared: dict[tuple[int, int], Any] = {}
    found: list[_Answer] = []
    for card, (_, rows) in enumerate(groupby(log, attrgetter("card"))):
        reviews = list(rows)
        gaps = [0, *(max(later.day - earlier.day, 0) for earlier, later in pairwise(reviews))]
        keys = [(int(review.rating), gap) for review, gap in zip(reviews, gaps, strict=True)]
        history = [shared.get(key) or shared.setdefault(key, library.FSRSReview(*key)) for key in keys]
        found.extend(
            _Answer(round(review.at.timestamp() * 1e6), card, history, position, gap, review.rating > Rating.AGAIN)
            for position, (review, gap) in enumerate(zip(reviews, gaps, strict=True))
            if gap
        )
    return sorted(found, key=lambda one: (one.at, one.card))


def _compared(
    answers: Sequence[_Answer], first: int, parameters: Sequence[float], relearning_steps: int
) -> tuple[list[float], list[float]]:
    """Log loss of each answer from ``first`` on, by the parameters in use and by those fitted to what came before."""
    after: list[float] = []
    ends = [first + (len(answers) - first) * part // _PARTS for part in range(_PARTS + 1)]
    for begin, end in pairwise(ends):
        after += _losses(answers[begin:end], _fitted(answers[:begin], relearning_steps))
    return _losses(answers[first:], parameters), after


def _fitted(answers: Sequence[_Answer], relearning_steps: int) -> tuple[float, ...]:
    library = optimizer()
    seen = [library.FSRSItem(one.history[: one.position + 1]) for one in answers]
    cards = [one.card for one in answers]
    try:
        found = library.FSRS(library.DEFAULT_PARAMETERS).compute_parameters(
            seen, cards, num_relearning_steps=max(relearning_steps, 1)
        )
    except ValueError:  # nothing to begin with, such as no card that came back; of very few it keeps the usual ones too
        found = library.DEFAULT_PARAMETERS
    return within_bounds(found)


def _losses(answers: Sequence[_Answer], parameters: Sequence[float]) -> list[float]:
    """Log loss of each answer: minus the logarithm of the chance that the parameters gave to what happened."""
    library = optimizer()
    before = [library.FSRSItem(one.history[: one.position]) for one in answers]
    states = library.FSRS(list(parameters)).memory_state_batch(before)
    decay = -parameters[-1]
    factor = 0.9 ** (1 / decay) - 1
    losses = []
    for one, state in zip(answers, states, strict=True):
        recall = (1 + factor * one.elapsed / state.stability) ** decay
        losses.append(-math.log(max(recall if one.right else 1 - recall, _LEAST_CHANCE)))
    return losses
