"""All policies on one learner, with the same hours and the same chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.bench.review.guided import Greedy, Guarded, Plan
from tests.bench.review.learners import Learner
from tests.bench.review.policies import AsSpent, Capped, Cram, Fixed, Sm2
from tests.bench.review.session import Outcome, Policy, run

PLAN, SAME_DAYS, FIXED, MOVED = "plan", "plan, minutes as fixed 0.9", "fixed 0.9", "fixed 0.8, rest at the end"
GREEDY, GUARDED, SM2, CRAM, CAPPED = "greedy", "guarded greedy", "SM-2", "cramming", "fixed 0.9, same minutes"
POLICIES: Mapping[str, Callable[[], Policy]] = MappingProxyType(
    {
        PLAN: Plan,
        MOVED: lambda: Fixed(0.8, 4),
        SM2: Sm2,
        CRAM: Cram,
    }
)
MORE_POLICIES: Mapping[str, Callable[[], Policy]] = MappingProxyType({GREEDY: Greedy, GUARDED: Guarded})
"""Simpler plans, for comparison."""
SCARCE = 0.6
"""Hours, as a share of what fixed 0.9 takes, of learners who have less time than they need."""
SCARCE_POLICIES: Mapping[str, Callable[[], Policy]] = MappingProxyType(
    {
        PLAN: Plan,
        CAPPED: Capped,
        GREEDY: Greedy,
        GUARDED: Guarded,
    }
)


def contest(kind: str, seed: int, *, more: bool = True) -> dict[str, Outcome]:
    """What comes of a learner under each policy in the hours that fixed 0.9 takes; ``more``: other plans as well."""
    learner = Learner(kind, seed)
    fixed = run(learner, Fixed())
    seconds = sum(fixed.spent)
    asked = {**POLICIES}
    if more:
        asked |= {SAME_DAYS: lambda: AsSpent(Plan(), fixed.spent), **MORE_POLICIES}
    return {FIXED: fixed, **{name: run(learner, policy(), seconds) for name, policy in asked.items()}}


def scarce(kind: str, seed: int) -> dict[str, Outcome]:
    """The same with less time than it takes."""
    learner = Learner(kind, seed)
    seconds = SCARCE * sum(run(learner, Fixed()).spent)
    return {name: run(learner, policy(), seconds) for name, policy in SCARCE_POLICIES.items()}
