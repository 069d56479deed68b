"""Slow work of a screen: in a thread, told after a moment, with a bar, stopped by Esc, never a traceback."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import BindingType

from studykit.core.errors import ContentError
from studykit.core.look import Look
from studykit.core.progress import Progress
from studykit.tui import loading
from studykit.tui.linked import Linked
from studykit.tui.screens.message import Notice
from studykit.tui.themes import DARK
from studykit.tui.widgets.frame import Frame
from tests.tui.looking import text, until


class Shown(Frame[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave")]
    place = "studykit › Slow"
    hint = "What to do now."

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []

    def action_leave(self) -> None:
        self.dismiss(None)


class Slow(Linked):
    CSS = "Screen { layers: base; }"

    def __init__(self) -> None:
        super().__init__(Look(), None)
        self.slow = Shown()

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.lay(self.slow)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A bar is drawn at once, so that no test waits for a second; reports go to a home of their own."""
    monkeypatch.setattr(loading, "_DRAWN", 0.0)
    monkeypatch.setattr(loading, "_EVERY", 0.0)
    monkeypatch.setattr(loading, "_TOLD", 0.01)
    monkeypatch.setenv("STUDYKIT_HOME", str(tmp_path))


def logs(home: Path) -> list[str]:
    return [log.read_text("utf-8") for log in home.rglob("*.log")]


async def test_what_was_worked_out_is_shown_on_the_loop() -> None:
    app = Slow()
    async with app.run_test(size=(80, 24)) as pilot:
        main = threading.get_ident()
        threads: list[int] = []

        def work(_: Progress) -> int:
            threads.append(threading.get_ident())
            return 42

        app.slow.load(work, lambda value: app.slow.values.append((value, threading.get_ident())))
        await until(pilot, lambda: app.slow.values)
        assert app.slow.values == [(42, main)]
        assert threads != [main]
        assert not app.slow.is_loading


async def test_a_bar_counts_and_esc_stops_the_work_and_not_the_screen() -> None:
    app = Slow()
    counted: list[int] = []
    begin = threading.Event()

    def work(progress: Progress) -> int:
        begin.wait(10)
        for done in range(1, 1_000):
            counted.append(done)
            progress(done, 1_000)
            if done == 500:
                stop.wait(10)
        return 1

    stop = threading.Event()
    async with app.run_test(size=(80, 24)) as pilot:
        app.slow.load(work, app.slow.values.append)
        await until(pilot, lambda: "Working…" in text(app))
        begin.set()
        await until(pilot, lambda: "of 1,000" in text(app) and len(counted) >= 500)
        assert "█" in text(app)
        await pilot.press("escape")
        stop.set()
        await until(pilot, lambda: not app.slow.is_loading)
        assert app.screen is app.slow
        assert "Stopped." in text(app)
        await pilot.press("escape")
        assert app.screen is not app.slow
    assert len(counted) <= 501
    assert not app.slow.values


async def test_an_error_is_a_sentence_in_the_hint_row() -> None:
    app = Slow()

    def work(_: Progress) -> int:
        raise ContentError("pack.yaml:3: no [b]such[/b] unit.")

    async with app.run_test(size=(80, 24)) as pilot:
        app.slow.load(work, app.slow.values.append)
        await until(pilot, lambda: "! pack.yaml:3: no [b]such[/b] unit." in text(app))
        await pilot.press("x")
        assert app.screen is app.slow


async def test_a_mistake_of_the_program_is_told_kept_in_the_log_and_gone_on_from(tmp_path: Path) -> None:
    app = Slow()

    def work(_: Progress) -> int:
        raise ZeroDivisionError("secret")

    async with app.run_test(size=(100, 24)) as pilot:
        app.slow.load(work, app.slow.values.append)
        await until(pilot, lambda: isinstance(app.screen, Notice))
        await pilot.pause()
        assert "Something went wrong in Slow. Your answers are safe." in text(app)
        assert "Traceback" not in text(app)
        await pilot.press("enter")
        assert app.screen is app.slow
    assert any("ZeroDivisionError: secret" in log for log in logs(tmp_path))


async def test_the_newest_of_two_that_mean_the_same_is_shown() -> None:
    app = Slow()
    gate = threading.Event()

    def first(_: Progress) -> str:
        gate.wait(10)
        return "first"

    async with app.run_test(size=(80, 24)) as pilot:
        app.slow.load(first, app.slow.values.append, "what")
        app.slow.load(lambda _: "second", app.slow.values.append, "what")
        app.slow.load(lambda _: "other", app.slow.values.append, "another")
        await until(pilot, lambda: len(app.slow.values) == 2)
        gate.set()
        await pilot.pause(0.05)
        assert sorted(map(str, app.slow.values)) == ["other", "second"]


async def test_what_comes_after_the_screen_is_left_is_dropped() -> None:
    app = Slow()
    gate = threading.Event()

    def work(progress: Progress) -> int:
        gate.wait(10)
        progress(1, 2)
        return 1

    async with app.run_test(size=(80, 24)) as pilot:
        app.slow.load(work, app.slow.values.append)
        await pilot.press("escape")
        assert app.screen is not app.slow
        gate.set()
        await pilot.pause(0.05)
    assert not app.slow.values
