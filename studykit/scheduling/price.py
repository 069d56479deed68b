"""The price of time: what a second of a later study day must bring, so that the days that are left are just filled.

For a price, each card by itself knows what it is worth at best (``worth``). The sum of that over all cards, and of the
price of all seconds that there are, is the Lagrangian dual of sharing the time out: never less than what can be
reached, convex in the price, and least where the work that is worth its price fills the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf

from studykit.core.settings import Break
from studykit.scheduling import worth
from studykit.scheduling.prospect import COARSE, Ahead, Key, Terms, prospect
from studykit.scheduling.worth import GAPS, LEVELS


def ahead(day: int, exam_day: int, seconds: float, daily: float, breaks: Sequence[Break]) -> Ahead:
    """The days from ``day`` to the exam; ``seconds`` on ``day``, ``daily`` on each later one that is not a break."""
    off = {at for one in breaks for at in range(max(one.first, day + 1), min(one.last, exam_day - 1) + 1)}
    later = max(exam_day - day - 1, 0) - len(off)
    gaps = tuple(gap for gap in GAPS if day + gap < exam_day and day + gap not in off)
    return Ahead(exam_day - day, gaps, seconds + daily * later)


def price_of_time(seen: Mapping[Key, int], fresh: int, days: Ahead, terms: Terms) -> float:
    """Recall of one card of mean weight that a second of a later day must bring.

    ``seen``: how many cards are in each bucket of ``COARSE``; ``fresh``: how many were never begun.
    """
    view = prospect(days, terms, COARSE)

    def dual(level: int) -> float:
        kept = sum(mass * view.waiting(level, key) for key, mass in seen.items())
        return kept + fresh * view.unseen(level) + worth.price(level) * days.seconds

    return worth.price(_least(dual)) if seen or fresh else worth.price(LEVELS[0])


def _least(convex: Callable[[int], float]) -> int:
    """The level at which a convex function is least, by Fibonacci's search: it asks for few."""
    known: dict[int, float] = {}

    def at(level: int) -> float:
        if level > LEVELS[-1]:
            return inf
        if level not in known:
            known[level] = convex(level)
        return known[level]

    part, whole = 1, 2
    while whole <= len(LEVELS):
        part, whole = whole, part + whole
    before = LEVELS[0] - 1  # the least lies between this level and the one ``whole`` after it
    while part > 1:
        if at(before + whole - part) > at(before + part):
            before += whole - part
        part, whole = whole - part, part
    return before + 1
