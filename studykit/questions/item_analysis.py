"""Which questions tell those who know from those who do not: facility and discrimination, from first answers.

Classical item analysis. Facility is the share of learners who were right. Discrimination is the corrected item-rest
correlation: being right here against how well the same learner did on all other questions. Not everybody answers the
same questions, so the rest is counted in answers better than the group's on the same questions; where everybody
answered everything that is the textbook's item-rest correlation, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atanh, ceil, erf, sqrt, tanh
from statistics import median

from studykit.core.share import SURE, interval

REST = 5
"""Other questions that a learner must have answered to be counted in a discrimination."""
_LEAST = 5
"""Learners without whom a correlation is not worked out."""
_FALSE_ALARMS = 0.1
"""Share of the questions flagged by their discrimination that may be flagged by chance."""
_EASY, _HARD = 0.85, 0.35
_OFTEN_MISSED = 0.6
_ALMOST_ONE = 1 - 1e-9
_ROUNDING = 1e-18
"""A product of squares that is no more than this is no variation."""
_MAD = 1.4826
"""Standard deviation of a normal in units of its median distance from the middle."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A learner's first answer to a question."""

    learner: str
    card: str
    right: bool


@dataclass(frozen=True, slots=True)
class Discrimination:
    """The corrected item-rest correlation."""

    value: float
    low: float
    """Lower end of its 95 % interval (Fisher's)."""
    high: float
    needed: int
    """Learners with whom a correlation this large would be told from none."""
    counted: int
    """Learners whose answers it rests on: those who answered enough other questions."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question as a group of learners met it for the first time."""

    card: str
    learners: int
    right: int
    discrimination: Discrimination | None
    """None when too few learners answered it and enough others, or when all answered it alike."""
    flags: tuple[str, ...]
    """``too easy``, ``too hard``, ``look at the key``; empty where the figures do not say so surely."""

    @property
    def facility(self) -> float:
        """Share right, 0 to 1."""
        return self.right / self.learners

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the facility."""
        return interval(self.right, self.learners)


def analyse(answers: Iterable[Answered], least: int = _LEAST) -> tuple[Item, ...]:
    """The questions that at least so many learners answered, by id. One answer a learner and question is counted."""
    by_card: dict[str, dict[str, bool]] = {}
    for one in answers:
        by_card.setdefault(one.card, {}).setdefault(one.learner, one.right)
    better, asked = _better(by_card)
    kept = {card: given for card, given in sorted(by_card.items()) if len(given) >= least}
    found = {card: _discrimination(given, better, asked, least) for card, given in kept.items()}
    unlike = _unlike_the_others(found)
    return tuple(
        Item(card, len(given), sum(given.values()), found[card], _flags(given, unlike=card in unlike))
        for card, given in kept.items()
    )


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's, None where one of both does not vary."""
    number = len(one)
    mean, middle = sum(one) / number, sum(other) / number
    square = sum((value - mean) ** 2 for value in one) * sum((value - middle) ** 2 for value in other)
    if square <= _ROUNDING:
        return None
    return sum((a - mean) * (b - middle) for a, b in zip(one, other, strict=True)) / sqrt(square)


def _better(by_card: Mapping[str, Mapping[str, bool]]) -> tuple[dict[str, float], dict[str, int]]:
    """Learner → right answers more than the group had on the same questions, and how many questions."""
    better: dict[str, float] = {}
    asked: dict[str, int] = {}
    for given in by_card.values():
        facility = sum(given.values()) / len(given)
        for learner, right in given.items():
            better[learner] = better.get(learner, 0.0) + right - facility
            asked[learner] = asked.get(learner, 0) + 1
    return better, asked


def _discrimination(
    given: Mapping[str, bool], better: Mapping[str, float], asked: Mapping[str, int], least: int
) -> Discrimination | None:
    facility = sum(given.values()) / len(given)
    counted = {learner: right for learner, right in given.items() if asked[learner] > REST}
    if len(counted) < max(least, _LEAST):
        return None
    rest = [(better[learner] - right + facility) / (asked[learner] - 1) for learner, right in counted.items()]
    value = correlation([float(right) for right in counted.values()], rest)
    if value is None:
        return None
    z, error = _fisher(value), 1 / sqrt(len(counted) - 3)
    needed = ceil((SURE / abs(z)) ** 2 + 3) if abs(z) > error / 100 else 0
    return Discrimination(value, tanh(z - SURE * error), tanh(z + SURE * error), needed, len(counted))


def _unlike_the_others(found: Mapping[str, Discrimination | None]) -> set[str]:
    """Questions whose correlation is negative, and lower than the group's others by more than chance makes.

    A class is too small to tell a correlation of -0.2 from none, but not from the +0.4 that its questions usually have.
    So each is held against the median of all, in units of how far they usually are from it, and of those found a tenth
    at most is chance (Benjamini and Hochberg).
    """
    known = {card: one for card, one in found.items() if one is not None}
    if not known:
        return set()
    usual = median(_fisher(one.value) for one in known.values())
    off = {card: (_fisher(one.value) - usual) * sqrt(one.counted - 3) for card, one in known.items()}
    scale = max(1.0, _MAD * median(map(abs, off.values())))
    ranked = sorted((0.5 * (1 + erf(far / scale / sqrt(2))), card) for card, far in off.items())
    last = max((rank for rank, (chance, _) in enumerate(ranked, 1) if chance <= _FALSE_ALARMS * rank / len(ranked)),
               default=0)  # fmt: skip
    return {card for _, card in ranked[:last] if known[card].value < 0}


def _fisher(value: float) -> float:
    return atanh(max(min(value, _ALMOST_ONE), -_ALMOST_ONE))


def _flags(given: Mapping[str, bool], *, unlike: bool) -> tuple[str, ...]:
    """A key that most give is not wrong, however it discriminates: few miss it, so chance decides who."""
    low, high = interval(sum(given.values()), len(given))
    missed = sum(given.values()) <= _OFTEN_MISSED * len(given)
    flags = (("too easy", low > _EASY), ("too hard", high < _HARD), ("look at the key", unlike and missed))
    return tuple(flag for flag, holds in flags if holds)
