"""Times → columns: one scale for all gaps that are drawn whole; a gap that does not fit is cut, never squeezed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from studykit.core.quantity import Figure

_WIDEST_GAP = 0.45
"""Share of the width that a single gap takes at most."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where times lie."""

    columns: tuple[int, ...]
    """From 0, one a time."""
    cut: tuple[bool, ...]
    """For each gap between two times, whether it is cut."""


def scale(
    times: Sequence[Figure], least: Sequence[int], cut: Sequence[int], width: int, hidden: frozenset[int] = frozenset()
) -> Scale | None:
    """Columns of times in rising order, within ``width``; None where there is no room even when each gap is cut.

    ``least`` has the columns that each gap needs for its words, ``cut`` those that it takes when it is cut.
    Gaps in ``hidden`` must be cut, since something is left out there. Then the longest are, and only as many as must.
    """
    gaps = [float(later - earlier) for earlier, later in pairwise(times)]
    if sum(map(min, least, cut)) > width:
        return None
    order = sorted(range(len(gaps)), key=lambda at: (at not in hidden, -gaps[at], at))
    for many in range(len(hidden), len(gaps) + 1):
        sizes = _sizes(gaps, least, frozenset(order[:many]), cut, width)
        if sizes is not None:
            columns = tuple(int(at + 0.5) for at in accumulate(sizes, initial=0.0))
            return Scale(columns, tuple(at in order[:many] for at in range(len(gaps))))
    return None


def _sizes(
    gaps: Sequence[float], least: Sequence[int], cuts: frozenset[int], cut: Sequence[int], width: int
) -> list[float] | None:
    """Columns of each gap; None where they do not fit."""
    whole = [at for at in range(len(gaps)) if at not in cuts]
    taken = sum(cut[at] for at in cuts)
    lasting = sum(gaps[at] for at in whole)
    per_second = max((least[at] / gaps[at] for at in whole), default=0.0)
    room = width - taken
    if lasting * per_second > room:
        return None
    if whole:
        widest = max(width * _WIDEST_GAP / max(gaps[at] for at in whole), per_second)
        per_second = min(room / lasting, widest)
    return [float(cut[at]) if at in cuts else gaps[at] * per_second for at in range(len(gaps))]
