"""Who gets how much of an account's concurrency."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernels.concurrency_pools import KERNEL, share_concurrency

ACCOUNT: dict[str, Any] = {
    "account": 1000,
    "keep_unreserved": 100,
    "demand": None,
    "reserved": None,
    "provisioned": None,
    "others_demand": 0,
    "others_reserved": 0,
    "others_provisioned": 0,
    "first": "others",
}


def share(**changed: Any) -> dict[str, Any]:
    return dict(share_concurrency(**{**ACCOUNT, **changed}).gives)


def test_a_function_without_a_reservation_may_use_the_whole_pool() -> None:
    found = share(demand=1000)
    assert (found["gets"], found["throttled"], found["limit"]) == (1000, 0, "nothing")


def test_one_execution_above_the_pool_is_throttled_by_the_account() -> None:
    found = share(demand=1001)
    assert (found["gets"], found["throttled"], found["limit"]) == (1000, 1, "account")


def test_a_part_of_an_execution_needs_a_whole_environment() -> None:
    assert share(demand=Fraction(1, 2))["needed"] == 1


def test_a_reservation_is_a_ceiling() -> None:
    found = share(demand=60, reserved=50)
    assert (found["gets"], found["throttled"], found["limit"]) == (50, 10, "reserved")


def test_a_reservation_is_a_guarantee_when_the_others_use_up_the_pool() -> None:
    found = share(demand=50, reserved=50, others_demand=5000)
    assert (found["gets"], found["others_get"], found["others_throttled"]) == (50, 950, 4050)


def test_reserved_zero_throttles_everything() -> None:
    found = share(demand=1, reserved=0)
    assert (found["gets"], found["throttled"], found["limit"]) == (0, 1, "reserved")


def test_what_others_use_first_is_missing_for_this_function() -> None:
    found = share(demand=300, others_demand=800)
    assert (found["gets"], found["throttled"], found["others_get"]) == (200, 100, 800)


def test_one_function_that_comes_first_starves_the_others() -> None:
    found = share(demand=1000, others_demand=10, first="this")
    assert (found["gets"], found["others_get"], found["others_throttled"]) == (1000, 0, 10)


def test_reservations_of_others_shrink_the_pool() -> None:
    found = share(demand=700, others_reserved=400)
    assert (found["unreserved"], found["gets"], found["limit"]) == (600, 600, "account")


def test_at_least_the_kept_part_stays_unreserved() -> None:
    assert share(others_reserved=300)["reservable"] == 600
    assert share(others_reserved=950)["reservable"] == 0


def test_requests_above_the_provisioned_concurrency_run_on_demand() -> None:
    found = share(demand=30, provisioned=20)
    assert (found["on_provisioned"], found["on_demand"], found["throttled"]) == (20, 10, 0)


def test_provisioned_concurrency_without_a_reservation_is_kept_from_the_others() -> None:
    found = share(demand=30, provisioned=20, others_demand=2000)
    assert (found["gets"], found["unreserved"], found["others_get"]) == (20, 980, 980)


def test_without_a_demand_only_the_pools_are_known() -> None:
    run = share_concurrency(**ACCOUNT)
    assert run.gives["unreserved"] == 1000
    assert run.gives["gets"] is None
    assert set(run.gives) == set(KERNEL.gives)


def test_the_moments_tell_the_pools_and_the_shares() -> None:
    says = [moment.says for moment in share_concurrency(**{**ACCOUNT, "demand": 60, "reserved": 50}).moments]
    assert says == [
        "The account may run 1,000 executions at once in this Region.",
        "50 are reserved for this function alone, which may not use more.",
        "950 are left for all functions without a reservation.",
        "The function needs 60 executions at once and gets 50.",
        "10 are throttled, because its own reservation is used up.",
    ]


AMOUNTS = st.integers(0, 3000)


@given(
    demand=AMOUNTS,
    reserved=st.none() | st.integers(0, 300),
    provisioned=st.none() | st.integers(0, 100),
    others=AMOUNTS,
    aside=st.integers(0, 600),
    first=st.sampled_from(["others", "this"]),
)
def test_nothing_is_lost_and_the_account_is_never_exceeded(
    *, demand: int, reserved: int | None, provisioned: int | None, others: int, aside: int, first: str
) -> None:
    found = share(
        demand=demand,
        reserved=reserved,
        provisioned=provisioned,
        others_demand=others,
        others_reserved=aside,
        first=first,
    )
    assert found["gets"] + found["throttled"] == demand
    assert found["others_get"] + found["others_throttled"] == others
    assert found["gets"] + found["others_get"] + aside <= 1000
    assert (found["limit"] == "nothing") == (found["throttled"] == 0)
