"""Which event patterns are taken, and which events they match."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studykit.core.errors import UsageError
from studykit.rules.kernels.event_pattern import event_pattern
from tests.rules.kernels.event_patterns import LIMITS, ask, matches, one


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
