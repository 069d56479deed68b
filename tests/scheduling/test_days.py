from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

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


@given(moments, st.timedeltas(timedelta(), timedelta(days=400)))
def test_elapsed_time_is_never_negative_and_whole_beyond_a_day(moment: datetime, later: timedelta) -> None:
    elapsed = BERLIN.elapsed(moment, moment + later)
    assert elapsed >= timedelta()
    assert elapsed < timedelta(days=1, hours=1) or elapsed % timedelta(days=1) == timedelta()
