from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.core.quantity import (
    UNITS,
    Dimension,
    Quantity,
    Unit,
    format_figure,
    from_base,
    natural,
    of,
    parse_figure,
    parse_quantity,
    whole,
)

figures = st.one_of(st.integers(-(10**12), 10**12), st.fractions(-(10**9), 10**9, max_denominator=1000)).map(whole)


@given(figures, st.sampled_from([unit for unit in UNITS.values() if unit.dimension is not Dimension.CODE]))
def test_what_is_written_is_read_back_exactly(figure: int | Fraction, unit: Unit) -> None:
    quantity = Quantity(figure, unit)
    assert parse_quantity(str(quantity)) == quantity


@given(figures)
def test_a_figure_is_read_back_exactly(figure: int | Fraction) -> None:
    assert parse_figure(format_figure(figure)) == figure


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("900 s", 900),
        ("15min", 900),
        ("6 hours", 21600),
        ("0.5 GB", 512 * 1024**2),
        ("10,240 MB", 10 * 1024**3),
        ("10/s", 10),
        ("60/min", 1),
        ("6x", 6),
        ("100 ms", Fraction(1, 10)),
        ("2", 2),
    ],
)
def test_quantities_are_compared_in_base_units(text: str, base: int | Fraction) -> None:
    assert parse_quantity(text).base == base


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("10 GB", "10,240 MB", True),
        ("500 MB", "0.5 GB", True),
        ("512 MB", "0.5 GB", True),
        ("900 s", "15 min", True),
        ("512 MB", "500 MB", False),
        ("1 MiB", "1 MB", True),
        ("1 MiB", "1,000 KB", False),
        ("6 s", "6", False),
    ],
)
def test_sizes_agree_when_either_reading_does(one: str, other: str, agree: bool) -> None:
    assert parse_quantity(one).agrees(parse_quantity(other)) is agree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30 Mb", "Did you mean 'MB'?"),
        ("30 sekunds", "Did you mean 'seconds'?"),
        ("many", "is not a quantity"),
        ("9" * 50, "is not a number"),
    ],
)
def test_a_wrong_quantity_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        parse_quantity(text)


def test_people_see_the_largest_unit_that_stays_whole() -> None:
    assert str(natural(900, Dimension.TIME)) == "15 min"
    assert str(natural(90, Dimension.TIME)) == "90 s"
    assert str(natural(10 * 1024**3, Dimension.SIZE)) == "10 GB"
    assert str(natural(Fraction(1, 10), Dimension.TIME)) == "100 ms"
    assert str(natural(3, Dimension.COUNT)) == "3"


def test_a_base_figure_is_shown_in_the_asked_unit_unless_that_is_unreadable() -> None:
    assert str(from_base(1024**3, UNITS["MB"])) == "1,024 MB"
    assert str(from_base(1, UNITS["GB"])) == "1 B"


def test_a_quantity_is_made_of_a_figure_and_a_unit_name() -> None:
    assert of(6, "MB") == parse_quantity("6 MB")
    with pytest.raises(KeyError):
        of(6, "parsec")
