"""Screens at both sizes, row by row, against text that a reviewer can read.

After a change that is meant: ``STUDYKIT_UPDATE_GOLDEN=1 pytest tests/tui/test_golden.py``, then read the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.filter import Monochrome
from textual.pilot import Pilot

from studykit.core.card import Card, CardKind
from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.tui.app import StudykitApp
from studykit.workflows import home_page
from studykit.workflows.home_view import Beside, Unsaid
from studykit.workflows.library import Library
from studykit.workflows.today import Today
from tests.tui.golden import FOLDER, SIZES, alike, compare
from tests.tui.looking import rows
from tests.tui.stage import START, Staged, app, card, loaded, made, question, rested, staged

HOSTILE = "\x1b[31mred\x1b[0m [b]bold[/b] \u202eturned"

JOURNEYS = {
    "question": ("enter",),
    "crossed": ("enter", "down", "x", "b"),
    "wrong": ("enter", "a", "enter"),
    "right": ("enter", "b", "enter"),
    "keys": ("enter", "question_mark"),
    "several": ("enter", "b", "enter", "enter", "a", "enter"),
    "front": ("enter", "b", "enter", "enter", "a", "c", "enter", "enter"),
    "turned": ("enter", "b", "enter", "enter", "a", "c", "enter", "enter", "space"),
    "done": ("enter", "b", "enter", "enter", "a", "c", "enter", "enter", "space", "3"),
    "again": ("enter", "b", "enter", "enter", "a", "c", "enter", "enter", "space", "3", "enter", "down"),
}


def given() -> tuple[tuple[Card, Question | None], ...]:
    one = (("wrong [/b] 👍 漢字 " + "long " * 20, False), ("right", True), ("third [x]", False), (HOSTILE, False))
    two = (("one", True), ("two", False), ("three", True), ("four", False), ("five", False))
    definition = card("definition:x", CardKind.DEFINITION, "What is [b]x[/b]?", "The back of it.")
    return (
        (card("limit:one"), question("limit:one", "What is the [x] limit [/b] of [red]this[/red]?", one)),
        (card("limit:two"), question("limit:two", "Which hold? Choose TWO.", two)),
        (definition, None),
    )


def lines(library: Library, span: SourceSpan, around: int) -> tuple[tuple[int, str], ...]:
    del library
    return tuple((at, f"line {at} of {span.note}") for at in range(max(1, span.line - around), span.end + around + 1))


def figures(study: Staged) -> Today:
    """The same figures whatever the built-in pack holds by now."""
    answered = len(study._done)
    return Today(4, 8, 6, answered, "9 cards tomorrow", 3, 11, 156, 108, 2, 4, answered == 0, "")


@pytest.fixture(autouse=True)
def own_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "excerpt", lines)
    monkeypatch.setattr(Staged, "today", figures, raising=False)
    monkeypatch.setattr(home_page, "beside", lambda *_: Beside(START.toordinal(), Unsaid("Said later."), (), {}, (), 5))


async def settle(pilot: Pilot[int], keys: tuple[str, ...]) -> None:
    await loaded(pilot)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        await made(pilot)
    await rested(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", JOURNEYS)
async def test_the_screen_is_as_it_was_read_last(home: Path, name: str, size: tuple[int, int]) -> None:
    shown = app(staged(home, *given()))
    async with shown.run_test(size=size) as pilot:
        await settle(pilot, JOURNEYS[name])
        compare(f"{name}-{size[0]}x{size[1]}", shown)


@pytest.mark.parametrize("name", ["question", "wrong", "several"])
async def test_marks_and_words_tell_everything_without_colour(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = app(staged(home, *given()))
    async with shown.run_test(size=(80, 24)) as pilot:
        await settle(pilot, JOURNEYS[name])
        seen = "\n".join(rows(shown)) + "\n"
        assert alike(seen, (FOLDER / f"{name}-80x24.txt").read_text("utf-8"))
        assert all(grey(segment.style) for strip in strips(shown) for segment in strip)


def strips(shown: StudykitApp) -> list[list[Segment]]:
    """What is written to the terminal, after the filters of the app."""
    (greys,) = [one for one in shown._filters if isinstance(one, Monochrome)]
    drawn = shown.screen._compositor.render_strips()
    return [list(strip.apply_filter(greys, shown.screen.background_colors[1])) for strip in drawn]


def grey(style: Style | None) -> bool:
    colours = [one.get_truecolor() for one in (style.color, style.bgcolor) if one] if style else []
    return all(max(colour) - min(colour) <= 1 for colour in colours)
