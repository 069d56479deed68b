"""Rows of which one has the cursor, however many there are."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.screen import Screen

from studykit.tui.themes import DARK
from studykit.tui.widgets.rows import Rows
from tests.tui.looking import rows as shown_rows

MANY = 100_000


class Listed(App[None]):
    def __init__(self, count: int, tall: int = 1) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.moved: list[int] = []
        self.taken: list[int] = []
        self.list = Rows(count, self._row, tall=tall)
        self._tall = tall

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.list.focus()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self.moved.append(event.at)

    def on_rows_taken(self, event: Rows.Taken) -> None:
        self.taken.append(event.at)

    def _row(self, at: int, width: int) -> Content:
        self.asked.append(at)
        return Content("\n".join(f"row {at} line {line} [b]x[/b] {'w' * width}" for line in range(self._tall)))


@pytest.mark.parametrize("tall", [1, 2])
async def test_only_rows_in_sight_are_asked_for(tall: int) -> None:
    app = Listed(MANY, tall)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert set(app.asked) <= set(range(13))
        app.asked.clear()
        await pilot.press("end")
        await pilot.pause()
        assert min(set(app.asked) - set(range(13)), default=MANY) >= MANY - 13
        assert app.list.cursor == MANY - 1
        assert f"row {MANY - 1} line 0 [b]x[/b]" in "\n".join(shown_rows(app))


async def test_every_key_moves_as_it_says_and_tells_it_once() -> None:
    app = Listed(50)
    async with app.run_test(size=(40, 11)) as pilot:
        for key, at in (("down", 1), ("j", 2), ("k", 1), ("up", 0), ("up", 0), ("pagedown", 10), ("ctrl+u", 0)):
            await pilot.press(key)
            assert app.list.cursor == at, key
        await pilot.press("G", "down", "home")
        assert app.list.cursor == 0
    assert app.moved == [1, 2, 1, 0, 10, 0, 49, 0]


async def test_the_cursor_is_a_sign_and_stays_in_sight_when_the_window_shrinks() -> None:
    app = Listed(50)
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.press(*["down"] * 25)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.pause()
        (here,) = [row for row in shown_rows(app) if row.startswith("▌")]
        assert here.startswith("▌ row 25")
        assert app.cursor_position.y < 5


async def test_other_rows_keep_the_cursor_within_them() -> None:
    app = Listed(50)
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.press("end")
        app.list.show(3, lambda at, _: Content(f"new {at}"))
        await pilot.pause()
        assert app.list.cursor == 2
        assert [row.strip() for row in shown_rows(app) if row.strip()] == ["new 0", "new 1", "▌ new 2"]
        app.list.show(0, lambda _, __: Content(""))
        await pilot.press("down", "end")
        await pilot.pause()
        assert app.list.cursor == 0
        assert not "".join(shown_rows(app)).strip()


async def test_a_click_moves_and_a_double_click_takes() -> None:
    app = Listed(50)
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.click(Rows, offset=(5, 3))
        assert (app.list.cursor, app.taken) == (3, [])
        await pilot.click(Rows, offset=(5, 4), times=2)
        assert (app.list.cursor, app.taken) == (4, [4])


async def test_a_row_is_never_wider_than_its_window() -> None:
    app = Listed(5)
    async with app.run_test(size=(32, 12)) as pilot:
        await pilot.pause()
        assert all(len(row) <= 32 for row in shown_rows(app))
        assert shown_rows(app)[0].endswith("…")
        assert isinstance(app.screen, Screen)


async def test_words_do_not_touch_the_scroll_bar_and_there_is_none_below() -> None:
    for count, free in ((5, 0), (MANY, 1)):
        app = Listed(count)
        async with app.run_test(size=(80, 12)) as pilot:
            await pilot.resize_terminal(40, 12)
            await pilot.pause()
            bar = int(app.list.show_vertical_scrollbar)
            assert (bar, app.list.show_horizontal_scrollbar) == (free, False)
            assert shown_rows(app)[3][: 40 - bar].rstrip().endswith("…")
            assert app.list.room == 40 - 2 - bar - free
