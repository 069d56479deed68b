"""From Anki: a package is looked at first, and Enter brings its answers back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.events import Paste

from studykit.core.errors import StudykitError
from studykit.core.progress import Progress
from studykit.tui.app import StudykitApp
from studykit.tui.screens.from_anki import FromAnki
from studykit.tui.screens.sync_anki import SyncAnki
from studykit.workflows import from_anki_page
from studykit.workflows.from_anki_page import Brought, Found, Wish
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import app, loaded, on, rested, staged
from tests.tui.walk import go

SIZE = (80, 24)
LINES = (
    "120 answers to 40 cards would come back.",
    "300 answers are here already.",
    "2 changes of dates by hand in Anki are not taken over.",
    "! 1 note of studykit: no card here has that name now.",
)
NONE = Found(("No answers that are not here already.",), brings=False)
BROKEN = Found(("! back.apkg is no package of Anki.",), brings=False)
CAME = Brought("120 answers to 40 cards came back.", ("! 1 answer with a time that cannot be; left out.",))


class Anki:
    """Stands in for what the workflow finds and brings."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found = Found(LINES, brings=True)
        self.asked: list[Wish] = []
        self.brought: list[Wish] = []
        self.refuses = ""
        monkeypatch.setattr(from_anki_page, "check", self.check)
        monkeypatch.setattr(from_anki_page, "bring", self.bring)

    def check(self, _study: object, wish: Wish, _progress: object) -> Found:
        self.asked.append(wish)
        if not wish.path:
            return Found(from_anki_page.NO_FILE, brings=False)
        return self.found

    def bring(self, _study: object, wish: Wish, _progress: object) -> Brought:
        if self.refuses:
            raise StudykitError(self.refuses)
        self.brought.append(wish)
        self.found = NONE
        return CAME


@pytest.fixture
def anki(monkeypatch: pytest.MonkeyPatch) -> Anki:
    return Anki(monkeypatch)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("back.apkg")
    path.write_bytes(b"a stand-in is asked, and nobody reads this")
    return path


def on_screen(shown: StudykitApp) -> FromAnki:
    study = shown.study
    assert study is not None
    screen = FromAnki(study)
    shown.lay(screen)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_from_anki_is_as_it_was_read_last(home: Path, anki: Anki, size: tuple[int, int]) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        screen = on_screen(shown)
        await loaded(pilot)
        compare(f"from-anki-empty-{size[0]}x{size[1]}", shown)
        screen._wish = Wish("~/Downloads/AWS serverless.apkg")
        screen._renew()
        screen.fit()
        await loaded(pilot)
        compare(f"from-anki-file-{size[0]}x{size[1]}", shown)


async def test_a_package_is_looked_at_and_only_enter_brings_it(home: Path, anki: Anki, package: Path) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=(120, 36)) as pilot:
        await loaded(pilot)
        await go(pilot, "g", "a")
        assert on(shown, FromAnki)
        await go(pilot, "enter", *str(package), "enter")
        assert LINES[0] in text(shown)
        assert anki.brought == []
        assert "⏎ Bring" in rows(shown)[-1]
        await go(pilot, "enter")
        assert anki.brought == [Wish(str(package))]
        assert "✓ 120 answers to 40 cards came back." in text(shown)
        assert CAME.minded[0] in text(shown)
        assert NONE.lines[0] in text(shown)
        assert "⏎ Look again" in rows(shown)[-1]
        await go(pilot, "enter")
        assert len(anki.brought) == 1
        assert anki.asked[-2:] == [Wish(str(package))] * 2


@pytest.mark.parametrize("path", ["", "/nothing/there.apkg", "~nobody-of-that-name/x", "/"])
async def test_what_is_no_file_is_said_and_the_field_stays(home: Path, anki: Anki, path: str) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        on_screen(shown)
        await loaded(pilot)
        await go(pilot, "f", *path, "enter")
        assert rows(shown)[-2].startswith(" ! ")
        assert "File ›" in rows(shown)[-3]
        assert not any(wish.path for wish in anki.asked)
        await go(pilot, "escape", "escape")
        assert not on(shown, FromAnki)


async def test_a_package_that_cannot_be_read_says_why_and_enter_looks_again(
    home: Path, anki: Anki, package: Path
) -> None:
    anki.found = BROKEN
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        on_screen(shown)
        await loaded(pilot)
        anki.asked.clear()
        await go(pilot, "f", *str(package), "enter")
        assert BROKEN.lines[0] in text(shown)
        assert "⏎ Look again" in rows(shown)[-1]
        anki.found = Found(LINES, brings=True)
        await go(pilot, "enter")
        assert LINES[0] in text(shown)
        assert anki.asked == [Wish(str(package))] * 2
        assert anki.brought == []
        anki.refuses = "The disk is full."
        await go(pilot, "enter")
        assert "! The disk is full." in rows(shown)[-2]
        assert "⏎ Bring" in rows(shown)[-1]


async def test_s_goes_to_the_sync_that_needs_no_file(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await go(pilot, "g", "a", "s")
        assert on(shown, SyncAnki)


async def test_a_path_is_pasted_with_the_end_of_its_line(home: Path, anki: Anki, package: Path) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        screen = on_screen(shown)
        await loaded(pilot)
        await go(pilot, "f")
        focused = shown.screen.focused
        assert focused is not None
        focused.post_message(Paste(f"\n'{package}'\nanother line"))
        await go(pilot, "enter")
        assert screen._wish == Wish(str(package))


async def test_what_is_stopped_says_so_and_what_came_is_known(
    home: Path, anki: Anki, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, refreshed = threading.Event(), []

    def bring(_study: object, _wish: Wish, progress: Progress) -> Brought:
        progress(1, 3)
        assert go_on.wait(60)
        progress(3, 3)
        return CAME

    monkeypatch.setattr(from_anki_page, "bring", bring)
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        screen = on_screen(shown)
        await loaded(pilot)
        screen._wish = Wish(str(package))
        screen._renew()
        await loaded(pilot)
        monkeypatch.setattr(screen._study, "refresh", lambda: refreshed.append(1))
        await pilot.press("enter")
        try:
            while not screen.can_stop:
                await pilot.pause(0.02)
            while "Working…" not in rows(shown)[-2]:
                await pilot.pause(0.02)
            await pilot.press("enter")
            assert "! It is being brought in. Esc stops it." in rows(shown)[-2]
            await pilot.press("escape")
            await rested(pilot)
            assert "! Stopped. Either all answers came or none did: Enter looks." in text(shown)
            assert "⏎ Look " in rows(shown)[-1]
            assert not refreshed
        finally:
            go_on.set()
        await loaded(pilot)
        assert refreshed
        assert on(shown, FromAnki)
        await go(pilot, "enter")
        assert LINES[0] in text(shown)
