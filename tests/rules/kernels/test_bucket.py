"""A bucket that is watched lets the same requests pass as one that is not, and its table adds up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from studykit.rules.kernels._arrivals import arrivals_of
from studykit.rules.kernels._bucket import Limit, through, watched

crowds = some.tuples(some.integers(1, 60), some.integers(0, 40)).map(lambda one: f"{one[0]} at {one[1]} s")
flows = some.tuples(some.integers(1, 20), some.integers(1, 30), some.integers(0, 20)).map(
    lambda one: f"{one[0]} /s for {one[1]} s from {one[2]} s"
)
sequences = some.lists(some.one_of(crowds, flows), min_size=1, max_size=5).map("; ".join)
limits = some.one_of(
    some.tuples(some.integers(0, 30), some.integers(0, 80)).map(lambda one: Limit("method", one[0], one[1], one[1])),
    some.tuples(some.integers(0, 200), some.sampled_from((0, 10, 86_400))).map(
        lambda one: Limit("quota", 0, one[0], one[0], one[1])
    ),
)


@settings(max_examples=60)
@given(sequences, limits)
def test_watching_changes_nothing_and_the_table_adds_up(sequence: str, limit: Limit) -> None:
    arrivals = arrivals_of(sequence, 0, None, None)
    passed, first = through(limit, arrivals)
    seen, seen_first, lasts, turns = watched(limit, arrivals)
    assert sum(one.count for one in seen) == sum(one.count for one in passed)
    assert seen_first == first
    assert sum(turn.arrive for turn in turns) == sum(one.count for one in arrivals)
    assert sum(turn.passed for turn in turns) == sum(one.count for one in passed)
    assert [turn.at for turn in turns] == [number * lasts for number in range(len(turns))]
    assert all(0 <= turn.tokens <= limit.holds and turn.refused >= 0 for turn in turns)


@pytest.mark.parametrize(
    ("sequence", "lasts", "many"),
    [
        ("1 at 0 s", 1, 1),
        ("1 at 11 s", 1, 12),
        ("1 at 12 s", 2, 7),
        ("10 /s for 1 min", 5, 12),
        ("1 at 90 day", 706_910, 11),
    ],
)
def test_a_table_is_short_however_long_the_requests_last(sequence: str, lasts: int, many: int) -> None:
    _, _, found, turns = watched(Limit("method", 1, 5, 5), arrivals_of(sequence, 0, None, None))
    assert (found, len(turns)) == (lasts, many)


def test_the_table_of_the_plan_holds_what_anybody_can_count() -> None:
    """25 requests at a bucket of 20: 20 pass, and each second gives 10 back."""
    arrivals = arrivals_of("25 at 0 s; 12 at 1 s; 12 at 2 s; 4 at 3 s; 30 at 4 s", 0, None, None)
    _, _, _, turns = watched(Limit("method", Fraction(10), 20, 20), arrivals)
    assert [(turn.tokens, turn.arrive, turn.passed, turn.refused) for turn in turns] == [
        (20, 25, 20, 5),
        (10, 12, 10, 2),
        (10, 12, 10, 2),
        (10, 4, 4, 0),
        (16, 30, 16, 14),
    ]
