"""Lines of which one has the cursor; arrows, letters and the mouse move it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from studykit.tui.signs import signs
from studykit.tui.widgets.hanging import Hanging, Row
from studykit.tui.widgets.pointing import point

Marked = tuple[Content, Content]
"""What stands before the words of a choice, and the words."""


class Choices(Hanging, can_focus=True):
    """Draws lines with a cursor; what a line says is given by its owner. One widget: a question is made at a key."""

    DEFAULT_CSS = "Choices:focus { background-tint: transparent 0%; }"

    class Taken(Message):
        """A line was double-clicked."""

    class Moved(Message):
        """The cursor moved."""

        def __init__(self, choices: Choices, *, clicked: bool) -> None:
            super().__init__()
            self.choices, self.clicked = choices, clicked

    def __init__(
        self,
        lines: Sequence[Marked],
        *,
        name: str = "choices",
        cursor: int = 0,
        still: bool = False,
        spaced: bool = False,
    ) -> None:
        """``still`` does not scroll to the cursor before it is moved: what stands above is to be read first.

        ``spaced`` parts them by blank lines where the window is tall.
        """
        super().__init__(name=name)
        self._contents = list(lines)
        self.cursor = cursor
        self._still = still
        self.elsewhere: Callable[[], None] | None = None
        """Is told of each change where the rows are drawn by something else; then nothing is drawn here."""
        self._spaced = spaced

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._contents)

    @property
    def pointed(self) -> int:
        """The line of the choice with the cursor."""
        return self.line_of(self.cursor) if 0 <= self.cursor < self.count else 0

    @property
    def rows(self) -> list[Row]:
        """The lines as they are drawn."""
        return [self._row(at, *one) for at, one in enumerate(self._contents)]

    @property
    def still(self) -> bool:
        """True until the cursor is moved."""
        return self._still

    def on_mount(self) -> None:
        """Draws the lines."""
        self.draw(self._contents)

    def on_resize(self) -> None:
        """Keeps the line with the cursor in sight when the window changes."""
        self.call_after_refresh(self._in_sight)

    def start(self, lines: Sequence[Marked], cursor: int) -> None:
        """Draws other lines, which are to be read from their beginning."""
        self.cursor, self._still = cursor, True
        self.draw(lines)

    def draw(self, contents: Sequence[Marked]) -> None:
        """Shows new contents."""
        self._contents = list(contents)
        if self.elsewhere is not None:
            self.elsewhere()
            return
        self.show(self.rows)
        self._in_sight()

    def put(self, at: int) -> None:
        """Puts the cursor on a line that somebody chose; it is drawn with what comes of it."""
        self.cursor, self._still = at, False

    def move(self, to: int, *, clicked: bool = False) -> None:
        """Puts the cursor on a line."""
        if self._contents:
            self.cursor = max(0, min(to, self.count - 1))
            self._still = False
            self.draw(self._contents)
            self.post_message(self.Moved(self, clicked=clicked))

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor to a clicked line and, at a double click, takes it."""
        at = self.row_at(event.y)
        if 0 <= at < self.count:
            self.move(at, clicked=event.chain == 1)
            if event.chain > 1:
                self.post_message(self.Taken())

    def _row(self, at: int, before: Content, words: Content) -> Row:
        here = at == self.cursor
        sign = Content.assemble((f"{signs().cursor if here else ' '} ", "bold $primary"), before)
        if here:
            sign, words = sign.stylize_before("bold"), words.stylize_before("bold")
        return Row(sign, words, gap=self._spaced and at > 0)

    def _in_sight(self) -> None:
        if self.is_attached and self.size and 0 <= self.cursor < self.count:
            if not self._still:
                self.row_in_sight(self.cursor)
            if self.has_focus or not self.can_focus:
                point(self, self.line_of(self.cursor))
