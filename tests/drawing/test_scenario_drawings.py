"""Every drawing of a scenario, rich and plain, against golden text; and the laws that hold for all of them."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as some

from studykit.core.verdict import How, Moment, Span
from studykit.drawing.lines import Drawing, columns, text_of
from studykit.drawing.scale import scale
from studykit.drawing.spans import spans
from studykit.drawing.time_line import time_line
from studykit.drawing.times import clock, lasting
from tests.drawing.scenes import SCENES, asynchronous
from tests.golden import FOLDER

FORMS = (("rich", 40), ("rich", 76), ("rich", 116), ("plain", 76))
_ASKED = "STUDYKIT_UPDATE_GOLDEN"


def drawn(name: str, width: int = 76, *, plain: bool = False) -> Drawing:
    """One of the scenes."""
    return SCENES[name](width, plain)


def sheet(name: str) -> str:
    """All forms of a drawing on one page."""
    parts: list[str] = []
    for form, width in FORMS:
        parts += [f"== {form}, {width} columns", *drawn(name, width, plain=form == "plain").rows]
    return "\n".join([*parts, "== spoken", *drawn(name).spoken, ""])


@pytest.mark.parametrize("name", SCENES)
def test_a_drawing_looks_as_its_golden_text_does(name: str) -> None:
    path = FOLDER / "drawing" / f"{name}.txt"
    if os.environ.get(_ASKED):
        path.write_text(sheet(name), encoding="utf-8")
    assert sheet(name) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCENES)
def test_no_drawing_is_wider_than_asked(name: str) -> None:
    for width in range(20, 201, 3):
        for plain in (False, True):
            rows = [text_of(line) for line in drawn(name, width, plain=plain).lines]
            assert all(columns(row) <= width for row in rows), (width, plain)


@pytest.mark.parametrize("name", [one for one in SCENES if not one.startswith("hostile")])
def test_the_plain_form_needs_no_other_letters_than_those_of_every_terminal(name: str) -> None:
    for width in (20, 40, 76, 116):
        assert all(row.isascii() for row in drawn(name, width, plain=True).rows)


@pytest.mark.parametrize("name", [one for one in SCENES if one.startswith("hostile")])
def test_words_of_content_cannot_steer_a_terminal(name: str) -> None:
    for width in (20, 40, 76, 116):
        drawing = drawn(name, width)
        assert all(letter.isprintable() for row in (*drawing.rows, *drawing.spoken) for letter in row)


times = some.lists(some.integers(0, 4_000_000), min_size=1, max_size=45, unique=True).map(sorted)
names = some.sampled_from(("", "error", "dead-letter queue", "a name that is by far too long for a label", "✓ 漢字"))
hows = some.sampled_from(tuple(How))


@some.composite
def courses(draw: some.DrawFn) -> tuple[Moment, ...]:
    """Moments in order, some of them at one time and some at none."""
    found: list[Moment] = []
    for number, at in enumerate(draw(times)):
        turns = range(draw(some.integers(1, 2)))
        found += [Moment(at, f"Event {number}.{turn} happens.", draw(names), draw(hows)) for turn in turns]
    if draw(some.booleans()):
        found.insert(draw(some.integers(0, len(found))), Moment(None, "More follows."))
    return tuple(found)


widths = some.integers(20, 200)


@given(courses(), widths, some.booleans())
def test_a_time_line_keeps_its_width_and_speaks_of_every_moment(
    moments: tuple[Moment, ...], width: int, plain: bool
) -> None:
    drawing = time_line(moments, width, plain)
    assert all(columns(row) <= width for row in drawing.rows)
    assert len(drawing.spoken) == len(moments)
    assert all(one.says in said for one, said in zip(moments, drawing.spoken, strict=True))


@given(courses(), widths)
def test_a_time_line_shows_every_time_or_says_that_some_are_left_out(moments: tuple[Moment, ...], width: int) -> None:
    shown = "\n".join(time_line(moments, width).rows)
    at_all = [one.at for one in moments if one.at is not None]
    words = clock(at_all)
    assert all(word in shown for word in words.values()) or "more" in shown


@given(
    times,
    some.lists(some.integers(2, 24), min_size=44, max_size=44),
    some.lists(some.integers(5, 20), min_size=44, max_size=44),
    some.integers(10, 200),
)
def test_a_scale_rises_fits_and_never_lies(at: list[int], least: list[int], cut: list[int], width: int) -> None:
    gaps = len(at) - 1
    found = scale(at, least[:gaps], cut[:gaps], width)
    if found is None:
        assert sum(map(min, least[:gaps], cut[:gaps])) > width or sum(cut[:gaps]) > width
        return
    drawn = [after - before for before, after in zip(found.columns, found.columns[1:], strict=False)]
    assert all(one > 0 for one in drawn)
    assert found.columns[-1] <= width
    whole = [(at[one + 1] - at[one], drawn[one]) for one in range(gaps) if not found.cut[one]]
    for one, size in whole:
        for other, other_size in whole:
            assert one <= other or size >= other_size - 1, "a longer gap is never drawn shorter"
            assert abs(size * other - other_size * one) <= 2 * max(one, other), "lengths are to scale"


@given(
    some.lists(some.tuples(some.integers(0, 90_000), some.integers(0, 50_000), hows), min_size=1, max_size=12),
    widths,
    some.booleans(),
)
def test_spans_keep_their_width_and_nothing_that_lasts_is_drawn_as_nothing(
    given_spans: list[tuple[int, int, How]], width: int, plain: bool
) -> None:
    made = [Span(f"lane {number}", since, since + lasts, "works", how)
            for number, (since, lasts, how) in enumerate(given_spans)]  # fmt: skip
    moments = tuple(Moment(one.until, f"It ends ({one.lane}).", "ends", one.how, (one,)) for one in made)
    drawing = spans(moments, width, plain)
    assert all(columns(row) <= width for row in drawing.rows)
    assert len(drawing.spoken) == len(moments)
    lanes = {row.split("  ")[0].strip(): row for row in drawing.rows}
    for one in made:
        row = lanes.get(one.lane)
        if row is not None and one.until > one.since:
            body = row[len(one.lane) :]
            assert any(sign in body for sign in ("#", "|", "-", "█", "─", "├", "//")), row


def test_what_is_cut_is_marked_and_says_how_long_it_is() -> None:
    rows = time_line(asynchronous(("throttle", "throttle", "error", "success"), maximum_event_age=900), 76).rows
    assert any("//" in row for row in rows)
    assert rows[-1].startswith("// the line is cut")


def test_figures_are_beside_their_bars() -> None:
    text = "\n".join(drawn("bucket").rows)
    assert "✗ 14" in text
    assert "16" in text
    pools = drawn("pools").rows
    assert pools[0].endswith("225 used")
    assert any("910 wanted ✗ 210 refused" in row for row in pools)
    assert any(row.endswith("off ✗ 12 refused") for row in pools)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (90, "1 min 30 s"), (21_420, "5 h 57 min"), (86_401, "1 d 1 s"), (3_661, "3,661 s")],
)
def test_how_long_something_lasts_is_exact(seconds: int, said: str) -> None:
    assert lasting(seconds) == said


def test_times_of_a_day_stand_on_one_clock() -> None:
    assert list(clock([0, 64, 21_600]).values()) == ["0:00", "1:04", "6:00:00"]
    assert list(clock([0, 9]).values()) == ["0 s", "9 s"]
