"""What a remembered card is worth for the exam at a price of time: a table over stability, difficulty and days left.

``V(S, D, left) = max(recall(left, S), max over g of R V(S+, D, left-g) + (1-R) V(S-, D-, left-g) - price * seconds)``

where R is the chance of recall after g days, ``+`` the state after a right answer and ``-`` after a wrong one and the
right one that follows it on the same day. So a table knows for each state what the best reviews from then on bring,
each paid by the second. The price is the same on all days; which price fits the minutes, ``plan`` finds out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from studykit.core.review import Rating
from studykit.scheduling import curve
from studykit.scheduling.curve import Parameters

Grid = list[float]
"""Values at the nodes of stability and difficulty, ``difficulty * STABILITIES + stability``."""
STABILITIES = 22
_LOW = log(0.05)
_STEP = (log(2000.0) - _LOW) / (STABILITIES - 1)
_DIFFICULTIES = (1.0, 4.0, 7.0, 10.0)
_APART = 3.0
GAPS = (1, 2, 3, 4, 6, 8, 11, 15, 21, 29, 40, 56, 78, 110, 150, 210, 290, 400)
"""Days to the next review that are tried."""
_DENSE = 12
"""Days before the exam that have a table of their own; further off, every tenth part of the way has one."""
_DOUBT = 0.3
"""Weight of a curve without the model's long tail (``0.9^(t/S)``).

How somebody forgets what is long past is not known before it was measured. Plans that trust the tail begin cards that
they never repeat; that costs learners without it much, and the doubt costs those with it little (``docs/review.md``).
"""
_NINETY = log(0.9)
_BASE, _RATIO = 1e-5, 1.25
LEVELS = range(50)
"""Prices that there are tables for; ``price`` says how much each is."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds that answers take."""

    review_seconds: float = 10.0
    lapse_seconds: float = 15.0
    """More, when it was forgotten and comes back on the same day."""
    new_seconds: float = 30.0
    """Of the day on which a card is begun, its repetitions on that day included."""
    first_right: float = 0.5
    """Share of new cards that are answered right at first sight."""
    unseen_known: float = 0.3
    """Share of cards that are known without ever having been begun, from elsewhere or by a guess."""


USUAL = Costs()


def price(level: int) -> float:
    """Recall of one card that a second must bring."""
    return _BASE * _RATIO**level


def level_of(wanted: float) -> int:
    """The level whose price is nearest."""
    return min(max(round(log(max(wanted, 1e-12) / _BASE) / log(_RATIO)), LEVELS[0]), LEVELS[-1])


class Moves:
    """How answers move a state, with everything worked out that does not depend on the day."""

    def __init__(self, parameters: Parameters) -> None:
        w = parameters
        self.factor, self.decay = curve.factor(w), -w[20]
        self.grow, self.w9, self.w10 = exp(w[8]), w[9], w[10]
        self.lose, self.w12, self.w13, self.w14 = w[11], w[12], w[13], w[14]
        self.again, self.w19 = w[17] * w[18], w[19]
        self.parameters = tuple(w)

    def start(self, stability: float, difficulty: float) -> Start:
        """The parts of a state's moves that are the same on every day: gain, loss, cap, place and share of D-."""
        gain = self.grow * (11.0 - difficulty) * stability**-self.w9
        loss = self.lose * difficulty**-self.w12 * ((stability + 1.0) ** self.w13 - 1.0)
        harder = curve.difficulty_after(difficulty, Rating.AGAIN, self.parameters)
        row, share = row_of(curve.difficulty_after(harder, Rating.GOOD, self.parameters))
        return gain, loss, log(stability) - self.again, row * STABILITIES, share

    def recall(self, days: float, stability: float) -> float:
        """Chance of recall, for all that is not known about how this learner forgets."""
        model: float = (1.0 + self.factor * days / stability) ** self.decay
        return model + _DOUBT * (exp(_NINETY * days / stability) - model)

    def outcome(self, stability: float, start: Start, gap: float) -> Outcome:
        """Chance of recall after ``gap`` days and the places of both states that may follow."""
        gain, loss, cap, row, share = start
        model = (1.0 + self.factor * gap / stability) ** self.decay
        kept = model + _DOUBT * (exp(_NINETY * gap / stability) - model)
        missed = 1.0 - model
        known, known_share = place(log(stability * (1.0 + gain * (exp(self.w10 * missed) - 1.0))))
        forgotten = min(log(loss) + self.w14 * missed, cap)
        lost, lost_share = place(forgotten + max(self.again - self.w19 * forgotten, 0.0))
        return kept, known, known_share, row + lost, lost_share, share


Start = tuple[float, float, float, int, float]
"""Of a state: gain, loss, cap, and place and share of D-."""
Outcome = tuple[float, int, float, int, float, float]
"""Recall; place and share of S+ (in its row); place and share of S-, and share of the next row, of D-."""


def place(logarithm: float) -> tuple[int, float]:
    """The node at or below the logarithm of a stability, and the share of the way to the next."""
    x = (logarithm - _LOW) / _STEP
    if x <= 0.0:
        return 0, 0.0
    if x >= STABILITIES - 1:
        return STABILITIES - 2, 1.0
    node = int(x)
    return node, x - node


def row_of(difficulty: float) -> tuple[int, float]:
    """The row of a difficulty at or below it, and the share of the way to the next."""
    x = (difficulty - 1.0) / _APART
    node = min(int(x), len(_DIFFICULTIES) - 2)
    return node, x - node


