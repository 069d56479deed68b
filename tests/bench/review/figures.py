"""Outcomes of many learners → means, paired differences with 95 % intervals, and tables of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, mean, stdev

from tests.bench.review.contest import FIXED
from tests.bench.review.session import GUESS, Outcome
from tests.bench.review.truths import PRIOR

_SIGMAS = NormalDist().inv_cdf(0.975)
_UNSTUDIED = PRIOR + (1 - PRIOR) * GUESS
"""Score of who studied nothing."""
Outcomes = Sequence[Mapping[str, Outcome]]
"""Of each learner, what came of each policy."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference of means, in points of a hundred."""

    points: float
    margin: float
    """Half of the 95 % interval."""

    @property
    def worse(self) -> bool:
        """Whether it is below zero by more than the noise."""
        return self.points + self.margin < 0

    def __str__(self) -> str:
        return f"{self.points:+5.2f} ±{self.margin:4.2f}"


def difference(outcomes: Outcomes, one: str, other: str) -> Difference:
    """By how much the expected score of one policy is above that of another, over the learners that had both."""
    found = [100 * (row[one].score - row[other].score) for row in outcomes if one in row and other in row]
    return Difference(mean(found), _SIGMAS * stdev(found) / len(found) ** 0.5)


def table(outcomes: Outcomes, against: str = FIXED) -> Iterable[str]:
    """A line a policy: score, difference, chance to pass, points an hour, known a month later, longest day."""
    yield f"  {'':26}{'score':>6}  {'difference':12}{'pass':>6}{'p./h':>6}{'later':>6}{'peak':>6}{'hours':>7}"
    for name in max(outcomes, key=len):
        rows = [row[name] for row in outcomes if name in row]
        apart = "" if name == against else str(difference(outcomes, name, against))
        yield (
            f"  {name:26}{100 * mean(row.score for row in rows):6.1f}  {apart:12}"
            f"{100 * mean(row.passing for row in rows):6.0f}{an_hour(rows):6.1f}"
            f"{100 * mean(row.later for row in rows):6.0f}{mean(max(row.spent) for row in rows) / 60:6.0f}"
            f"{mean(row.hours for row in rows):7.1f}"
        )


def an_hour(rows: Sequence[Outcome]) -> float:
    """Points of the expected score that an hour brought, over all learners: one may have been away on every day."""
    hours = sum(row.hours for row in rows)
    return 100 * sum(row.score - _UNSTUDIED for row in rows) / hours if hours else 0.0
