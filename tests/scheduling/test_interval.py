from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from studykit.scheduling.days import StudyDays
from studykit.scheduling.interval import interval_text

DAYS = StudyDays(UTC)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (timedelta(seconds=20), "less than 1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(seconds=-5), "less than 1 min"),
        (timedelta(minutes=5.5), "6 min"),
        (timedelta(minutes=59, seconds=29), "59 min"),
        (timedelta(minutes=59, seconds=50), "1 hour"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=45), "45 days"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=365), "12 months"),
        (timedelta(days=100), "3.3 months"),
        (timedelta(days=730), "2 years"),
    ],
)
def test_intervals_read_as_people_say_them(wait: timedelta, text: str) -> None:
    assert interval_text(NOON, NOON + wait, DAYS) == text


def test_minutes_over_the_end_of_the_day_stay_minutes() -> None:
    late = datetime(2026, 11, 22, 3, 55, tzinfo=UTC)
    assert interval_text(late, late + timedelta(minutes=10), DAYS) == "10 min"


def test_the_morning_after_is_a_day_however_few_hours_away() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert interval_text(late, datetime(2026, 11, 22, 4, tzinfo=UTC), DAYS) == "1 day"
