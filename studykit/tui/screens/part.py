"""A part of the table: shown one at a time, and each gives what the learner did with it."""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import Generic, TypeVar

from textual.widget import Widget

from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.page import Page

Given = TypeVar("Given")


class Wish(Enum):
    """What can be wanted besides an answer."""

    NEXT = "next"
    MORE = "more"
    STOP = "stop"
    """No further card, but the summary."""
    UNDO = "undo"
    LEAVE = "leave"


class Part(Keyed, Generic[Given]):
    """Has the keys and the state; what it shows is drawn on the page.

    Made once and filled again and again: a new screen for each card would take longer than a key press may. For the
    same reason none of them takes the focus: the table looks for its keys without.
    """

    DEFAULT_CSS = "Part { display: none; }"
    _waits: asyncio.Future[Given | Wish] | None = None

    def __init__(self, page: Page, *children: Widget, name: str) -> None:
        super().__init__(*children, id=name)
        self.page = page

    def draw(self, *, again: bool = False) -> None:
        """Draws on the page what it shows now; ``again`` from its beginning."""
        raise NotImplementedError

    def clicked(self, row: int, *, twice: bool) -> None:
        """Takes a click on a row of the page."""
        del row, twice

    @property
    def hint(self) -> str:
        """What to do now."""
        return ""

    @property
    def main(self) -> str:
        """What Enter is called, where that changes; else empty."""
        return ""

    def owners(self) -> list[Widget]:
        """Whose keys work, the innermost first."""
        return [self]

    def take_focus(self) -> None:
        """Puts the focus on what the keys act on, where letters are text; else on nothing."""
        self.screen.set_focus(None)

    def typed(self, letter: str) -> bool:
        """Takes a letter that is no key of its own; False when it means nothing here."""
        del letter
        return False

    async def outcome(self) -> Given | Wish:
        """Waits for what the learner does."""
        self._waits = asyncio.get_running_loop().create_future()
        return await self._waits

    def give(self, value: Given | Wish) -> None:
        """Ends the waiting, once."""
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(value)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Shows a sentence in the hint row."""
        if isinstance(self.screen, Frame):
            self.screen.say(sentence, wrong=wrong)

    def action_scroll(self, share: float) -> None:
        """Scrolls by a share of what is seen."""
        self.page.scroll_pages(share)

    def action_undo(self) -> None:
        """Takes the last answer back."""
        self.give(Wish.UNDO)

    def action_leave(self) -> None:
        """Goes back; what was answered is saved."""
        self.give(Wish.LEAVE)

    def action_report(self) -> None:
        """Reports what is wrong with the question."""
        raise NotImplementedError
