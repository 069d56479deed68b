"""True memories: what a simulated learner really knows on a day. The scheduler sees none of it."""

from __future__ import annotations

from math import exp, log
from random import Random
from typing import Protocol

from tests.bench.review.fsrs6 import AGAIN, DEFAULT, EASY, GOOD, HARD, Fsrs6, State

PRIOR = 0.35
"""Chance to know what was never studied, without guessing: learners have read something before."""
_FIRST = (1 - PRIOR, 0.70, 0.95)
"""Cumulated chances of again, hard and good at first sight; the rest is easy."""


class Memory(Protocol):
    """One learner's memory over one run."""

    def recall(self, card: int, day: int) -> float:
        """Chance to know a card on a day."""
        ...

    def first(self, card: int, draw: float, day: int) -> int:
        """Meets a card; ``draw`` in 0 to 1 decides how it went: the rating."""
        ...

    def after(self, card: int, rating: int, day: int) -> None:
        """Met a card again; ``rating`` is how well it was really known."""
        ...


class Kind(Protocol):
    """A kind of memory with the traits of one learner; begins empty for each run."""

    def __call__(self) -> Memory:
        """A memory in which nothing is studied yet."""
        ...


def _first(draw: float) -> int:
    return AGAIN + sum(draw >= bound for bound in _FIRST)


class FsrsMemory:
    """FSRS-6 with any parameters; a card may be easier or harder to keep than its first rating tells."""

    def __init__(self, model: Fsrs6, ease: tuple[float, ...]) -> None:
        self._model, self._ease = model, ease
        self._states: dict[int, State] = {}

    def recall(self, card: int, day: int) -> float:
        state = self._states.get(card)
        return PRIOR if state is None else self._model.recall(day - state.day, state.stability)

    def first(self, card: int, draw: float, day: int) -> int:
        rating = _first(draw)
        state = self._model.first(rating, day)
        self._states[card] = state._replace(stability=state.stability * self._ease[card])
        return rating

    def after(self, card: int, rating: int, day: int) -> None:
        self._states[card] = self._model.after(self._states[card], rating, day)


_FIRST_DAYS = {AGAIN: 2.5, HARD: 5.0, GOOD: 9.0, EASY: 25.0}
"""Half-lives after the first answer, on average."""


class HalfLives:
    """Exponential forgetting; a half-life grows with each success, more when it was close to being forgotten.

    Each card has a difficulty of its own (0 to 1) that ratings do not tell.
    """

    def __init__(self, difficulty: tuple[float, ...], gain: float, scale: float) -> None:
        self._difficulty, self._gain, self._scale = difficulty, gain, scale
        self._lives: dict[int, tuple[float, int]] = {}

    def recall(self, card: int, day: int) -> float:
        if card not in self._lives:
            return PRIOR
        life, last = self._lives[card]
        chance: float = 0.5 ** ((day - last) / life)
        return chance

    def first(self, card: int, draw: float, day: int) -> int:
        hard = self._difficulty[card]
        rating = _first(min(max(draw + 0.4 * (0.5 - hard), 0.0), 0.999))
        self._lives[card] = _FIRST_DAYS[rating] * self._scale * (1.5 - hard), day
        return rating

    def after(self, card: int, rating: int, day: int) -> None:
        life, last = self._lives[card]
        if day == last:
            self._lives[card] = life * (1.0 if rating == AGAIN else 1.1), day
        elif rating == AGAIN:
            self._lives[card] = max(life * 0.35, 2.0 * self._scale), day
        else:
            forgotten = 1 - 0.5 ** ((day - last) / life)
            grown = 1 + self._gain * (1.3 - self._difficulty[card]) * min(forgotten / 0.15, 2.0) ** 0.7
            self._lives[card] = life * grown, day


class Traces:
    """A sum of traces as in ACT-R, each fading the faster the better the card was known when it was laid down.

    After Pavlik and Anderson (2005): activation is the logarithm of the sum of age ** -decay over all showings.
    """

    _SECONDS = 2160.0  # a day counts as this many seconds within a session
    _BASE, _GROWTH, _NOISE = 0.177, 0.217, 0.33

    def __init__(self, offset: tuple[float, ...], threshold: float) -> None:
        self._offset, self._threshold = offset, threshold
        self._traces: dict[int, list[tuple[int, float]]] = {}

    def _activation(self, card: int, day: int) -> float:
        total = 0.0
        for laid, decay in self._traces[card]:
            total += ((day - laid) * self._SECONDS + 60.0) ** -decay
        return log(total)

    def recall(self, card: int, day: int) -> float:
        if card not in self._traces:
            return PRIOR
        above = self._activation(card, day) + self._offset[card] - self._threshold
        return 1 / (1 + exp(-above / self._NOISE))

    def first(self, card: int, draw: float, day: int) -> int:
        rating = _first(min(max(draw + 0.3 * self._offset[card], 0.0), 0.999))
        self._traces[card] = [(day, self._BASE)] * (1 if rating < GOOD else 2)
        return rating

    def after(self, card: int, rating: int, day: int) -> None:
        del rating  # being told what was forgotten lays a trace as well
        self._traces[card].append((day, self._BASE + self._GROWTH * exp(self._activation(card, day))))


def true_model(cards: int, random: Random) -> Kind:
    """FSRS-6 as the scheduler has it."""
    del random
    model, ease = Fsrs6(), (1.0,) * cards
    return lambda: FsrsMemory(model, ease)


def perturbed(cards: int, random: Random) -> Kind:
    """FSRS-6 with parameters of the learner's own: first stabilities and decay most of all, and cards that differ."""
    spread = {**dict.fromkeys(range(4), 0.5), 8: 0.12, 9: 0.15, 20: 0.35}
    own = [value * exp(random.gauss(0, spread.get(place, 0.15))) for place, value in enumerate(DEFAULT)]
    own[:4] = sorted(own[:4])
    own[20] = min(max(own[20], 0.1), 0.8)
    model, ease = Fsrs6(tuple(own)), tuple(exp(random.gauss(0, 0.4)) for _ in range(cards))
    return lambda: FsrsMemory(model, ease)


def half_lives(cards: int, random: Random) -> Kind:
    """Exponential forgetting with half-lives."""
    difficulty = tuple(random.betavariate(2, 2) for _ in range(cards))
    gain, scale = 1.4 * exp(random.gauss(0, 0.2)), exp(random.gauss(0, 0.3))
    return lambda: HalfLives(difficulty, gain, scale)


def traces(cards: int, random: Random) -> Kind:
    """A sum of traces."""
    offset = tuple(random.gauss(0, 0.25) for _ in range(cards))
    threshold = random.gauss(-1.7, 0.12)
    return lambda: Traces(offset, threshold)
