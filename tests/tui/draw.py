"""Draws the README's pictures from the real app over the built-in pack: ``python -m tests.tui.draw``."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from studykit.tui.app import StudykitApp
from tests.tui.stage import app, loaded, real

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
SIZE = (100, 30)


_OUTSIDE = re.compile(r"@font-face \{.*?\}\s*|<!-- Generated.*?-->", re.DOTALL)
"""Fonts that the picture would ask a server for."""


def save(shown: StudykitApp, name: str) -> None:
    """Writes what is shown as a picture that asks nobody for anything."""
    (SCREENS / name).write_text(_OUTSIDE.sub("", shown.export_screenshot()), "utf-8")


async def draw(home: Path) -> None:
    """Today, the second card's question (a scenario) and its answer."""
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        save(shown, "today.svg")
        await pilot.press("enter", "a", "enter")
        await pilot.pause()
        await pilot.press("enter", "a")
        await pilot.pause()
        save(shown, "question.svg")
        await pilot.press("enter")
        await pilot.pause()
        save(shown, "answer.svg")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw(Path(folder)))
