"""The clock of a mock exam cannot be fooled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.attempt import TimeUsed
from studykit.core.errors import UsageError
from studykit.workflows.exam import Sitting, unfinished
from studykit.workflows.exam_clock import away, computer_clocks, span
from studykit.workflows.library import Library
from tests.workflows.exam_desk import EIGHT, HOUR, MINUTE, START, Desk, seated, the_library


@pytest.fixture(scope="module")
def library(read_once: Path) -> Library:
    return the_library(read_once)


@pytest.fixture
def desk(home: Path, library: Library) -> Iterator[Desk]:
    with seated(home, library) as made:
        yield made


def left(desk: Desk, sitting: Sitting) -> float:
    seconds = sitting.seconds_left()
    assert seconds is not None
    return seconds / 60


@pytest.mark.parametrize("hours", [-26, -1, 1, 26])
def test_setting_the_computers_clock_changes_no_time_left(desk: Desk, hours: int) -> None:
    sitting = desk.begin()
    desk.computer.passes(4 * MINUTE)
    assert sitting.clock_note() == ""
    desk.computer.is_set(hours * HOUR)
    assert left(desk, sitting) == 12
    way = "forward" if hours > 0 else "back"
    shown = {1: "1 h", 26: "1 d 2 h"}[abs(hours)]
    assert sitting.clock_note() == f"The computer's clock went {way} by {shown}; the exam's clock did not."
    assert sitting.ends_at() == desk.computer.now + 12 * MINUTE
    sitting.answer(0, sitting.questions[0].letters, 1000)
    desk.computer.passes(MINUTE)
    desk.kill(sitting)
    desk.computer.is_set(-hours * HOUR / 2)
    desk.computer.passes(MINUTE)
    assert left(desk, desk.go_on(give_back=False)) == 10


def test_sleep_uses_time_as_waking_does(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(10 * MINUTE)  # the steady clock goes on in sleep
    assert left(desk, sitting) == 6


def test_travel_to_another_zone_changes_nothing_but_the_hour_shown(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(4 * MINUTE)
    desk.computer.zone = timezone(timedelta(hours=9))
    assert (left(desk, sitting), sitting.clock_note()) == (12, "")
    ends = sitting.ends_at()
    assert ends == START + EIGHT * MINUTE
    assert ends is not None
    assert ends.hour == 21


def test_a_kill_keeps_the_clock_and_both_honest_ways_are_offered(desk: Desk) -> None:
    sitting = desk.begin()
    sitting.answer(0, sitting.questions[0].letters, 1000)
    sitting.at = 5
    desk.computer.passes(2 * MINUTE)
    sitting.beat()
    desk.kill(sitting)
    desk.computer.passes(9 * MINUTE)
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert (found.exam, found.position, found.answered, found.total) == ("DVA-C02", 5, 1, 8)
    assert (found.away_seconds, found.left_if_kept, found.left_if_given_back) == (540, 300, 840)
    assert found.clock_note == ""
    kept = desk.go_on(give_back=False)
    assert (left(desk, kept), kept.at) == (5, 5)
    desk.kill(kept)
    desk.computer.passes(MINUTE)
    back = desk.go_on(give_back=True)
    assert left(desk, back) == 5
    result = back.finish()
    assert (result.break_minutes, result.note) == (1, "with a break of 1 min")


def test_breaks_add_up_and_are_told(desk: Desk) -> None:
    sitting = desk.begin()
    for minutes in (4, 10):
        sitting.leave()
        desk.computer.passes(minutes * MINUTE)
        sitting = desk.go_on(give_back=True)
    assert left(desk, sitting) == EIGHT
    assert sitting.finish().note == "with a break of 14 min"


def test_the_clock_set_back_while_away_gives_no_time_and_is_said(desk: Desk) -> None:
    sitting = desk.begin()
    desk.kill(sitting)
    desk.computer.passes(5 * MINUTE)
    desk.computer.is_set(-HOUR)
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert found.left_if_kept == 11 * 60
    assert found.clock_note == "The computer's clock went back by 1 h; the exam's clock did not."


def test_a_restart_of_the_computer_counts_the_time_away(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(MINUTE)
    sitting.beat()
    desk.computer.starts_again(after=6 * MINUTE)
    desk.kill(sitting)
    assert left(desk, desk.go_on(give_back=False)) == 9


def test_a_restart_with_the_clock_set_back_takes_no_time_from_what_was_used(desk: Desk) -> None:
    sitting = desk.begin()
    desk.computer.passes(6 * MINUTE)
    sitting.beat()
    desk.kill(sitting)
    desk.computer.starts_again(after=MINUTE)
    desk.computer.is_set(-2 * HOUR)
    desk.computer.passes(2 * MINUTE)  # it has been on for these, at least
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert found.left_if_given_back == 600
    assert found.left_if_kept == 600 - 140
    assert "went back by at least 1 h 57 min" in found.clock_note


def test_time_up_takes_no_answer_and_the_exam_can_still_be_finished(desk: Desk) -> None:
    sitting = desk.begin()
    sitting.answer(0, sitting.questions[0].letters, 1000)
    desk.computer.passes(EIGHT * MINUTE)
    assert (sitting.seconds_left(), sitting.over()) == (0, True)
    with pytest.raises(UsageError, match="Time is up"):
        sitting.answer(1, None, 1)
    with pytest.raises(UsageError, match="Time is up"):
        sitting.mark(0, on=True)
    desk.kill(sitting)
    desk.computer.passes(3 * HOUR)
    again = desk.go_on(give_back=False)
    assert again.over()
    result = again.finish()
    assert (result.right, result.open, result.minutes_used) == (1, 7, EIGHT)


def test_without_a_clock_time_is_never_up_and_the_result_says_so(desk: Desk) -> None:
    sitting = desk.begin(untimed=True)
    desk.computer.passes(30 * HOUR)
    assert (sitting.minutes, sitting.seconds_left(), sitting.ends_at(), sitting.over()) == (None, None, None, False)
    sitting.answer(0, sitting.questions[0].letters, 1000)
    desk.kill(sitting)
    found = unfinished(desk.study(), clocks=desk.computer.clocks())
    assert found is not None
    assert (found.left_if_kept, found.left_if_given_back) == (None, None)
    result = desk.go_on(give_back=False).finish()
    assert (result.minutes, result.minutes_used, result.note) == (None, 1800, "without a clock")


moments = st.integers(0, 10**9)


@given(moments, moments, st.integers(-(10**9), 10**9), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "a", "b"]))
def test_nobody_is_away_for_less_than_no_time_nor_less_than_the_steady_clock_says(
    before: int, after: int, wall: int, boot: str, then: str
) -> None:
    last = TimeUsed(0, 0, START, boot, before)
    now = TimeUsed(0, 0, START + timedelta(milliseconds=wall), then, after)
    found = away(last, now)
    assert found.milliseconds >= 0
    if boot and boot == then and after >= before:
        assert found.milliseconds == after - before
    elif boot and then and boot != then:
        assert found.milliseconds == max(wall, after)
    else:
        assert found.milliseconds == max(wall, 0)


def test_the_clocks_of_this_computer_go_forward() -> None:
    clocks = computer_clocks(lambda: START)
    first, second = clocks.read(), clocks.read(used=7)
    assert second.steady >= first.steady
    assert (first.boot, second.used) == (second.boot, 7)


def test_spans_are_written_as_people_say_them() -> None:
    assert [span(seconds * 1000) for seconds in (0, 20, 61, 840, 4320, 3600, 90_000)] == [
        "1 s",
        "20 s",
        "1 min",
        "14 min",
        "1 h 12 min",
        "1 h",
        "1 d 1 h",
    ]
