from __future__ import annotations

import re

import pytest

from studykit.core.quantity import Dimension
from studykit.rules.syntax import parse
from studykit.rules.tokens import ExpressionError
from studykit.rules.types import TEXT, TRUTH, Type, many, type_of

NAMES = {
    "time": Type(Dimension.TIME),
    "size": Type(Dimension.SIZE),
    "count": Type(Dimension.COUNT),
    "factor": Type(Dimension.RATIO),
    "yes": TRUTH,
    "queue": Type(choices=("standard", "fifo")),
    "names": many(Type(choices=("a", "b"))),
    "words": TEXT,
}


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("factor * time", Dimension.TIME),
        ("time * count", Dimension.TIME),
        ("time / 2", Dimension.TIME),
        ("time / 3 min", Dimension.COUNT),
        ("min(size, 6 MB)", Dimension.SIZE),
        ("-time + 1 min", Dimension.TIME),
        ("ceil(count / 3)", Dimension.COUNT),
        ("floor(time / 2)", Dimension.TIME),
        ("count / time", Dimension.RATE),
        ("(count / time) * time", Dimension.COUNT),
        ("count / (count / time)", Dimension.TIME),
        ("size * time", Dimension.GB_SECONDS),
        ("(size * time) / size", Dimension.TIME),
        ("size / time", Dimension.SIZE_RATE),
        ("count(names) + 1", Dimension.COUNT),
        ("yes ? time : 3 s", Dimension.TIME),
    ],
)
def test_dimensions_follow_arithmetic(text: str, dimension: Dimension) -> None:
    assert type_of(parse(text), NAMES).dimension is dimension


@pytest.mark.parametrize(
    "text",
    [
        "time < 3 min",
        "factor >= 6",
        "queue == 'fifo'",
        "queue in ['fifo', 'standard']",
        "count in [1, 2]",
        "'a' in names",
        "words == 'anything'",
        "words in ['x', 'y']",
        "!yes && has(time)",
        "(yes ? 'a' : 'b') == 'b'",
    ],
)
def test_conditions_are_truth_values(text: str) -> None:
    assert type_of(parse(text), NAMES) == TRUTH


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("time < size", 7, "'<' mixes a time and a size."),
        ("time + 3", 7, "'+' mixes a time and a number."),
        ("time * time", 0, "a time times a time means nothing."),
        ("size / time / time", 0, "a size_rate divided by a time means nothing."),
        ("count in 3", 9, "'in' looks into a list, not into a number."),
        ("names == 'a'", 0, "'==' compares single values, not a list, each a choice."),
        ("'c' in names", 0, "'c' is not one of the choices."),
        ("count(time)", 6, "count() takes a list, not a time."),
        ("queue < 'fifo'", 0, "'<' compares quantities, not a choice."),
        ("queue == 'fifi'", 9, "'fifi' is not one of the choices. Did you mean 'fifo'?"),
        ("'fifi' == queue", 0, "'fifi' is not one of the choices. Did you mean 'fifo'?"),
        ("queue in ['fifo', 'lifo']", 9, "'lifo' is not one of the choices."),
        ("tine < 3 s", 0, "Unknown name 'tine'. Did you mean 'time'?"),
        ("has(time + time)", 4, "has() takes the name of an input."),
        ("has(nothing)", 4, "Unknown name 'nothing'."),
        ("time && yes", 0, "'&&' joins truth values, not a time."),
        ("!time", 1, "'!' joins truth values, not a time."),
        ("time ? 1 : 2", 0, "Before '?' stands a truth value, not a time."),
        ("yes ? 1 : 2 s", 10, "'?:' mixes a number and a time."),
        ("-yes", 1, "'-' takes quantities, not a truth value."),
        ("count in [1, 2 s]", 13, "'[]' mixes a number and a time."),
        ("yes == queue", 7, "'==' mixes a truth value and a choice."),
    ],
)
def test_mixing_kinds_is_an_error_at_its_place(text: str, offset: int, says: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(says)) as caught:
        type_of(parse(text), NAMES)
    assert caught.value.offset == offset
