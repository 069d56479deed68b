"""Colours of the screens in every theme and in greys, against a picture that a reviewer can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot

from studykit.tui.themes import THEMES
from tests.tui.colours import contrast
from tests.tui.looking import rows
from tests.tui.looks_stage import SCREENS
from tests.tui.picture import BAR, Cells, cells, same
from tests.tui.stage import rested

GREYS = "greys"
LEGIBLE, SEEN = 4.5, 3.0
"""Contrast of text, and of what is drawn."""


async def worn(shown: App[Any], pilot: Pilot[Any]) -> dict[str, Cells]:
    """The screen in each theme, one after the other."""
    looks = {}
    for theme in THEMES:
        shown.theme = theme.name
        await rested(pilot)
        looks[theme.name] = cells(shown)
    return looks


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_has_the_colours_that_were_looked_at(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with SCREENS[name](home, monkeypatch) as (shown, pilot):
        before = rows(shown)
        looks = await worn(shown, pilot)
        assert rows(shown) == before  # a theme changes colours and nothing else
        assert {cell for look in looks.values() for row in look for cell in row if not readable(cell)} == set()
        same(name, looks, shown)


@pytest.mark.parametrize("name", SCREENS)
async def test_without_colour_every_theme_is_grey_and_legible(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with SCREENS[name](home, monkeypatch) as (shown, pilot):
        for look in (await worn(shown, pilot)).values():
            assert all(grey(colour) for row in look for cell in row for colour in colours(cell))
            assert {cell for row in look for cell in row if not readable(cell)} == set()


def colours(cell: str) -> tuple[Color, ...]:
    """Ink and ground of a cell, as the eye sees them; of a blank cell its ground."""
    return tuple(Color.parse(word) for word in cell.split() if word.startswith("#"))


def grey(colour: Color) -> bool:
    return max(colour.rgb) - min(colour.rgb) <= 1


def readable(cell: str) -> bool:
    """Whether there is nothing to read, or ink and ground are far enough apart; both are ours."""
    if cell.startswith("blank on #"):
        return True
    apart = SEEN if BAR in cell else LEGIBLE
    return len(colours(cell)) == 2 and contrast(*(one.hex for one in colours(cell))) >= apart
