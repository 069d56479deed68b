"""What a load balancer makes of a function's JSON response: good or malformed, headers used or ignored."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HEADERS = {False: "headers", True: "multiValueHeaders"}
"""Field of request and response headers, by the multi-value setting."""

_CODES = range(100, 1000)


@dataclass(frozen=True, slots=True)
class Answer:
    """A function's response as a load balancer reads it."""

    problem: str = ""
    """Which field is wrong and why; empty when the response is well formed."""
    ignored: bool = False
    """It has headers in the form that the load balancer does not read."""


def read_answer(text: str, *, multi_value: bool) -> Answer:
    """Checks the response against the form that the multi-value setting asks for."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return Answer("the response is no JSON")
    if not isinstance(fields, dict):
        return Answer("the response is no JSON object")
    problem = _status(fields) or _body(fields) or _headers(fields, multi_value=multi_value)
    used, unused = HEADERS[multi_value], HEADERS[not multi_value]
    return Answer(problem, ignored=not problem and bool(fields.get(unused)) and not fields.get(used))


def _status(fields: Mapping[str, Any]) -> str:
    code = fields.get("statusCode")
    if code is None:
        return "statusCode is missing"
    whole = isinstance(code, int) and not isinstance(code, bool)
    return "" if whole and code in _CODES else "statusCode is no three-digit number"


def _body(fields: Mapping[str, Any]) -> str:
    body, encoded = fields.get("body"), fields.get("isBase64Encoded", False)
    if body is not None and not isinstance(body, str):
        return "body is no text"
    if not isinstance(encoded, bool):
        return "isBase64Encoded is neither true nor false"
    if not encoded or not body:
        return ""
    try:
        base64.b64decode(body, validate=True)
    except (ValueError, binascii.Error):
        return "body is no base64, although isBase64Encoded is true"
    return ""


def _headers(fields: Mapping[str, Any], *, multi_value: bool) -> str:
    name = HEADERS[multi_value]
    headers = fields.get(name)
    if headers is None:
        return ""
    if not isinstance(headers, dict):
        return f"{name} is no object"
    wrong = next((key for key, value in headers.items() if not _fits(value, multi_value=multi_value)), None)
    wanted = "no list of texts" if multi_value else "no text"
    return "" if wrong is None else f"{name}.{wrong[:60]} is {wanted}"


def _fits(value: object, *, multi_value: bool) -> bool:
    if multi_value:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)
