"""The extra works out in moments what the scheduler's own fold gives, to four decimals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.review import Rating
from studykit.scheduling.fast_replay import agrees, fast_states
from studykit.scheduling.memory import STANDARD, Model, replay
from tests.scheduling.answers import FIRST_DAY, review
from tests.scheduling.test_fit import FORGETFUL

HISTORIES = st.lists(
    st.lists(st.tuples(st.integers(-2, 200), st.integers(1, 4)), min_size=1, max_size=20), min_size=1, max_size=20
)


@settings(max_examples=60, deadline=None)
@given(HISTORIES, st.sampled_from((STANDARD, FORGETFUL)))
def test_it_agrees_with_the_fold_for_any_history(gaps: list[list[tuple[int, int]]], model: Model) -> None:
    histories = []
    for card in gaps:
        day = FIRST_DAY
        history = []
        for gap, rating in card:
            day += gap
            history.append((day, rating))
        histories.append(history)
    for history, found in zip(histories, fast_states(histories, model), strict=True):
        state = replay([review("card", day, Rating(rating), at) for at, (day, rating) in enumerate(history)], model)
        assert state is not None
        assert agrees(found, state.stability, state.difficulty)


def test_a_state_that_is_off_in_the_third_decimal_does_not_agree() -> None:
    [found] = fast_states([[(FIRST_DAY, 3), (FIRST_DAY + 3, 3)]], STANDARD)
    assert agrees(found, *found)
    assert not agrees(found, found[0] * 1.001, found[1])
    assert not agrees(found, found[0], found[1] + 0.001)


def test_a_stability_beyond_a_century_agrees_with_where_the_extra_stops() -> None:
    assert agrees((36_500.0, 1.0), 80_000.0, 1.0)


def test_no_cards_no_states() -> None:
    assert fast_states([], STANDARD) == []


@pytest.mark.parametrize("order", [1, -1])
def test_states_come_in_the_order_of_the_cards(order: int) -> None:
    again, easy = [(FIRST_DAY, 1)], [(FIRST_DAY, 4)]
    first, second = fast_states([again, easy][::order], STANDARD)
    assert (first[0] < second[0]) == (order == 1)
