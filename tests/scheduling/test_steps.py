from __future__ import annotations

from datetime import timedelta

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.review import DAY_SECONDS, MemoryState, Rating
from studykit.core.settings import Settings
from studykit.scheduling.memory import after
from studykit.scheduling.steps import waits
from tests.scheduling.histories import NOON, TODAY, answer, graduated, ratings, stepping

steps = st.lists(st.integers(1, 12 * 3600), max_size=4).map(tuple)


def seconds(state: MemoryState | None, settings: Settings = Settings()) -> list[int | None]:  # noqa: B008 - frozen
    found = waits(state, settings)
    return [found[rating] for rating in Rating]


def test_the_published_steps_of_a_new_card() -> None:
    assert seconds(None) == [60, 330, 600, None]


@pytest.mark.parametrize(
    ("learning", "step", "expected"),
    [
        ((600,), 0, [600, 900, None, None]),
        ((60, 600), 0, [60, 330, 600, None]),
        ((60, 600), 1, [60, 600, None, None]),
        ((60, 600, 6000), 0, [60, 330, 600, None]),
        ((60, 600, 6000), 1, [60, 600, 6000, None]),
        ((60, 600, 6000), 2, [60, 6000, None, None]),
        ((), 0, [None, None, None, None]),
    ],
)
def test_the_published_delays_of_ankis_steps(learning: tuple[int, ...], step: int, expected: list[int | None]) -> None:
    assert seconds(stepping(step), Settings(learning_steps=learning)) == expected
    assert seconds(stepping(step, relearning=True), Settings(relearning_steps=learning)) == expected


def test_a_lapse_begins_the_steps_again_and_other_ratings_stay_graduated() -> None:
    assert seconds(graduated(8.0)) == [600, None, None, None]
    assert seconds(graduated(8.0), Settings(relearning_steps=())) == [None] * 4


@pytest.mark.parametrize("step", [2, 9])
def test_a_card_beyond_the_steps_that_are_left_is_on_the_last(step: int) -> None:
    assert seconds(stepping(step)) == seconds(stepping(1))


def test_a_step_is_always_shorter_than_a_day() -> None:
    """Half as long again as 23 hours would be more than a day, and look like an interval."""
    assert seconds(None, Settings(learning_steps=(23 * 3600,))) == [23 * 3600, DAY_SECONDS - 1, None, None]


@settings(max_examples=200, deadline=None)
@given(steps, steps, st.lists(ratings, max_size=15))
def test_the_librarys_own_steps_are_the_same(
    learning: tuple[int, ...], relearning: tuple[int, ...], history: list[Rating]
) -> None:
    """On the same answers: the same waits, the same step, the same phase."""
    mine = Settings(learning_steps=learning, relearning_steps=relearning)
    library = fsrs.Scheduler(
        learning_steps=[timedelta(seconds=step) for step in learning],
        relearning_steps=[timedelta(seconds=step) for step in relearning],
        enable_fuzzing=False,
    )
    state, theirs = None, fsrs.Card(card_id=1)
    for rating in history:
        wait = waits(state, mine)[rating]
        theirs, _ = library.review_card(theirs, fsrs.Rating(int(rating)), NOON)
        interval = theirs.due - NOON
        state = after(state, answer(rating, TODAY, interval=DAY_SECONDS if wait is None else wait))
        assert (wait is None) == (theirs.state is fsrs.State.Review)
        assert (state.step, state.relearning) == (theirs.step, theirs.state is fsrs.State.Relearning)
        if wait is not None:
            assert abs(interval.total_seconds() - wait) < 1  # half a second is not waited
