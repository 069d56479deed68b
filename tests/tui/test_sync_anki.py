"""Sync with Anki: what would come and go is shown first, Enter does it, and Esc is safe at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.core.progress import Progress
from studykit.tui.screens import topical
from studykit.tui.screens.sync_anki import SyncAnki
from studykit.tui.widgets.ask import Ask
from studykit.workflows import sync_anki_page
from studykit.workflows.chosen_cards import ALL
from studykit.workflows.sync_anki_page import Found, Line, Part, Wish
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import app, loaded, on, rested, staged
from tests.tui.walk import go

SIZE = (80, 24)
TOPICS = (ALL, "lambda", "lambda.async", "sqs")
PARTS = (
    Part("From Anki", (Line(12, "answers come back, to 5 cards"), Line(300, "answers here already"))),
    Part("To Anki", (Line(1018, "new cards"), Line(0, "changed cards"), Line(20, "answers from here, to 8 cards"))),
    Part(
        "Left alone",
        (
            Line(2, "cards changed in Anki: it keeps its own text"),
            Line(1, "card gone here: kept in Anki, tagged studykit::removed"),
        ),
    ),
)
SAYS = "With Anki, profile “User 1”. Nothing was changed yet."
FIRST = Found(SAYS, PARTS, ("! limit:x: It cannot leave: its front is empty.",), changes=True)
DONE = Found("Synced with Anki, profile “User 1”.", PARTS, changes=True, done=True)
ALIKE = Found("With Anki, profile “User 1”: there is nothing to do.", PARTS[:1])
NOBODY = Found(minded=("! Anki does not answer at http://127.0.0.1:8765. Start Anki, with its add-on AnkiConnect.",))
NO_KEY = Found(minded=("! AnkiConnect wants a key.",), wants_key=True)


class Anki:
    """Stands in for what the workflow finds and does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found = FIRST
        self.asked: list[Wish] = []
        self.synced: list[Wish] = []
        self.during: Callable[[Progress], None] = lambda _: None
        monkeypatch.setattr(sync_anki_page, "check", self.check)
        monkeypatch.setattr(sync_anki_page, "sync", self.sync)
        monkeypatch.setattr(topical, "topics", lambda _: TOPICS)

    def check(self, _study: object, wish: Wish, _progress: Progress) -> Found:
        self.asked.append(wish)
        return self.found

    def sync(self, _study: object, wish: Wish, progress: Progress) -> Found:
        self.synced.append(wish)
        self.during(progress)
        self.found = ALIKE
        return DONE


@pytest.fixture
def anki(monkeypatch: pytest.MonkeyPatch) -> Anki:
    return Anki(monkeypatch)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("key")
    path.write_text("secret")
    return path


async def shown_at(pilot: Pilot[Any]) -> SyncAnki:
    await loaded(pilot)
    await go(pilot, "g", "y")
    screen = pilot.app.screen
    assert isinstance(screen, SyncAnki)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_sync_is_as_it_was_read_last(home: Path, anki: Anki, size: tuple[int, int]) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=size) as pilot:
        await shown_at(pilot)
        compare(f"sync-anki-first-{size[0]}x{size[1]}", shown)
        await go(pilot, "enter")
        shown.clear_notifications()
        await rested(pilot)
        compare(f"sync-anki-done-{size[0]}x{size[1]}", shown)
        anki.found = NOBODY
        await go(pilot, "enter")
        compare(f"sync-anki-nobody-{size[0]}x{size[1]}", shown)


