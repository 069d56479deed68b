from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.review import MemoryState, Rating, Review
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import next_state, previews, replay, retrievability

DAYS = StudyDays(UTC)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def review(rating: int, at: datetime) -> Review:
    return Review("x", "card", at, 0, Rating(rating), 1000, 0, "A", "fsrs 6", "test")


def days_until(state: MemoryState, at: datetime) -> int:
    return DAYS.number(state.due) - DAYS.number(at) if state.step is None else 0


def test_the_published_sequence_of_intervals() -> None:
    """py-fsrs and Anki give these intervals when each answer comes on its due day."""
    state, at, intervals = None, NOON, []
    for rating in (3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3):
        state = next_state(state, Rating(rating), at, DAYS)
        intervals.append(days_until(state, at))
        at = state.due + timedelta(hours=8) if state.step is None else state.due
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_the_published_memory_state() -> None:
    state, at = None, NOON
    for rating, gap in zip((1, 3, 3, 3, 3, 3), (0, 0, 1, 3, 8, 21), strict=True):
        at += timedelta(days=gap)
        state = next_state(state, Rating(rating), at, DAYS)
    assert state is not None
    assert (state.stability, state.difficulty) == pytest.approx((53.62691, 6.3574867), abs=1e-4)


def test_the_published_states_after_21_days() -> None:
    before = MemoryState(53.6269, 6.3575, NOON, NOON, None, relearning=False, reps=6, lapses=0)
    after = previews(before, NOON + timedelta(days=21), DAYS)
    published = {1: (2.6734, 8.7880), 2: (73.5182, 7.5672), 3: (86.7019, 6.3464), 4: (115.5731, 5.1256)}
    for rating, figures in published.items():
        state = after[Rating(rating)]
        assert (state.stability, state.difficulty) == pytest.approx(figures, abs=2e-4)


@pytest.mark.parametrize(
    ("days", "chance"), [(1, 0.985682), (5, 0.940344), (10, 0.9), (20, 0.845885), (50, 0.760528), (365, 0.573559)]
)
def test_the_published_chances_of_recall(days: int, chance: float) -> None:
    state = MemoryState(10.0, 5.0, NOON, NOON, None, relearning=False, reps=3, lapses=0)
    assert retrievability(state, NOON + timedelta(days=days), DAYS) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [(1, 0.212, 6.4133), (2, 1.2931, 5.112171), (3, 2.3065, 2.118104), (4, 8.2956, 1.0)],
)
def test_the_published_first_states(rating: int, stability: float, difficulty: float) -> None:
    state = next_state(None, Rating(rating), NOON, DAYS)
    assert (state.stability, state.difficulty) == pytest.approx((stability, difficulty), abs=1e-4)


def test_study_days_are_counted_and_not_spans_of_24_hours() -> None:
    """46 hours over two study days: Anki's value is 10.964, the bare library's 7.315."""
    first = datetime(2026, 11, 21, 12, tzinfo=UTC)
    state = next_state(next_state(None, Rating.GOOD, first, DAYS), Rating.GOOD, first + timedelta(hours=46), DAYS)
    assert state.stability == pytest.approx(10.964, abs=1e-3)


def test_the_first_steps_are_minutes() -> None:
    states = previews(None, NOON, DAYS)
    waits = [states[rating].due - NOON for rating in (Rating.AGAIN, Rating.HARD, Rating.GOOD)]
    assert waits == [timedelta(minutes=1), timedelta(minutes=5.5), timedelta(minutes=10)]
    assert states[Rating.EASY].step is None


def test_a_graduated_card_is_due_when_its_day_begins() -> None:
    zone = ZoneInfo("Europe/Berlin")
    days = StudyDays(zone)
    state = next_state(None, Rating.EASY, datetime(2026, 3, 25, 23, tzinfo=zone), days)
    assert state.due.astimezone(zone).hour == 4
    assert days.number(state.due) - days.number(state.last) == 8


def test_lapses_are_counted() -> None:
    state = next_state(None, Rating.EASY, NOON, DAYS)
    state = next_state(state, Rating.AGAIN, NOON + timedelta(days=8), DAYS)
    assert (state.lapses, state.relearning, state.step) == (1, True, 0)
    assert next_state(state, Rating.AGAIN, state.due, DAYS).lapses == 1


def test_recall_falls_with_time() -> None:
    state = next_state(None, Rating.EASY, NOON, DAYS)
    chances = [retrievability(state, NOON + timedelta(days=days), DAYS) for days in (0, 8, 80)]
    assert chances[0] == pytest.approx(1)
    assert chances[1] == pytest.approx(0.9, abs=0.01)
    assert chances == sorted(chances, reverse=True)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(0, 10**7)), max_size=12))
def test_replay_is_bit_exact(answers: list[tuple[Rating, int]]) -> None:
    at, state, log = NOON, None, []
    for rating, seconds in answers:
        at += timedelta(seconds=seconds)
        state = next_state(state, rating, at, DAYS)
        log.append(review(rating, at))
    assert replay(log, DAYS) == state


@pytest.mark.parametrize("days_back", [0, 1, 400])
def test_a_clock_that_was_set_back_counts_as_the_same_day(days_back: int) -> None:
    state = next_state(None, Rating.EASY, NOON, DAYS)
    back = next_state(state, Rating.GOOD, NOON - timedelta(days=days_back), DAYS)
    same = next_state(state, Rating.GOOD, NOON, DAYS)
    assert (back.stability, back.difficulty) == (same.stability, same.difficulty)


def test_an_hour_more_in_autumn_is_no_day_more() -> None:
    """Two answers in one study day of 25 hours, 24 hours and 59 minutes apart, are answers of one day."""
    zone = ZoneInfo("Europe/Berlin")
    days = StudyDays(zone)
    first = next_state(None, Rating.EASY, datetime(2026, 10, 24, 4, 0, tzinfo=zone), days)
    late = next_state(first, Rating.GOOD, datetime(2026, 10, 25, 3, 59, tzinfo=zone), days)
    soon = next_state(first, Rating.GOOD, datetime(2026, 10, 24, 4, 1, tzinfo=zone), days)
    assert late.stability == soon.stability


@pytest.mark.parametrize(("month", "day"), [(2, 1), (3, 28), (10, 24)])
def test_a_night_is_a_day_in_winter_spring_and_autumn(month: int, day: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    days = StudyDays(zone)
    first = next_state(None, Rating.EASY, datetime(2026, month, day, 20, tzinfo=zone), days)
    second = next_state(first, Rating.GOOD, datetime(2026, month, day + 1, 8, tzinfo=zone), days)
    assert days.number(second.due) - days.number(second.last) == 13
    assert second.due.astimezone(zone).hour == 4


def test_the_four_previews_are_what_the_answers_give() -> None:
    state = next_state(None, Rating.EASY, NOON, DAYS)
    later = NOON + timedelta(days=8)
    assert previews(state, later, DAYS) == {rating: next_state(state, rating, later, DAYS) for rating in Rating}
    assert previews(state, later, DAYS)[Rating.HARD].due < previews(state, later, DAYS)[Rating.EASY].due
