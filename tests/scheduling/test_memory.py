from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import fsrs_rs_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.fuzz import rounded
from studykit.scheduling.memory import DEFAULT, STANDARD, Model, _stretch, after, outcomes, replay, retrievability
from studykit.scheduling.steps import waits
from tests.scheduling.histories import NOON, TODAY, answer, answers, graduated, ratings, stepping

WITHOUT_SAME_DAY = Model((*DEFAULT[:17], 0.0, 0.0, 0.0, DEFAULT[20]))
FITTED = Model((0.4, *DEFAULT[1:]))

rated = st.lists(st.tuples(ratings, st.integers(0, 400)), max_size=12)


def test_the_published_sequence_of_intervals() -> None:
    """py-fsrs and Anki give these intervals, without fuzz, when each answer comes on its due day."""
    state, day, intervals = None, TODAY, []
    for rating in (3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3):
        given_rating = Rating(rating)
        ideal = outcomes(state, day, STANDARD, 0.9, 36_500)[given_rating].days
        wait = waits(state, Settings())[given_rating]
        interval = rounded(ideal) * DAY_SECONDS if wait is None else wait
        state = after(state, answer(rating, day, interval=interval))
        day = state.due_day
        intervals.append(interval // DAY_SECONDS)
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


@pytest.mark.parametrize(
    ("model", "stability", "difficulty"), [(STANDARD, 53.62691, 6.3574867), (WITHOUT_SAME_DAY, 53.335106, 6.3574867)]
)
def test_the_published_memory_state(model: Model, stability: float, difficulty: float) -> None:
    state = replay(answers(zip((1, 3, 3, 3, 3, 3), (0, 0, 1, 3, 8, 21), strict=True)), model)
    assert state is not None
    assert (state.stability, state.difficulty) == pytest.approx((stability, difficulty), abs=1e-4)


def test_the_published_states_after_21_days() -> None:
    before = graduated(53.6269, difficulty=6.3575, interval=21)
    published = {1: (2.6734, 8.7880), 2: (73.5182, 7.5672), 3: (86.7019, 6.3464), 4: (115.5731, 5.1256)}
    found = outcomes(before, TODAY + 21, STANDARD, 0.9, 36_500)
    for rating, figures in published.items():
        outcome = found[Rating(rating)]
        assert (outcome.stability, outcome.difficulty) == pytest.approx(figures, abs=2e-4)


@pytest.mark.parametrize(
    ("days", "chance"),
    [(1, 0.985682), (5, 0.940344), (10, 0.9), (20, 0.845885), (50, 0.760528), (100, 0.692827), (365, 0.573559)],
)
def test_the_published_chances_of_recall(days: int, chance: float) -> None:
    assert retrievability(graduated(10.0), TODAY + days) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [(1, 0.212, 6.4133), (2, 1.2931, 5.112171), (3, 2.3065, 2.118104), (4, 8.2956, 1.0)],
)
def test_the_published_first_states(rating: int, stability: float, difficulty: float) -> None:
    state = after(None, answer(rating, TODAY))
    assert (state.stability, state.difficulty) == pytest.approx((stability, difficulty), abs=1e-4)


def test_the_published_intervals_for_every_tenth_of_retention() -> None:
    published = [3_116_766, 34_793, 2508, 387, 90, 27, 9, 3, 1, 1]
    found = [max(rounded(_stretch(DEFAULT[20], tenth / 10)), 1) for tenth in range(1, 11)]
    assert found[1:] == published[1:]
    assert found[0] == pytest.approx(published[0], rel=1e-6)  # printed from 32-bit floats: seven digits


@pytest.mark.parametrize(("retention", "days"), [(0.8, 33), (0.85, 19), (0.9, 10), (0.95, 4), (0.97, 2)])
def test_the_published_intervals_of_a_stability_of_ten_days(retention: float, days: int) -> None:
    assert rounded(10 * _stretch(DEFAULT[20], retention)) == days


@given(st.floats(0.001, 36_500), st.floats(0.7, 0.99), st.integers(1, 40_000))
def test_an_ideal_interval_ends_when_recall_has_fallen_to_the_wanted_retention(
    stability: float, retention: float, longest: int
) -> None:
    for outcome in outcomes(graduated(stability), TODAY + 3, STANDARD, retention, longest).values():
        assert 1 <= outcome.days <= longest
        if 1 < outcome.days < longest:
            factor = 0.9 ** (-1 / DEFAULT[20]) - 1
            assert (1 + factor * outcome.days / outcome.stability) ** -DEFAULT[20] == pytest.approx(retention)


@settings(max_examples=150)
@given(rated)
def test_fsrs_rs_has_the_same_states(history: list[tuple[int, int]]) -> None:
    state = replay(answers(history))
    if state is None:
        return
    reviews = [fsrs_rs_python.FSRSReview(rating, gap if number else 0) for number, (rating, gap) in enumerate(history)]
    theirs = fsrs_rs_python.FSRS(list(DEFAULT)).memory_state(fsrs_rs_python.FSRSItem(reviews))
    if theirs.stability < 36_500:  # where they stop
        assert (state.stability, state.difficulty) == pytest.approx((theirs.stability, theirs.difficulty), rel=1e-4)


def test_study_days_are_counted_and_not_spans_of_24_hours() -> None:
    """46 hours over two study days: Anki's value is 10.964, the bare library's 7.315. Four hours over one: 7.315."""
    assert after(after(None, answer(3, TODAY)), answer(3, TODAY + 2)).stability == pytest.approx(10.964, abs=1e-3)
    assert after(after(None, answer(3, TODAY)), answer(3, TODAY + 1)).stability == pytest.approx(7.315, abs=1e-3)


