"""Why an answer holds: the whole tree of the rule that decides, each row with where its value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual._path import CSSPathType

    from studykit.workflows.why import Branch, Why

_RICH_TREE, _PLAIN_TREE = ("│  ", "   ", "├─ ", "└─ "), ("|  ", "   ", "|- ", "`- ")
_LEAST_TEXT = 16
_EDGES = 4
"""Columns of the cursor's mark and of the scroll bar with the gap before it."""
_ROOMY = 60
_VALUE = 30
"""Columns for a value and where it comes from, where there is room."""


class WhyTree(Frame[None]):
    """Rows of the tree; Enter opens the fact of a row."""

    CSS_PATH: ClassVar[CSSPathType | None] = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "fact", "Open the fact"),
        Binding("o", "note", "Open note"),
        Binding("t", "lab", "Try it"),
        Binding("y", "copy", "Copy"),
        Binding("escape,q,w", "close", "Close"),
    ]
    scrolls = False
    hint = "Each row says where its value comes from."

    def __init__(self, found: Why) -> None:
        super().__init__()
        self._why = found
        self.place = f"studykit › Why › {found.title}"
        self._lines: list[tuple[Branch | None, Content]] = []
        """Each row, and of which branch it is."""
        self._rows = Rows(0, lambda at, _: self._lines[at][1], name="tree")

    def body(self) -> list[Widget]:
        """What holds, the tree, and the smallest changes."""
        return [
            Static(words(self._why.says, "bold"), id="says", markup=False),
            self._rows,
        ]

    def ready(self) -> None:
        """Puts the cursor on the first fact."""
        self.status(self._why.domain)
        self.set_class(not self._why.says, "-bare")
        self._rows.focus()
        self.call_after_refresh(self._lay)

    def on_resize(self, event: events.Resize) -> None:
        """Wraps the rows anew; Textual calls the frame's own as well."""
        del event
        self.call_after_refresh(self._lay)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The lab only where there are rules to try."""
        return bool(self._why.domain) if action == "lab" else super().check_action(action, parameters)

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click is Enter."""
        event.stop()
        self.action_fact()

    def action_fact(self) -> None:
        """Opens the fact of the row."""
        branch = self._branch
        if branch is None or not branch.fact:
            self.say("This row is no fact. Rows marked fact lead on.", wrong=True)
        else:
            self.links.open_fact(branch.fact)

    def action_note(self) -> None:
        """Opens the line of the row."""
        branch = self._branch
        if branch is None or branch.span is None:
            self.say("No note states this row.", wrong=True)
        else:
            self.links.open_note(branch.span)

    def action_lab(self) -> None:
        """Opens the lab with the same settings."""
        self.links.open_lab(self._why.domain, self._why.settings)

    def action_copy(self) -> None:
        """Copies the whole tree."""
        width = max(self.size.width - 4, _LEAST_TEXT)
        rows = (line.plain.rstrip() for _, line in self._laid_out(width))
        self.links.copy("\n".join((self._why.says, *rows)))

    def action_close(self) -> None:
        """Goes back to where it was asked."""
        self.dismiss(None)

    @property
    def _branch(self) -> Branch | None:
        at = self._rows.cursor
        return self._lines[at][0] if at < len(self._lines) else None

    def _lay(self) -> None:
        """Wraps the rows for the room that there is; the cursor stays at its branch, at first on the first fact."""
        width = self._rows.size.width - _EDGES
        if width < 1:
            return
        here = self._branch or next((one for one in self._why.branches if one.fact), None)
        self._lines = list(self._laid_out(width))
        cursor = next((at for at, (one, _) in enumerate(self._lines) if one is here), 0)
        self._rows.show(len(self._lines), lambda at, _: self._lines[at][1], cursor)

    def _laid_out(self, width: int) -> Iterator[tuple[Branch | None, Content]]:
        for branch in self._why.branches:
            yield from ((branch, line) for line in _drawn(branch, width))
        yield from ((None, line) for line in self._fixes())

    def _fixes(self) -> list[Content]:
        """The smallest changes, a row each, below the tree."""
        found = self._why
        if not found.fixes:
            return []
        lines = [Content(""), words(f"To get {found.wanted}, change", "bold")]
        return [*lines, *(words(f"  {'or ' if at else '   '}{one}") for at, one in enumerate(found.fixes))]


def _drawn(branch: Branch, width: int) -> Iterator[Content]:
    """The rows of a branch: its words wrap; its value stands at the right of the first, or behind the last."""
    bar, none, fork, end = _PLAIN_TREE if signs() is PLAIN else _RICH_TREE
    above = "".join(none if last else bar for last in branch.depth[:-1])
    lead = above + ((end if branch.depth[-1] else fork) if branch.depth else "")
    below = above + ((none if branch.depth[-1] else bar) if branch.depth else "")
    broad = width >= _ROOMY
    said = _value(branch, _VALUE if broad else 0)
    room = max(width - len(lead) - (said.cell_length + 1 if broad else 0), _LEAST_TEXT)
    lines = words(branch.text, "" if branch.depth else "bold").wrap(room)
    rows = [Content.assemble((below if at else lead, "$muted"), line) for at, line in enumerate(lines)]
    if broad:
        rows[0] = Content.assemble(rows[0], " " * max(width - rows[0].cell_length - said.cell_length, 1), said)
    elif said and rows[-1].cell_length + said.cell_length + 2 <= width:
        rows[-1] = Content.assemble(rows[-1].rstrip(), "  ", said)
    elif said:
        rows.append(Content.assemble((f"{below}  ", "$muted"), said))
    yield from rows


def _value(branch: Branch, least: int) -> Content:
    """The value, then where it comes from, ``least`` columns wide where there is room."""
    source = f"{branch.origin} {branch.span}" if branch.span is not None and branch.origin else branch.origin
    sign = f"{signs().right} " if branch.origin == "fact" else ""
    origin = f"{sign}{source}"
    if not branch.value and not origin:
        return Content("")
    pad = " " * max(least - len(branch.value) - len(origin) - 3, 0) if branch.value else ""
    return Content.assemble(words(branch.value, "bold"), "   ", words(origin, "$muted"), pad)
