"""A cache before a back end, over a sequence of requests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.response_cache import run

USUAL: dict[str, Any] = {
    "caching": True,
    "ttl": 300,
    "keys": None,
    "methods": ("GET",),
    "resource": None,
    "authorization_required": False,
    "may_invalidate": False,
    "unauthorized": "fail_with_403",
}


def gives(requests: str, **settings: Any) -> dict[str, Any]:
    return dict(run(requests=requests, **USUAL | settings).gives)


def answers(requests: str, **settings: Any) -> str:
    return str(gives(requests, **settings)["answers"])


def test_the_second_request_is_answered_from_the_cache() -> None:
    found = gives("0 s GET /a; 10 s GET /a")
    assert (found["answers"], found["back_end_calls"], found["hits"]) == ("miss, hit", 1, 1)


def test_an_entry_ends_with_its_time() -> None:
    assert answers("0 s GET /a; 299 s GET /a; 300 s GET /a; 301 s GET /a") == "miss, hit, miss, hit"


def test_a_hit_does_not_prolong_an_entry() -> None:
    assert answers("0 s GET /a; 290 s GET /a; 310 s GET /a") == "miss, hit, miss"


def test_a_time_of_zero_or_no_caching_keeps_nothing() -> None:
    assert answers("0 s GET /a; 1 s GET /a", ttl=0) == "not_cached, not_cached"
    assert answers("0 s GET /a; 1 s GET /a", caching=False) == "not_cached, not_cached"


def test_only_the_named_methods_are_cached() -> None:
    assert answers("0 s POST /a; 1 s POST /a") == "not_cached, not_cached"
    assert answers("0 s POST /a; 1 s POST /a", methods=("POST",)) == "miss, hit"
    assert answers("0 s POST /a; 1 s GET /a", methods=("GET", "POST")) == "miss, miss"


def test_a_parameter_outside_the_key_does_not_tell_requests_apart() -> None:
    assert answers("0 s GET /a?x=1; 1 s GET /a?x=2") == "miss, hit"
    assert answers("0 s GET /a?x=1; 1 s GET /a?x=2", keys=("x",)) == "miss, miss"
    assert answers("0 s GET /a?x=1; 1 s GET /a?x=1", keys=("method.request.querystring.x",)) == "miss, hit"


def test_the_order_of_parameters_makes_no_difference() -> None:
    assert answers("0 s GET /a?x=1&y=2; 1 s GET /a?y=2&x=1", keys=("x", "y")) == "miss, hit"


def test_a_header_as_key_keeps_users_apart() -> None:
    words = "0 s GET /me Authorization: ann; 1 s GET /me Authorization: ben; 2 s GET /me Authorization: ann"
    assert answers(words) == "miss, hit, hit"
    assert answers(words, keys=("Authorization",)) == "miss, miss, hit"


def test_a_path_parameter_counts_only_as_a_key() -> None:
    words = "0 s GET /pets/1; 1 s GET /pets/2"
    assert answers(words) == "miss, miss"
    assert answers(words, resource="/pets/{id}") == "miss, hit"
    assert answers(words, resource="/pets/{id}", keys=("id",)) == "miss, miss"
    assert answers("0 s GET /pets/1; 1 s GET /cats/1", resource="/pets/{id}") == "miss, miss"
    assert answers("0 s GET /pets/1; 1 s GET /pets/1/toys", resource="/pets/{id}") == "miss, miss"


def test_each_stage_has_its_own_cache() -> None:
    assert answers("0 s GET /a stage=prod; 1 s GET /a stage=test; 2 s GET /a stage=prod") == "miss, miss, hit"


def test_flushing_and_resizing_empty_the_cache() -> None:
    assert answers("0 s GET /a; 1 s flush; 2 s GET /a; 3 s GET /a") == "miss, miss, hit"
    assert answers("0 s GET /a; 1 s resize; 2 s GET /a") == "miss, miss"


def test_a_client_may_ask_for_a_fresh_answer() -> None:
    found = gives("0 s GET /a; 1 s GET /a Cache-Control: max-age=0; 2 s GET /a")
    assert (found["answers"], found["back_end_calls"]) == ("miss, invalidated, hit", 2)


@pytest.mark.parametrize(
    ("may", "unauthorized", "expected"),
    [
        (True, "fail_with_403", "miss, invalidated"),
        (False, "fail_with_403", "miss, forbidden"),
        (False, "succeed_with_response_header", "miss, hit"),
        (False, "succeed_without_response_header", "miss, hit"),
    ],
)
def test_a_fresh_answer_may_need_permission(may: bool, unauthorized: str, expected: str) -> None:
    words = "0 s GET /a; 1 s GET /a Cache-Control=max-age=0"
    found = answers(words, authorization_required=True, may_invalidate=may, unauthorized=unauthorized)
    assert found == expected


def test_an_ignored_wish_on_an_empty_cache_is_an_ordinary_miss() -> None:
    words = "0 s GET /a Cache-Control: max-age=0"
    assert answers(words, authorization_required=True, unauthorized="succeed_without_response_header") == "miss"


def test_an_ignored_wish_is_told() -> None:
    words = "0 s GET /a; 1 s GET /a Cache-Control: max-age=0"
    settings = {"authorization_required": True, "unauthorized": "succeed_without_response_header"}
    assert gives(words, **settings)["ignored"] is True
    assert gives(words + "; 2 s GET /a", **settings)["ignored"] is False
    assert gives(words)["ignored"] is False


def test_other_cache_control_has_no_effect() -> None:
    assert answers("0 s GET /a; 1 s GET /a Cache-Control: no-cache") == "miss, hit"


def test_a_request_without_a_time_comes_at_once() -> None:
    assert answers("GET /a; GET /a; 299 s GET /a") == "miss, hit, hit"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "GET",
        "FETCH /a",
        "5 MB GET /a",
        "9 s GET /a; 1 s GET /a",
        "0 s GET /a what is this",
        "GET /a;" * 501,
        "x" * 20_000,
    ],
)
def test_words_that_say_no_sequence_are_refused(words: str) -> None:
    with pytest.raises(UsageError):
        gives(words)


def test_long_sequences_keep_the_first_and_the_last_moments() -> None:
    told = run(requests="; ".join(f"{at} s GET /a" for at in range(100)), **USUAL).moments
    assert len(told) == 40
    assert (told[0].at, told[-1].at) == (0, 99)


@given(
    st.lists(st.sampled_from(["GET /a", "GET /b", "POST /a", "flush", "GET /a Cache-Control: max-age=0"]), min_size=1)
)
def test_every_request_is_a_hit_or_a_call_of_the_back_end(parts: list[str]) -> None:
    found = gives("; ".join(f"{7 * place} s {part}" for place, part in enumerate(parts)), ttl=20)
    assert found["hits"] + found["back_end_calls"] + found["forbidden"] == found["requests"]
