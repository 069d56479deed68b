"""Any pattern and any event: answers come soon, and are those of a simpler way."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels._pattern_wildcard import Wildcard, complexity, read_wildcard
from tests.rules.kernels.event_patterns import ask, matches

HOSTILE = [
    ({"a": [{"wildcard": "*a*b*c"}]}, {"a": "ab" * 200_000}),
    ({"a": [{"equals-ignore-case": "ß" * 2000}]}, {"a": "s" * 4000}),
    ({"l": {"a": [1], "b": [1], "c": [2]}}, {"l": [{"a": 1, "b": 1, "c": 1}] * 30_000}),
    ({"l": {"a": [1], "b": [2]}}, {"l": [{"a": 1}] * 30_000 + [{"b": 2}] * 30_000}),
    ({"a": [{"prefix": str(number)} for number in range(200)]}, {"a": [f"x{number}" for number in range(90_000)]}),
    ({"$or": [{"l": {f"k{number}": [2], "a": [1]}} for number in range(90)]}, {"l": [{"a": 1}] * 60_000}),
    ('{"a":' * 600 + "[1]" + "}" * 600, {"a": 1}),
    ("[" * 4000, {"a": 1}),
    ({"a": [{"wildcard": "".join(f"{chr(200 + n)}*" for n in range(600))}]}, {"a": "x"}),
    ({"a": ["x"]}, '{"a": "' + '\\"' * 500_000),
    ({"x": {"y": [1]}}, {f"x{n}": [{"y": 1}] for n in range(30_000)}),
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(("pattern", "event"), HOSTILE)
def test_a_hostile_text_ends_soon(pattern: Any, event: Any) -> None:
    with suppress(UsageError):
        ask(pattern, event)


def brute(parts: list[str], text: str) -> bool:
    """What a star means, said plainly."""
    if len(parts) == 1:
        return text == parts[0]
    return text.startswith(parts[0]) and any(brute(parts[1:], text[at:]) for at in range(len(parts[0]), len(text) + 1))


@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=4), st.text("ab", max_size=8))
def test_a_wildcard_means_any_text_in_place_of_a_star(parts: list[str], text: str) -> None:
    assert Wildcard(tuple(parts)).matches(text) == brute(parts, text)


def test_complexity_counts_the_beginnings_that_one_text_matches() -> None:
    counted = {text: complexity([read_wildcard(text)], 50) for text in ("ab", "a*", "*/lib/*", "*:*:*:*:*:event-bus/*")}
    assert counted == {"ab": 1, "a*": 2, "*/lib/*": 4, "*:*:*:*:*:event-bus/*": 11}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "x", "y"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.dictionaries(st.sampled_from("abc"), JSON, min_size=1, max_size=3)


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner, path)]
    return [(path, value)]


@given(EVENTS)
def test_every_leaf_of_an_event_matches_a_pattern_of_itself(event: dict[str, Any]) -> None:
    for path, value in leaves(event):
        pattern: Any = [value]
        for key in reversed(path):
            pattern = {key: pattern}
        assert matches(pattern, event)


@given(EVENTS, st.sampled_from("abc"))
def test_a_field_either_exists_or_does_not(event: dict[str, Any], key: str) -> None:
    there = matches({key: [{"exists": True}]}, event)
    assert there != matches({key: [{"exists": False}]}, event)
    assert there == any(path == (key,) for path, _value in leaves(event))


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_as_a_pattern(text: str) -> None:
    found = ask(text)
    assert found["valid"] or found["problem"]


@given(JSON)
def test_any_json_gets_an_answer_as_a_pattern(value: Any) -> None:
    found = ask(json.dumps(value), {"a": "x"})
    assert found["valid"] == (found["matches"] is not None) == (not found["problem"])
