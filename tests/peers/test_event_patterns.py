"""moto matches the same events, where it knows the operator; it takes many patterns that the service refuses."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from studykit.rules.kernels.event_pattern import event_pattern

models = pytest.importorskip("moto.events.models", reason="moto is not installed: the peer test is left out")
exceptions = pytest.importorskip("moto.events.exceptions", reason="moto is not installed: the peer test is left out")

LIMITS: dict[str, Any] = {
    "pattern_length_max": 4096,
    "event_size_max": 1024 * 1024,
    "number_max": 5_000_000_000,
    "combinations_max": 1000,
    "complexity_max": 10,
}
ROUNDS = 4000
VALUES = ["", "a", "ab", "AB", "b/a", "10.0.0.1", 0, 1, 1.5, -3, None]
"""Without true and false: to moto, as to Python, true is 1."""


def ours(pattern: Any, event: Any) -> bool | None:
    """None for a refused pattern."""
    found = event_pattern(pattern=json.dumps(pattern), event=json.dumps(event), **LIMITS).gives
    matches = found["matches"]
    assert matches is None or isinstance(matches, bool)
    return matches


def motos(pattern: Any, event: Any) -> bool | None:
    """None for a refused pattern, and for one on which moto breaks."""
    try:
        return bool(models.EventPattern.load(json.dumps(pattern)).matches_event(event))
    except (exceptions.InvalidEventPatternException, AttributeError, TypeError, KeyError, ValueError):
        return None


def some_test(chance: Random) -> Any:
    """A value or comparison that both know."""
    text = chance.choice(["a", "ab", "b", "/", "A"])
    number = chance.choice([0, 1, 2])
    return chance.choice([
        chance.choice(VALUES[:-1]),
        {"prefix": text},
        {"prefix": {"equals-ignore-case": text}},
        {"suffix": text},
        {"suffix": {"equals-ignore-case": text}},
        {"equals-ignore-case": text},
        {"wildcard": f"*{text}*"},
        {"exists": chance.choice([True, False])},
        {"anything-but": text},
        {"anything-but": [text, "x"]},
        {"anything-but": number},
        {"anything-but": {"prefix": text}},
        {"numeric": ["=", number]},
        {"numeric": [">=", number, "<", number + 2]},
        {"cidr": "10.0.0.0/24"},
    ])  # fmt: skip


def some_event(chance: Random) -> dict[str, Any]:
    """Fields with one value, or a list of at least two; no list of objects, whose elements moto does not look into."""
    keys = chance.sample("abc", chance.randint(1, 3))
    event: dict[str, Any] = {
        key: chance.choice(VALUES) if chance.random() < 0.8 else chance.sample(VALUES, 2) for key in keys
    }
    event["d"] = {key: chance.choice(VALUES) for key in keys}
    return event


def some_pattern(chance: Random) -> dict[str, Any]:
    fields = {key: [some_test(chance) for _ in range(chance.randint(1, 2))] for key in chance.sample("abc", 2)}
    inner = {chance.choice("abc"): [some_test(chance)]}
    pattern: dict[str, Any] = chance.choice([fields, {"d": inner}, {**fields, "d": inner}])
    if chance.random() < 0.2:
        return {"$or": [pattern, {"a": [some_test(chance)]}]}
    return pattern


def test_moto_matches_what_we_match() -> None:
    chance = Random(7)
    cases = [(some_pattern(chance), some_event(chance)) for _ in range(ROUNDS)]
    different = [case for case in cases if ours(*case) != motos(*case)]
    assert not different, f"{len(different)} of {ROUNDS}, such as {different[:3]}"
    matched = sum(ours(*case) is True for case in cases)
    assert ROUNDS / 10 < matched < ROUNDS * 9 / 10


REFUSED: list[Any] = [
    {"a": [{"exists": "yes"}]},
    {"a": [{"unknown": 1}]},
    {"a": [{"prefix": "x", "suffix": "y"}]},
    {"a": [{"prefix": ["x"]}]},
    {"a": [{"numeric": ["<", 5, ">", 1]}]},
    {"a": [{"numeric": [">", 5, "<", 1]}]},
    {"a": [{"anything-but": []}]},
    {"a": [{"anything-but": ["x", 1]}]},
    {"a": [{"anything-but": None}]},
    {"a": [{"wildcard": "a**b"}]},
    {"a": [{"cidr": "10.0.0.0/99"}]},
    {"a": [["x"]]},
    {"a": {}},
    {},
    {"$or": [{"a": ["x"]}]},
]


@pytest.mark.parametrize("pattern", REFUSED, ids=json.dumps)
def test_moto_takes_a_pattern_that_the_service_refuses(pattern: Any) -> None:
    """When this fails moto has become stricter, and the pattern moves to the list below."""
    assert ours(pattern, {"a": "x"}) is None
    assert models.EventPattern.load(json.dumps(pattern)) is not None


@pytest.mark.parametrize("pattern", [{"a": "x"}, {"a": 1}, {"a": []}, {"d": {"a": None}}], ids=json.dumps)
def test_both_refuse(pattern: Any) -> None:
    assert ours(pattern, {"a": "x"}) is None
    assert motos(pattern, {"a": "x"}) is None


WRONG_THERE: list[tuple[Any, Any, bool]] = [
    ({"a": [1]}, {"a": True}, False),
    ({"a": [{"numeric": ["=", 1]}]}, {"a": True}, False),
    ({"a": [{"anything-but": [0, 1]}]}, {"a": False}, True),
    ({"a": {"b": [1], "c": [2]}}, {"a": [{"b": 1, "c": 2}]}, True),
    ({"a": [{"prefix": "x"}]}, {"a": [["xy"]]}, True),
    ({"a": [{"exists": True}]}, {"a": {}}, False),
    ({"a": [{"exists": True}]}, {"a": []}, False),
    ({"a": [{"exists": False}]}, {"a": []}, True),
    ({"a": ["2001:db8::1"]}, {"a": "2001:0db8::1"}, True),
    ({"a": [{"cidr": "10.0.0.77/24"}]}, {"a": "10.0.0.1"}, True),
]
"""Patterns and events with what the open Event Ruler library says of them; moto says the opposite."""


@pytest.mark.parametrize(("pattern", "event", "right"), WRONG_THERE, ids=str)
def test_moto_differs_where_we_follow_the_service(pattern: Any, event: Any, right: bool) -> None:
    """When this fails moto has learned it, and the case leaves the list."""
    assert ours(pattern, event) is right
    assert motos(pattern, event) is not right
