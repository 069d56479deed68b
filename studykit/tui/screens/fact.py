"""One fact with every claim, what settles it and what depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from studykit.core.text import count
from studykit.tui.screens.fact_keys import FactKeys
from studykit.tui.widgets.fact_sheet import FactSheet
from studykit.workflows.fact_page import FactView
from studykit.workflows.study import Study

_HINT = "Enter opens the line. [ ] go to the next fact."


class FactPage(FactKeys["str | None"]):
    """Gives the id of the fact that was shown last; ``among`` is the list that ``[`` and ``]`` go through."""

    CSS_PATH = "fact.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "act", "Open"),
        Binding("left_square_bracket", "step(-1)", "Previous", show=False),
        Binding("right_square_bracket", "step(1)", "Next", key_display="[ ]"),
        Binding("c", "settle", "Settle"),
        Binding("escape,q", "back", "Back"),
    ]
    place = "studykit › Facts"
    hint = _HINT

    def __init__(self, study: Study, fact: str, among: Sequence[str] = ()) -> None:
        super().__init__(study)
        self._fact, self._among = fact, tuple(among)

    def body(self) -> list[Widget]:
        """The sheet."""
        return [FactSheet()]

    def ready(self) -> None:
        """Reads the fact."""
        self.query_one(FactSheet).claims.focus()
        self._open(self._fact)

    def read_again(self) -> None:
        """Shows the same fact as it is now."""
        self._open(self._fact)

    @property
    def fact(self) -> str:
        """The id of the fact that is shown."""
        return self._fact

    def action_step(self, by: int) -> None:
        """Goes to the fact before or behind this one."""
        among = self._among or tuple(row.id for row in self.rows())
        at = among.index(self._fact) + by if self._fact in among else 0
        if 0 <= at < len(among):
            self._open(among[at])
            self.query_one("#body").scroll_home(animate=False)
            self.query_one(FactSheet).claims.focus()
        else:
            self.say("This is the last fact." if by > 0 else "This is the first fact.", wrong=True)

    def action_back(self) -> None:
        """Goes back to the list."""
        self.dismiss(self._fact)

    def shown(self, view: FactView) -> None:
        """Says where we are."""
        self.place = f"studykit › Facts › {view.id}"
        self.status(count(len(view.claims), "claim"))
        self.hint = _HINT if view.settled else "Nothing is asked of it until it is settled: c settles it."
        self.say(self.hint)
        if not view.claims and self.sheet.claims.has_focus:
            self.sheet.used.focus(scroll_visible=False)  # there is nothing to open above
        self.call_later(self.renew_keys)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``c`` is a key only where claims disagree."""
        if action == "settle":
            return self.is_mounted and self.disputed
        return super().check_action(action, parameters)

    def _open(self, fact: str) -> None:
        self._fact = fact
        self.place = f"studykit › Facts › {fact}"
        self.status()
        self.show_fact(fact)
