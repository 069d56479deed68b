"""Traffic that moves from an old version to a new one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernel import Run
from studykit.rules.kernels.traffic_shift import KERNEL, traffic_shift

MINUTE = 60
CANARY = "LambdaCanary10Percent5Minutes"
LINEAR = "LambdaLinear10PercentEvery1Minute"


def shift(config: object = None, **more: object) -> Run:
    usual: dict[str, object] = {
        **dict.fromkeys(KERNEL.optional),
        "before": "none",
        "after": "none",
        "rolls_back": True,
        "longest": 48 * 60 * MINUTE,
        "config": config,
    }
    return traffic_shift(**{**usual, **more})


def share(config: str, minutes: object, **more: object) -> object:
    return shift(config, elapsed=minutes * MINUTE, **more).gives["share"]  # type: ignore[operator]


def test_a_canary_moves_a_tenth_and_then_the_rest() -> None:
    run = shift(CANARY)
    assert run.gives["state"] == "finished"
    assert (run.gives["steps"], run.gives["duration"]) == (2, 5 * MINUTE)
    assert [moment.at for moment in run.moments] == [0, 300]
    assert run.gives["plan"] == "10 % at once, the rest 5 min later"


def test_the_share_of_a_canary_jumps_when_its_wait_is_over() -> None:
    assert [share(CANARY, minute) for minute in (0, 4, 5, 6)] == [10, 10, 100, 100]
    assert share(CANARY, Fraction(299, 60)) == 10


def test_a_linear_deployment_moves_equal_shares() -> None:
    run = shift(LINEAR)
    assert (run.gives["steps"], run.gives["duration"], run.gives["plan"]) == (10, 9 * MINUTE, "10 % every 1 min")
    assert [share(LINEAR, minute) for minute in (0, 1, 4, 8, 9)] == [10, 20, 50, 90, 100]
    assert shift(LINEAR, elapsed=8 * MINUTE).gives["state"] == "shifting"


def test_everything_moves_at_once() -> None:
    assert shift("AllAtOnce").gives["duration"] == 0
    assert share("CodeDeployDefault.LambdaAllAtOnce", 0) == 100


@pytest.mark.parametrize("name", ["Canary10Percent30Minutes", "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes"])
def test_the_names_of_sam_and_the_full_ones_are_known(name: str) -> None:
    assert shift(name).gives["problem"] == "none"


@pytest.mark.parametrize("name", ["LambdaCanary20Percent5Minutes", "OneAtATime", "LambdaLinear10PercentEvery5Minutes"])
def test_a_name_that_the_service_does_not_know_is_refused(name: str) -> None:
    assert shift(name).gives["problem"] == "unknown_config"


def test_a_configuration_of_ones_own_may_have_any_whole_steps() -> None:
    own = {"strategy": "linear", "percentage": 30, "interval": 2 * MINUTE}
    assert shift("MyConfig", **own).gives["duration"] == 6 * MINUTE
    assert share("", 6, **own) == 100
    assert share("", 4, **own) == 90


def test_shares_and_waits_that_are_no_steps_are_refused() -> None:
    assert shift(strategy="canary", percentage=100, interval=60).gives["problem"] == "bad_percentage"
    assert shift(strategy="canary", percentage=0, interval=60).gives["problem"] == "bad_percentage"
    assert shift(strategy="linear", percentage=Fraction(1, 2), interval=60).gives["problem"] == "bad_percentage"
    assert shift(strategy="linear", percentage=10, interval=59).gives["problem"] == "bad_interval"
    assert shift(strategy="linear", percentage=10, interval=90).gives["problem"] == "bad_interval"


def test_a_shift_ends_within_the_longest_time() -> None:
    linear = {"strategy": "linear", "percentage": 50, "longest": 10 * MINUTE}
    assert shift(**linear, interval=10 * MINUTE).gives["problem"] == "none"
    assert shift(**linear, interval=11 * MINUTE).gives["problem"] == "too_long"


def test_a_failed_hook_before_the_traffic_lets_nothing_move() -> None:
    for end in ("failed", "no_answer"):
        run = shift(CANARY, before=end)
        assert (run.gives["state"], run.gives["share"]) == ("never_shifted", 0)
    assert shift(CANARY, before="succeeded").gives["state"] == "finished"


def test_an_alarm_during_the_shift_takes_everything_back() -> None:
    run = shift(LINEAR, alarm_at=4 * MINUTE)
    assert (run.gives["state"], run.gives["share"]) == ("rolled_back", 0)
    assert [moment.at for moment in run.moments] == [0, 60, 120, 180, 240, 240]
    assert share(LINEAR, 3, alarm_at=4 * MINUTE) == 40


def test_an_alarm_after_the_shift_comes_too_late() -> None:
    assert shift(CANARY, alarm_at=299).gives["state"] == "rolled_back"
    assert shift(CANARY, alarm_at=300).gives["state"] == "finished"
    assert shift(CANARY, alarm_at=300, after="succeeded", after_time=60).gives["state"] == "rolled_back"
    assert shift("AllAtOnce", alarm_at=0).gives["state"] == "finished"


def test_an_alarm_without_a_time_is_known_by_when_it_goes_off() -> None:
    assert shift(CANARY, alarm="during_shift").gives["state"] == "rolled_back"
    assert shift(CANARY, alarm="after_deployment").gives["state"] == "finished"
    assert shift(CANARY, alarm="none").gives["state"] == "finished"
    assert shift("AllAtOnce", alarm="during_shift").gives["state"] == "finished"


def test_without_automatic_roll_back_the_traffic_stays_where_it_is() -> None:
    run = shift(LINEAR, alarm_at=4 * MINUTE, rolls_back=False)
    assert (run.gives["state"], run.gives["share"]) == ("stopped", 50)
    assert shift(LINEAR, alarm_at=4 * MINUTE, rolls_back=None).gives["state"] is None
    assert shift(LINEAR, rolls_back=None).gives["state"] == "finished"


def test_the_hook_after_the_traffic_decides_at_the_end() -> None:
    assert shift(CANARY, after="failed").gives["state"] == "rolled_back"
    assert shift(CANARY, after="no_answer", rolls_back=False).gives["share"] == 100
    waiting = {"after": "succeeded", "after_time": 2 * MINUTE}
    assert shift(CANARY, **waiting, elapsed=6 * MINUTE).gives["state"] == "shifting"
    assert shift(CANARY, **waiting, elapsed=7 * MINUTE).gives["state"] == "finished"


def test_what_is_not_said_stays_open() -> None:
    assert set(shift().gives.values()) == {None}
    assert set(shift(strategy="canary", percentage=10).gives.values()) == {None}


@given(
    percentage=st.integers(1, 99),
    minutes=st.integers(1, 60),
    strategy=st.sampled_from(("canary", "linear")),
    earlier=st.integers(0, 20_000),
    later=st.integers(0, 20_000),
)
def test_without_trouble_the_share_only_grows(
    percentage: int, minutes: int, strategy: str, earlier: int, later: int
) -> None:
    own = {"strategy": strategy, "percentage": percentage, "interval": minutes * MINUTE, "longest": 10**9}
    first, second = (shift(**own, elapsed=at).gives["share"] for at in sorted((earlier, later)))
    assert percentage <= first <= second <= 100
    assert shift(**own).gives["share"] == 100
    assert set(shift(**own).gives) == set(KERNEL.gives)
