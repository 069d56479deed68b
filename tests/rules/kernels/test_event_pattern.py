"""Which event patterns are taken, and which events they match."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels._pattern_wildcard import Wildcard, complexity, read_wildcard
from studykit.rules.kernels.event_pattern import KERNEL, event_pattern

LIMITS: dict[str, Any] = {
    "pattern_length_max": 4096,
    "event_size_max": 1024 * 1024,
    "number_max": 5_000_000_000,
    "combinations_max": 1000,
    "complexity_max": 10,
}


def ask(pattern: Any, event: Any = None, **changed: Any) -> dict[str, Any]:
    written = {
        "pattern": pattern if isinstance(pattern, str) else json.dumps(pattern),
        "event": event if event is None or isinstance(event, str) else json.dumps(event),
    }
    found = event_pattern(**{**LIMITS, **written, **changed})
    assert set(found.gives) == set(KERNEL.gives)
    return dict(found.gives)


def matches(pattern: Any, event: Any) -> Any:
    found = ask(pattern, event)
    assert found["valid"], found["problem"]
    return found["matches"]


def one(test: Any, value: Any) -> Any:
    """Match a single field."""
    return matches({"a": [test]}, {"a": value})


@pytest.mark.parametrize(
    ("test", "takes", "leaves"),
    [
        ("x", ["x", ["y", "x"]], ["X", "xy", "", None, 1, ["y"], [], {"b": "x"}]),
        ("", [""], ["x", None, " "]),
        ("1", ["1"], [1]),
        (1, [1, 1.0, [2, 1]], ["1", True, 2]),
        (0, [0, -0.0], [False, None, ""]),
        (301.8, [301.8], [301.80001]),
        (123456789012, [123456789012], [123456789013]),
        (True, [True], [1, "true", False]),
        (False, [False], [0, None, "false"]),
        (None, [None, [None]], ["", 0, False, "null", []]),
        ("10.0.0.1", ["10.0.0.1", "010.0.0.1"], ["10.0.0.10", "10.0.0.2"]),
        ("2001:db8::1", ["2001:0DB8:0:0:0:0:0:1"], ["2001:db8::2"]),
        ({"exactly": "x"}, ["x"], ["y", 1]),
        ({"prefix": "ab"}, ["ab", "abc", ["x", "ab"]], ["a", "Ab", "cab", 12, None]),
        ({"prefix": ""}, ["", "x"], [1, None, True]),
        ({"prefix": {"equals-ignore-case": "aB"}}, ["ab", "ABc"], ["ba", "a", 1]),
        ({"suffix": "bc"}, ["bc", "abc"], ["bcd", "c", 1]),
        ({"suffix": {"equals-ignore-case": ".PNG"}}, ["a.png", "a.PnG"], ["png", "a.png "]),
        ({"equals-ignore-case": "Straße"}, ["straße", "STRASSE"], ["strasse2", "stras", 1]),
        ({"wildcard": "dir/*.png"}, ["dir/.png", "dir/a/b.png"], ["dir.png", "dir/a.jpg", "xdir/a.png"]),
        ({"wildcard": r"a\*b\\*"}, [r"a*b" + "\\", r"a*b" + "\\c"], ["aab\\", "a*b"]),
        ({"wildcard": "*"}, ["", "x"], [1, None]),
        ({"cidr": "10.0.0.0/24"}, ["10.0.0.0", "10.0.0.255"], ["10.0.1.0", "x", "10.0.0.999", 1]),
        ({"cidr": "10.0.0.77/24"}, ["10.0.0.1"], ["10.0.1.1"]),
        ({"cidr": "2001:db8::/32"}, ["2001:db8::1"], ["2001:db9::1", "10.0.0.1"]),
        ({"exists": True}, ["x", None, False, 0, ["x"]], [[], {}, {"b": 1}]),
        ({"exists": False}, [[], {}, {"b": 1}], ["x", None]),
        ({"anything-but": "x"}, ["y", 1, None, True, ["x", "y"]], ["x", ["x", "x"], []]),
        ({"anything-but": ["x", "y"]}, ["z"], ["x", "y"]),
        ({"anything-but": 100}, [101, "100", None], [100, 100.0]),
        ({"anything-but": [100, 200]}, [300], [100, 200]),
        ({"anything-but": {"prefix": "ab"}}, ["ba", 1, ["ab", "x"]], ["ab", "abc"]),
        ({"anything-but": {"prefix": ["ab", "c"]}}, ["x"], ["abc", "c"]),
        ({"anything-but": {"suffix": "ab"}}, ["abx"], ["xab"]),
        ({"anything-but": {"equals-ignore-case": ["ab", "c"]}}, ["abc"], ["AB", "C"]),
        ({"anything-but": {"wildcard": "*/lib/*"}}, ["/bin/x"], ["/lib/x"]),
        ({"anything-but": {"wildcard": ["a*", "b*"]}}, ["c"], ["ax", "bx"]),
        ({"numeric": ["=", 5]}, [5, 5.0], [5.1, "5"]),
        ({"numeric": [">", 0, "<=", 5]}, [0.000001, 5], [0, 5.000001, -1, True, None]),
        ({"numeric": [">=", 0, "<", 5]}, [0, 4.9], [5, -0.1]),
        ({"numeric": [">", 5]}, [5.1, [1, 6]], [5, 5_000_000_001]),
        ({"numeric": [">=", -5]}, [-5], [-5.1]),
        ({"numeric": ["<", 5]}, [4], [5]),
        ({"numeric": ["<=", 5]}, [5], [6]),
        ({"numeric": ["=", 3.018e2]}, [301.8], [301]),
    ],
)
def test_a_value_matches_what_the_operator_says(test: Any, takes: list[Any], leaves: list[Any]) -> None:
    assert {json.dumps(value): one(test, value) for value in takes} == {json.dumps(value): True for value in takes}
    assert {json.dumps(value): one(test, value) for value in leaves} == {json.dumps(value): False for value in leaves}


def test_an_exact_number_is_not_rounded() -> None:
    assert matches('{"a": [0.1]}', '{"a": 0.10}')
    assert not matches('{"a": [9007199254740993]}', '{"a": 9007199254740992}')
    assert matches('{"a": [1e400]}', '{"a": 1e400}')
    assert matches('{"a": [1e99999999999999999999]}', '{"a": 1e99999999999999999999}')


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


def test_an_event_as_large_as_allowed_is_matched_and_one_byte_more_is_not() -> None:
    event = '{"a": "é"}'
    fits = ask({"a": ["é"]}, event, event_size_max=11)
    assert (fits["event_fits"], fits["matches"]) == (True, True)
    large = ask({"a": ["é"]}, event, event_size_max=10)
    assert (large["valid"], large["event_fits"], large["matches"]) == (True, False, None)


def test_without_an_event_only_the_pattern_is_judged() -> None:
    found = ask({"a": ["x"]})
    assert (found["valid"], found["event_fits"], found["matches"]) == (True, None, None)


def test_every_field_must_match_and_others_are_ignored() -> None:
    pattern = {"source": ["s"], "detail": {"state": ["running", "stopped"]}}
    assert matches(pattern, {"source": "s", "detail": {"state": "stopped", "x": 1}, "id": 1})
    assert not matches(pattern, {"source": "s", "detail": {"state": "pending"}})
    assert not matches(pattern, {"source": "s", "detail": "running"})
    assert not matches(pattern, {"source": "s"})


def test_field_names_keep_their_case() -> None:
    assert not matches({"A": ["x"]}, {"a": "x"})


def test_a_dot_in_a_name_is_the_same_as_nesting() -> None:
    assert matches({"a.b": ["x"]}, {"a": {"b": "x"}})
    assert matches({"a": {"b": ["x"]}}, {"a.b": "x"})


def test_exists_looks_at_leaves_only() -> None:
    assert not matches({"detail": [{"exists": True}]}, {"detail": {"a": 1}})
    assert matches({"detail": [{"exists": False}]}, {"detail": {"a": 1}})
    assert matches({"detail": {"b": [{"exists": False}]}}, {"detail": "text"})
    assert matches({"a": [{"exists": False}, "x"]}, {"a": "x"})
    assert matches({"a": [{"exists": False}, "x"]}, {})
    assert not matches({"a": [{"exists": False}, "x"]}, {"a": "y"})


EMPLOYEES = {"employees": [{"first": "Anna", "last": "Smith"}, {"first": "Peter", "last": "Jones"}]}


def test_fields_of_a_list_of_objects_match_within_one_element() -> None:
    assert matches({"employees": {"first": ["Anna"], "last": ["Smith"]}}, EMPLOYEES)
    assert not matches({"employees": {"first": ["Anna"], "last": ["Jones"]}}, EMPLOYEES)
    assert ask({"employees": {"first": ["Anna"], "last": ["Jones"]}}, EMPLOYEES)["deciding_field"] == "employees.last"


def test_lists_in_lists_are_looked_through() -> None:
    nested = {"e": [[{"f": "a", "l": "b"}], [{"f": "c", "l": "d"}], "x", [["y"]]]}
    assert matches({"e": {"f": ["c"], "l": ["d"]}}, nested)
    assert not matches({"e": {"f": ["a"], "l": ["d"]}}, nested)
    assert matches({"e": ["y"]}, nested)
    assert matches({"e": ["x"], "e.f": ["a"]}, nested)


def test_different_lists_are_independent() -> None:
    event = {"a": [{"x": 1}, {"x": 2}], "b": [{"y": 1}, {"y": 2}]}
    assert matches({"a": {"x": [1]}, "b": {"y": [2]}}, event)


def test_a_missing_field_is_looked_for_in_the_chosen_element() -> None:
    event = {"l": [{"b": "x", "c": 1}, {"b": "x"}]}
    assert matches({"l": {"b": ["x"], "c": [{"exists": False}]}}, event)
    assert not matches({"l": {"b": ["x"], "a": [{"exists": False}]}}, {"l": [{"b": "x", "a": 1}, {"b": "x"}]})


def test_or_joins_groups_and_the_rest_still_has_to_match() -> None:
    pattern = {"s": ["s"], "$or": [{"a": ["x"]}, {"b": ["y"], "c": ["z"]}]}
    assert matches(pattern, {"s": "s", "a": "x"})
    assert matches(pattern, {"s": "s", "b": "y", "c": "z"})
    assert not matches(pattern, {"s": "s", "b": "y"})
    assert not matches(pattern, {"s": "t", "a": "x"})


def test_or_can_stand_in_or() -> None:
    pattern = {"d": {"$or": [{"a": [1]}, {"$or": [{"b": [2]}, {"c": [3]}]}]}}
    assert [matches(pattern, {"d": inner}) for inner in ({"a": 1}, {"b": 2}, {"c": 3}, {"a": 2})] == [True] * 3 + [
        False
    ]


def test_or_that_is_no_list_of_groups_is_the_name_of_a_field() -> None:
    assert matches({"$or": {"a": ["x"]}}, {"$or": {"a": "x"}})
    assert not matches({"$or": {"a": ["x"]}}, {"a": "x"})
    assert matches({"$or": [{"prefix": "x"}, {"prefix": "y"}]}, {"$or": "yes"})


def test_the_last_value_of_a_path_inside_or_holds() -> None:
    pattern = {"n": ["a", "b"], "$or": [{"n": [{"anything-but": "a"}]}, {"c": [1]}]}
    assert matches(pattern, {"n": "z"})
    assert matches(pattern, {"n": "a", "c": 1})
    assert not matches(pattern, {"n": "a"})


def test_alternatives_multiply_up_to_the_limit() -> None:
    groups = [{"x": [1]}, {"y": [1]}, {"z": [1]}]
    pattern = {"a": {"$or": groups}, "b": {"$or": groups}}
    assert ask(pattern, combinations_max=9)["valid"]
    assert "more combinations" in ask(pattern, combinations_max=8)["problem"]


def test_wildcards_up_to_the_allowed_complexity_are_taken() -> None:
    pattern = {"a": [{"wildcard": "*/*/*/*.png"}]}
    assert ask(pattern, complexity_max=7)["valid"]
    assert not ask(pattern, complexity_max=6)["valid"]


@pytest.mark.parametrize(
    ("pattern", "event", "field"),
    [
        ({"a": ["x"], "b": ["y"]}, {"a": "x", "b": "z"}, "b"),
        ({"a": ["x"], "b": ["y"]}, {"a": "x"}, "b"),
        ({"a": ["x"], "b": ["y"]}, {"a": "x", "b": "y"}, "a and b"),
        ({"$or": [{"a": ["x"]}, {"a": ["z"], "b": ["y"]}]}, {"a": "z"}, "b"),
    ],
)
def test_the_deciding_field_is_named(pattern: Any, event: Any, field: str) -> None:
    assert ask(pattern, event)["deciding_field"] == field


@pytest.mark.parametrize(
    ("pattern", "event", "says"),
    [
        ({"a": ["x"]}, {"a": [1, None, True, "y"]}, "the pattern does not take 1, null, true and 1 more"),
        ({"a": ["x"]}, {}, "the event has no value there"),
        ({"a": [{"exists": False}]}, {"a": "x"}, 'it must not be there, and it is "x"'),
        ({"l": {"a": [1], "b": [1]}}, {"l": [{"a": 1}, {"b": 1}]}, "another element of the list"),
        ({"a": ["x"]}, {"a": "x"}, 'a matches: "x".'),
        ({"a": [{"exists": False}]}, {}, "a matches, because it is missing."),
    ],
)
def test_the_reason_is_told(pattern: Any, event: Any, says: str) -> None:
    (moment,) = event_pattern(pattern=json.dumps(pattern), event=json.dumps(event), **LIMITS).moments
    assert says in moment.says


@pytest.mark.parametrize("event", ["", "{", "[]", "1", '{"a": NaN}', "[" * 100_000, '{"a":' * 300 + "1" + "}" * 300])
def test_a_text_that_is_no_event_cannot_be_asked(event: str) -> None:
    with pytest.raises(UsageError):
        ask({"a": ["x"]}, event)


def test_a_key_that_stands_twice_has_its_last_value_in_event_and_pattern() -> None:
    assert matches({"a": ["y"]}, '{"a": "x", "a": "y"}')
    assert matches('{"a": ["x"], "a": ["y"]}', {"a": "y"})
    assert not matches('{"a": ["x"], "a": ["y"]}', {"a": "x"})
    both = '{"d": {"a": ["x"]}, "d": {"b": ["y"]}}'
    assert matches(both, {"d": {"a": "x", "b": "y"}})
    assert not matches(both, {"d": {"b": "y"}})


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
