"""How an exam would go: chance to pass and share right, with intervals, from what is remembered and how it turned out.

Expected recall is not the chance of a right answer: the scheduler may be wrong about a learner, and more so about one
part of the exam. So on the scale of log odds each area has a shift, drawn around a shift of the learner, drawn around
none. Answers that were given tell how large the shifts are (one step of Newton from none, in Gaussians); with few
answers they stay near none and wide. Cards that were never seen are right as often as others were at first sight.
On top comes the luck of which questions an exam asks. ``docs/review.md`` shows how far this keeps its word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erf, exp, sqrt

from studykit.core.share import SURE

_LEARNER, _AREA, _LATER = 0.6, 0.4, 0.25
"""Standard deviations of shifts, in log odds: of a learner, of an area beside it, and what answers of the past leave
open about the day of the exam."""
_NODES = tuple(-3.0 + 0.25 * step for step in range(25))
_GUESSED, _TRUST = 0.3, 8.0
"""Share of unseen cards that are right before any was asked, and the answers that this counts for."""
_ENDS = 0.0005
_HALF = 0.5
_BISECTIONS = 40
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that tell whether recall comes out as expected: on a later day than the card's answer before."""

    asked: int = 0
    right: int = 0
    expected: float = 0.0
    """Sum of the recall that was expected before each."""
    spread: float = 0.0
    """Sum of the variances of those chances."""

    @classmethod
    def of(cls, answers: Sequence[tuple[float, bool]]) -> Answers:
        """From the recall that was expected before each answer, and whether it was right."""
        chances = [min(max(chance, 0.01), 0.99) for chance, _ in answers]
        spread = sum(chance * (1.0 - chance) for chance in chances)
        return cls(len(answers), sum(right for _, right in answers), sum(chances), spread)


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """What is known of an area of the exam."""

    key: str
    title: str
    weight: float
    """Share of the exam's questions, 0 to 1."""
    cards: int
    recalls: tuple[float, ...]
    """Recall of each card that was seen, on the day that readiness is asked for."""
    answers: Answers = Answers()


@dataclass(frozen=True, slots=True)
class AreaReadiness:
    """How an area would go."""

    key: str
    title: str
    weight: float
    recall: float
    """Mean recall of the cards that were seen; 0 when none was."""
    coverage: float
    """Share of its cards that were seen."""
    share: float
    """Expected share right."""
    low: float
    """Ends of the 95 % interval of the share that the learner knows, without the luck of an exam."""
    high: float
    asked: int
    """Answers that this rests on."""
    right: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """How an exam would go."""

    pass_chance: float
    share: float
    """Expected share right, 0 to 1."""
    low: float
    """Ends of the 95 % interval of an exam's share right."""
    high: float
    areas: tuple[AreaReadiness, ...]

    @property
    def asked(self) -> int:
        """Answers that this rests on."""
        return sum(area.asked for area in self.areas)


@dataclass(frozen=True, slots=True)
class _Shift:
    mean: float
    variance: float
    """Its own, beside the learner's."""


def readiness(
    areas: Sequence[AreaEvidence], *, questions: int, passing: float, first: tuple[int, int] = (0, 0)
) -> Readiness:
    """How an exam of ``questions`` questions would go that is passed with a share ``passing`` right.

    ``first``: how many cards were asked at first sight, and how many of them were right.
    """
    used = [area for area in areas if area.weight > 0]
    whole = sum(area.weight for area in used) or 1.0
    learner, shifts = _shifts(used)
    unseen, doubt = _unseen(first)
    nodes = [(exp(-_HALF * z * z), z * sqrt(learner.variance)) for z in _NODES]
    parts, total = [], sum(weight for weight, _ in nodes)
    for weight, moved in nodes:
        mean = (
            sum(area.weight * _share(area, shift.mean + moved, unseen) for area, shift in _pairs(used, shifts)) / whole
        )
        variance = sum(
            (area.weight / whole * _doubt(area, shift, moved, unseen)) ** 2 for area, shift in _pairs(used, shifts)
        )
        variance += (doubt * sum(area.weight * _uncovered(area) for area in used) / whole) ** 2
        luck = mean * (1.0 - mean) / max(questions, 1)
        parts.append((weight / total, mean, sqrt(variance + luck) + _ENDS))
    share = sum(weight * mean for weight, mean, _ in parts)
    edge = passing - _HALF / max(questions, 1)
    told = tuple(_told(area, shift, learner, (unseen, doubt)) for area, shift in _pairs(used, shifts))
    chance = sum(weight * (1.0 - _below(edge, mean, spread)) for weight, mean, spread in parts)
    return Readiness(chance, share, _quantile(parts, 0.025), _quantile(parts, 0.975), told)


