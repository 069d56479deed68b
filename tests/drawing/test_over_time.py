"""Values over time and weeks of days: what is drawn, what is said, and what fits."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from studykit.drawing.bars import Bar, bars
from studykit.drawing.heatmap import heatmap
from studykit.drawing.lines import columns
from studykit.drawing.over_time import Dot, Stood, over_time
from studykit.drawing.weeks import weeks

TODAY = date(2026, 11, 21).toordinal()
DAYS = [
    Stood("7 Nov", 0.52, 0.60, 0.70, "60 % (52–70)"),
    Stood("14 Nov", 0.55, 0.64, 0.73, "64 % (55–73)"),
    Stood("19 Nov", 0.59, 0.71, 0.80, "71 % (59–80)", Dot.MEASURED),
    Stood("2 Jan", 0.70, 0.78, 0.84, "78 % (70–84)", Dot.FORETOLD),
]


def test_each_day_has_its_dot_between_the_ends_of_its_interval() -> None:
    assert over_time(DAYS, 60, 10, mark=0.69, at=1).rows == (
        " 90 ┤",
        "    ┤                           ╷",
        " 80 ┤                   ╷       ○",
        "    ┤           ╷       │       │",
        " 70 ┤ ──╷───────│───────✚───────╵─────",
        "    ┤   │       ●       │",
        " 60 ┤   ●       │       ╵",
        "    ┤   │       ╵",
        " 50 ┤   ╵",
        "       7 Nov  ▌14 Nov  19 Nov  2 Jan",
    )


@pytest.mark.parametrize("width", [20, 32, 38, 58, 78])
@pytest.mark.parametrize("at", [-1, 0, 2, 3])
def test_the_day_with_the_cursor_is_always_among_those_that_fit(width: int, at: int) -> None:
    for plain in (False, True):
        rows = over_time(DAYS, width, 8, plain, mark=0.69, at=at).rows
        assert all(columns(row) <= width for row in rows)
        assert ("".join(rows).isascii()) is plain
        if at >= 0:
            assert f"{'>' if plain else '▌'}{DAYS[at].label}" in rows[-1]


def test_one_day_alone_and_all_at_the_end_are_drawn() -> None:
    drawing = over_time([Stood("21 Nov", 1.0, 1.0, 1.0, "100 % (100–100)")], 40, 6)
    assert "●" in "".join(drawing.rows)
    assert drawing.spoken == ("21 Nov: 100 % (100–100).",)
    assert over_time([], 40, 6).spoken == ()


def test_weeks_show_what_is_off_the_cursor_and_the_marked_day() -> None:
    off = {TODAY + 1, TODAY + 3}
    assert weeks(TODAY, 3, off, at=TODAY + 3, marked=TODAY + 10).rows == (
        "       Mo  Tu  We  Th  Fr  Sa  Su",
        "Nov   16  17  18  19  20  21 [22]",
        "      23 ▌24] 25  26  27  28  29",
        "Dec   30  (1)  2   3   4   5   6"[:32],
    )
    assert weeks(TODAY, 3, off).spoken == ("Su 22 Nov is off.", "Tu 24 Nov is off.")
    assert "".join(weeks(TODAY, 6, off, plain=True, at=TODAY).rows).isascii()


def test_the_cursor_stands_in_place_of_a_day_of_the_calendar() -> None:
    without, with_it = (heatmap({TODAY: 9}, TODAY, 4, cell=1, at=at).rows for at in (None, TODAY))
    assert [len(row) for row in without] == [len(row) for row in with_it]
    assert [(row, other) for row, other in zip(without, with_it, strict=True) if row != other] == [
        ("Sa ···█      9", "Sa ···▌      9")
    ]


def test_each_bar_is_held_against_a_mark_of_its_own() -> None:
    rows = [Bar("a", 5, "5"), Bar("b", 10, "10"), Bar("c", 0, "off")]
    drawn = bars(rows, 30, marks=(10, 5, -1)).rows
    assert ["│" in row for row in drawn] == [True, True, False]
    assert ["|" in row for row in bars(rows, 30, plain=True, marks=(10, 5, -1)).rows] == [True, True, False]


@pytest.mark.parametrize("height", range(5, 16))
def test_the_figures_of_the_axis_stand_equally_far_apart(height: int) -> None:
    for low in (0.0, 0.1, 0.31, 0.4, 0.55):
        drawn = over_time([Stood("7 Nov", low, 0.6, 0.88, "60 %")], 60, height, mark=0.69).rows[:-1]
        named = [at for at, row in enumerate(drawn) if row[:3].strip()]
        figures = [int(drawn[at][:3]) for at in named]
        assert len(drawn) < height
        assert len({after - at for at, after in itertools.pairwise(named)}) == 1
        assert len({after - figure for figure, after in itertools.pairwise(figures)}) == 1
