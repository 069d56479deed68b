from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.alb_event import KERNEL

WORDS = st.text("abcxyz%+- .", max_size=8)
PAIRS = st.lists(st.tuples(st.sampled_from("abc"), WORDS), max_size=8)


def run(**given: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(KERNEL.optional)
    found = KERNEL.run(**{**nothing, "multi_value": False, "largest": 1000, **given})
    assert set(found.gives) == set(KERNEL.gives)
    return {**found.gives, "says": [moment.says for moment in found.moments]}


def test_without_the_setting_the_last_value_of_a_repeated_parameter_wins() -> None:
    found = run(query="name=foo&name=bar&x=1")
    event = json.loads(found["event"])
    assert event["queryStringParameters"] == {"name": "bar", "x": "1"}
    assert "multiValueQueryStringParameters" not in event
    assert (found["lost"], found["repeated"], found["query_field"]) == (1, True, "queryStringParameters")
    assert "'name' comes 2 times, and queryStringParameters keeps only the last, 'bar'." in found["says"]


def test_with_the_setting_every_value_is_kept_in_a_list() -> None:
    found = run(query="?name=foo&name=bar&x=1", headers="Cookie: a=1\nCookie: b=2", multi_value=True)
    event = json.loads(found["event"])
    assert event["multiValueQueryStringParameters"] == {"name": ["foo", "bar"], "x": ["1"]}
    assert event["multiValueHeaders"] == {"cookie": ["a=1", "b=2"]}
    assert not {"queryStringParameters", "headers"} & set(event)
    assert (found["lost"], found["repeated"], found["headers_field"]) == (0, True, "multiValueHeaders")


def test_header_names_arrive_in_small_letters_and_the_last_value_wins() -> None:
    found = run(headers="Accept: text/html\n\naccept: */*\nX-Colon: a:b")
    assert json.loads(found["headers"]) == {"accept": "*/*", "x-colon": "a:b"}
    assert found["lost"] == 1


def test_the_query_string_is_not_decoded() -> None:
    found = run(query="q=a%20b+c&flag&empty=")
    assert json.loads(found["query"]) == {"q": "a%20b+c", "flag": "", "empty": ""}
    assert found["undecoded"] is True
    assert run(query="q=ab")["undecoded"] is False


def test_a_request_without_anything_gives_empty_fields() -> None:
    event = json.loads(run()["event"])
    assert event["httpMethod"] == "GET"
    assert event["path"] == "/"
    assert (event["queryStringParameters"], event["headers"]) == ({}, {})
    assert (event["body"], event["isBase64Encoded"]) == ("", False)


@pytest.mark.parametrize(
    ("headers", "binary"),
    [
        ("Content-Type: application/json; charset=utf-8", False),
        ("Content-Type: text/csv", False),
        ("Content-Type: application/xml", False),
        ("Content-Type: application/javascript", False),
        ("Content-Type: image/png", True),
        ("Content-Type: application/x-www-form-urlencoded", True),
        ("Content-Type: application/json\nContent-Encoding: gzip", True),
        ("", True),
    ],
)
def test_only_text_and_json_and_xml_bodies_are_passed_on_as_they_are(headers: str, *, binary: bool) -> None:
    found = run(method="post", headers=headers, body="häh")
    event = json.loads(found["event"])
    assert event["httpMethod"] == "POST"
    assert event["isBase64Encoded"] is found["binary"] is binary
    assert event["body"] == (base64.b64encode("häh".encode()).decode() if binary else "häh")


def test_a_body_may_be_as_large_as_the_limit_and_no_larger() -> None:
    assert run(body="x" * 1000)["request_too_large"] is False
    assert run(body="x" * 1001)["request_too_large"] is True
    assert run(body="ä" * 501)["body_size"] == 1002
    assert run(body_size=1001)["request_too_large"] is True
    assert run(response_size=1000)["response_too_large"] is False
    assert run(response_size=1001)["response_too_large"] is True


def test_an_upgrade_to_another_protocol_is_seen() -> None:
    assert run(headers="Connection: keep-alive, Upgrade\nUpgrade: websocket")["upgrades"] is True
    assert run(headers="Upgrade: websocket")["upgrades"] is False
    assert run(headers="Connection: keep-alive")["upgrades"] is False


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        ("hello", "the response is no JSON"),
        ('"hello"', "the response is no JSON object"),
        ("[" * 100_000, "the response is no JSON"),
        ('{"body": "x"}', "statusCode is missing"),
        ('{"statusCode": true}', "statusCode is no three-digit number"),
        ('{"statusCode": 20}', "statusCode is no three-digit number"),
        ('{"statusCode": "OK"}', "statusCode is no three-digit number"),
        ('{"statusCode": 200, "body": {"a": 1}}', "body is no text"),
        ('{"statusCode": 200, "isBase64Encoded": "no"}', "isBase64Encoded is neither true nor false"),
        (
            '{"statusCode": 200, "isBase64Encoded": true, "body": "a"}',
            "body is no base64, although isBase64Encoded is true",
        ),
        ('{"statusCode": 200, "headers": []}', "headers is no object"),
        ('{"statusCode": 200, "headers": {"a": ["b"]}}', "headers.a is no text"),
        ('{"statusCode": 200, "headers": {"a": "b"}, "body": "x"}', ""),
        ('{"statusCode": 200, "isBase64Encoded": true, "body": "aGk="}', ""),
        ('{"statusCode": 204}', ""),
    ],
)
def test_a_malformed_response_names_the_field(response: str, problem: str) -> None:
    found = run(response=response)
    assert (found["problem"], found["malformed"]) == (problem, bool(problem))


