"""Token buckets in a row: who passes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.token_bucket import KERNEL, run

NOTHING: dict[str, Any] = dict.fromkeys(KERNEL.takes) | {"request_rate": 0, "keyed": True}


def gives(**settings_: Any) -> dict[str, Any]:
    return dict(run(**NOTHING | settings_).gives)


def account(rate: int, burst: int, requests: str, **more: Any) -> dict[str, Any]:
    return gives(account_rate=rate, account_burst=burst, requests=requests, **more)


def test_requests_of_one_moment_take_the_tokens_that_the_bucket_holds() -> None:
    found = account(10, 5, "12 at 0 s")
    assert (found["sent"], found["passed"], found["throttled"]) == (12, 5, 7)
    assert (found["limited_by"], found["first_refused"]) == ("account", 0)


def test_a_crowd_as_large_as_the_burst_passes_whole() -> None:
    assert account(10, 5, "5 at 0 s")["limited"] is False
    assert account(10, 5, "6 at 0 s")["limited"] is True


def test_an_even_stream_at_the_rate_passes() -> None:
    assert account(1000, 500, "1000 from 0 s to 1 s")["passed"] == 1000


def test_a_full_burst_and_then_the_rate_passes() -> None:
    assert account(1000, 500, "500 at 0 s; 500 from 1 ms to 1 s")["passed"] == 1000


def test_after_a_full_burst_only_what_was_refilled_passes() -> None:
    assert account(1000, 500, "500 at 0 s; 500 at 100 ms")["passed"] == 600


@pytest.mark.parametrize("scale", [1, 10, 100])
def test_few_and_many_requests_are_let_through_in_the_same_share(scale: int) -> None:
    found = account(100 * scale, 50 * scale, f"{200 * scale} /s for 10 s")
    assert found["sent"] == 2000 * scale
    assert abs(found["passed"] - (50 + 1000) * scale) <= 1


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    assert account(10, 5, "5 at 0 s; 50 at 1 h")["passed"] == 10


def test_the_first_limit_that_refuses_is_named() -> None:
    found = gives(client_rate=1, client_burst=2, account_rate=1, account_burst=1, requests="5 at 0 s")
    assert (found["passed"], found["limited_by"]) == (1, "client")
    found = gives(method_rate=1, method_burst=2, account_rate=9, account_burst=9, requests="5 at 0 s")
    assert (found["passed"], found["limited_by"]) == (2, "method")


def test_what_one_limit_refuses_takes_no_token_of_the_next() -> None:
    found = gives(client_rate=1, client_burst=2, account_rate=1, account_burst=3, requests="5 at 0 s; 2 at 1 s")
    assert found["passed"] == 3


def test_a_quota_refuses_what_comes_after_it() -> None:
    found = gives(quota=3, quota_period=86400, requests="5 at 0 s; 1 at 1 h")
    assert (found["passed"], found["over_quota"], found["throttled"], found["limited_by"]) == (3, 3, 0, "quota")


def test_without_keys_there_are_no_clients_and_no_quotas() -> None:
    found = gives(client_rate=1, client_burst=1, quota=1, keyed=False, requests="9 at 0 s")
    assert (found["passed"], found["limited"]) == (9, False)


def test_a_quota_counts_what_was_used_before() -> None:
    assert gives(quota=3, quota_used=2, quota_period=86400, requests="2 at 0 s")["passed"] == 1
    assert gives(quota=3, quota_used=7, quota_period=86400, requests="2 at 0 s")["passed"] == 0


def test_a_quota_begins_anew_with_each_period() -> None:
    assert gives(quota=3, quota_period=86400, requests="5 at 0 s; 5 at 1 day")["passed"] == 6
    found = gives(quota=30_000, quota_period=86400, requests="1 /s for 2 days")
    assert found["passed"] == 60_000


def test_a_rate_and_a_time_say_a_stream() -> None:
    found = gives(account_rate=10, account_burst=5, request_rate=20, duration=10)
    assert found["sent"] == 200
    assert found["passed"] == 104
    assert gives(account_rate=10, account_burst=5, request_rate=20)["sent"] == 20
    assert gives(account_rate=10, account_burst=5, at_once=7)["passed"] == 5


def test_a_rate_without_a_burst_lets_a_second_pass_at_once() -> None:
    assert gives(account_rate=10, requests="20 at 0 s")["passed"] == 10
    assert gives(account_rate=Fraction(1, 2), requests="2 at 0 s")["passed"] == 1
    assert gives(account_rate=0, requests="2 at 0 s")["passed"] == 0


def test_no_limit_lets_everything_pass() -> None:
    assert gives(requests="1000000 at 0 s")["limited_by"] == "nothing"


def test_very_many_requests_are_quick() -> None:
    found = account(10_000, 5_000, "1000000 /s for 1 year; 7 at 1 s")
    assert found["passed"] == pytest.approx(10_000 * 31_536_000 + 5_000, abs=2)


def test_the_first_refusal_of_a_poured_stream_is_exact() -> None:
    found = account(10_000, 5_000, "20000 /s for 10 s")
    assert (found["passed"], found["first_refused"]) == (105_000, Fraction(1, 2))


@pytest.mark.parametrize(
    "words", ["", "many", "5 at noon", "5 at -1 s", "5 from 2 s to 1 s", "5 s for 1 s", "1 at 0 s;" * 101, "1" * 3000]
)
def test_words_that_say_no_sequence_are_refused(words: str) -> None:
    with pytest.raises(UsageError):
        gives(requests=words)


def test_moments_tell_when_a_limit_began_to_refuse() -> None:
    told = run(**NOTHING | {"account_rate": 10, "account_burst": 5, "requests": "6 at 2 s"}).moments
    assert (told[0].at, "account" in told[0].says) == (2, True)
    assert "5 pass" in told[-1].says


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 50), st.integers(1, 50), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 40)), min_size=1))
def test_never_more_passes_than_burst_and_refill_allow(rate: int, burst: int, crowds: list[tuple[int, int]]) -> None:
    words = "; ".join(f"{count} at {at} s" for at, count in crowds[:50])
    found = account(rate, burst, words)
    last = max(at for at, _ in crowds[:50])
    assert found["passed"] <= burst + rate * last
    assert found["passed"] + found["throttled"] == found["sent"]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50))
def test_a_larger_burst_never_lets_fewer_pass(rate: int, burst: int, more: int) -> None:
    words = "40 at 0 s; 100 from 1 s to 3 s"
    assert account(rate, burst, words)["passed"] <= account(rate, burst + more, words)["passed"]
