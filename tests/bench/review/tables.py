"""The tables of the simulation, as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.bench.review.contest import CAPPED, CRAM, FIXED, MOVED, PLAN, SAME_DAYS, SCARCE, SM2
from tests.bench.review.figures import Outcomes, difference, table

Found = Mapping[str, Outcomes]
"""Of each kind, what came of its learners."""


def learners_lines(count: int, part: int, seed: int) -> Iterable[str]:
    """How many learners there were."""
    yield f"{count} paired learners of each kind ({part} of them also under the plans that are only compared, and with"
    yield f"too little time), seed {seed}; points of 100, 95 % intervals."


def short_lines(found: Found) -> Iterable[str]:
    """The plan's differences to others, and where that to fixed retention comes from."""
    others = (FIXED, SM2, CRAM, MOVED)
    yield "THE PLAN, LESS ..."
    yield f"  {'':12}{'fixed 0.9':>14}{'SM-2':>14}{'cramming':>14}{'0.8+rest':>14}"
    for kind, outcomes in found.items():
        yield f"  {kind:12}" + "".join(f"{difference(outcomes, PLAN, other)!s:>14}" for other in others)
    yield "\nWHERE IT COMES FROM: the plan with the minutes that fixed 0.9 spent on each day,"
    yield "less fixed 0.9 (choice of cards alone); and what moving the minutes adds."
    for kind, outcomes in found.items():
        both = [row for row in outcomes if SAME_DAYS in row]
        choice, moved = difference(both, SAME_DAYS, FIXED), difference(both, PLAN, SAME_DAYS)
        share = 100 * moved.points / (choice.points + moved.points)
        yield f"  {kind:12} choice {choice}   moved {moved} ({share:3.0f} % of it)"


def equal_lines(found: Found) -> Iterable[str]:
    """All policies in the same hours."""
    yield "EQUAL HOURS: those that fixed 0.9 took; the plan spends the same minutes each day."
    for kind, outcomes in found.items():
        yield f"\n{kind}"
        yield from table(outcomes)


def scarce_lines(found: Found) -> Iterable[str]:
    """Policies with less time than it takes."""
    yield f"TOO LITTLE TIME: {SCARCE:.0%} of those hours, same minutes each day; difference to fixed 0.9."
    for kind, outcomes in found.items():
        yield f"\n{kind}"
        yield from table(outcomes, CAPPED)


def judged(found: Found, against: str) -> Iterable[str]:
    """In words: where the plan is better or worse than fixed retention by more than the noise."""
    apart = {kind: difference(outcomes, PLAN, against) for kind, outcomes in found.items()}
    better = [kind for kind, one in apart.items() if one.points > one.margin]
    worse = [kind for kind, one in apart.items() if one.worse]
    rest = [kind for kind in apart if kind not in (*better, *worse)]
    yield f"\nThe plan, against {against}, by more than the noise:"
    yield f"  better: {'; '.join(better) or 'for no kind'}"
    yield f"  worse: {'; '.join(worse) or 'for no kind'}"
    if rest:
        yield f"  neither: {'; '.join(rest)}"