@pytest.mark.parametrize(
    ("multi_value", "response", "ignored"),
    [
        (False, '{"statusCode": 200, "headers": {"a": "b"}}', False),
        (False, '{"statusCode": 200, "multiValueHeaders": {"a": ["b"]}}', True),
        (True, '{"statusCode": 200, "headers": {"a": "b"}}', True),
        (True, '{"statusCode": 200, "headers": {"a": "b"}, "multiValueHeaders": {"a": ["b"]}}', False),
        (True, '{"statusCode": 200}', False),
    ],
)
def test_headers_in_the_other_form_are_ignored(response: str, *, multi_value: bool, ignored: bool) -> None:
    assert run(multi_value=multi_value, response=response)["headers_ignored"] is ignored


def test_with_the_setting_response_headers_are_lists() -> None:
    found = run(multi_value=True, response='{"statusCode": 200, "multiValueHeaders": {"a": "b"}}')
    assert found["problem"] == "multiValueHeaders.a is no list of texts"
    found = run(multi_value=True, response='{"statusCode": 200, "multiValueHeaders": {"a": [1]}}')
    assert found["problem"] == "multiValueHeaders.a is no list of texts"


def test_a_line_that_is_no_header_is_no_scenario() -> None:
    with pytest.raises(UsageError, match=r"'nonsense' is no header: write one 'Name: value' a line\."):
        run(headers="nonsense")
    with pytest.raises(UsageError, match="is no header"):
        run(headers=": value")


def test_very_long_requests_end_at_once() -> None:
    found = run(query="&".join(f"a{at}=1&a{at}=2" for at in range(7000)), headers="a: b\n" * 10_000)
    assert len(found["says"]) < 50


@given(PAIRS)
def test_single_values_are_the_last_of_the_lists(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    single, multiple = run(query=query), run(query=query, multi_value=True)
    lists = json.loads(multiple["query"])
    assert json.loads(single["query"]) == {name: values[-1] for name, values in lists.items()}
    assert single["lost"] == sum(len(values) - 1 for values in lists.values())


@given(PAIRS)
def test_with_the_setting_nothing_of_a_request_is_lost(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    lists = json.loads(run(query=query, multi_value=True)["query"])
    stripped = query.strip().removeprefix("?")
    kept = sorted((name, value) for name, values in lists.items() for value in values)
    wanted = sorted((name, value) for name, _, value in (part.partition("=") for part in stripped.split("&") if part))
    assert kept == wanted


def test_half_a_character_is_passed_on_like_any_other_text() -> None:
    assert run(body="\ud800", headers="Content-Type: image/png", response="\ud800")["body_size"] == 3
