from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.store.moments import microseconds, moment

NEW_YORK = ZoneInfo("America/New_York")
moments = st.datetimes(timezones=st.sampled_from([UTC, NEW_YORK, timezone(timedelta(hours=5, minutes=45))]))


@given(moments.filter(lambda at: 1 < at.year < 9999))
def test_a_moment_comes_back_exactly_and_in_utc(at: datetime) -> None:
    again = moment(microseconds(at))
    assert again == at.astimezone(UTC)
    assert again.tzinfo is UTC


def test_the_two_hours_of_one_clock_time_stay_apart() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    assert microseconds(first.replace(fold=1)) - microseconds(first) == 3600 * 10**6


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        microseconds(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused
