"""Which event patterns are refused, and why."""

from __future__ import annotations

import pytest

from tests.rules.kernels.event_patterns import ask

REFUSED = [
    ("", "not JSON"),
    ("{", "not JSON"),
    ('{"a": [NaN]}', "no number"),
    ("[1]", "JSON object"),
    ('"x"', "JSON object"),
    ("{}", "not empty"),
    ('{"a": {}}', "a: An object"),
    ('{"a": []}', "a: A list"),
    ('{"a": "x"}', "a: The values of a field stand in a list"),
    ('{"a": 1}', "a: The values"),
    ('{"a": null}', "a: The values"),
    ('{"d": {"s": "x"}}', "d.s: The values"),
    ('{"a": [["x"]]}', "a: In the list stand"),
    ('{"a": [{}]}', "a: A comparison"),
    ('{"a": [{"x": 1}]}', "a: There is no operator 'x'"),
    ('{"a": [{"Prefix": "x"}]}', "There is no operator 'Prefix'"),
    ('{"a": [{"prefix": "x", "suffix": "y"}]}', "one operator only"),
    ('{"a": [{"prefix": 1}]}', "prefix takes a text"),
    ('{"a": [{"prefix": ["x"]}]}', "prefix takes a text"),
    ('{"a": [{"prefix": {"suffix": "x"}}]}', "prefix takes a text, or an object"),
    ('{"a": [{"prefix": {"equals-ignore-case": ["x"]}}]}', "equals-ignore-case takes a text"),
    ('{"a": [{"suffix": null}]}', "suffix takes a text"),
    ('{"a": [{"suffix": {}}]}', "suffix takes a text, or an object"),
    ('{"a": [{"equals-ignore-case": ["x"]}]}', "equals-ignore-case takes a text"),
    ('{"a": [{"exactly": 1}]}', "exactly takes a text"),
    ('{"a": [{"exists": "true"}]}', "exists takes true or false"),
    ('{"a": [{"exists": 1}]}', "exists takes true or false"),
    ('{"a": [{"wildcard": ["x"]}]}', "wildcard takes a text"),
    ('{"a": [{"wildcard": "a**b"}]}', "two stars in a row at character 2"),
    (r'{"a": [{"wildcard": "a\\b"}]}', "a backslash at character 2"),
    (r'{"a": [{"wildcard": "ab\\"}]}', "a backslash"),
    ('{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}', "too complex"),
    ('{"a": [{"wildcard": "*a*b*c*d*"}, {"wildcard": "*e*f*g*h*"}]}', "too complex"),
    ('{"a": [{"anything-but": {"wildcard": "*a*a*a*a*a*a"}}]}', "too complex"),
    ('{"a": [{"cidr": "10.0.0.0"}]}', "cidr takes an address, a slash"),
    ('{"a": [{"cidr": "10.0.0.0/"}]}', "cidr takes an address, a slash"),
    ('{"a": [{"cidr": "10.0.0.0/8/8"}]}', "cidr takes an address, a slash"),
    ('{"a": [{"cidr": "10.0.0.0/x"}]}', "whole number of bits"),
    ('{"a": [{"cidr": "10.0.0.0/32"}]}', "fewer than 32 bits"),
    ('{"a": [{"cidr": "10.0.0.0/-1"}]}', "fewer than 32 bits"),
    ('{"a": [{"cidr": "2001:db8::/128"}]}', "fewer than 128 bits"),
    ('{"a": [{"cidr": "10.0.0.256/8"}]}', "no IP address"),
    ('{"a": [{"cidr": "10.0.0/8"}]}', "no IP address"),
    ('{"a": [{"cidr": "host/8"}]}', "no IP address"),
    ('{"a": [{"cidr": 10}]}', "cidr takes a text"),
    ('{"a": [{"anything-but": []}]}', "at least one"),
    ('{"a": [{"anything-but": ["x", 1]}]}', "not both"),
    ('{"a": [{"anything-but": true}]}', "texts or numbers"),
    ('{"a": [{"anything-but": null}]}', "texts or numbers"),
    ('{"a": [{"anything-but": [null]}]}', "texts or numbers"),
    ('{"a": [{"anything-but": [["x"]]}]}', "texts or numbers"),
    ('{"a": [{"anything-but": [{"prefix": "x"}]}]}', "texts or numbers"),
    ('{"a": [{"anything-but": {}}]}', "Under anything-but stands"),
    ('{"a": [{"anything-but": {"exists": true}}]}', "Under anything-but stands"),
    ('{"a": [{"anything-but": {"numeric": [">", 1]}}]}', "Under anything-but stands"),
    ('{"a": [{"anything-but": {"prefix": "x", "suffix": "y"}}]}', "Under anything-but stands"),
    ('{"a": [{"anything-but": {"prefix": ""}}]}', "no empty text"),
    ('{"a": [{"anything-but": {"suffix": ["x", ""]}}]}', "no empty text"),
    ('{"a": [{"anything-but": {"prefix": 1}}]}', "a text or a list of texts"),
    ('{"a": [{"anything-but": {"prefix": {"equals-ignore-case": "x"}}}]}', "a text or a list of texts"),
    ('{"a": [{"anything-but": {"equals-ignore-case": []}}]}', "is empty"),
    ('{"a": [{"anything-but": {"wildcard": "a**"}}]}', "two stars"),
    ('{"a": [{"anything-but": 5000000001}]}', "lies between"),
    ('{"a": [{"numeric": ">"}]}', "numeric takes a list"),
    ('{"a": [{"numeric": []}]}', "numeric takes a list"),
    ('{"a": [{"numeric": [5]}]}', "numeric begins with"),
    ('{"a": [{"numeric": ["<>", 5]}]}', "numeric begins with"),
    ('{"a": [{"numeric": ["="]}]}', "A number is missing"),
    ('{"a": [{"numeric": ["=", "5"]}]}', "without quotes"),
    ('{"a": [{"numeric": ["=", true]}]}', "without quotes"),
    ('{"a": [{"numeric": ["=", 1, "<", 2]}]}', "nothing else may follow"),
    ('{"a": [{"numeric": ["<", 5, ">", 1]}]}', "nothing else may follow"),
    ('{"a": [{"numeric": [">", 1, ">", 2]}]}', "second comparison"),
    ('{"a": [{"numeric": [">", 1, 2]}]}', "second comparison"),
    ('{"a": [{"numeric": [">", 1, "<"]}]}', "two comparisons"),
    ('{"a": [{"numeric": [">", 1, "<", 2, "<"]}]}', "two comparisons"),
    ('{"a": [{"numeric": [">", 5, "<", 5]}]}', "less than its upper end"),
    ('{"a": [{"numeric": [">", 5, "<", 1]}]}', "less than its upper end"),
    ('{"a": [{"numeric": ["=", 5000000000.1]}]}', "lies between"),
    ('{"a": [{"numeric": ["<", -5000000000]}]}', "leaves no range"),
    ('{"a": [{"numeric": [">=", 5000000000]}]}', "leaves no range"),
    ('{"a": [{"numeric": ["=", 1e99999999999999999999]}]}', "stands a number"),
    ('{"a": [{"prefix": "x", "prefix": "y"}]}', "one operator only"),
    ('{"a": [{"anything-but": {"prefix": "x", "prefix": "y"}}]}', "one operator only"),
    ('{"a": "x", "a": ["y"]}', "stand in a list"),
    ('{"a": [], "a": ["y"]}', "not empty"),
    ('{"d": {"a": "x"}, "d": {"b": ["y"]}}', "stand in a list"),
    ('{"$or": [{"a": ["x"]}]}', "at least two"),
    ('{"$or": []}', "at least two"),
    ('{"$or": "x"}', "$or takes a list"),
    ('{"$or": [{"a": ["x"]}, 1]}', "objects only"),
    ('{"$or": [{"a": ["x"]}, {}]}', "not empty"),
    ('{"$or": [{"a": ["x"]}, {"b": "x"}]}', "b: The values"),
    ('{"d": {"$or": [{"prefix": ["x"]}, {"b": ["x"]}]}}', "d.prefix: A field inside $or"),
]


@pytest.mark.parametrize(("pattern", "why"), REFUSED)
def test_a_bad_pattern_is_refused_with_its_reason(pattern: str, why: str) -> None:
    found = ask(pattern, {"a": "x"})
    assert (found["valid"], found["matches"]) == (False, None)
    assert why in found["problem"], found["problem"]


def test_a_pattern_as_long_as_allowed_is_taken_and_one_character_more_is_not() -> None:
    pattern = '{"a": ["x"]}'
    assert ask(pattern, pattern_length_max=len(pattern))["valid"]
    assert not ask(pattern, pattern_length_max=len(pattern) - 1)["valid"]


def test_alternatives_multiply_up_to_the_limit() -> None:
    groups = [{"x": [1]}, {"y": [1]}, {"z": [1]}]
    pattern = {"a": {"$or": groups}, "b": {"$or": groups}}
    assert ask(pattern, combinations_max=9)["valid"]
    assert "more combinations" in ask(pattern, combinations_max=8)["problem"]


def test_wildcards_up_to_the_allowed_complexity_are_taken() -> None:
    pattern = {"a": [{"wildcard": "*/*/*/*.png"}]}
    assert ask(pattern, complexity_max=7)["valid"]
    assert not ask(pattern, complexity_max=6)["valid"]
