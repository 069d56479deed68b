from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.quantity import Dimension, Quantity, of, parse_quantity
from studykit.core.verdict import Step
from studykit.rules.expression import base_of, read_expression
from studykit.rules.fast import compile_careful, compile_fast
from studykit.rules.kernel import Base
from studykit.rules.traced import compile_traced, steps_of
from studykit.rules.types import TRUTH, Type

FACTS = {"oven.time.max": of(900, "s"), "oven.factor.min": of(6, "x")}
TYPES = {
    "t": Type(Dimension.TIME),
    "u": Type(Dimension.TIME),
    "n": Type(Dimension.COUNT),
    "m": Type(Dimension.COUNT),
    "p": TRUTH,
    "q": TRUTH,
    "c": Type(choices=("red", "green")),
    **{name: Type(value.dimension) for name, value in FACTS.items()},
}
CONSTANTS = {name: value.base for name, value in FACTS.items()}


def both(text: str, settings: dict[str, Quantity | str | bool]) -> tuple[Base, Base, Step]:
    """The value by the fast compiler, by the traced one, and its trace; closures and written code agree."""
    expression = read_expression(text, TYPES)
    known = {name: base_of(value) for name, value in settings.items()}
    fast = compile_fast(expression.node, CONSTANTS)(known)
    assert fast == compile_careful(expression.node, CONSTANTS)(known)
    values: list[Base] = []
    traced = compile_traced(expression.node, CONSTANTS)(known, values)
    return fast, traced, steps_of(expression, values, CONSTANTS, {**settings, **FACTS})


_TIMES = st.sampled_from(("t", "u", "30 s", "2 min", "oven.time.max"))
_COUNTS = st.sampled_from(("n", "m", "0", "3", "oven.factor.min"))
_TRUTHS = st.sampled_from(("p", "q", "true", "false", "has(t)", "has(n)", "c == 'red'", "c in ['green', 'red']"))


def _grown(times: st.SearchStrategy[str], counts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, times, st.sampled_from("+-"), times),
        st.builds("({} * {})".format, counts, times),
        st.builds("min({}, {})".format, times, times),
        st.builds("({} / {})".format, times, counts),
    )


def _numbers(counts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, counts, st.sampled_from("+-*/"), counts),
        st.builds("ceil({} / {})".format, counts, counts),
        st.builds("max({}, -{})".format, counts, counts),
    )


_NUMBERS = st.one_of(_COUNTS, _numbers(_COUNTS), _numbers(st.one_of(_COUNTS, _numbers(_COUNTS))))
_SPANS = st.one_of(_TIMES, _grown(_TIMES, _NUMBERS))
_COMPARED = st.one_of(
    st.builds("{} {} {}".format, _SPANS, st.sampled_from(("<", "<=", ">", ">=", "==", "!=")), _SPANS),
    st.builds("{} {} {}".format, _NUMBERS, st.sampled_from(("<", "<=", ">", ">=")), _NUMBERS),
)
CONDITIONS = st.recursive(
    st.one_of(_TRUTHS, _COMPARED),
    lambda inner: st.one_of(
        st.builds("({}) && ({})".format, inner, inner),
        st.builds("({}) || ({})".format, inner, inner),
        st.builds("!({})".format, inner),
        st.builds("({}) ? ({}) : ({})".format, inner, inner, inner),
    ),
    max_leaves=8,
)
_SECONDS = st.integers(0, 2000).map(lambda figure: of(figure, "s"))
_PLAIN = st.integers(0, 20).map(lambda figure: of(figure, ""))
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "t": _SECONDS,
        "u": _SECONDS,
        "n": _PLAIN,
        "m": _PLAIN,
        "p": st.booleans(),
        "q": st.booleans(),
        "c": st.sampled_from(("red", "green")),
    },
)


@given(CONDITIONS, SETTINGS)
def test_fast_and_traced_agree(text: str, settings: dict[str, Quantity | str | bool]) -> None:
    fast, traced, step = both(text, settings)
    assert fast is traced
    assert step.value is fast


@given(CONDITIONS, SETTINGS, SETTINGS)
def test_what_is_known_stays_so_when_more_is_set(
    text: str, settings: dict[str, Quantity | str | bool], more: dict[str, Quantity | str | bool]
) -> None:
    if "has(" in text:  # has() asks whether something is set, and may change its mind
        return
    before, _, _ = both(text, settings)
    after, _, _ = both(text, {**more, **settings})
    assert before is None or before is after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p && false", False),
        ("false && p", False),
        ("p && true", None),
        ("p || true", True),
        ("true || p", True),
        ("p || false", None),
        ("!p", None),
        ("p ? 1 : 1", 1),
        ("p ? 1 : 2", None),
        ("true ? 1 : n", 1),
        ("t < 30 s", None),
        ("n in [1, 2]", None),
        ("has(p)", False),
        ("has(oven.time.max)", True),
        ("3 / 0", None),
    ],
)
def test_what_is_missing_is_unknown_unless_the_rest_decides(text: str, expected: Base) -> None:
    fast, traced, _ = both(text, {})
    assert (fast, traced) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oven.factor.min * t", 360),
        ("oven.time.max / t", 15),
        ("1 / 3", Fraction(1, 3)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("ceil(7 / 2)", 4),
        ("min(t, 30 s, 2 min)", 30),
        ("max(t, 30 s)", 60),
        ("-t + 90 s", 30),
        ("t != 1 min", False),
        ("t in [1 min, 2 min]", True),
        ("c == 'red' ? 1 : 2", 1),
    ],
)
def test_arithmetic_is_exact_and_knows_units(text: str, expected: Base) -> None:
    fast, traced, _ = both(text, {"t": of(60, "s"), "c": "red"})
    assert (fast, traced) == (expected, expected)
    assert type(fast) is type(expected)


def test_a_trace_shows_every_part_as_people_wrote_it() -> None:
    _, _, step = both("t <  oven.factor.min * u", {"t": parse_quantity("2 min")})
    assert (step.text, step.value, step.origin) == ("t < oven.factor.min * u", None, "worked out")
    left, right = step.steps
    assert (left.text, str(left.value), left.origin) == ("t", "2 min", "setting")
    assert right.value is None
    assert [(one.text, str(one.value), one.origin) for one in right.steps] == [
        ("oven.factor.min", "6x", "fact"),
        ("u", "None", "setting"),
    ]
    listed = both("n in [1, 2]", {"n": of(1, "")})[2].steps[1]
    assert listed.value == (of(1, ""), of(2, ""))
