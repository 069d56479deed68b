"""The table: a session's one screen, on which question, answer, card and summary take turns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.review import Rating
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.card import Turned
from studykit.tui.screens.part import Part, Wish
from studykit.tui.screens.question import Asked
from studykit.tui.screens.summary import Summary
from studykit.tui.widgets.footer import Footer
from studykit.tui.widgets.forms import Form
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.keys import Key
from studykit.tui.widgets.page import Page
from studykit.tui.widgets.unfocused import chained
from studykit.workflows.showing import Answered, Choice

Given = TypeVar("Given")


class Table(Frame[None]):
    """Parts are made once and take turns on one page: a screen for each would not be there at the key press."""

    CSS_PATH = "table.tcss"
    AUTO_FOCUS = ""  # the parts have their keys without it

    def __init__(
        self,
        choices: Callable[[str], tuple[Choice, ...]],
        rerate: Callable[[Answered, Rating], Answered],
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self._page = Page()
        self._fields = Vertical(id="fields")
        self._rating = Static(id="rating", markup=False)
        self.asked = Asked(self._page, self._fields)
        self.answer = Answer(self._page, rerate, self._rated, clock)
        self.turned = Turned(self._page, choices)
        self.summary = Summary(self._page)
        self._shown: Part[Any] | None = None
        self._named: tuple[tuple[Key, ...], str] = ((), "")
        """The keys in the footer as they are, and what Enter is called."""

    @property
    def part(self) -> Part[Any] | None:
        """What is shown; None before the first card."""
        return self._shown

    def compose(self) -> ComposeResult:
        """As every screen, but flat: each box around the page would be painted below it again."""
        yield Static(id="status", markup=False)
        yield Static(id="small", markup=False)
        yield self._page
        yield self._fields
        yield from (self.asked, self.answer, self.turned, self.summary)
        yield Vertical(self._rating, Static(id="hint", markup=False), Footer(()), id="bottom")

    def key_owners(self) -> list[Widget]:
        """The keys of what is shown, then those that work everywhere."""
        return [*(self._shown.owners() if self._shown is not None else ()), self]

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        return chained(self, super()._binding_chain)

    async def outcome(
        self, part: Part[Given], place: str, right: str, filled: Awaitable[None] | None = None
    ) -> Given | Wish:
        """Shows a part, which ``filled`` fills, and waits for what the learner does with it."""
        with self.app.batch_update():
            if filled is not None:
                await filled
            self._swap(part)
            self.place, self._right = place, ""
            self.status(right)
            self.say(part.hint)
            self._name_keys()
        return await part.outcome()

    def typed(self, letter: str) -> bool:
        """A letter means what the part makes of it."""
        return self._shown is not None and self._shown.typed(letter)

    async def renew_keys(self) -> None:
        """Makes the footer anew; Enter keeps the name that it has here."""
        self._name_keys()

    def on_form_taken(self, event: Form.Taken) -> None:
        """Enter in a field answers, which stands beside the page."""
        event.stop()
        self.asked.action_answer()

    def on_page_clicked(self, event: Page.Clicked) -> None:
        """A click means what the part makes of it."""
        event.stop()
        if self._shown is not None:
            self._shown.clicked(event.row, twice=event.twice)

    def on_resize(self, event: events.Resize) -> None:
        """Draws for another size."""
        super().on_resize(event)
        self.call_after_refresh(self._draw)

    def on_unmount(self) -> None:
        """Ends the session when somebody goes elsewhere."""
        if self._shown is not None:
            self._shown.give(Wish.LEAVE)

    def leave(self) -> None:
        """Goes back to the screen below, if this one is still shown."""
        if self.is_current:
            self.app.pop_screen()

    def _swap(self, part: Part[Any]) -> None:
        self._shown = part
        writes = part is self.asked and self.asked.writes
        if self._fields.display is not writes:
            self._fields.display = writes
        self.set_class(writes, "-writes")
        if part is not self.answer:
            self._rating.update("", layout=False)
        part.take_focus()
        part.draw(again=True)

    def _draw(self) -> None:
        if self._shown is not None:
            self._shown.draw()

    def _name_keys(self) -> None:
        keys, main = tuple(self._footer_keys()), self._shown.main if self._shown is not None else ""
        if (keys, main) == self._named or not self.query(Footer):
            return
        self._named = keys, main
        self.query_one(Footer).renew(keys)
        if main:
            self.main_key(main)

    def _rated(self, content: Content) -> None:
        self._rating.update(content, layout=False)
