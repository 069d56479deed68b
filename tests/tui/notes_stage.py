"""A screen about notes on a small pack with notes of a learner, in an app that tells what it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.pilot import Pilot

from studykit.core.look import Look
from studykit.core.source import SourceSpan
from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.tui.app import StudykitApp
from studykit.tui.linked import Linked
from studykit.tui.themes import DARK, THEMES
from studykit.tui.widgets.frame import Frame
from studykit.workflows.deck import Deck
from studykit.workflows.desk import Desk, open_content
from studykit.workflows.new_pack import write_pack
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from tests.kept import kept_by
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


class Host(Linked):
    """Shows one screen and keeps what the screen asks for."""

    CSS_PATH = str(Path(__file__).parents[2] / "studykit" / "tui" / "app.tcss")
    HORIZONTAL_BREAKPOINTS = StudykitApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = StudykitApp.VERTICAL_BREAKPOINTS
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(self, study: Study, desk: Desk | None, first: Callable[[Study], Frame[Any]]) -> None:
        super().__init__(Look(), desk)
        self.study, self._first = study, first
        self.asked: list[tuple[str, object]] = []

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self.animation_level = "none"
        self.call_after_refresh(self._begin)  # the colours of a theme are known by then

    def _begin(self) -> None:
        assert self.study is not None
        self.lay(self._first(self.study))

    def open_note(self, span: SourceSpan) -> None:
        self.asked.append(("note", span))

    def open_fact(self, fact: str) -> None:
        self.asked.append(("fact", fact))

    def open_conflicts(self, fact: str = "") -> None:
        self.asked.append(("conflicts", fact))

    def go(self, place: str) -> None:
        self.asked.append(("go", place))

    def copy(self, text: str) -> None:
        self.asked.append(("copy", text))

    def tell(self, text: str) -> None:
        self.asked.append(("tell", text))

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


def hosted(home: Path, first: Callable[[Study], Frame[Any]], pack: Path, *notes: Path) -> Host:
    """The screen over a pack and notes."""
    desk = Desk(find_places({"STUDYKIT_HOME": str(home)}), str(pack), notes)
    return Host(study_on(desk), desk, first)


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


def is_on(app: Host, screen: type[Frame[Any]]) -> bool:
    """Whether a screen of this kind is shown."""
    return isinstance(app.screen, screen)


def seen(app: Host) -> str:
    """What is shown, as one text."""
    return "\n".join(rows(app))
