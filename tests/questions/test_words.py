"""Facts become grammatical questions for any pack's noun phrases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studykit.core.attribute import Bound
from studykit.core.quantity import UNITS
from studykit.questions.words import bound_phrase, degree, noun_phrase
from tests.facts.small_pack import attribute


@pytest.mark.parametrize(
    ("means", "unit", "noun"),
    [
        ("requests that may arrive at one moment", "", "number of requests that may arrive at one moment"),
        ("read calls a second to one shard", "/s", "number of read calls a second to one shard"),
        ("number of shelves", "", "number of shelves"),
        ("memory that a function can be given", "MB", "memory that a function can be given"),
        ("steady rate of requests", "/s", "steady rate of requests"),
        ("status of a kiln", "", "status of a kiln"),
        ("access keys of a user", "", "number of access keys of a user"),
    ],
)
def test_things_that_are_counted_become_their_number(means: str, unit: str, noun: str) -> None:
    one = replace(attribute("kiln.x", unit), means=means, dimension=UNITS[unit].dimension)
    assert noun_phrase(one) == noun


@pytest.mark.parametrize(
    ("means", "bound", "phrase"),
    [
        ("firing time", Bound.MAX, "maximum firing time"),
        ("firing time", Bound.EXACT, "firing time"),
        ("firing time", Bound.INCREMENT, "step size for the firing time"),
        ("step to which time is rounded", Bound.INCREMENT, "step to which time is rounded"),
        ("longest firing time", Bound.MAX, "longest firing time"),
        ("longest firing time", Bound.DEFAULT, "default for the longest firing time"),
        ("longest firing time", Bound.MIN, "smallest value that can be set for the longest firing time"),
        ("shortest firing time", Bound.MAX, "largest value that can be set for the shortest firing time"),
    ],
)
def test_each_bound_has_its_phrase(means: str, bound: Bound, phrase: str) -> None:
    assert bound_phrase(replace(attribute("kiln.x", "s"), means=means), bound) == phrase


def test_times_are_long_sizes_large_and_the_rest_high() -> None:
    units = ("s", "MB", "")
    assert [degree(UNITS[unit].dimension, most=True) for unit in units] == ["longest", "largest", "highest"]
