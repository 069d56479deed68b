"""A browser's decision on an answer of another origin."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels._origin import origin_of
from studykit.rules.kernels.cors import METHODS, run

PAGE = "https://shop.example.com"
USUAL: dict[str, Any] = {
    "page": PAGE + "/cart",
    "target": "https://api.example.com/orders",
    "method": "GET",
    "request_headers": None,
    "content_type": None,
    "credentials": False,
    "answers": "fixed",
    "preflight_succeeds": True,
    "allow_origin": "*",
    "allow_methods": "GET,POST,PUT,DELETE",
    "allow_headers": "Content-Type,Authorization,X-Api-Key",
    "allow_credentials": False,
    "response_headers": "as_set",
    "response_allow_origin": "*",
    "response_allow_credentials": False,
}


def gives(**settings: Any) -> dict[str, Any]:
    return dict(run(**USUAL | settings).gives)


@pytest.mark.parametrize(
    ("target", "cross"),
    [
        ("https://shop.example.com/api", False),
        ("https://SHOP.example.com:443/api", False),
        ("http://shop.example.com/api", True),
        ("https://shop.example.com:8443/api", True),
        ("https://api.shop.example.com/", True),
        ("https://example.com/", True),
    ],
)
def test_scheme_host_and_port_make_an_origin(target: str, cross: bool) -> None:
    assert gives(target=target)["cross_origin"] is cross


def test_a_page_of_the_same_origin_needs_no_headers() -> None:
    found = gives(target=PAGE, method="DELETE", response_allow_origin=None)
    assert (found["allowed"], found["preflight"], found["missing"]) == (True, False, "nothing")


def test_a_page_from_a_file_is_always_of_another_origin() -> None:
    assert gives(page="file:///home/me/index.html")["cross_origin"] is True
    assert gives(page="null", response_allow_origin="null")["allowed"] is True


@pytest.mark.parametrize(
    ("settings", "preflight"),
    [
        ({"method": "GET"}, False),
        ({"method": "HEAD"}, False),
        ({"method": "POST"}, False),
        ({"method": "PUT"}, True),
        ({"method": "PATCH"}, True),
        ({"method": "DELETE"}, True),
        ({"method": "POST", "content_type": "text/plain; charset=utf-8"}, False),
        ({"method": "POST", "content_type": "multipart/form-data; boundary=x"}, False),
        ({"method": "POST", "content_type": "application/x-www-form-urlencoded"}, False),
        ({"method": "POST", "content_type": "application/json"}, True),
        ({"method": "POST", "request_headers": ("Content-Type: application/json",)}, True),
        ({"method": "POST", "request_headers": ("Content-Type: text/plain",)}, False),
        ({"request_headers": ("Accept", "Accept-Language")}, False),
        ({"request_headers": ("User-Agent", "Cookie")}, False),
        ({"request_headers": ("Authorization",)}, True),
        ({"request_headers": ("x-api-key: 123",)}, True),
    ],
)
def test_what_a_form_could_not_send_needs_a_preflight(settings: dict[str, Any], preflight: bool) -> None:
    assert gives(**settings)["preflight"] is preflight


def test_a_simple_request_reaches_the_back_end_even_when_the_page_may_not_read_the_answer() -> None:
    found = gives(response_allow_origin=None)
    assert (found["allowed"], found["blocked_at"], found["reaches_back_end"]) == (False, "response", True)
    assert found["missing"] == "Access-Control-Allow-Origin"


def test_a_failed_preflight_keeps_the_request_from_the_back_end() -> None:
    for settings in ({"preflight_succeeds": False}, {"allow_origin": None}, {"allow_methods": None}):
        found = gives(method="PUT", **settings)
        assert (found["allowed"], found["blocked_at"], found["reaches_back_end"]) == (False, "preflight", False)


def test_both_answers_need_the_origin() -> None:
    assert gives(method="PUT", response_allow_origin=None)["blocked_at"] == "response"
    assert gives(method="PUT", allow_origin="https://other.example.com")["blocked_at"] == "preflight"
    assert gives(method="PUT")["allowed"] is True


def test_the_preflight_names_methods_and_headers() -> None:
    assert gives(method="PATCH")["missing"] == "Access-Control-Allow-Methods"
    assert gives(method="PATCH", allow_methods="*")["allowed"] is True
    assert gives(request_headers=("X-Trace",))["missing"] == "Access-Control-Allow-Headers"
    assert gives(request_headers=("X-Trace",), allow_headers="*")["allowed"] is True
    assert gives(request_headers=("X-API-KEY",))["allowed"] is True
    assert gives(method="POST", content_type="application/json", allow_headers="X-Api-Key")["blocked_at"] == "preflight"


def test_simple_methods_need_not_be_named() -> None:
    assert gives(method="POST", content_type="application/json", allow_methods=None)["allowed"] is True


def test_a_star_does_not_cover_the_authorization_header() -> None:
    assert gives(request_headers=("Authorization",), allow_headers="*")["allowed"] is False
    assert gives(request_headers=("Authorization",), allow_headers="*, Authorization")["allowed"] is True


def test_credentials_need_the_origin_by_name_and_a_header_of_their_own() -> None:
    named = {"response_allow_origin": PAGE}
    assert gives(credentials=True)["missing"] == "Access-Control-Allow-Origin"
    assert gives(credentials=True, **named)["missing"] == "Access-Control-Allow-Credentials"
    assert gives(credentials=True, response_allow_credentials=True, **named)["allowed"] is True


def test_credentials_take_the_meaning_from_every_star() -> None:
    settings = {
        "credentials": True,
        "allow_origin": PAGE,
        "response_allow_origin": PAGE,
        "allow_credentials": True,
        "response_allow_credentials": True,
    }
    assert gives(method="PUT", **settings, allow_methods="*")["missing"] == "Access-Control-Allow-Methods"
    assert gives(request_headers=("X-A",), **settings, allow_headers="*")["missing"] == "Access-Control-Allow-Headers"


def test_several_origins_in_one_header_are_not_accepted() -> None:
    found = gives(response_allow_origin=f"{PAGE}, https://other.example.com")
    assert (found["allowed"], "more than one" in found["problem"]) == (False, True)


def test_an_origin_is_compared_as_it_is_written() -> None:
    assert gives(response_allow_origin=PAGE + "/")["allowed"] is False
    assert gives(response_allow_origin=PAGE)["allowed"] is True


@pytest.mark.parametrize(
    ("listed", "allowed"),
    [
        (f"https://other.example.com, {PAGE}", True),
        ("https://*", True),
        ("*", True),
        ("https://other.example.com", False),
        ("http://*", False),
        (None, False),
    ],
)
def test_a_gateway_that_picks_from_a_list_says_the_origin_that_fits(listed: str | None, allowed: bool) -> None:
    found = gives(answers="configured", allow_origin=listed, response_allow_origin=None, method="PUT")
    assert found["allowed"] is allowed


def test_the_console_fills_in_what_nobody_set() -> None:
    unset = {"answers": "console", "allow_origin": None, "allow_methods": None, "allow_headers": None}
    assert gives(method="DELETE", request_headers=("Authorization",), **unset)["allowed"] is True
    assert gives(request_headers=("X-Trace",), **unset)["missing"] == "Access-Control-Allow-Headers"
    assert gives(method="DELETE", **unset | {"allow_methods": "GET"})["blocked_at"] == "preflight"
    assert gives(method="DELETE", **unset | {"allow_origin": "https://a.example"})["blocked_at"] == "preflight"


def test_the_real_answer_may_carry_no_headers_or_those_of_a_gateway_response() -> None:
    assert gives(response_headers="none")["blocked_at"] == "response"
    assert gives(response_headers="star", response_allow_origin=None)["allowed"] is True
    assert gives(response_headers="star", credentials=True)["allowed"] is False


def test_moments_tell_what_the_browser_does() -> None:
    told = run(**USUAL | {"method": "PUT"}).moments
    assert [("OPTIONS" in told[0].says), ("PUT" in told[1].says), ("may read" in told[2].says)] == [True] * 3


@pytest.mark.parametrize("address", ["", "shop", "ftp://a", "https://", "https://a b", "https://a:x", "h" * 3000])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        gives(page=address)


def test_an_address_of_the_sixth_version_keeps_its_brackets() -> None:
    assert origin_of("http://[::1]:3000/x") == "http://[::1]:3000"


@given(st.sampled_from(METHODS), st.booleans(), st.booleans(), st.sampled_from([None, "*", PAGE]))
def test_what_is_allowed_with_credentials_is_allowed_without(
    method: str, named: bool, allowed: bool, origin: str | None
) -> None:
    headers = ("X-A",) if named else ()
    settings: dict[str, Any] = {
        "method": method,
        "request_headers": headers,
        "allow_headers": "x-a",
        "allow_origin": origin,
        "response_allow_origin": origin,
        "allow_credentials": allowed,
        "response_allow_credentials": allowed,
    }
    if gives(credentials=True, **settings)["allowed"]:
        assert gives(credentials=False, **settings)["allowed"]