def value(grid: Grid, stability: float, difficulty: float) -> float:
    """The value of a state between the nodes of a grid."""
    (node, share), (row, upper) = place(log(stability)), row_of(difficulty)
    at = row * STABILITIES + node
    low = grid[at] + (grid[at + 1] - grid[at]) * share
    at += STABILITIES
    high = grid[at] + (grid[at + 1] - grid[at]) * share
    return low + (high - low) * upper


def reviewed(grid: Grid, outcome: Outcome, row: int, upper: float) -> float:
    """What a review brings whose outcomes are worth what ``grid`` says; ``row`` and ``upper`` place the difficulty."""
    kept, known, share, lost, lost_share, harder = outcome
    at = row + known
    right = grid[at] + (grid[at + 1] - grid[at]) * share
    if upper:
        at += STABILITIES
        right += (grid[at] + (grid[at + 1] - grid[at]) * share - right) * upper
    wrong = grid[lost] + (grid[lost + 1] - grid[lost]) * lost_share
    lost += STABILITIES
    wrong += (grid[lost] + (grid[lost + 1] - grid[lost]) * lost_share - wrong) * harder
    return kept * right + (1.0 - kept) * wrong


class Worth:
    """The table at one price."""

    def __init__(self, moves: Moves, costs: Costs, level: int) -> None:
        self.moves, self.costs, self.price = moves, costs, price(level)
        self._nodes: dict[int, Grid] = {0: [1.0] * (STABILITIES * len(_DIFFICULTIES))}
        self._grids: dict[int, Grid] = {}

    def grid(self, left: int) -> Grid:
        """The values of states that were reviewed ``left`` days before the exam."""
        found = self._grids.get(left)
        if found is None:
            low, high = _around(left)
            found = self._node(low)
            if low != high:
                share, upper = (left - low) / (high - low), self._node(high)
                found = [a + (b - a) * share for a, b in zip(found, upper, strict=True)]
            self._grids[left] = found
        return found

    def _node(self, left: int) -> Grid:
        found = self._nodes.get(left)
        if found is None:
            found = self._nodes[left] = self._made(left)
        return found

    def _made(self, left: int) -> Grid:
        w = self.moves.parameters
        best = [self.moves.recall(left, stability) for stability in _stabilities()] * len(_DIFFICULTIES)
        review, lapse = self.costs.review_seconds * self.price, self.costs.lapse_seconds * self.price
        before = _around(left - 1)[0]  # between it and this one nothing is known yet
        for gap, outcomes in zip(GAPS, _transitions(w), strict=True):
            if gap >= left:
                break
            grid = self.grid(min(left - gap, before))
            best = [
                max(old, reviewed(grid, outcome, row, 0.0) - review - (1.0 - outcome[0]) * lapse)
                for old, (outcome, row) in zip(best, outcomes, strict=True)
            ]
        return best

    def begun(self, left: int) -> float:
        """What a card is worth that is begun ``left`` days before the exam."""
        share, grid = self.costs.first_right, self.grid(left)
        right, wrong = (value(grid, *state) for state in first_states(self.moves.parameters))
        return share * right + (1.0 - share) * wrong


@lru_cache(maxsize=8)
def first_states(parameters: tuple[float, ...]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Stability and difficulty at the end of a card's first day, when its first answer was right and when wrong."""
    w, good, again = parameters, Rating.GOOD, Rating.AGAIN
    right = curve.same_day(curve.first_stability(good, w), good, w)
    wrong = curve.same_day(curve.same_day(curve.first_stability(again, w), good, w), good, w)
    return (right, curve.first_difficulty(good, w)), (wrong, curve.first_difficulty(again, w))


@lru_cache(maxsize=1)
def _stabilities() -> tuple[float, ...]:
    return tuple(exp(_LOW + _STEP * node) for node in range(STABILITIES))


def _around(left: int) -> tuple[int, int]:
    """The days with a table of their own at or before and at or after ``left``."""
    low = high = _DENSE
    if left <= _DENSE:
        return left, left
    while high < left:
        low, high = high, high + max(high // 8, 1)
    return (high, high) if high == left else (low, high)


def foreseen(days: float, stability: float, parameters: Parameters) -> float:
    """Chance of recall after some days, with doubt about the model's long tail."""
    return moves(tuple(parameters)).recall(days, stability)


@lru_cache(maxsize=8)
def moves(parameters: tuple[float, ...]) -> Moves:
    """The moves of a learner's parameters."""
    return Moves(parameters)


@lru_cache(maxsize=8)
def _transitions(parameters: tuple[float, ...]) -> tuple[tuple[tuple[Outcome, int], ...], ...]:
    """For each gap, for each node, what may follow and where its row begins."""
    moved = moves(parameters)
    nodes = [
        (stability, moved.start(stability, difficulty), row)
        for row, difficulty in enumerate(_DIFFICULTIES)
        for stability in _stabilities()
    ]
    last = len(_DIFFICULTIES) - 1
    return tuple(
        tuple((moved.outcome(s, start, gap), min(row, last) * STABILITIES) for s, start, row in nodes) for gap in GAPS
    )


@lru_cache(maxsize=256)
def worth(parameters: tuple[float, ...], costs: Costs, level: int) -> Worth:
    """The table of a learner's parameters and costs at a price."""
    return Worth(moves(parameters), costs, level)
