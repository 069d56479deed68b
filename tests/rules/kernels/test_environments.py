"""What is initialised how often, and what the next invocation still finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.environments import KERNEL, play

CALLS: dict[str, Any] = {
    "starts": None,
    "gap": None,
    "duration": 1,
    "init": None,
    "init_limit": 10,
    "kept_for": 300,
    "gone_after": 3600,
    "prepared": None,
    "reset": False,
    "replaced": False,
}


def calls(**changed: Any) -> dict[str, Any]:
    return dict(play(**{**CALLS, **changed}).gives)


def test_the_first_invocation_starts_cold() -> None:
    found = calls()
    assert (found["last"], found["cold_starts"], found["initialisations"]) == ("cold", 1, 1)


def test_a_soon_second_invocation_is_warm_and_finds_everything() -> None:
    found = calls(gap=10)
    assert (found["last"], found["warm_starts"], found["initialisations"]) == ("warm", 1, 1)
    assert (found["variables"], found["files"]) == ("kept", "kept")


def test_the_gap_decides_whether_anything_is_certain() -> None:
    assert calls(gap=299)["last"] == "warm"
    assert calls(gap=300)["last"] == "uncertain"
    assert calls(gap=3599)["last"] == "uncertain"
    assert calls(gap=3600)["last"] == "cold"


def test_overlapping_invocations_need_one_environment_each() -> None:
    found = calls(starts=(0, 0, 0))
    assert (found["environments"], found["cold_starts"], found["variables"]) == (3, 3, "lost")


def test_an_environment_is_free_when_its_invocation_ends() -> None:
    assert calls(starts=(0, 1), duration=1)["environments"] == 1
    assert calls(starts=(0, 1), duration=2)["environments"] == 2


def test_a_new_environment_is_made_because_the_others_are_busy_or_gone() -> None:
    assert calls(starts=(0, 0))["busy"] is True
    assert calls(gap=3600)["busy"] is False
    assert calls()["busy"] is False


def test_the_order_in_which_starts_are_said_does_not_matter() -> None:
    assert calls(starts=(5, 0)) == calls(starts=(0, 5))


def test_prepared_environments_answer_warm_after_any_gap() -> None:
    found = calls(gap=10**6, prepared=1)
    assert (found["last"], found["cold_starts"], found["environments"]) == ("warm", 0, 1)


def test_more_requests_than_prepared_environments_start_cold() -> None:
    found = calls(starts=(0, 0, 0), prepared=2)
    assert (found["environments"], found["cold_starts"], found["last"]) == (3, 1, "cold")


def test_a_crash_loses_variables_and_keeps_files() -> None:
    found = calls(gap=10, reset=True)
    assert (found["variables"], found["files"], found["initialisations"]) == ("lost", "kept", 2)


def test_new_code_loses_everything() -> None:
    found = calls(gap=10, replaced=True)
    assert (found["last"], found["variables"], found["files"]) == ("cold", "lost", "lost")


def test_the_init_phase_has_a_limit() -> None:
    assert calls(init=10)["init_in_time"] is True
    assert calls(init=11)["init_in_time"] is False
    assert calls()["init_in_time"] is None


def test_the_phases_are_told_in_order() -> None:
    says = [moment.says.split(":", maxsplit=1)[0] for moment in play(**{**CALLS, "gap": 10}).moments]
    assert says[:3] == ["INIT", "INVOKE", "INVOKE"]


def test_a_long_row_of_invocations_is_shortened() -> None:
    assert len(play(**{**CALLS, "starts": tuple(range(1000))}).moments) == 40


@pytest.mark.parametrize("starts", [(), tuple(range(1001))])
def test_a_row_of_invocations_has_bounds(starts: tuple[int, ...]) -> None:
    with pytest.raises(UsageError):
        calls(starts=starts)


def test_every_declared_name_is_given() -> None:
    assert set(calls()) == set(KERNEL.gives)


@given(
    starts=st.lists(st.integers(0, 20_000), min_size=1, max_size=30).map(tuple),
    duration=st.integers(0, 1000),
    prepared=st.none() | st.integers(0, 5),
)
def test_each_invocation_starts_in_one_way(starts: tuple[int, ...], duration: int, prepared: int | None) -> None:
    found = calls(starts=starts, duration=duration, prepared=prepared)
    ways = ("cold_starts", "warm_starts", "uncertain_starts")
    assert sum(found[way] for way in ways) == len(starts)
    assert found["environments"] <= len(starts) + (prepared or 0)
