"""Which schedule expressions are taken, and when they start something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.schedule import KERNEL, schedule

SETTINGS: dict[str, Any] = {"length_max": 256, "year_min": 1970, "year_max": 2199, "kind": "rule"}


def ask(expression: str, start: str | None = None, **changed: Any) -> dict[str, Any]:
    found = schedule(**{**SETTINGS, "expression": expression, "start": start, **changed})
    assert set(found.gives) == set(KERNEL.gives)
    return dict(found.gives)


def coming(expression: str, start: str, times: int = 3, **changed: Any) -> tuple[str, ...]:
    found = ask(expression, start, times=times, **changed)
    assert found["valid"], found["problem"]
    return tuple(found["next_times"])


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [
        ("rate(1 minute)", 60),
        ("rate(5 minutes)", 300),
        ("rate(1 hour)", 3600),
        ("rate(12 hours)", 43200),
        ("rate(1 day)", 86400),
        ("rate(7 days)", 604800),
    ],
)
def test_a_rate_has_a_whole_number_and_the_fitting_unit(expression: str, seconds: int) -> None:
    assert ask(expression)["interval"] == seconds


REFUSED = [
    ("rate(1 minutes)", "with 1 the unit is 'minute'"),
    ("rate(5 minute)", "with 5 the unit is 'minutes'"),
    ("rate(1 hours)", "with 1 the unit is 'hour'"),
    ("rate(2 day)", "with 2 the unit is 'days'"),
    ("rate(0 minutes)", "at least one"),
    ("rate(-5 minutes)", "positive whole number"),
    ("rate(1.5 hours)", "positive whole number"),
    ("rate(5 seconds)", "minutes, hours or days"),
    ("rate(1 week)", "minutes, hours or days"),
    ("rate(5minutes)", "a space"),
    ("rate(5  minutes)", "a space"),
    ("rate(minutes)", "positive whole number"),
    ("rate()", "positive whole number"),
    ("rate(5 Minutes)", "minutes, hours or days"),
    ("Rate(5 minutes)", "small letters"),
    ("rate 5 minutes", "small letters"),
    ("5 minutes", "small letters"),
    ("", "small letters"),
    ("0 12 * * ? *", "small letters"),
    ("cron()", "6 fields, and this one has 0"),
    ("cron(0 12 * * *)", "6 fields, and this one has 5"),
    ("cron(0 0 12 * * ? *)", "6 fields, and this one has 7"),
    ("cron(0 12 * * * *)", "one of them must be a question mark"),
    ("cron(0 12 1 * MON *)", "one of them must be a question mark"),
    ("cron(0 12 ? * ? *)", "only one of them"),
    ("cron(60 12 * * ? *)", "Minutes: 60"),
    ("cron(-1 12 * * ? *)", "Minutes"),
    ("cron(0 24 * * ? *)", "Hours: 24"),
    ("cron(0 0 0 * ? *)", "Day-of-month: 0"),
    ("cron(0 0 32 * ? *)", "Day-of-month: 32"),
    ("cron(0 0 1 13 ? *)", "Month: 13"),
    ("cron(0 0 1 0 ? *)", "Month: 0"),
    ("cron(0 0 1 FOO ? *)", "Month: 'FOO'"),
    ("cron(0 0 1 MON ? *)", "Month: 'MON'"),
    ("cron(0 0 ? * 0 *)", "Day-of-week: 0"),
    ("cron(0 0 ? * 8 *)", "Day-of-week: 8"),
    ("cron(0 0 ? * JAN *)", "Day-of-week: 'JAN'"),
    ("cron(0 0 1 * ? 1969)", "Year: 1969"),
    ("cron(0 0 1 * ? 2200)", "Year: 2200"),
    ("cron(0 0 1 * ? 2030-2020)", "Year: the range 2030-2020 goes backwards"),
    ("cron(? 0 * * ? *)", "Minutes: '?'"),
    ("cron(0 ? * * ? *)", "Hours: '?'"),
    ("cron(0 0 * ? MON *)", "one of them must"),
    ("cron(0/0 * * * ? *)", "Minutes: a step of 0"),
    ("cron(0/60 * * * ? *)", "Minutes: a step of 60"),
    ("cron(/5 * * * ? *)", "Minutes: '/5'"),
    ("cron(0/ * * * ? *)", "Minutes: '0/'"),
    ("cron(1,,2 * * * ? *)", "Minutes: a value is missing"),
    ("cron(1- * * * ? *)", "Minutes: '1-'"),
    ("cron(*-5 * * * ? *)", "Minutes: '*-5'"),
    ("cron(*,5 * * * ? *)", "Minutes: '*'"),
    ("cron(L * * * ? *)", "Minutes: 'L'"),
    ("cron(0 0 L,15 * ? *)", "Day-of-month: L and W"),
    ("cron(0 0 1W,15W * ? *)", "Day-of-month: L and W"),
    ("cron(0 0 W * ? *)", "Day-of-month: L and W"),
    ("cron(0 0 32W * ? *)", "Day-of-month: 32"),
    ("cron(0 0 L-31 * ? *)", "Day-of-month: 31"),
    ("cron(0 0 L-0 * ? *)", "Day-of-month: 0"),
    ("cron(0 0 3#1 * ? *)", "Day-of-month"),
    ("cron(0 0 ? * 3#6 *)", "Day-of-week: 6"),
    ("cron(0 0 ? * 3#0 *)", "Day-of-week: 0"),
    ("cron(0 0 ? * 3#1,6#3 *)", "only one day"),
    ("cron(0 0 ? * L-3 *)", "L stands alone"),
    ("cron(0 0 ? * 6L,3 *)", "L stands alone"),
    ("cron(0 0 ? * 8L *)", "Day-of-week: 8"),
    ("cron(0 0 ? * 15W *)", "Day-of-week: '15W'"),
    ("cron(0 0 ? * 2/2 *)", "no steps"),
    ("at(2030-01-31T12:00:00)", "EventBridge Scheduler"),
]


@pytest.mark.parametrize(("expression", "why"), REFUSED)
def test_a_bad_expression_is_refused_with_its_field(expression: str, why: str) -> None:
    found = ask(expression, "2026-01-01")
    assert (found["valid"], found["starts"], found["next_times"]) == (False, None, None)
    assert why in found["problem"], found["problem"]


def test_the_scheduler_takes_either_form_of_the_unit_and_one_time_schedules() -> None:
    assert ask("rate(1 minutes)", kind="scheduler")["valid"]
    assert ask("rate(5 minute)", kind="scheduler")["valid"]
    assert not ask("rate(0 minutes)", kind="scheduler")["valid"]
    assert ask("at(2030-01-31T12:00:00)", kind="scheduler")["next"] == "2030-01-31T12:00Z"


@pytest.mark.parametrize(
    "expression",
    ["at()", "at(2030-02-30T12:00:00)", "at(2030-01-31)", "at(2030-01-31 12:00:00)", "at(2030-01-31T12:00:00Z)"],
)
def test_a_bad_one_time_schedule_is_refused(expression: str) -> None:
    assert "date and time" in ask(expression, kind="scheduler")["problem"]


def test_a_one_time_schedule_in_the_past_never_starts() -> None:
    assert ask("at(2030-01-31T12:00:00)", "2030-01-31T12:00:00Z", kind="scheduler")["starts"] is False
    assert ask("at(2030-01-31T12:00:01)", "2030-01-31T12:00:00Z", kind="scheduler")["next"] == "2030-01-31T12:00:01Z"


def test_an_expression_as_long_as_allowed_is_taken_and_one_character_more_is_not() -> None:
    assert ask("rate(1 day)", length_max=11)["valid"]
    assert "12 characters" in ask("rate(1 hour)", length_max=11)["problem"]


@pytest.mark.parametrize(
    ("expression", "start", "times"),
    [
        ("rate(5 minutes)", "2026-01-01T00:00", ("2026-01-01T00:05Z", "2026-01-01T00:10Z", "2026-01-01T00:15Z")),
        ("rate(1 day)", "2026-02-27T10:30", ("2026-02-28T10:30Z", "2026-03-01T10:30Z", "2026-03-02T10:30Z")),
        ("cron(0 12 * * ? *)", "2026-01-01T12:00", ("2026-01-02T12:00Z", "2026-01-03T12:00Z", "2026-01-04T12:00Z")),
        ("cron(0 12 * * ? *)", "2026-01-01T11:59:59", ("2026-01-01T12:00Z", "2026-01-02T12:00Z", "2026-01-03T12:00Z")),
        ("cron(0/15 * * * ? *)", "2026-01-01T23:40", ("2026-01-01T23:45Z", "2026-01-02T00:00Z", "2026-01-02T00:15Z")),
        ("cron(*/20 9 * * ? *)", "2026-01-01T00:00", ("2026-01-01T09:00Z", "2026-01-01T09:20Z", "2026-01-01T09:40Z")),
        ("cron(5-15/5 0 * * ? *)", "2026-01-01", ("2026-01-01T00:05Z", "2026-01-01T00:10Z", "2026-01-01T00:15Z")),
        (
            "cron(0 8 ? * MON-FRI *)",
            "2026-01-02T09:00",
            ("2026-01-05T08:00Z", "2026-01-06T08:00Z", "2026-01-07T08:00Z"),
        ),
        ("cron(0 8 ? * 2-6 *)", "2026-01-02T09:00", ("2026-01-05T08:00Z", "2026-01-06T08:00Z", "2026-01-07T08:00Z")),
        ("cron(0 8 ? * FRI-MON *)", "2026-01-01", ("2026-01-02T08:00Z", "2026-01-03T08:00Z", "2026-01-04T08:00Z")),
        ("cron(0 22-1 ? * 1 *)", "2026-01-04T01:30", ("2026-01-04T22:00Z", "2026-01-04T23:00Z", "2026-01-11T00:00Z")),
        ("cron(0 0 1 * ? *)", "2026-01-15", ("2026-02-01T00:00Z", "2026-03-01T00:00Z", "2026-04-01T00:00Z")),
        ("cron(0 0 31 * ? *)", "2026-01-31T00:00", ("2026-03-31T00:00Z", "2026-05-31T00:00Z", "2026-07-31T00:00Z")),
        ("cron(0 0 L * ? *)", "2026-01-31T00:00", ("2026-02-28T00:00Z", "2026-03-31T00:00Z", "2026-04-30T00:00Z")),
        ("cron(0 0 L 2 ? *)", "2026-01-01", ("2026-02-28T00:00Z", "2027-02-28T00:00Z", "2028-02-29T00:00Z")),
        ("cron(0 0 L-3 * ? *)", "2026-01-01", ("2026-01-28T00:00Z", "2026-02-25T00:00Z", "2026-03-28T00:00Z")),
        ("cron(0 0 LW * ? *)", "2026-01-01", ("2026-01-30T00:00Z", "2026-02-27T00:00Z", "2026-03-31T00:00Z")),
        ("cron(0 0 1W * ? *)", "2026-01-02", ("2026-02-02T00:00Z", "2026-03-02T00:00Z", "2026-04-01T00:00Z")),
        ("cron(0 0 1W 8 ? *)", "2026-01-01", ("2026-08-03T00:00Z", "2027-08-02T00:00Z", "2028-08-01T00:00Z")),
        ("cron(0 0 15W * ? *)", "2026-01-16", ("2026-02-16T00:00Z", "2026-03-16T00:00Z", "2026-04-15T00:00Z")),
        ("cron(0 0 31W * ? *)", "2026-01-01", ("2026-01-30T00:00Z", "2026-03-31T00:00Z", "2026-05-29T00:00Z")),
        ("cron(0 0 ? * 6L *)", "2026-01-01", ("2026-01-30T00:00Z", "2026-02-27T00:00Z", "2026-03-27T00:00Z")),
        ("cron(0 0 ? * FRIL *)", "2026-01-01", ("2026-01-30T00:00Z", "2026-02-27T00:00Z", "2026-03-27T00:00Z")),
        ("cron(0 0 ? * L *)", "2026-01-01", ("2026-01-03T00:00Z", "2026-01-10T00:00Z", "2026-01-17T00:00Z")),
        ("cron(0 0 ? * 3#2 *)", "2026-01-01", ("2026-01-13T00:00Z", "2026-02-10T00:00Z", "2026-03-10T00:00Z")),
        ("cron(0 0 ? * SUN#5 *)", "2026-01-01", ("2026-03-29T00:00Z", "2026-05-31T00:00Z", "2026-08-30T00:00Z")),
        ("cron(0 0 29 2 ? *)", "2026-01-01", ("2028-02-29T00:00Z", "2032-02-29T00:00Z", "2036-02-29T00:00Z")),
        (
            "cron(0 0 1 jan,JUL ? *)",
            "2026-01-01T00:00",
            ("2026-07-01T00:00Z", "2027-01-01T00:00Z", "2027-07-01T00:00Z"),
        ),
        ("cron(0 0 1 1 ? 2030/2)", "2026-01-01", ("2030-01-01T00:00Z", "2032-01-01T00:00Z", "2034-01-01T00:00Z")),
        ("cron(0 0 1 NOV-FEB ? *)", "2026-02-02", ("2026-11-01T00:00Z", "2026-12-01T00:00Z", "2027-01-01T00:00Z")),
        ("cron(00 08 01 01 ? *)", "2026-01-02", ("2027-01-01T08:00Z", "2028-01-01T08:00Z", "2029-01-01T08:00Z")),
    ],
)
def test_the_next_times_are_found(expression: str, start: str, times: tuple[str, ...]) -> None:
    assert coming(expression, start) == times


def test_a_start_in_another_zone_is_read_in_utc() -> None:
    assert coming("cron(0 12 * * ? *)", "2026-01-01T13:30:00+02:00", 1) == ("2026-01-01T12:00Z",)
    assert coming("cron(0 12 * * ? *)", "2026-01-01T12:00:00Z", 1) == ("2026-01-02T12:00Z",)


def test_the_times_are_told_as_moments_from_the_start() -> None:
    found = schedule(**{**SETTINGS, "expression": "rate(1 hour)", "start": "2026-01-01", "times": 2})
    assert [(moment.at, moment.says) for moment in found.moments] == [
        (3600, "It starts at 2026-01-01T01:00Z."),
        (7200, "It starts at 2026-01-01T02:00Z."),
    ]


@pytest.mark.parametrize("expression", ["cron(0 0 30 2 ? *)", "cron(0 0 1 1 ? 2020)", "cron(0 0 L-30 2 ? *)"])
def test_an_expression_whose_time_never_comes_is_taken_and_never_starts(expression: str) -> None:
    found = ask(expression, "2026-01-01")
    assert (found["valid"], found["starts"], found["next"], found["next_times"]) == (True, False, None, ())


def test_without_a_start_the_expression_alone_is_judged() -> None:
    found = ask("cron(0 12 * * ? *)")
    assert (found["valid"], found["starts"], found["next_times"]) == (True, None, None)


@pytest.mark.parametrize("start", ["", "soon", "2026-13-01", "x" * 10_000, "9999-12-31T23:59:59-12:00"])
def test_a_start_that_is_no_time_cannot_be_asked(start: str) -> None:
    with pytest.raises(UsageError):
        ask("rate(1 day)", start)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "expression",
    [
        f"cron({'1,' * 110}1 * * * ? *)",
        "rate(999999999999 days)",
        "cron(0 0 30 2 ? *)",
        "rate(" + "9" * 200 + " days)",
        "cron(" + "*" * 240 + ")",
        "cron(0 0 ? * " + "L" * 200 + " *)",
    ],
)
def test_a_hostile_expression_ends_soon(expression: str) -> None:
    ask(expression, "2026-01-01", times=10**9)


def test_a_text_beyond_all_measure_cannot_be_asked() -> None:
    with pytest.raises(UsageError):
        ask("x" * 1_000_000)


@given(st.integers(1, 10_000), st.sampled_from(["minute", "hour", "day"]), st.booleans())
def test_the_unit_is_in_the_singular_for_one_only(number: int, unit: str, plural: bool) -> None:
    assert ask(f"rate({number} {unit}{'s' * plural})")["valid"] == (plural == (number != 1))


DATES = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001 - hypothesis wants times without a zone
FIELD = st.sampled_from(["*", "3", "1-4", "2,5", "1/2"])


@given(FIELD, FIELD, FIELD, FIELD, DATES)
def test_the_times_of_a_cron_expression_come_in_order(
    minute: str, hour: str, day: str, month: str, at: datetime
) -> None:
    found = coming(f"cron({minute} {hour} {day} {month} ? *)", at.isoformat(), 20)
    times = [datetime.fromisoformat(text) for text in found]
    assert times == sorted(set(times))
    assert times[0] > at.replace(tzinfo=UTC)
    assert times[0] - at.replace(tzinfo=UTC) < timedelta(days=366)


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    for expression in (text, f"cron({text})", f"rate({text})", f"at({text})"):
        found = ask(expression, "2026-01-01", kind="scheduler")
        assert found["valid"] or found["problem"]
