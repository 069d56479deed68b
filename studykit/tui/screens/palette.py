"""Do anything: one types a few letters of a verb, a fact, a value, a note or a domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from studykit.tui.commands import Command
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search

if TYPE_CHECKING:
    from studykit.workflows.study import Study

_LEAST = 55
"""Likeness, 0 to 100, below which a verb is not shown."""
_KEY = 8


class Palette(Frame["Command | None"]):
    """Gives the command that was chosen."""

    CSS_PATH = "palette.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Do it"),
        Binding("escape,q", "close", "Close", key_display="esc"),
        Binding("slash", "search", "Search", show=False),
    ]
    place = "studykit › Do"
    hint = "Type what you want: a verb, a fact, a value such as 900 s. Enter does it."

    def __init__(self, verbs: Callable[[], Sequence[Command]], find: Callable[[str], Iterable[Command]]) -> None:
        super().__init__()
        self._all, self._find = verbs, find
        self._verbs = tuple(verbs())
        self._shown: tuple[Command, ...] = self._verbs

    def body(self) -> list[Widget]:
        """The field and what it finds."""
        return [Search("Do"), Rows(len(self._shown), self._row)]

    def ready(self) -> None:
        """Takes the focus to the field."""
        self.query_one(Search).take_focus()

    def renewed(self, study: Study) -> None:
        """More can be done, and found, once content is read."""
        del study
        self._verbs = tuple(self._all())
        self._find_again(self.query_one(Search).value)

    async def renew_keys(self) -> None:
        """Enter does it, in the field as in the list."""
        await super().renew_keys()
        self.main_key("Do it")

    def on_search_changed(self, event: Search.Changed) -> None:
        """Shows what fits."""
        self._find_again(event.text)

    def _find_again(self, text: str) -> None:
        self._shown = tuple(self._fitting(text))
        self.query_one(Rows).show(len(self._shown), self._row, 0)
        self.say(self.hint if self._shown else f"Nothing is called “{text}”. Esc clears it.")

    def on_search_submitted(self) -> None:
        """Enter in the field does what stands first."""
        self.action_take()

    def on_search_left(self, event: Search.Left) -> None:
        """↓ goes to the rows; Esc in an empty field closes."""
        if event.back:
            self.action_close()
        else:
            self.query_one(Rows).focus()

    def on_rows_taken(self) -> None:
        """A double click is Enter."""
        self.action_take()

    def action_search(self) -> None:
        """Back to the field."""
        self.query_one(Search).take_focus()

    def action_take(self) -> None:
        """Gives the command under the cursor, or says why it cannot be done."""
        at = self.query_one(Rows).cursor
        if at >= len(self._shown):
            self.say("Nothing to do. Type something else.", wrong=True)
        elif why := self._shown[at].why_not:
            self.say(f"Not now: {why}.", wrong=True)
        else:
            self.dismiss(self._shown[at])

    def action_close(self) -> None:
        """Does nothing."""
        self.dismiss(None)

    def _fitting(self, text: str) -> Iterable[Command]:
        if not text:
            return self._verbs
        from rapidfuzz import fuzz, process, utils

        titles = [one.title for one in self._verbs]
        likeness = process.extract(
            text, titles, scorer=fuzz.WRatio, processor=utils.default_process, limit=None, score_cutoff=_LEAST
        )
        named = [at for at, title in enumerate(titles) if _begun(title, text)]  # the usual first
        order = (*named, *(at for _, _, at in likeness if at not in named))
        verbs = () if any(map(str.isdigit, text)) else (self._verbs[at] for at in order)  # no verb has figures
        return (*verbs, *self._find(text))

    def _row(self, at: int, width: int) -> Content:
        one = self._shown[at]
        aside = f"  {one.why_not or one.detail}" if one.why_not or one.detail else ""
        said = Content.assemble(words(one.title, "$muted" if one.why_not else ""), words(aside, "$muted"))
        room = width - _KEY
        said = said.truncate(room, ellipsis=True)
        gap = " " * max(room - said.cell_length, 0)
        return Content.assemble(said, gap, words(f"{one.key:>{_KEY}}", "$primary"))


def _begun(title: str, text: str) -> bool:
    """Whether every word that was typed begins a word of the title."""
    words_of = title.casefold().replace(":", " ").split()
    return all(any(word.startswith(typed) for word in words_of) for typed in text.casefold().split())
