"""Every drawing, rich and plain, against golden text; and the laws that hold for all of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from studykit.drawing.bars import Bar, bar, bars
from studykit.drawing.dot_whisker import Interval, dot_whiskers, whisker
from studykit.drawing.heatmap import heatmap, legend, steps, weeks_in
from studykit.drawing.lines import Drawing, columns, fitted, text_of
from studykit.drawing.step_chart import Step, step_chart
from tests.golden import Golden, read_golden

LAST = date(2026, 11, 21).toordinal()
COUNTS = {LAST - back: (back * 37) % 53 for back in range(400) if back % 5}
LOAD = [
    Bar("Sat 21 Nov", 24, "24 cards, 15 min"),
    Bar("Sun 22 Nov", 31, "31 cards, 18 min"),
    Bar("Mon 23 Nov", 1, "1 card, 1 min"),
    Bar("Tue 24 Nov", 0, "0 cards"),
]
WIDE = [Bar("可視性タイムアウトと再試行", 3, "3"), Bar("👩\u200d🏫 e\u0301te\u0301", 7, "7"), Bar("plain", 5, "5")]
RECALL = [
    Interval("60–70 %", 0.50, 0.67, 0.81, "67 % (50–81)   30", 0.65),
    Interval("70–80 %", 0.55, 0.68, 0.78, "68 % (55–78)   62", 0.76),
    Interval("90–100 %", 0.86, 0.91, 0.95, "91 % (86–95)  141", 0.97),
]
MONTHS = [Step(name, value, f"{value * 100:.0f} %") for name, value in
          (("Jun", 0.8), ("Jul", 0.92), ("Aug", 0.91), ("Sep", 0.7), ("Oct", 0.7))]  # fmt: skip


def drawn(named: str, width: int, plain: bool) -> Drawing:
    made = {
        "load": lambda: bars(LOAD, width, plain),
        "wide letters": lambda: bars(WIDE, width, plain),
        "recall": lambda: dot_whiskers(RECALL, width, plain=plain, scale=(0.4, 1.0)),
        "calendar": lambda: heatmap(COUNTS, LAST, 12, plain),
        "year": lambda: heatmap(COUNTS, LAST, weeks_in(width, 1), plain, cell=1),
        "months": lambda: step_chart(MONTHS, width, 6, plain, scale=(0.5, 1.0)),
    }
    return made[named]()


@pytest.mark.parametrize("case", read_golden("drawings.txt"), ids=lambda case: str(case.title))
def test_a_drawing_looks_as_its_golden_text_does(case: Golden) -> None:
    name, form, width = (part.strip() for part in case.given.split(","))
    drawing = drawn(name, int(width), form == "plain")
    said = drawing.spoken if form == "spoken" else drawing.rows
    assert "\n".join(said).strip() == case.expected


ALL = ("load", "wide letters", "recall", "calendar", "year", "months")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_width_given(name: str, width: int) -> None:
    for plain in (False, True):
        for line in drawn(name, width, plain).rows:
            assert columns(line) <= width, line


@pytest.mark.parametrize("name", [name for name in ALL if name != "wide letters"])
def test_a_plain_drawing_is_ascii_and_says_the_same_rows(name: str) -> None:
    plain, rich = drawn(name, 80, plain=True), drawn(name, 80, plain=False)
    assert "".join(plain.rows).isascii()
    assert len(plain.rows) == len(rich.rows)
    assert plain.spoken == rich.spoken


@pytest.mark.parametrize("name", ALL)
def test_each_sentence_tells_one_row(name: str) -> None:
    for sentence in drawn(name, 80, plain=False).spoken:
        assert sentence.endswith(".")
        assert any(letter.isdigit() for letter in sentence)


@given(some.floats(0, 1), some.integers(0, 200), some.booleans(), some.none() | some.floats(0, 1))
def test_a_bar_fills_its_width_and_never_lies_about_nothing_and_all(
    share: float, width: int, plain: bool, mark: float | None
) -> None:
    drawing = bar(share, width, plain, mark)
    assert columns(drawing) == width
    if mark is None and width > 1:
        assert (drawing.strip("·.") == "") == (share == 0)
        assert (drawing.strip("█#") == "") == (share == 1)


@given(some.tuples(some.floats(0, 1), some.floats(0, 1), some.floats(0, 1)), some.floats(0, 1), some.integers(1, 100))
def test_a_whisker_shows_its_dot_inside_its_ends(three: tuple[float, float, float], mark: float, width: int) -> None:
    low, value, high = sorted(three)
    drawing = whisker(low, value, high, mark, width)
    assert columns(drawing) == width
    assert drawing.count("●") == 1
    ends = [at for at, sign in enumerate(drawing) if sign not in " │"]
    assert min(ends) <= drawing.index("●") <= max(ends)


@given(some.dictionaries(some.integers(LAST - 500, LAST + 50), some.integers(0, 9999)), some.integers(1, 60))
def test_the_sums_of_a_heatmap_are_the_answers_of_its_weeks(counts: dict[int, int], weeks: int) -> None:
    drawing = heatmap(counts, LAST, weeks)
    first = LAST - date.fromordinal(LAST).weekday() - 7 * (weeks - 1)
    sums = [int(text_of(line[2:]).replace(",", "")) for line in drawing.lines[1:8]]
    assert sum(sums) == sum(number for day, number in counts.items() if first <= day <= LAST)


@given(some.integers(0, 100_000))
def test_the_shades_of_a_heatmap_rise_and_its_legend_names_each(most: int) -> None:
    least = steps(most)
    assert list(least) == sorted(set(least))
    assert least[0] == 1
    assert [part.split()[0] for part in legend(least).split("  ")] == list("·░▒▓█")


@given(some.text(max_size=40), some.integers(0, 50), some.booleans())
def test_fitted_text_takes_exactly_its_width(text: str, width: int, right: bool) -> None:
    assert columns(fitted(text, width, right=right)) == width


def test_columns_counts_what_a_terminal_shows() -> None:
    assert columns("naïve") == 5
    assert columns("nai\u0308ve") == 5
    assert columns("日本") == 4
    assert columns("⚠\ufe0f") == 2


def test_a_chart_without_values_is_its_axes_only() -> None:
    assert bars((), 40).lines == ()
    assert dot_whiskers((), 40).lines == ()
    assert not any(sign in "".join(step_chart((), 40, 4).rows) for sign in "─│")
    assert "· 0" in heatmap({}, LAST, 3).rows[-1]
