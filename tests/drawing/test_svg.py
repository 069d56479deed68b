"""Plots of a page: well-formed, within their box, every figure told, nothing of a text obeyed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from studykit.drawing.bars import Bar
from studykit.drawing.dot_whisker import Interval
from studykit.drawing.over_time import Dot, Stood
from studykit.drawing.svg import svg_bars, svg_calendar, svg_over_time, svg_whiskers

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = '</svg><script>alert(1)</script>"\x1b[31m & <b>'
shares = st.floats(0, 1)
intervals = st.tuples(shares, shares, shares).map(sorted)
texts = st.text(max_size=30) | st.just(HOSTILE)


def read(svg: str) -> etree._Element:
    """The plot, which holds nothing but shapes and words; every coordinate lies in its box."""
    root = etree.fromstring(svg.encode())
    assert {one.tag.removeprefix(SPACE) for one in root.iter()} <= {"svg", "title", "path", "circle", "rect", "text"}
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for one in root.iter():
        for name, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            assert 0 <= float(one.attrib.get(name, 0)) <= most, one.attrib
    return root


def words(root: etree._Element) -> str:
    return " ".join(one.text or "" for one in root.iter())


@given(
    st.lists(
        st.builds(
            lambda at, label, figures: Interval(label, at[0], at[1], at[2], figures, 0.7), intervals, texts, texts
        )
    )
)
def test_whiskers_lie_in_their_box_and_print_their_figures(rows: list[Interval]) -> None:
    root = read(svg_whiskers(rows, HOSTILE))
    assert len(root.findall(f"{SPACE}circle")) == len(rows)
    for row in rows:
        dot = root.findall(f"{SPACE}circle")[rows.index(row)]
        assert 230 <= float(dot.attrib["cx"]) <= 760 - 200


@given(st.lists(st.builds(Bar, texts, st.floats(0, 1e6), texts)), st.floats(0, 1e6))
def test_bars_are_as_long_as_their_values_and_something_is_never_nothing(rows: list[Bar], most: float) -> None:
    root = read(svg_bars(rows, "title", most))
    long = [float(one.attrib["width"]) for one in root.findall(f"{SPACE}rect")]
    for row, width in zip(rows, long, strict=True):
        assert (width > 0) == (row.value > 0)
        assert width <= 760 - 230 - 200 + 0.1
    by_value = sorted(zip((row.value for row in rows), long, strict=True))
    assert [width for _, width in by_value] == sorted(long)


@given(st.dictionaries(st.integers(739_000, 739_600), st.integers(0, 500)))
def test_the_calendar_tells_the_figure_of_each_day(counts: dict[int, int]) -> None:
    root = read(svg_calendar(counts, 739_576, "Answers a day"))
    told = [one.text or "" for one in root.iter(f"{SPACE}title")][1:]
    shown = [(day, counts.get(day, 0)) for day in range(739_576 - len(told) + 1, 739_577)]
    assert [int(text.rpartition(" ")[2]) for text in told] == [number for _, number in shown]
    shades = [int(re.sub(r"\D", "", one.attrib["class"])) for one in root.findall(f"{SPACE}rect")]
    by_number = sorted(zip((number for _, number in shown), shades, strict=True))
    assert [shade for _, shade in by_number] == sorted(shades)
    assert all((shade > 0) == (number > 0) for number, shade in by_number)


@given(
    st.lists(
        st.builds(
            lambda at, label, dot: Stood(label, at[0], at[1], at[2], label, dot), intervals, texts, st.sampled_from(Dot)
        )
    )
)
def test_over_time_each_kind_has_its_own_shape(days: list[Stood]) -> None:
    root = read(svg_over_time(days, "Readiness", mark=0.69))
    kinds = [one.attrib["class"] for one in root.findall(f"{SPACE}circle")]
    assert kinds.count("ring") == sum(one.dot is Dot.FORETOLD for one in days)
    assert kinds.count("dot") == sum(one.dot is Dot.WORKED_OUT for one in days)


def test_a_text_is_shown_and_not_obeyed() -> None:
    svg = svg_bars([Bar(HOSTILE, 1, HOSTILE)], HOSTILE)
    root = read(svg)
    assert "<script" not in svg
    assert "\x1b" not in svg
    assert "</svg><script>alert(1)</script>" in words(root)
