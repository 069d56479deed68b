"""A screen about notes on a small pack with notes of a learner, in an app that tells what it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.tui.widgets.frame import Frame
from studykit.workflows.deck import Deck
from studykit.workflows.desk import Desk, open_content
from studykit.workflows.new_pack import write_pack
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from tests.kept import kept_by
from tests.tui.host import Host
from tests.tui.looking import rows
from tests.tui.stage import Ticking, rested

HOSTILE = "\x1b[31mred\x1b[0m [b]bold[/b] \u202eturned [x]"
MINE = """\
# My oven

- The baking time in the oven is at most 90 minutes.
- The baking time in the oven is at most 80 minutes.

## Shelves
- The oven has 4 shelves at most.
"""


class Reader(Host):
    """Keeps also what is asked of notes: to open conflicts, to copy, to read again."""

    def open_conflicts(self, fact: str = "") -> None:
        self.asked.append(("conflicts", fact))

    def copy(self, text: str) -> None:
        self.asked.append(("copy", text))

    def reopen(self, desk: Desk) -> None:
        super().reopen(desk)
        self.asked.append(("reopen", desk.notes))
        self.study = study_on(desk)

    def reread(self) -> None:
        self.asked.append(("reread", ""))


def bread(folder: Path) -> Path:
    """The folder of a pack with one service, one note and one domain."""
    if not folder.exists():
        write_pack(folder)
    return folder


def own_notes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two notes of a learner, in ``~/notes``."""
    monkeypatch.setenv("HOME", str(home))
    folder = home / "notes"
    folder.mkdir()
    (folder / "mine.md").write_text(MINE)
    (folder / "other.md").write_text("# The school oven\n- The oven has 5 shelves at most.\n")
    return folder


def study_on(desk: Desk) -> Study:
    """A study of what is on a desk."""
    library, _ = open_content(desk)
    store = kept_by(StudyStore, desk.places.home)
    return Study(library, Deck.of(library.cards), store, Ticking(), StudyDays(UTC), "test")


def hosted(home: Path, first: Callable[[Study], Frame[Any]], pack: Path, *notes: Path) -> Reader:
    """The screen over a pack and notes."""
    desk = Desk(find_places({"STUDYKIT_HOME": str(home)}), str(pack), notes)
    return Reader(study_on(desk), first, desk)


async def shown(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys one after the other, and waits until everything is drawn."""
    await _loaded(pilot)
    for key in keys:
        await pilot.press(key)
        await _loaded(pilot)
    await rested(pilot)


async def _loaded(pilot: Pilot[Any]) -> None:
    """Waits until nothing is worked out in a thread any more."""
    await pilot.pause()
    while loading := [one for one in pilot.app.workers if one.name == "load" and not one.is_finished]:
        await pilot.app.workers.wait_for_complete(loading)
        await pilot.pause()


def is_on(app: Reader, screen: type[Frame[Any]]) -> bool:
    """Whether a screen of this kind is shown."""
    return isinstance(app.screen, screen)


def seen(app: Reader) -> str:
    """What is shown, as one text."""
    return "\n".join(rows(app))
