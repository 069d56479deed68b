"""Statistics: four charts with a cursor, each also as a table; what is not known yet is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import StoreError
from studykit.core.source import SourceSpan
from studykit.store.study_store import StudyStore
from studykit.tui.screens import statistics as module
from studykit.tui.screens.card_rows import CardRows
from studykit.tui.screens.statistics import Statistics
from studykit.tui.widgets.chart_panel import ChartPanel
from studykit.workflows.card_rows import CardRow, CardRowsPage
from studykit.workflows.readiness_page import Moment, ReadinessPage
from studykit.workflows.statistics_page import StatisticsPage
from tests.kept import kept
from tests.tui.alone import Alone, press, settled
from tests.tui.figures_stage import HOSTILE, THEN, empty_page, page, readiness, study
from tests.tui.golden import SIZES, compare, shown
from tests.workflows.answered_study import TODAY

ROWS = CardRowsPage(
    "Sat 21 Nov 2026: 2 answers, 1 right",
    (
        CardRow(HOSTILE, "09:14   12 s  good ", right=True, fact="lambda.f0.max", sources=(SourceSpan("a.md", 3, 3),)),
        CardRow("A term", "09:15    9 s  again", right=False, fact="", sources=(SourceSpan("b.md", 8, 8),)),
        CardRow("gone (no longer in the content)", "09:16    9 s  again", right=False, fact="", sources=()),
    ),
    "Nothing was answered.",
)


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


@pytest.fixture(autouse=True)
def figures(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, page(), readiness())
    monkeypatch.setattr(module, "answers_of_day", lambda *_: ROWS)
    monkeypatch.setattr(module, "cards_of_band", lambda *_: ROWS)


def given(monkeypatch: pytest.MonkeyPatch, figures: StatisticsPage, ready: ReadinessPage) -> None:
    def then(*_: object) -> Moment | None:
        return THEN

    monkeypatch.setattr(module, "statistics_page", lambda *_: figures)
    monkeypatch.setattr(module, "readiness_page", lambda *_: ready)
    monkeypatch.setattr(module, "readiness_then", then)


WALK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("calendar", ()),
    ("calendar-moved", ("left", "left", "down")),
    ("recall", ("2", "down", "down")),
    ("table", ("t",)),
    ("load", ("t", "3", "down")),
    ("readiness", ("4", "left")),
    ("day", ("1", "enter")),
)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_is_as_it_was_read_last(store: StudyStore, size: tuple[int, int]) -> None:
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for state, keys in WALK:
            await press(pilot, *keys)
            compare(f"statistics-{state}-{size[0]}x{size[1]}", app)


async def test_before_the_first_answer_it_says_what_will_be_here_and_starts_a_review(store: StudyStore) -> None:
    app = Alone(lambda: Statistics(study(store, answered=False)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        compare("statistics-none-80x24", app)
        await press(pilot, "enter")
    assert app.asked == ["go review"]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
async def test_what_cannot_be_judged_yet_says_so(
    store: StudyStore, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, empty_page(), readiness(None))
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "2", "enter")
        compare(f"statistics-first-day-{size[0]}x{size[1]}", app)
        await press(pilot, "4")
        assert "on the day" not in shown(app)
    assert app.asked == []


async def test_each_chart_is_copied_as_a_table_for_a_spreadsheet(store: StudyStore) -> None:
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "y", "right_square_bracket", "y", "3", "y", "left_square_bracket", "4", "y")
    tables = [one.removeprefix("copy ").split("\n") for one in app.asked]
    assert [table[0].split("\t")[0] for table in tables] == ["day", "predicted", "days", "what"]
    assert len({line.count("\t") for line in tables[3]}) == 1
    assert tables[1][-1].split("\t")[-1] == "above"
    assert "readiness\t2026-11-21\t63.0\t71.0\t78.0" in tables[3]


async def test_a_day_and_a_band_open_their_cards_and_a_card_its_fact(store: StudyStore) -> None:
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "up", "enter", "enter", "down", "enter", "o", "down", "o")
        assert isinstance(app.screen, CardRows)
        assert "! This card names no line of a note." in shown(app)
        assert app.asked == ["fact lambda.f0.max", "note b.md:8", "note b.md:8"]
        await press(pilot, "escape")
        focused = app.focused
        assert isinstance(focused, ChartPanel)
        assert focused.id == "calendar"
        assert "Fri 20 Nov" in shown(app)
        await press(pilot, "2", "enter")
        assert isinstance(app.screen, CardRows)
        await press(pilot, "q", "3", "enter", "4", "enter")
    assert app.asked[3:] == ["go plan", "go plan"]


async def test_where_there_is_room_all_four_are_shown_and_tab_goes_between_them(store: StudyStore) -> None:
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        found = []
        for _ in range(4):
            found.append(app.focused.id if app.focused else "")
            await press(pilot, "tab")
        assert found == ["calendar", "recall", "load", "readiness"]
        await press(pilot, "4")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "Readiness 71 % (63–78)" in shown(app)
        assert "Mo" not in shown(app)


async def test_every_share_stands_with_its_interval(store: StudyStore) -> None:
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        text = shown(app)
    for figure in ("71 % (63–78)", "78 % (70–84)", "61 % (53–68)  weakest"):
        assert figure in text
    assert "It rests on 400 repeated answers" in text


async def test_the_frame_is_there_before_the_figures_and_keys_are_answered_meanwhile(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    go = Event()

    def slow(*_: Any) -> StatisticsPage:
        go.wait(10)
        return page()

    monkeypatch.setattr(module, "statistics_page", slow)
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Reading your answers…" in shown(app)
        await pilot.press("2")
        await pilot.press("enter")
        await pilot.press("y")
        await pilot.pause()
        assert "▌2 Recall" in shown(app)
        go.set()
        await settled(pilot)
        assert "70–80 %" in shown(app)
    assert app.asked == []


async def test_trouble_with_the_answers_is_a_sentence_and_the_way_back_works(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> StatisticsPage:
        raise StoreError("The file of your answers cannot be read.")

    monkeypatch.setattr(module, "statistics_page", broken)
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "! The file of your answers cannot be read." in shown(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, Statistics)


async def test_the_cursor_of_the_calendar_stays_within_a_year(store: StudyStore) -> None:
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        await press(pilot, "home")
        panel = app.focused
        assert isinstance(panel, ChartPanel)
        first = getattr(panel, "day", 0)
        assert 364 <= TODAY - first <= 371
        await press(pilot, "left", "up")
        assert getattr(panel, "day", 0) == first
        assert "▌" in shown(app)
        await press(pilot, "end", "right", "down")
        assert getattr(panel, "day", 0) == TODAY


async def test_plain_signs_are_plain_everywhere(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    app = Alone(lambda: Statistics(study(store)))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        text = shown(app).replace("漢字", "")
    assert text.isascii(), {letter for letter in text if not letter.isascii()}
