"""A request against required parameters and a model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels._json_schema import Check, type_name
from studykit.rules.kernels._safe_pattern import safe_pattern
from studykit.rules.kernels.request_validation import KERNEL, run

ORDER = {
    "type": "object",
    "required": ["id", "amount"],
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$", "maxLength": 6},
        "amount": {"type": "integer", "minimum": 1, "maximum": 10},
        "colour": {"enum": ["red", "blue"]},
        "tags": {"type": "array", "items": {"type": "string", "minLength": 2}, "maxItems": 2, "uniqueItems": True},
    },
    "additionalProperties": False,
}


def gives(**settings: Any) -> dict[str, Any]:
    usual: dict[str, Any] = dict.fromkeys(KERNEL.takes) | {"checks_parameters": True, "checks_body": True}
    return dict(run(**usual | settings).gives)


def passes(body: Any, model: Any = ORDER) -> bool | None:
    found = gives(model=json.dumps(model), body=json.dumps(body))["body_pass"]
    assert found is None or isinstance(found, bool)
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"id": "AB1", "amount": 1}, True),
        ({"id": "AB1", "amount": 10}, True),
        ({"id": "AB1", "amount": 0}, False),
        ({"id": "AB1", "amount": 11}, False),
        ({"id": "AB1", "amount": 1.5}, False),
        ({"id": "AB1", "amount": 2.0}, True),
        ({"id": "AB1", "amount": "1"}, False),
        ({"id": "AB1", "amount": True}, False),
        ({"id": "AB1"}, False),
        ({"amount": 1}, False),
        ({"id": "ab1", "amount": 1}, False),
        ({"id": "AB1234", "amount": 1}, True),
        ({"id": "AB12345", "amount": 1}, False),
        ({"id": "AB1", "amount": 1, "more": 1}, False),
        ({"id": "AB1", "amount": 1, "colour": "red"}, True),
        ({"id": "AB1", "amount": 1, "colour": "green"}, False),
        ({"id": "AB1", "amount": 1, "tags": ["aa", "bb"]}, True),
        ({"id": "AB1", "amount": 1, "tags": ["aa", "b"]}, False),
        ({"id": "AB1", "amount": 1, "tags": ["aa", "aa"]}, False),
        ({"id": "AB1", "amount": 1, "tags": ["aa", "bb", "cc"]}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_body_is_held_against_its_model(body: Any, expected: bool) -> None:
    assert passes(body) is expected


@pytest.mark.parametrize(
    ("model", "body", "expected"),
    [
        ({"type": ["string", "null"]}, None, True),
        ({"type": "number"}, 5, True),
        ({"minimum": 5, "exclusiveMinimum": True}, 5, False),
        ({"maximum": 5, "exclusiveMaximum": True}, 5, False),
        ({"maximum": 5, "exclusiveMaximum": False}, 5, True),
        ({"minItems": 1}, [], False),
        ({"minProperties": 1}, {}, False),
        ({"maxProperties": 1}, {"a": 1, "b": 2}, False),
        ({"minLength": 2}, "a", False),
        ({"minLength": 2}, 1, True),
        ({"multipleOf": 0.5}, 1.5, True),
        ({"multipleOf": 2}, 3, False),
        ({"allOf": [{"type": "integer"}, {"minimum": 3}]}, 2, False),
        ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, 2, False),
        ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, 4, True),
        ({"oneOf": [{"minimum": 1}, {"minimum": 3}]}, 4, False),
        ({"oneOf": [{"minimum": 1}, {"minimum": 3}]}, 2, True),
        ({"not": {"type": "string"}}, "x", False),
        ({"items": [{"type": "string"}], "additionalItems": False}, ["a", 1], False),
        ({"items": [{"type": "string"}]}, ["a", 1], True),
        ({"additionalProperties": {"type": "string"}}, {"a": 1}, False),
        ({"definitions": {"x": {"type": "string"}}, "items": {"$ref": "#/definitions/x"}}, [1], False),
        ({"enum": [1]}, True, False),
        ({}, {"whatever": 1}, True),
    ],
)
def test_words_of_the_model_mean_what_the_schema_says(model: Any, body: Any, expected: bool) -> None:
    assert passes(body, model) is expected


@pytest.mark.parametrize(
    "model",
    [
        {"type": "text"},
        {"required": []},
        {"required": True},
        {"minimum": "5"},
        {"exclusiveMinimum": 5, "minimum": 1},
        {"minimun": 5},
        {"properties": []},
        {"properties": {"a": 5}},
        {"enum": []},
        {"anyOf": {}},
        {"multipleOf": 0},
        {"items": {"$ref": "#/definitions/nowhere"}},
        [],
    ],
)
def test_a_faulty_model_is_said(model: Any) -> None:
    body = '[{"a": 1}]' if "items" in model else '{"a": 1}'
    found = gives(model=json.dumps(model), body=body if "multipleOf" not in model else "5")
    assert (found["model_valid"], found["body_pass"]) == (False, None)
    assert gives(model="{", body="{}")["model_valid"] is False


@pytest.mark.parametrize(
    "model",
    [
        {"patternProperties": {}},
        {"$ref": "https://example.com/model"},
        {"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}},
        {"properties": {"a": {"pattern": "^(x+)+$"}}},
        {"properties": {"a": {"pattern": "("}}},
    ],
)
def test_what_is_not_handled_gives_no_answer(model: Any) -> None:
    found = gives(model=json.dumps(model), body='{"a": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!"}')
    assert (found["handled"], found["body_pass"]) == (False, None)


def test_a_body_that_is_no_json_does_not_pass() -> None:
    for body in ("{", "", "NaN", None):
        assert gives(model="{}", body=body)["body_pass"] is False


def test_a_content_type_without_a_model_is_not_checked() -> None:
    found = gives(model='{"type": "string"}', body="<a/>", content_type="application/xml")
    assert (found["body_checked"], found["body_pass"]) == (False, True)
    found = gives(model='{"type": "string"}', body="5", content_type="Application/JSON; charset=utf-8")
    assert (found["body_checked"], found["body_pass"]) == (True, False)
    found = gives(model='{"type": "string"}', body="5", content_type="a/b", model_content_type="a/b")
    assert found["body_pass"] is False


def test_without_a_validator_nothing_is_checked() -> None:
    found = gives(checks_body=False, checks_parameters=False, model="{", body="{", required=("page",))
    assert (found["body_pass"], found["parameters_pass"]) == (True, True)


@pytest.mark.parametrize(
    ("required", "given_", "expected"),
    [
        (("page",), ("page=1",), True),
        (("page",), ("page=",), False),
        (("page",), ("page=  ",), False),
        (("page",), ("page",), False),
        (("page",), ("Page=1",), False),
        (("page",), (), False),
        (("method.request.querystring.page",), ("page=0",), True),
        (("X-Trace",), ("x-trace: 5",), True),
        (("method.request.header.Trace",), ("trace: a=b",), True),
        (("page", "size"), ("page=1",), False),
        ((), (), True),
    ],
)
def test_required_parameters_are_there_and_not_blank(
    required: tuple[str, ...], given_: tuple[str, ...], expected: bool
) -> None:
    assert gives(required=required, parameters=given_)["parameters_pass"] is expected


def test_the_missing_parameters_are_named() -> None:
    assert gives(required=("page", "size"), parameters=("size=1",))["missing"] == "page"


@pytest.mark.parametrize("body", ["[" * 40_000, "x" * 60_000])
def test_a_body_too_deep_or_too_long_is_refused(body: str) -> None:
    with pytest.raises(UsageError):
        gives(model="{}", body=body)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 40 + "!"),
        ("(a|aa)*$", "a" * 60 + "!"),
        ("(a+){20}!", "a" * 60),
        ("a?" * 30 + "a" * 30, "a" * 30),
        ("a*a*a*a*a*b", "a" * 5000),
        ("(?:(?:a*)b?)*c", "a" * 60),
        (r"(a*)\1*b", "a" * 60),
        ("(a{1,60}){1,60}b", "a" * 60),
    ],
)
def test_a_pattern_made_to_run_for_long_is_not_run(pattern: str, text: str) -> None:
    assert safe_pattern(pattern, len(text)) is None


def test_wide_and_nested_models_end() -> None:
    model: dict[str, Any] = {"type": "object"}
    for _ in range(20):
        model = {"anyOf": [model, model], "type": "object"}
    text = '{"$ref": "#/a", "a": {"allOf": [{"$ref": "#/b"}, {"$ref": "#/b"}]}, "b": {"allOf": [{"$ref": "#/a"}]}}'
    assert gives(model=text, body="{}")["handled"] is False


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(_JSON)
def test_a_value_fits_its_own_type_and_is_none_of_what_excludes_it(value: Any) -> None:
    own = {"type": type_name(value)}
    assert Check(own).problem(value) == ""
    assert Check({"not": own}).problem(value) != ""
    assert Check({"enum": [value]}).problem(value) == ""
