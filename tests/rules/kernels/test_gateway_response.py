"""Answers that a gateway makes for errors of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studykit.core.errors import UsageError
from studykit.rules.kernels.gateway_response import MESSAGES, run


def gives(
    response_type: str, status: int, customised: Any = None, *, made: bool = True, customisable: bool = True
) -> dict[str, Any]:
    text = customised if customised is None or isinstance(customised, str) else json.dumps(customised)
    found = run(made=made, customisable=customisable, response_type=response_type, status=status, customised=text)
    return dict(found.gives)


@pytest.mark.parametrize("response_type", MESSAGES)
def test_without_customising_the_status_is_the_service_s_own(response_type: str) -> None:
    found = gives(response_type, 418)
    assert (found["status"], found["customised"], found["valid"]) == (418, False, True)


def test_there_are_as_many_types_as_the_service_has() -> None:
    assert len(MESSAGES) == 21


def test_a_type_s_own_settings_come_first() -> None:
    found = gives("THROTTLED", 429, {"DEFAULT_4XX": {"statusCode": "400"}, "THROTTLED": {"statusCode": "503"}})
    assert (found["status"], found["used"]) == (503, "THROTTLED")


def test_a_default_changes_every_response_of_its_family() -> None:
    assert gives("WAF_FILTERED", 403, {"DEFAULT_4XX": {"statusCode": "400"}})["status"] == 400
    assert gives("INTEGRATION_TIMEOUT", 504, {"DEFAULT_4XX": {"statusCode": "400"}})["status"] == 504
    assert gives("INTEGRATION_TIMEOUT", 504, {"DEFAULT_5XX": {"statusCode": 200}})["status"] == 200


def test_settings_without_a_status_keep_the_service_s_own() -> None:
    found = gives("THROTTLED", 429, {"THROTTLED": {"responseTemplates": {"application/json": "{}"}}})
    assert (found["status"], found["customised"]) == (429, True)


def test_a_header_lets_pages_of_other_origins_read_the_error() -> None:
    header = {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}}
    found = gives("UNAUTHORIZED", 401, {"DEFAULT_4XX": header})
    assert (found["readable_by_pages"], found["allow_origin"], found["status"]) == (True, "*", 401)
    assert gives("UNAUTHORIZED", 401, {"DEFAULT_5XX": header})["readable_by_pages"] is False


@pytest.mark.parametrize(
    ("customised", "part"),
    [
        ({"NO_SUCH_TYPE": {}}, "NO_SUCH_TYPE"),
        ({"THROTTLED": 5}, "no object"),
        ({"THROTTLED": {"statusCode": "9999"}}, "statusCode"),
        ({"THROTTLED": {"statusCode": "600"}}, "statusCode"),
        ({"THROTTLED": {"responseParameters": []}}, "Nothing"),
        ({"THROTTLED": {"responseParameters": "x"}}, "no object"),
        ({"THROTTLED": {"responseParameters": {"method.response.header.X": "'x'"}}}, "gatewayresponse"),
        ({"THROTTLED": {"responseParameters": {"gatewayresponse.header.X": 5}}}, "no text"),
    ],
)
def test_what_the_service_would_refuse_is_said(customised: Any, part: str) -> None:
    assert part in gives("THROTTLED", 429, customised)["problem"]


def test_settings_that_are_refused_change_nothing() -> None:
    found = gives("THROTTLED", 429, {"THROTTLED": {"statusCode": "503"}, "WRONG": {}})
    assert (found["valid"], found["status"]) == (False, 429)


def test_an_answer_of_the_back_end_is_not_shaped() -> None:
    found = gives("DEFAULT_5XX", 500, {"DEFAULT_5XX": {"statusCode": "200"}}, made=False)
    assert (found["status"], found["customised"], found["used"]) == (None, False, "none")


def test_a_gateway_without_gateway_responses_shapes_nothing() -> None:
    found = gives("DEFAULT_5XX", 500, {"DEFAULT_5XX": {"statusCode": "200"}}, customisable=False)
    assert (found["status"], found["customised"]) == (500, False)


@pytest.mark.parametrize("text", ["{", "[]", "5", "[" * 9999, '{"a": "' + "x" * 30_000 + '"}'])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        gives("THROTTLED", 429, text)


def test_blank_settings_are_none() -> None:
    assert gives("THROTTLED", 429, "  ")["customised"] is False