@settings(max_examples=100)
@given(
    rated, st.lists(st.integers(0, 200 * DAY_SECONDS), min_size=12, max_size=12), st.sampled_from([STANDARD, FITTED])
)
def test_replay_is_what_was_worked_out_answer_by_answer_bit_for_bit(
    history: list[tuple[int, int]], intervals: list[int], model: Model
) -> None:
    log = [replace(review, interval=interval) for review, interval in zip(answers(history), intervals, strict=False)]
    state: MemoryState | None = None
    for review in log:
        state = after(state, review, model)
    assert replay(log, model) == state


def test_replay_has_the_same_bits_in_any_process() -> None:
    code = (
        "from studykit.scheduling.memory import replay; from tests.scheduling.histories import answers;"
        "s = replay(answers([(3, 0), (3, 0), (1, 9), (3, 0), (4, 5), (2, 77)]));"
        "print(s.stability.hex(), s.difficulty.hex())"
    )
    environments = [{**os.environ, "PYTHONPATH": ".", "PYTHONHASHSEED": seed} for seed in ("0", "1", "4242")]
    run = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=e) for e in environments]
    state = replay(answers([(3, 0), (3, 0), (1, 9), (3, 0), (4, 5), (2, 77)]))
    assert state is not None
    assert {process.stdout.decode() for process in run} == {f"{state.stability.hex()} {state.difficulty.hex()}\n"}


def test_no_answer_is_no_memory() -> None:
    assert replay([]) is None


def test_an_interval_of_days_graduates_and_is_due_when_its_day_begins() -> None:
    state = after(stepping(1), answer(3, TODAY, interval=4 * DAY_SECONDS))
    assert (state.step, state.relearning, state.due_day, state.ready) == (None, False, TODAY + 4, NOON)
    assert not state.is_due(NOON, TODAY + 3)
    assert state.is_due(NOON, TODAY + 4)


def test_a_shorter_interval_is_a_step_and_is_due_to_the_second() -> None:
    state = after(None, answer(3, TODAY, interval=600))
    assert (state.step, state.due_day, state.ready) == (1, TODAY, NOON + timedelta(minutes=10))
    assert not state.is_due(NOON + timedelta(seconds=599), TODAY)
    assert state.is_due(NOON + timedelta(seconds=600), TODAY)


@pytest.mark.parametrize(("rating", "step"), [(1, 0), (2, 1), (3, 2), (4, 2)])
def test_again_goes_back_hard_stays_and_good_goes_on(rating: int, step: int) -> None:
    assert after(stepping(1), answer(rating, TODAY, interval=60)).step == step
    assert after(None, answer(rating, TODAY, interval=60)).step == max(step - 1, 0)


def test_only_a_graduated_card_lapses() -> None:
    lapsed = after(graduated(8.0), answer(1, TODAY + 8, interval=600))
    assert (lapsed.lapses, lapsed.relearning, lapsed.step) == (1, True, 0)
    again = after(lapsed, answer(1, TODAY + 8, interval=600))
    assert (again.lapses, again.relearning, again.step) == (1, True, 0)
    back = after(again, answer(3, TODAY + 8, interval=2 * DAY_SECONDS))
    assert (back.lapses, back.relearning, back.step) == (1, False, None)
    assert after(stepping(0), answer(1, TODAY, interval=60)).lapses == 0


def test_a_lapse_without_relearning_steps_is_a_lapse_all_the_same() -> None:
    state = after(graduated(8.0), answer(1, TODAY + 8, interval=DAY_SECONDS))
    assert (state.lapses, state.relearning, state.step, state.due_day) == (1, False, None, TODAY + 9)


def test_recall_falls_with_time() -> None:
    state = after(None, answer(4, TODAY))
    chances = [retrievability(state, TODAY + days) for days in (0, 8, 80, 800, 10**6)]
    assert chances[0] == 1.0
    assert chances[1] == pytest.approx(0.9, abs=0.01)
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize("days_back", [0, 1, 400])
def test_a_clock_that_was_set_back_counts_as_the_same_day(days_back: int) -> None:
    state = after(None, answer(4, TODAY))
    back = after(state, answer(3, TODAY - days_back))
    same = after(state, answer(3, TODAY))
    assert (back.stability, back.difficulty) == (same.stability, same.difficulty)
    assert retrievability(state, TODAY - days_back) == 1.0


def test_a_model_is_known_by_its_parameters() -> None:
    assert STANDARD.name == "fsrs 6"
    assert FITTED.name == Model(FITTED.parameters).name
    assert len({STANDARD.name, FITTED.name, WITHOUT_SAME_DAY.name}) == 3
    assert FITTED.name == "fsrs 6 1f14bb04"


@pytest.mark.parametrize("parameters", [(), DEFAULT[:19], (-1.0, *DEFAULT[1:])])
def test_parameters_that_are_none_are_refused(parameters: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="parameters"):
        Model(parameters)


def test_new_parameters_change_the_memory_and_not_what_was_decided() -> None:
    log: list[Review] = [replace(review, interval=3 * DAY_SECONDS) for review in answers([(3, 0), (3, 3), (4, 9)])]
    old, new = replay(log), replay(log, Model((*DEFAULT[:2], 3.0, *DEFAULT[3:])))
    assert old is not None
    assert new is not None
    assert old.stability != new.stability
    assert replace(old, stability=0, difficulty=0) == replace(new, stability=0, difficulty=0)
