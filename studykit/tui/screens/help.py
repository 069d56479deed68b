"""Help: the keys of the screen that it was asked on and those everywhere, signs, words, and how things work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from studykit.tui.screens.help_texts import EVERYWHERE, TOPICS, WORDS
from studykit.tui.screens.searched import Searched
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search

_COLUMN, _BROAD = 18, 26
"""Columns of a key; where there is room, all that do the same stand beside each other."""
_ROOMY = 60
_WIDEST = 84

Said = tuple[str, str]
"""A key, sign or word, and what it means; without the second it is a heading."""


class Help(Searched):
    """Shows rows of key and meaning; ``/`` searches them, and any way back leads to the screen below."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = ""  # a key that comes early is one of the list, not text
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", "Back"),
        Binding("slash", "search", "Search"),
        Binding("right_square_bracket", "part(1)", "Next part", key_display="[ ]"),
        Binding("left_square_bracket", "part(-1)", "Next part", show=False),
        Binding("escape,q,question_mark,f1", "back", "Close"),
    ]
    hint = "Enter or Esc goes back. / searches keys, signs and words."

    def __init__(self, keys: Sequence[Said], of: str = "") -> None:
        """``of`` names the screen whose keys they are."""
        super().__init__()
        self.place = "studykit › Keys"
        heading = f"Keys on this screen: {of}" if of else "Keys on this screen"
        self._all = tuple(_sections(heading, keys))
        self._found: tuple[Said, ...] = ()
        self._lines: list[Content] = []
        self._width = 0

    def body(self) -> list[Widget]:
        """The field, and the rows that it finds."""
        return [Search(), Rows(0, self._line)]

    def ready(self) -> None:
        """Shows everything."""
        self._found = self._all
        self.query_one(Rows).focus()
        self.call_after_refresh(self._lay_out)

    def on_resize(self, event: events.Resize) -> None:
        """Wraps what the rows say anew; Textual calls the frame's own as well."""
        del event
        self.call_after_refresh(self._lay_out)

    def on_search_changed(self, event: Search.Changed) -> None:
        """Shows the rows in which every word is found."""
        wanted = event.text.casefold().split()
        self._found = tuple(row for row in self._all if _holds(row, wanted)) if wanted else self._all
        self.say(self.hint if self._found else f"Nothing here says “{event.text}”. Esc clears it.")
        self._width = 0
        self._lay_out()

    def action_part(self, by: int) -> None:
        """Goes to the next heading, or the one before."""
        rows = self.query_one(Rows)
        headings = [at for at, line in enumerate(self._lines) if line.plain and not line.plain.startswith(" ")]
        ahead = [at for at in headings if (at > rows.cursor if by > 0 else at < rows.cursor)]
        if ahead:
            rows.move(ahead[0] if by > 0 else ahead[-1])

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)

    def _lay_out(self) -> None:
        if not self.query(Rows):
            return
        rows = self.query_one(Rows)
        width = min(rows.size.width - 4, _WIDEST)
        if width > 0 and width != self._width:
            self._width = width
            self._lines = list(_laid_out(self._found, width))
            rows.show(len(self._lines), self._line)

    def _line(self, at: int, _: int) -> Content:
        return self._lines[at]


def _sections(heading: str, keys: Sequence[Said]) -> Iterator[Said]:
    yield (heading, "")
    yield from keys
    yield ("Everywhere", "")
    own = {key for key, _ in keys}
    yield from ((plain(key), means) for key, means in EVERYWHERE if key not in own)
    yield ("Signs", "")
    yield from _signs()
    yield ("Words", "")
    yield from WORDS
    for title, sentences in TOPICS:
        yield (title, "")
        yield from (("", one) for one in sentences)


def _signs() -> Iterator[Said]:
    sign = signs()
    yield (sign.right, "right; of a fact: verified by an authority")
    yield (sign.wrong, "wrong; of a claim: mistaken")
    yield ("=", "agreed: every note that speaks of it says the same")
    yield ("~", "outdated: it was so once")
    yield (sign.conflict, "something to settle, or a key without meaning")
    yield ("?", "unknown: something is not set, or not known")
    yield (sign.cursor, "where you are")
    yield (sign.action, "what Enter or o leads to")
    yield (sign.here, "the line of a note that is cited")
    yield ("-C-", "crossed out; it can still be chosen")
    yield (sign.marked, "marked to come back to")


def _holds(row: Said, wanted: Iterable[str]) -> bool:
    said = f"{row[0]} {row[1]}".casefold()
    return bool(row[1]) and all(word in said for word in wanted)


def _laid_out(found: Iterable[Said], width: int) -> Iterator[Content]:
    first = True
    for key, means in found:
        if not means:
            if not first:
                yield Content("")
            yield words(plain(key), "bold")
        else:
            yield from _row(key, means, width)
        first = False


def _row(key: str, means: str, width: int) -> Iterator[Content]:
    column = _BROAD if width >= _ROOMY else _COLUMN
    indent = column if key else 2
    room = max(width - indent, 10)
    mark = words(f"  {key:<{column - 2}}" if key else "  ", "bold $primary")
    if mark.cell_length > indent:
        mark = mark.truncate(indent - 1, ellipsis=True).pad_right(1)
    for at, line in enumerate(words(plain(means)).wrap(room)):
        yield Content.assemble(mark if at == 0 else " " * indent, line)
