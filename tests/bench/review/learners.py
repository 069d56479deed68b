"""Simulated learners: their cards, areas, exam day, days off, pace, and the chance that decides each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import exp
from random import Random
from types import MappingProxyType

from tests.bench.review.truths import Kind, half_lives, perturbed, traces, true_model

AREAS = (("development", 0.32), ("security", 0.26), ("deployment", 0.24), ("troubleshooting", 0.18))
"""Weights of an exam's areas."""
QUESTIONS, PASSING = 65, 0.72


@dataclass(frozen=True, slots=True)
class Draw:
    """What chance has in store for one answer."""

    known: float
    grade: float
    slip: float
    pace: float


@dataclass(frozen=True, slots=True)
class Ways:
    """How a kind of learner differs from the scheduler's idea of one."""

    memory: Callable[[int, Random], Kind] = true_model
    missed: float = 0.0
    """Chance that a day passes without study."""
    away: int = 0
    """Length of one unplanned stretch without study, days."""
    slip: float = 0.0
    """Chance to answer wrongly what is known."""
    luck: float = 0.0
    """Chance to answer rightly what is not known."""


def _any(cards: int, random: Random) -> Kind:
    return random.choice((perturbed, half_lives, traces))(cards, random)


KINDS: Mapping[str, Ways] = MappingProxyType(
    {
        "as modelled": Ways(),
        "perturbed": Ways(perturbed),
        "half-lives": Ways(half_lives),
        "traces": Ways(traces),
        "missed days": Ways(missed=0.15, away=7),
        "slips, luck": Ways(slip=0.1, luck=0.25),
        "all of it": Ways(_any, missed=0.15, away=7, slip=0.1, luck=0.25),
    }
)


@dataclass
class Learner:
    """One learner; everything follows from the kind and the seed."""

    kind: str
    seed: int
    cards: tuple[int, int] = (240, 360)
    """Fewest and most."""
    days: tuple[int, int] = (30, 60)
    """To the exam, fewest and most."""
    areas: tuple[int, ...] = field(init=False)
    """Of each card, its area."""
    weights: tuple[float, ...] = field(init=False)
    """Of each card, its share of the exam; the sum is 1."""
    exam_day: int = field(init=False)
    """Days of study are 0 to this, excluded."""
    missed: frozenset[int] = field(init=False)
    memory: Kind = field(init=False)
    speed: float = field(init=False)

    def __post_init__(self) -> None:
        random = Random(f"{self.kind}/{self.seed}")
        ways = KINDS[self.kind]
        size = random.randint(*self.cards)
        share = [weight * exp(random.gauss(0, 0.25)) for _, weight in AREAS]
        self.areas = tuple(random.choices(range(len(AREAS)), share, k=size))
        self.weights = tuple(AREAS[area][1] / self.areas.count(area) for area in self.areas)
        self.exam_day = random.randint(*self.days)
        off = {day for day in range(self.exam_day) if random.random() < ways.missed}
        if ways.away:
            first = random.randint(5, self.exam_day - ways.away - 1)
            off.update(range(first, first + ways.away))
        self.missed = frozenset(off)
        self.speed = exp(random.gauss(0, 0.2))
        self.memory = ways.memory(size, random)

    @property
    def ways(self) -> Ways:
        return KINDS[self.kind]

    @property
    def size(self) -> int:
        return len(self.areas)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """An order in which cards are met by who does not choose: areas mixed."""
        cards = list(range(self.size))
        Random(f"{self.kind}/{self.seed}/order").shuffle(cards)
        return tuple(cards)

    @cached_property
    def _chance(self) -> list[tuple[Random, list[Draw]]]:
        return [(Random(f"{self.kind}/{self.seed}/{card}"), []) for card in range(self.size)]

    def draw(self, card: int, answer: int) -> Draw:
        """The chance of a card's n-th answer: the same under every policy."""
        random, drawn = self._chance[card]
        while len(drawn) <= answer:
            drawn.append(Draw(random.random(), random.random(), random.random(), exp(random.gauss(0, 0.35))))
        return drawn[answer]