def _pairs(areas: Sequence[AreaEvidence], shifts: Sequence[_Shift]) -> list[tuple[AreaEvidence, _Shift]]:
    return list(zip(areas, shifts, strict=True))


def _shifts(areas: Sequence[AreaEvidence]) -> tuple[_Shift, list[_Shift]]:
    """The learner's shift, and each area's mean shift with the variance that is its own."""
    precision, pull = 1.0 / _LEARNER**2, 0.0
    for area in areas:
        answers = area.answers
        if answers.spread > 0:
            told = 1.0 / (_AREA**2 + 1.0 / answers.spread)
            precision += told
            pull += told * (answers.right - answers.expected) / answers.spread
    mean = pull / precision
    shifts = []
    for area in areas:
        answers = area.answers
        trust = _AREA**2 * answers.spread / (_AREA**2 * answers.spread + 1.0)
        seen = (answers.right - answers.expected) / answers.spread if answers.spread > 0 else mean
        shifts.append(_Shift(mean + trust * (seen - mean), _AREA**2 * (1.0 - trust)))
    return _Shift(mean, 1.0 / precision + _LATER**2), shifts


def _unseen(first: tuple[int, int]) -> tuple[float, float]:
    """Chance that an unseen card is right, and its standard deviation."""
    asked, right = first
    chance = (right + _GUESSED * _TRUST) / (asked + _TRUST)
    return chance, sqrt(chance * (1.0 - chance) / (asked + _TRUST + 1.0))


def _uncovered(area: AreaEvidence) -> float:
    return 1.0 - len(area.recalls) / area.cards if area.cards else 1.0


def _share(area: AreaEvidence, shift: float, unseen: float) -> float:
    """Expected share right when recall is shifted."""
    grown = exp(shift)
    right = sum(count * recall * grown / (recall * grown + 1.0 - recall) for recall, count in _counted(area.recalls))
    known = right / len(area.recalls) if area.recalls else 0.0
    missing = _uncovered(area)
    return (1.0 - missing) * known + missing * unseen


@lru_cache(maxsize=64)
def _counted(recalls: tuple[float, ...]) -> tuple[tuple[float, int], ...]:
    """Recalls to the nearest 0.5 %, with how many there are of each."""
    return tuple(Counter(round(recall * _STEPS) / _STEPS for recall in recalls).items())


def _doubt(area: AreaEvidence, shift: _Shift, moved: float, unseen: float) -> float:
    """Standard deviation of an area's share by its own shift."""
    spread = sqrt(shift.variance)
    middle = shift.mean + moved
    return abs(_share(area, middle + spread, unseen) - _share(area, middle - spread, unseen)) / 2


def _told(area: AreaEvidence, shift: _Shift, learner: _Shift, unseen: tuple[float, float]) -> AreaReadiness:
    chance, doubt = unseen
    spread = SURE * sqrt(shift.variance + learner.variance)
    missing = SURE * doubt * _uncovered(area)
    share = _share(area, shift.mean, chance)
    low, high = (_share(area, shift.mean + way * spread, chance) for way in (-1, 1))
    return AreaReadiness(
        key=area.key,
        title=area.title,
        weight=area.weight,
        recall=sum(area.recalls) / len(area.recalls) if area.recalls else 0.0,
        coverage=1.0 - _uncovered(area) if area.cards else 0.0,
        share=share,
        low=max(share - sqrt((share - low) ** 2 + missing**2), 0.0),
        high=min(share + sqrt((high - share) ** 2 + missing**2), 1.0),
        asked=area.answers.asked,
        right=area.answers.right,
    )


def _below(edge: float, mean: float, spread: float) -> float:
    return _HALF * (1.0 + erf((edge - mean) / (spread * sqrt(2.0))))


def _quantile(parts: Sequence[tuple[float, float, float]], wanted: float) -> float:
    """The share below which a part ``wanted`` of a mixture of normal distributions lies, within 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if sum(weight * _below(middle, mean, spread) for weight, mean, spread in parts) < wanted:
            low = middle
        else:
            high = middle
    return low
