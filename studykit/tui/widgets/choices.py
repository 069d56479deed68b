"""Lines of which one has the cursor; arrows, letters and the mouse move it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from studykit.tui.signs import signs

Marked = tuple[Content, Content]
"""What stands before the words of a choice, and the words."""


class Line(Horizontal):
    """One choice: a mark and its words, which wrap beside the mark; a click moves the cursor to it."""

    def __init__(self, at: int) -> None:
        self._mark, self._words = Static(markup=False, classes="mark"), Static(markup=False, classes="words")
        super().__init__(self._mark, self._words, classes="choice")
        self.at = at

    def show(self, mark: Content, words: Content) -> None:
        """Draws the choice."""
        self._mark.update(mark)
        self._words.update(words)

    def on_click(self, event: events.Click) -> None:
        """Tells the choices which line was clicked, and whether twice."""
        choices = self.parent
        if isinstance(choices, Choices):
            choices.clicked(self.at, twice=event.chain > 1)


class Choices(Vertical, can_focus=True):
    """Draws lines with a cursor; what a line says is given by its owner."""

    class Taken(Message):
        """A line was double-clicked."""

    class Moved(Message):
        """The cursor moved."""

        def __init__(self, choices: Choices, *, clicked: bool) -> None:
            super().__init__()
            self.choices, self.clicked = choices, clicked

    def __init__(self, lines: Sequence[Marked], *, name: str = "choices", cursor: int = 0, still: bool = False) -> None:
        """``still`` does not scroll to the cursor before it is moved: what stands above is to be read first."""
        self._lines = [Line(at) for at in range(len(lines))]
        super().__init__(*self._lines, id=name)
        self._contents = list(lines)
        self.cursor = cursor
        self._still = still

    def on_mount(self) -> None:
        """Draws the lines."""
        self.draw(self._contents)

    def on_resize(self) -> None:
        """Keeps the line with the cursor in sight when the window changes."""
        self.call_after_refresh(self._in_sight)

    def _in_sight(self) -> None:
        if not self._still and 0 <= self.cursor < len(self._lines):
            self._lines[self.cursor].scroll_visible(animate=False)

    def draw(self, contents: Sequence[Marked]) -> None:
        """Shows new contents."""
        self._contents = list(contents)
        mark = signs().cursor
        for line, (before, words) in zip(self._lines, contents, strict=True):
            here = line.at == self.cursor
            line.show(Content.assemble((f"{mark if here else ' '} ", "bold $primary"), before), words)
            line.set_class(here, "cursor")
        if 0 <= self.cursor < len(self._lines):
            self.app.cursor_position = self._lines[self.cursor].region.offset
            self._in_sight()

    def move(self, to: int, *, clicked: bool = False) -> None:
        """Puts the cursor on a line."""
        if self._lines:
            self.cursor = max(0, min(to, len(self._lines) - 1))
            self._still = False
            self.draw(self._contents)
            self.post_message(self.Moved(self, clicked=clicked))

    def clicked(self, at: int, *, twice: bool) -> None:
        """Moves the cursor to a clicked line and, at a double click, takes it."""
        self.move(at, clicked=not twice)
        if twice:
            self.post_message(self.Taken())
