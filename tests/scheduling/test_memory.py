from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.review import MemoryState, Rating, Review
from studykit.scheduling.days import StudyDays
from studykit.scheduling.interval import interval_text
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
    waits = [interval_text(NOON, states[rating].due, DAYS) for rating in Rating]
    assert waits == ["1 min", "6 min", "10 min", "8 days"]


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


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (timedelta(seconds=20), "less than 1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=45), "45 days"),
        (timedelta(days=100), "3.3 months"),
        (timedelta(days=730), "2 years"),
    ],
)
def test_intervals_read_as_people_say_them(wait: timedelta, text: str) -> None:
    assert interval_text(NOON, NOON + wait, DAYS) == text