async def test_it_is_looked_at_first_and_only_enter_syncs(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await shown_at(pilot)
        assert (len(anki.asked), anki.synced) == (1, [])
        assert SAYS in text(shown)
        assert "⏎ Sync" in rows(shown)[-1]
        await go(pilot, "enter")
        assert anki.synced == [Wish()]
        assert "✓ Synced with Anki, profile “User 1”." in text(shown)
        assert "⏎ Look again" in rows(shown)[-1]
        await go(pilot, "enter")
        assert (len(anki.asked), len(anki.synced)) == (2, 1)
        assert ALIKE.said in text(shown)
        await go(pilot, "enter")
        assert (len(anki.asked), len(anki.synced)) == (3, 1)
        await go(pilot, "escape")
        assert not on(shown, SyncAnki)


async def test_each_row_changes_what_is_asked(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await shown_at(pilot)
        await go(pilot, "right", "down", "right", *"Mine", "enter", "down", "right", "down", "space", "down", "left")
        title = anki.asked[0].deck
        assert title == ""
        wish = anki.asked[-1]
        assert (wish.topic, wish.again, wish.answers, wish.link) == ("lambda", True, False, "none")
        assert wish.deck.endswith("Mine")
        for words in ("‹ lambda ›", "‹ go to Anki again ›", "‹ stay here ›", "‹ are no links ›"):
            assert words in text(shown)
        await go(pilot, "enter")
        assert anki.synced == [wish]


async def test_a_topic_is_typed_and_completed(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        screen = await shown_at(pilot)
        await go(pilot, "slash", "l", "tab")
        assert "Which? lambda, lambda.async" in rows(shown)[-2]
        await go(pilot, *".x", "enter")
        assert "! No card is about 'lambda.x'." in text(shown)
        assert screen.query_one(Ask).asking
        await go(pilot, "backspace", "tab", "enter")
        assert anki.asked[-1].topic == "lambda.async"
        await go(pilot, "down", "down", "slash")
        assert "! Deleted is changed with the arrows." in rows(shown)[-2]


async def test_tab_stays_in_a_field_where_nothing_completes(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await shown_at(pilot)
        await go(pilot, "down", "right")
        before = shown.screen.focused
        await go(pilot, "tab", "tab")
        assert shown.screen.focused is before
        assert "Tab" not in rows(shown)[-1]


async def test_an_address_of_elsewhere_is_refused_and_the_field_stays(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await shown_at(pilot)
        keys = ("down",) * 5
        await go(pilot, *keys, "right", "ctrl+u", *"http://example.org", "enter")
        assert "is not on this computer" in text(shown)
        assert "Anki at ›" in text(shown)
        assert len(anki.asked) == 1
        await go(pilot, "ctrl+u", *"http://127.0.0.1:99", "enter")
        assert anki.asked[-1].address == "http://127.0.0.1:99"


async def test_the_row_for_a_key_is_there_when_anki_wants_one(home: Path, anki: Anki, key: Path) -> None:
    anki.found = NO_KEY
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await shown_at(pilot)
        assert "⏎ Try again" in rows(shown)[-1]
        keys = ("down",) * 6
        await go(pilot, *keys, "right", *"none", "enter")
        assert "! none cannot be read" in rows(shown)[-2]
        anki.found = FIRST
        await go(pilot, "ctrl+u", *"ke", "tab", "enter")
        assert anki.asked[-1] == Wish(key_file=str(key))
        assert "Key file   key" in text(shown)
        assert "secret" not in text(shown)


@pytest.mark.parametrize("leaves", [False, True], ids=["stays", "leaves"])
async def test_a_sync_is_stopped_by_esc_and_what_came_counts(
    home: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch, *, leaves: bool
) -> None:
    go_on, refreshed = threading.Event(), threading.Event()
    told: list[str] = []

    def during(progress: Progress) -> None:
        progress(40, 100)
        assert go_on.wait(60)
        progress(50, 100)

    anki.during = during
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        screen = await shown_at(pilot)
        monkeypatch.setattr(screen.study, "refresh", refreshed.set)
        monkeypatch.setattr(shown, "tell", told.append)
        await pilot.press("enter")
        try:
            while not screen.can_stop:
                await pilot.pause(0.02)
            while "Working…" not in rows(shown)[-2]:
                await pilot.pause(0.02)
            assert "Syncing with Anki …" in text(shown)
            for keys in (("enter",), ("right",), ("down", "right", "x", "enter")):
                await pilot.press(*keys)
                assert "! It is being synced. Esc stops it." in rows(shown)[-2]
            await pilot.resize_terminal(40, 12)
            await pilot.resize_terminal(*SIZE)
            screen.on_ask_left()
            await pilot.press("escape")
            await rested(pilot)
            assert f"! {sync_anki_page.STOPPED}" in text(shown)
            assert "⏎ Look " in rows(shown)[-1]
            if leaves:
                await pilot.press("escape")
                await rested(pilot)
                assert not on(shown, SyncAnki)
            assert not refreshed.is_set()
        finally:
            go_on.set()
        await loaded(pilot)
        while not refreshed.is_set():
            await pilot.pause(0.02)
        assert told == ([sync_anki_page.LEFT] if leaves else [])
        assert len(anki.synced) == 1


async def test_what_is_told_while_a_field_is_open_is_what_the_field_asks(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        screen = await shown_at(pilot)
        await go(pilot, "down", "right")
        screen.look()
        await loaded(pilot)
        assert "Enter takes it, Esc leaves it." in rows(shown)[-2]
        await go(pilot, "escape")
        assert "Enter syncs." in rows(shown)[-2]


async def test_cards_that_are_still_read_are_said_to_be(
    home: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topical, "topics", lambda _: ())
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await shown_at(pilot)
        await pilot.press("right")
        assert "! The cards are being looked through." in rows(shown)[-2]
        monkeypatch.setattr(topical, "topics", lambda _: TOPICS)
        await go(pilot, "right")
        await go(pilot, "right")
        assert anki.asked[-1] == replace(Wish(), topic="lambda")


async def test_content_that_is_read_again_is_looked_at_again(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        screen = await shown_at(pilot)
        assert shown.study is not None
        screen.renewed(shown.study)
        await loaded(pilot)
        assert len(anki.asked) == 2


async def test_the_palette_leads_here_too(home: Path, anki: Anki) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await go(pilot, "colon", *"sync", "space", *"with", "enter")
        assert on(shown, SyncAnki)
        assert anki.synced == []
