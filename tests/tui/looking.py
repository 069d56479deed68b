"""What a terminal shows, as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot

_TURNS = 5_000
"""So many a computer never needs, however busy it is, unless what it waits for does not come."""


def rows(shown: App[Any]) -> list[str]:
    """Row by row."""
    strips = shown.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(shown: App[Any]) -> str:
    """All rows."""
    return "\n".join(rows(shown))


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Waits for a thread to be heard, for a while."""
    for _ in range(_TURNS):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError(text(pilot.app))
