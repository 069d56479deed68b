"""What states of cards are worth as seen from one day before the exam: done on that day, and when they wait.

States are told apart in buckets, and each bucket is worked out once for each price. A ``Prospect`` depends on nothing
but the terms, the days that are left and the steps, so it serves all cards and areas, and again when it is asked for
another time. What it says never depends on what was asked before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from studykit.scheduling import worth
from studykit.scheduling.worth import STABILITIES, Costs, Outcome, Worth

LEAST_GAIN = 0.002
"""Of a card's own recall on the day, over never reviewing it again; what brings less is next to nothing."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days that are left, as seen from one of them."""

    left: int
    """Days until the exam."""
    gaps: tuple[int, ...]
    """Days from today to those to which a card may wait."""
    seconds: float
    """Today and on all study days before the exam together."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a learner studies."""

    parameters: tuple[float, ...]
    costs: Costs


Key = tuple[int, int, int]
"""A bucket's place in steps of stability, difficulty and days."""


@dataclass(frozen=True, slots=True)
class State:
    """About how some cards are remembered."""

    stability: float
    difficulty: float
    since: float
    """Days since the last review."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How finely states are told apart."""

    stability: float
    """Steps to a factor e."""
    difficulty: float
    """Steps to one."""
    since: float
    """Steps to a factor e."""

    def key(self, stability: float, difficulty: float, since: int) -> Key:
        """The bucket of a state."""
        days = _days(since, self.since)
        return round(log(stability) * self.stability), round(difficulty * self.difficulty), days

    def state(self, key: Key) -> State:
        """The state in the middle of a bucket."""
        stability, difficulty, days = key
        since = exp(days / self.since) if days >= 0 else 0.0
        return State(exp(stability / self.stability), max(difficulty / self.difficulty, 1.0), since)


@lru_cache(maxsize=4096)
def _days(since: int, steps: float) -> int:
    return round(log(since) * steps) if since > 1 else min(since, 1) - 1


COARSE, FINE = Steps(1.5, 0.5, 3.0), Steps(4.0, 0.5, 5.0)
"""Fine enough for the price, and for the order of cards."""


@dataclass(frozen=True, slots=True)
class Place:
    """A state of a bucket, with all of it that is the same on every day."""

    now: Outcome
    """What may follow a review today."""
    later: tuple[tuple[int, Outcome, float], ...]
    """Days then left, what may follow, and seconds, for each day to which a review may wait."""
    never: float
    """Recall at the exam when it is never reviewed again."""
    row: int
    upper: float
    """Place of its difficulty."""


class Prospect:
    """What states are worth as seen from one day before the exam; each bucket is worked out once for each price.

    It depends on nothing but the terms, the days that are left and the steps, so it serves all cards, areas and asks.
    """

    def __init__(self, terms: Terms, left: int, gaps: tuple[int, ...], steps: Steps) -> None:
        self.terms, self.left, self.gaps, self.steps = terms, left, gaps, steps
        self.moves = worth.moves(terms.parameters)
        self._tables: dict[int, Worth] = {}
        self._places: dict[Key, Place] = {}
        self._waiting: dict[tuple[int, Key], float] = {}
        self._gains: dict[tuple[int, Key], tuple[float, float]] = {}
        self._unseen: dict[int, float] = {}

    def table(self, level: int) -> Worth:
        """The table at a price."""
        found = self._tables.get(level)
        if found is None:
            found = self._tables[level] = worth.worth(self.terms.parameters, self.terms.costs, level)
        return found

    def waiting(self, level: int, key: Key) -> float:
        """What a card is worth that is not done today: at its best later day, or never again."""
        found = self._waiting.get((level, key))
        if found is None:
            found = self._waiting[level, key] = self._best(self.table(level), self._place(key))
        return found

    def _best(self, table: Worth, place: Place) -> float:
        best, price, row, upper = place.never, table.price, place.row, place.upper
        for left, outcome, seconds in place.later:
            value = worth.reviewed(table.grid(left), outcome, row, upper) - price * seconds
            best = max(best, value)
        return best

    def _place(self, key: Key) -> Place:
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = self._placed(self.steps.state(key))
        return found

    def _placed(self, state: State) -> Place:
        moved, costs, left = self.moves, self.terms.costs, self.left
        start = moved.start(state.stability, state.difficulty)
        row, upper = worth.row_of(state.difficulty)
        outcomes = [(gap, moved.outcome(state.stability, start, state.since + gap)) for gap in self.gaps]
        return Place(
            now=moved.outcome(state.stability, start, state.since),
            later=tuple((left - gap, outcome, _seconds(outcome, costs)) for gap, outcome in outcomes),
            never=moved.recall(state.since + left, state.stability),
            row=row * STABILITIES,
            upper=upper,
        )

    def gain(self, level: int, key: Key) -> tuple[float, float]:
        """What a review today brings a second, in recall of a card (0 when next to nothing), and its seconds."""
        found = self._gains.get((level, key))
        if found is None:
            found = self._gains[level, key] = self._gain(level, key)
        return found

    def _gain(self, level: int, key: Key) -> tuple[float, float]:
        place = self._place(key)
        missed, cost = 1.0 - place.now[0], _seconds(place.now, self.terms.costs)
        if self.left == 0:
            return (missed / cost if missed > LEAST_GAIN else 0.0), cost
        table = self.table(level)
        done = worth.reviewed(table.grid(self.left), place.now, place.row, place.upper)
        if done - place.never < LEAST_GAIN:
            return 0.0, cost
        return max((done - self.waiting(level, key)) / cost, 0.0), cost

    def unseen(self, level: int) -> float:
        """What a card is worth that is not begun today: begun at the best later day, or never."""
        found = self._unseen.get(level)
        if found is None:
            table, costs = self.table(level), self.terms.costs
            cost = table.price * costs.new_seconds
            later = (table.begun(self.left - gap) - cost for gap in self.gaps)
            found = self._unseen[level] = max(costs.unseen_known, max(later, default=0.0))
        return found


def _seconds(outcome: Outcome, costs: Costs) -> float:
    return costs.review_seconds + (1.0 - outcome[0]) * costs.lapse_seconds


@lru_cache(maxsize=192)
def prospects(terms: Terms, left: int, gaps: tuple[int, ...], steps: Steps) -> Prospect:
    """What states are worth ``left`` days before the exam, when a card may wait for so many days."""
    return Prospect(terms, left, gaps, steps)


def prospect(days: Ahead, terms: Terms, steps: Steps) -> Prospect:
    """What states are worth from a day on; the same however often it is asked for, whatever was asked before."""
    return prospects(terms, days.left, days.gaps, steps)
