"""Does the model keep its word? Answers against the recall that was expected before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import floor, log, sqrt

from studykit.core.share import interval
from studykit.scheduling.recalls import Recall

MATURE_DAYS = 21
"""A card is mature when it was put off for so long; Anki's figure."""
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Recall expected is put into these bins."""
ENOUGH = 20
"""Fewer answers than this are too few to tell."""
_SURE = 1e-6  # no answer costs more than log(10^6), as in the usual evaluations of schedulers


@dataclass(frozen=True, slots=True)
class Retention:
    """Answers of some kind, at least one: how many were right, and how many the model expected."""

    period: str
    """``all`` or a month: ``2026-11``."""
    cards: str
    """``all``, ``young`` or ``mature`` at the time of the answer."""
    answers: int
    right: int
    expected: float
    """Mean recall expected, 0 to 1."""

    @property
    def share(self) -> float:
        """Share right, 0 to 1: the true retention."""
        return self.right / self.answers

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share."""
        return interval(self.right, self.answers)

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to say anything."""
        return self.answers >= ENOUGH


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose expected recall lay between two edges, at least one."""

    least: float
    most: float
    retention: Retention


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far expectation and answers are apart over all answers counted, at least one."""

    answers: int
    log_loss: float
    """Mean of -log(chance given to what happened): lower is better."""
    rmse_bins: float
    """Root mean square difference over bins of like elapsed days, answers and lapses, as fsrs-rs has it."""
    bins: tuple[Bin, ...]


@dataclass(slots=True)
class _Sum:
    answers: int = 0
    right: int = 0
    expected: float = 0.0

    def add(self, expected: float, right: bool) -> None:
        self.answers += 1
        self.right += right
        self.expected += expected

    def retention(self, period: str, cards: str) -> Retention:
        return Retention(period, cards, self.answers, self.right, self.expected / self.answers)


@dataclass(slots=True)
class Tally:
    """Takes answers one by one, and says what they come to."""

    _groups: dict[tuple[str, bool], _Sum] = field(default_factory=dict)
    _bins: dict[int, _Sum] = field(default_factory=dict)
    _alike: dict[tuple[int, int, int], _Sum] = field(default_factory=dict)
    _loss: float = 0.0

    def take(self, recalls: Iterable[Recall]) -> None:
        """Counts answers."""
        months: dict[int, str] = {}
        for one in recalls:
            right, expected = one.right, one.expected
            month = months.get(one.day)
            if month is None:
                month = months[one.day] = date.fromordinal(one.day).strftime("%Y-%m")
            self._groups.setdefault((month, one.days >= MATURE_DAYS), _Sum()).add(expected, right)
            self._bins.setdefault(_bin(expected), _Sum()).add(expected, right)
            self._alike.setdefault((one.elapsed, one.reps, one.lapses), _Sum()).add(expected, right)
            self._loss -= log(max(expected if right else 1 - expected, _SURE))

    def retentions(self) -> tuple[Retention, ...]:
        """All answers, then each month; each for all cards, young and mature ones, where there are answers."""
        periods = ["all", *sorted({month for month, _ in self._groups})]
        kinds = (("all", (False, True)), ("young", (False,)), ("mature", (True,)))
        found = []
        for period in periods:
            for cards, matures in kinds:
                sums = [
                    one
                    for (month, mature), one in self._groups.items()
                    if mature in matures and period in ("all", month)
                ]
                if sums:
                    found.append(_together(sums).retention(period, cards))
        return tuple(found)

    def reliability(self) -> Reliability | None:
        """None when there was no answer."""
        if not self._bins:
            return None
        edges = list(pairwise(EDGES))
        bins = tuple(Bin(*edges[at], one.retention("all", "all")) for at, one in sorted(self._bins.items()))
        answers = sum(one.answers for one in self._bins.values())
        return Reliability(answers, self._loss / answers, self._rmse(answers), bins)

    def _rmse(self, answers: int) -> float:
        alike: dict[tuple[int, int, int], list[_Sum]] = {}
        for (elapsed, reps, lapses), one in self._alike.items():
            alike.setdefault(alike_bin(elapsed, reps, lapses), []).append(one)
        sums = map(_together, alike.values())
        return sqrt(sum((one.right - one.expected) ** 2 / one.answers for one in sums) / answers)


def alike_bin(elapsed: int, reps: int, lapses: int) -> tuple[int, int, int]:
    """The bin of answers that are alike, with the edges of fsrs-rs (``dataset.rs``), each about a constant factor."""
    days = round(2.48 * 3.62 ** floor(log(elapsed, 3.62)) * 100)
    length = round(1.99 * 1.89 ** floor(log(reps + 1, 1.89)))
    lapsed = round(1.65 * 1.73 ** floor(log(lapses, 1.73))) if lapses else 0
    return days, length, lapsed


def _bin(expected: float) -> int:
    at = len(EDGES) - 2
    while at and expected < EDGES[at]:
        at -= 1
    return at


def _together(sums: Iterable[_Sum]) -> _Sum:
    whole = _Sum()
    for one in sums:
        whole.answers += one.answers
        whole.right += one.right
        whole.expected += one.expected
    return whole
