"""What happens to requests while a function scales."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.scaling import KERNEL, scale

RISE: dict[str, Any] = {
    "peak": 0,
    "before": 0,
    "ramp": 0,
    "warm": 0,
    "ceiling": 10_000,
    "step": 1000,
    "every": 10,
    "burst": None,
    "provisioned": 0,
    "later_provisioned": None,
    "later_from": None,
}


def rise(**changed: Any) -> dict[str, Any]:
    return dict(scale(**{**RISE, **changed}).gives)


def told(**changed: Any) -> list[tuple[object, str]]:
    return [(moment.at, moment.says) for moment in scale(**{**RISE, **changed}).moments]


def test_warm_environments_answer_without_a_cold_start() -> None:
    found = rise(peak=100, warm=100)
    assert (found["warm_at_first"], found["cold_starts"], found["limit"]) == (100, 0, "nothing")


def test_what_is_not_warm_starts_cold() -> None:
    found = rise(peak=100, warm=40)
    assert (found["warm_at_first"], found["cold_at_first"], found["throttled_at_first"]) == (40, 60, 0)


def test_a_function_grows_by_one_step_at_a_time() -> None:
    found = rise(peak=3000)
    assert (found["cold_at_first"], found["throttled_at_first"]) == (1000, 2000)
    assert (found["throttled_for"], found["cold_starts"], found["limit"]) == (20, 3000, "growth")
    assert told(peak=2500) == [
        (0, "Of 2,500 requests at once 1,000 start cold, 1,500 are throttled for now."),
        (10, "Of 2,500 requests at once 1,000 run in warm ones, 1,000 start cold, 500 are throttled for now."),
        (20, "Of 2,500 requests at once 2,000 run in warm ones, 500 start cold."),
    ]


def test_one_step_is_taken_at_once_and_one_more_execution_is_not() -> None:
    assert rise(peak=1000)["throttled_at_first"] == 0
    assert rise(peak=1001)["throttled_at_first"] == 1


def test_a_slow_rise_is_never_throttled() -> None:
    assert rise(peak=5000, ramp=50)["limit"] == "nothing"
    assert rise(peak=5001, ramp=50)["limit"] == "growth"


def test_above_the_ceiling_throttling_does_not_end() -> None:
    found = rise(peak=1500, ceiling=1000)
    assert (found["throttled_in_the_end"], found["throttled_for"], found["limit"]) == (500, None, "ceiling")


def test_provisioned_environments_answer_warm_and_the_rest_spills_over() -> None:
    found = rise(peak=120, provisioned=100)
    assert (found["warm_at_first"], found["cold_at_first"], found["spillover"]) == (100, 20, 20)


def test_provisioned_environments_count_into_the_ceiling() -> None:
    found = rise(peak=120, provisioned=100, ceiling=110)
    assert (found["cold_at_first"], found["throttled_at_first"], found["limit"]) == (10, 10, "ceiling")


def test_auto_scaling_helps_only_later() -> None:
    found = rise(peak=1500, ceiling=1500, step=100, provisioned=100, later_provisioned=1500, later_from=30)
    assert found["throttled_at_first"] == 1300
    assert (found["throttled_in_the_end"], found["throttled_for"]) == (0, 30)


def test_waiting_for_auto_scaling_at_the_ceiling_is_no_long_work() -> None:
    found = rise(peak=10, ceiling=20, provisioned=1, later_provisioned=10, later_from=10**9)
    assert found["throttled_in_the_end"] == 0


def test_an_earlier_model_had_a_first_burst() -> None:
    found = rise(peak=4000, burst=3000, step=500, every=60)
    assert (found["cold_at_first"], found["throttled_at_first"], found["throttled_for"]) == (3000, 1000, 120)


def test_a_function_that_cannot_grow_stays_throttled() -> None:
    assert rise(peak=10, step=0)["throttled_in_the_end"] == 10


def test_a_long_climb_keeps_its_ends_and_ends_itself() -> None:
    moments = told(peak=10**5, ceiling=10**5, ramp=5000)
    assert len(moments) == 24
    assert moments[0][0] == 0


def test_a_high_climb_takes_its_time_and_no_long_work() -> None:
    found = rise(peak=10**9, ceiling=10**9)
    assert (found["cold_starts"], found["throttled_for"]) == (10**9, 9_999_990)
    found = rise(peak=10**9, ceiling=10**9, provisioned=10, later_provisioned=10**9, later_from=180)
    assert (found["cold_starts"], found["throttled_for"]) == (18_000, 180)


def test_a_very_long_rise_is_played_to_its_end() -> None:
    found = rise(peak=1500, ceiling=1000, ramp=10**9)
    assert (found["throttled_in_the_end"], found["limit"]) == (500, "ceiling")


def test_a_step_takes_time() -> None:
    with pytest.raises(UsageError):
        rise(every=0)


def test_every_declared_name_is_given() -> None:
    assert set(rise(peak=1)) == set(KERNEL.gives)


@given(
    peak=st.integers(0, 5000),
    warm=st.integers(0, 2000),
    provisioned=st.integers(0, 2000),
    ceiling=st.integers(0, 4000),
    ramp=st.integers(0, 60),
)
def test_every_request_is_served_or_throttled(peak: int, warm: int, provisioned: int, ceiling: int, ramp: int) -> None:
    found = rise(peak=peak, warm=warm, provisioned=provisioned, ceiling=ceiling, ramp=ramp)
    assert found["throttled_in_the_end"] == max(peak - ceiling, 0)
    assert found["cold_starts"] <= peak
    assert (found["limit"] == "nothing") == (found["most_throttled"] == 0)


@given(peak=st.integers(0, 5000), warm=st.integers(0, 2000), more=st.integers(0, 2000))
def test_more_warm_environments_never_mean_more_cold_starts(peak: int, warm: int, more: int) -> None:
    assert rise(peak=peak, warm=warm + more)["cold_starts"] <= rise(peak=peak, warm=warm)["cold_starts"]
