"""Cards for tests of the plan."""

from __future__ import annotations

from math import exp
from random import Random

from studykit.scheduling.plan import Planned, Unseen

DAY = 740_000
AREAS = {"development": 0.32, "security": 0.26, "deployment": 0.24, "troubleshooting": 0.18}


def seen(count: int, total: int, seed: int = 1) -> list[Planned]:
    """Cards in random states; ``total`` cards share the exam."""
    random = Random(seed)
    return [
        Planned(f"seen-{number:04}", *_part(number, total), exp(random.gauss(2, 1)), random.uniform(1, 10), DAY - age)
        for number in range(count)
        for age in (int(random.expovariate(0.1)) + 1,)
    ]


def unseen(count: int, total: int) -> list[Unseen]:
    """Cards that were never answered."""
    return [Unseen(f"new-{number:04}", *_part(number, total)) for number in range(count)]


def _part(number: int, total: int) -> tuple[str, float]:
    area = tuple(AREAS)[number % len(AREAS)]
    return area, AREAS[area] * len(AREAS) / total
