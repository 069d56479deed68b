"""One screen over a study, in an app that keeps what the screen asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from studykit.core.look import Look
from studykit.core.source import SourceSpan
from studykit.tui.app import StudykitApp
from studykit.tui.linked import Linked
from studykit.tui.themes import DARK, THEMES
from studykit.tui.widgets.frame import Frame
from studykit.workflows.desk import Desk
from studykit.workflows.study import Study


class Host(Linked):
    """Shows one screen and keeps what the screen asks for."""

    CSS_PATH = str(Path(__file__).parents[2] / "studykit" / "tui" / "app.tcss")
    HORIZONTAL_BREAKPOINTS = StudykitApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = StudykitApp.VERTICAL_BREAKPOINTS
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, study: Study, first: Callable[[Study], Frame[Any]], desk: Desk | None = None) -> None:
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

    def go(self, place: str) -> None:
        self.asked.append(("go", place))

    def tell(self, text: str) -> None:
        self.asked.append(("tell", text))
