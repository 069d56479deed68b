"""Balance: which day of a window a card comes back on, so that work is even and days off stay off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import sqrt

from studykit.core.settings import WEEK, Settings

HORIZON = 90
"""Days ahead up to which intervals are evened out, as in Anki; further out nobody knows the work yet."""
REACH = 100
"""Days ahead for which the load must be known: what the longest of those intervals may be fuzzed to."""

_MOST = 60  # days looked at: a window of months is thinned out to so many
_WIDER = 4  # a window that lies in a break grows by a quarter of the interval at either end
_DRAWS = 1 << 20
_MONDAY = 1  # ``date.toordinal`` of the first Monday


@dataclass(frozen=True, slots=True)
class Load:
    """What is due already."""

    counts: Mapping[int, int] = field(default_factory=dict)
    """Study day → cards due on it, for the ``REACH`` days after the answer; days left out have none."""
    siblings: frozenset[int] = frozenset()
    """Study days on which cards about the same thing come back."""


class Balance:
    """Chooses days by what a learner set."""

    def __init__(self, settings: Settings) -> None:
        self._breaks = settings.breaks
        self._shares = settings.easy_days
        self._even = all(share == settings.easy_days[0] for share in settings.easy_days)
        self._longest = settings.longest
        self._apart = settings.siblings_apart

    def interval(self, window: range, minimum: int, today: int, load: Load, *, draw: float) -> int:
        """The days until a card comes back, chosen from ``window`` by ``draw`` (0 up to 1).

        A day in a break is taken only when no other is free in the window, nor in one that is a quarter wider
        (earlier first, yet never below ``minimum``); a day with a sibling, and one that is to be as free as can be,
        only when nothing else is left. Among the rest, a day is the likelier the less is due on it for its share.
        """
        days: Sequence[int] = _thinned(window, draw)
        if self._breaks:
            free = [day for day in days if not self._is_off(today + day)]
            days = free or self._beside_the_break(window, minimum, today) or days
        if self._apart and load.siblings:
            days = [day for day in days if today + day not in load.siblings] or days
        near = window[0] + window[-1] <= 2 * HORIZON
        if self._even and not (near and load.counts):
            return days[int(draw * len(days))]
        days = [day for day in days if self._share(today + day)] or days
        if near:
            return _drawn(days, [self._weight(day, today, load.counts, window[0]) for day in days], draw)
        return _drawn(days, [self._share(today + day) or 1.0 for day in days], draw)

    def _is_off(self, day: int) -> bool:
        return any(day in away for away in self._breaks)

    def _beside_the_break(self, window: range, minimum: int, today: int) -> Sequence[int]:
        """The nearest free day before the window, or else behind it; none when both are far."""
        slack = max(window[-1] // _WIDER, 1)
        earlier = range(window[0] - 1, max(window[0] - slack, minimum, 1) - 1, -1)
        later = range(window[-1] + 1, min(window[-1] + slack, self._longest) + 1)
        return [day for day in (*earlier, *later) if not self._is_off(today + day)][:1]

    def _share(self, day: int) -> float:
        return self._shares[(day - _MONDAY) % WEEK]

    def _weight(self, day: int, today: int, counts: Mapping[int, int], first: int) -> float:
        """How likely a day is, beside others: the fourth power of how little is due on it for its share.

        Cards that come back within a day or two cannot be moved and come on easy days as on others. So what can be
        moved is held to the square of the share: only then does half a day become about half a day.

        What is due late counts for more than what is due soon, by the root of the time: of late days less is known
        yet, so they look emptier than they will be, and intervals would grow beyond what was meant.
        No power of a fraction is used, so the bits are the same on every computer.
        """
        share = self._share(today + day) or 1.0  # only days without a share are left
        portion = share * share
        relative = 1.0 + counts.get(today + day, 0) / portion * sqrt(day / first)
        square = relative * relative
        return portion / (square * square)


def _thinned(window: range, draw: float) -> range:
    """Every n-th day of a window that is very long, beginning anywhere: each is as likely as in the whole."""
    every = -(-len(window) // _MOST)
    every += every % WEEK == 0  # or there would be one weekday only to choose from
    return window[int(draw * _DRAWS) % every :: every]


def _drawn(days: Sequence[int], weights: Sequence[float], draw: float) -> int:
    sums = list(accumulate(weights))
    aim = draw * sums[-1]
    return next((day for day, below in zip(days, sums, strict=True) if aim < below), days[-1])
