from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.clock import offset_minutes
from studykit.scheduling.days import StudyDays

BERLIN = StudyDays(ZoneInfo("Europe/Berlin"))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def test_the_small_hours_belong_to_the_day_before() -> None:
    late = datetime(2026, 11, 21, 3, 59, tzinfo=BERLIN.zone)
    early = datetime(2026, 11, 21, 4, 0, tzinfo=BERLIN.zone)
    assert BERLIN.number(early) == BERLIN.number(late) + 1


def test_a_day_of_daylight_saving_is_one_day() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=BERLIN.zone)
    sunday = datetime(2026, 3, 29, 12, tzinfo=BERLIN.zone)
    assert BERLIN.number(sunday) - BERLIN.number(saturday) == 1
    assert BERLIN.start(BERLIN.number(sunday) + 1) - BERLIN.start(BERLIN.number(sunday)) == timedelta(hours=24)
    assert BERLIN.start(BERLIN.number(sunday)) - BERLIN.start(BERLIN.number(saturday)) == timedelta(hours=23)


@given(moments)
def test_every_moment_lies_in_its_study_day(moment: datetime) -> None:
    number = BERLIN.number(moment)
    assert BERLIN.start(number) <= moment < BERLIN.start(number + 1) == BERLIN.today_end(moment)


@given(moments, st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_elapsed_days_are_nights_that_passed(moment: datetime, later: timedelta) -> None:
    elapsed = BERLIN.elapsed(moment, moment + later)
    assert elapsed >= 0
    assert (elapsed == 0) == (moment + later < BERLIN.today_end(moment))


def test_a_day_of_25_hours_is_still_one_day() -> None:
    begin = datetime(2026, 10, 24, 4, 0, tzinfo=BERLIN.zone)
    end = datetime(2026, 10, 25, 3, 59, tzinfo=BERLIN.zone)
    assert end.astimezone(UTC) - begin.astimezone(UTC) > timedelta(hours=24)
    assert BERLIN.elapsed(begin, end) == 0


@given(moments, st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"]))
def test_a_day_is_known_from_the_offset_that_was_written_down(moment: datetime, zone: str) -> None:
    """So a row of the log keeps its study day, wherever the learner travelled since."""
    days = StudyDays(ZoneInfo(zone))
    offset = offset_minutes(moment.astimezone(days.zone))
    assert StudyDays(UTC).number_at(moment, offset) == days.number(moment)


def test_a_flight_to_the_west_may_make_a_day_longer_and_never_turns_it_back_by_more_than_one() -> None:
    """Evening in Auckland is the day before in Honolulu; the fold then counts no day between."""
    moment = datetime(2026, 11, 21, 8, tzinfo=UTC)
    east, west = StudyDays(ZoneInfo("Pacific/Auckland")), StudyDays(ZoneInfo("Pacific/Honolulu"))
    assert east.number(moment) - west.number(moment) == 1


@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]
)
@pytest.mark.parametrize("rollover", [0, 1, 2, 3, 4, 23])
def test_any_zone_and_hour_has_days_without_gaps(zone: str, rollover: int) -> None:
    """Also where the hour of the roll-over is left out or comes twice, and where only half an hour is."""
    days = StudyDays(ZoneInfo(zone), rollover)
    moment = datetime(2011, 1, 1, tzinfo=UTC)
    while moment.year < 2012:
        number = days.number(moment)
        assert days.start(number) <= moment < days.start(number + 1)
        moment += timedelta(minutes=30)


def test_counting_days_does_not_wait_for_the_scheduler() -> None:
    """The app counts days before it paints; the scheduler's library is for the first answer."""
    code = "import sys, studykit.scheduling.days, studykit.scheduling.interval; print('fsrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
