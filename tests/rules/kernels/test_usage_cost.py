"""What a month of a function costs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.usage_cost import KERNEL, bill

GB = 1024**3
MS = Fraction(1, 1000)
MONTH: dict[str, Any] = {
    "requests": 3_000_000,
    "duration": Fraction(1, 10),
    "increment": MS,
    "memory": GB,
    "cold_starts": None,
    "init": None,
    "free_requests": 1_000_000,
    "free_compute": 400_000 * GB,
    "request_price": Fraction("0.20"),
    "requests_per_price": 1_000_000,
    "price": Fraction("0.00002"),
    "second_price": Fraction("0.00001"),
    "third_price": Fraction("0.000005"),
    "first_tier": 1_000_000 * GB,
    "second_tier": 3_000_000 * GB,
    "provisioned": 0,
    "provisioned_time": 0,
    "provisioned_price": Fraction("0.000004"),
    "storage": None,
    "free_storage": GB // 2,
    "storage_price": Fraction("0.00000003"),
}


def cost(**changed: Any) -> dict[str, Any]:
    return dict(bill(**{**MONTH, **changed}).gives)


def test_what_is_within_the_free_tier_costs_nothing() -> None:
    assert cost(requests=1_000_000)["total"] == 0


def test_one_request_above_the_free_tier_costs_its_part_of_the_price() -> None:
    assert cost(requests=1_000_001)["request_cost"] == Fraction("0.0000002")


def test_compute_is_memory_times_billed_time() -> None:
    found = cost(requests=5_000_000)
    assert found["compute"] == 500_000 * GB
    assert found["charged_compute"] == 100_000 * GB
    assert found["compute_cost"] == 2
    assert found["total"] == Fraction("2.8")


def test_duration_is_rounded_up_to_the_increment() -> None:
    assert cost(duration=Fraction("0.1000001"))["billed_duration"] == Fraction("0.101")
    assert cost(duration=Fraction("0.1"), increment=Fraction("0.1"))["billed_duration"] == Fraction("0.1")
    assert cost(duration=Fraction("0.101"), increment=Fraction("0.1"))["billed_duration"] == Fraction("0.2")


def test_more_compute_than_a_step_is_cheaper_above_it() -> None:
    found = cost(requests=20_000_000, free_compute=0)
    assert found["compute_cost"] == 20 + 10
    assert cost(requests=50_000_000, free_compute=0)["compute_cost"] == 20 + 20 + 10


def test_initialising_is_billed_for_cold_starts() -> None:
    found = cost(requests=10, cold_starts=2, init=1)
    assert found["billed_time"] == Fraction("0.1") * 10 + 2


def test_there_are_no_more_cold_starts_than_requests() -> None:
    assert cost(requests=1, cold_starts=5, init=1)["billed_time"] == Fraction("1.1")


def test_provisioned_environments_cost_while_nobody_calls() -> None:
    found = cost(requests=0, provisioned=10, provisioned_time=3600)
    assert found["total"] == Fraction("0.144")


def test_scratch_space_above_the_free_size_costs() -> None:
    found = cost(requests=1000, duration=1, storage=3 * GB // 2)
    assert found["storage_cost"] == Fraction("0.00003")
    assert cost(requests=1000, storage=GB // 2)["storage_cost"] == 0


def test_every_declared_name_is_given() -> None:
    assert set(cost()) == set(KERNEL.gives)


def test_the_moments_tell_each_part() -> None:
    says = [moment.says for moment in bill(**{**MONTH, "requests": 5_000_000}).moments]
    assert says[0] == "5,000,000 requests are billed with 500,000 s in all at 1 GB, which is 500,000 GB-seconds."
    assert says[-1] == "Together that is 2.8 USD."


def test_a_duration_cannot_be_rounded_up_to_nothing() -> None:
    with pytest.raises(UsageError):
        cost(increment=0)


@given(
    requests=st.integers(0, 10**9),
    duration=st.fractions(0, 900, max_denominator=10_000),
    memory=st.integers(128, 10_240),
)
def test_more_use_never_costs_less_and_the_parts_add_up(requests: int, duration: Fraction, memory: int) -> None:
    found = cost(requests=requests, duration=duration, memory=memory * 1024**2)
    more = cost(requests=requests + 1, duration=duration + MS, memory=memory * 1024**2)
    assert more["total"] >= found["total"]
    parts = ("request_cost", "compute_cost", "provisioned_cost", "storage_cost")
    assert sum(found[part] for part in parts) == found["total"]
