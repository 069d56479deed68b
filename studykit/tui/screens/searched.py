"""A list that is searched in a field above it, and the ways between the two."""

from __future__ import annotations

from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search


class Searched(Frame[None]):
    """Each screen names the keys itself, so that a learner finds them under its name."""

    def to_list(self) -> None:
        """Takes the focus to the list."""
        self.query_one(Rows).focus()

    def found(self) -> None:
        """What Enter in the field does."""
        self.to_list()

    def on_search_submitted(self, event: Search.Submitted) -> None:
        """Goes on from what was found."""
        event.stop()
        self.found()

    def on_search_left(self, event: Search.Left) -> None:
        """Goes to the list."""
        event.stop()
        self.to_list()

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click is Enter."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Opens what the cursor is on."""

    def action_search(self) -> None:
        """Goes to the field."""
        self.query_one(Search).take_focus()

    def action_back(self) -> None:
        """Ends the search first, then goes back."""
        if self.query_one(Search).value:
            self.query_one(Search).clear()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss(None)
