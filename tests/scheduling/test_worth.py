"""What a state is worth, and the price of time."""

from __future__ import annotations

from collections import Counter

import pytest

from studykit.scheduling import worth
from studykit.scheduling.curve import DEFAULT
from studykit.scheduling.plan import price_now
from studykit.scheduling.price import ahead, price_of_time
from studykit.scheduling.prospect import COARSE, Terms, prospect
from studykit.scheduling.worth import Costs
from tests.scheduling.planning import DAY, seen, unseen

COSTS = Costs(10.0, 15.0, 30.0)


def table(level: int) -> worth.Worth:
    return worth.worth(DEFAULT, COSTS, level)


@pytest.mark.parametrize("left", [1, 5, 13, 40, 200])
def test_a_state_is_worth_no_less_than_what_is_left_of_it_and_no_more_than_knowing_it(left: int) -> None:
    for level in (5, 20, 35):
        grid = table(level).grid(left)
        for stability in (0.3, 3.0, 30.0, 300.0):
            value = worth.value(grid, stability, 5.0)
            # Between the nodes of the table a value is a chord of a curve.
            assert worth.foreseen(left, stability, DEFAULT) - 0.02 <= value <= 1.0


def test_dearer_time_never_makes_a_state_worth_more() -> None:
    for left in (3, 30):
        values = [worth.value(table(level).grid(left), 3.0, 5.0) for level in worth.LEVELS[::7]]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[-1]


def test_a_steadier_memory_is_worth_more() -> None:
    grid = table(20).grid(25)
    values = [worth.value(grid, stability, 5.0) for stability in (0.2, 1.0, 5.0, 25.0, 125.0)]
    assert values == sorted(values)


def test_doubt_takes_from_what_is_long_past_only() -> None:
    assert worth.foreseen(10.0, 10.0, DEFAULT) == pytest.approx(0.9)
    assert worth.foreseen(200.0, 10.0, DEFAULT) < 0.55


@pytest.mark.parametrize("left", [10, 60])
def test_time_is_dearer_where_there_is_less_of_it(left: int) -> None:
    cards, fresh, terms = seen(100, 300), unseen(200, 300), Terms(DEFAULT, COSTS)
    prices = [
        price_now(cards, fresh, DAY, ahead(DAY, DAY + left, seconds, seconds, ()), terms)
        for seconds in (60.0, 300.0, 1200.0, 6000.0)
    ]
    assert prices == sorted(prices, reverse=True)
    assert prices[0] > prices[-1]


def test_the_price_is_that_at_which_the_dual_is_least() -> None:
    for left, seconds in ((5, 60.0), (30, 600.0), (60, 6000.0), (200, 30.0)):
        days, terms = ahead(DAY, DAY + left, seconds, seconds, ()), Terms(DEFAULT, COSTS)
        states = Counter(COARSE.key(card.stability, card.difficulty, DAY - card.day) for card in seen(60, 200))
        view = prospect(days, terms, COARSE)
        duals = [
            sum(mass * view.waiting(level, key) for key, mass in states.items())
            + 140 * view.unseen(level)
            + worth.price(level) * days.seconds
            for level in worth.LEVELS
        ]
        least = worth.price(duals.index(min(duals)))
        assert price_of_time(states, 140, days, terms) == pytest.approx(least)


def test_equal_states_share_a_bucket() -> None:
    keys = Counter(COARSE.key(stability, 5.0, 9) for stability in (9.9, 10.0, 10.1))
    assert len(keys) == 1
    state = COARSE.state(next(iter(keys)))
    assert state.stability == pytest.approx(10.0, rel=0.4)
    assert state.since == pytest.approx(9.0, rel=0.2)
