"""Fixes: which few changes give an outcome; the arrows choose the outcome, Enter makes the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import UsageError
from studykit.drawing.lines import fitted
from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.lab_signs import lab_signs
from studykit.tui.widgets.lab_ways import change_words, changes, notes
from studykit.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from studykit.workflows.lab_bench import Bench
    from studykit.workflows.lab_fixes import Fixes, Way

_CHANGES = 10
_TALL = 2
"""Lines of a way: it has one or two changes."""


class _Ways(Rows):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "screen.outcome(1)", "Outcome", key_display="←→"),
        Binding("left,h", "screen.outcome(-1)", "Outcome", show=False),
    ]


class FixesScreen(Frame[None]):
    """Works on the table of the lab; what was changed there is seen when it closes."""

    CSS_PATH = "fixes.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", "Apply"),
        Binding("u", "undo", "Undo"),
        Binding("escape,q,f", "back", "Close"),
    ]
    hint = "Enter makes the changes. ←→ chooses another outcome."

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._outcomes, self._at = bench, bench.outcomes(), 0
        self._ways: tuple[Way, ...] = ()
        self.place = f"studykit › Lab › Fixes for {bench.scene.domain}"

    def body(self) -> list[Widget]:
        """How it is, what is wanted, the ways there, and what does not help."""
        return [
            Static(id="now", markup=False),
            Static(id="want", markup=False),
            _Ways(0, self._row, name="ways", tall=_TALL),
            Static(id="notes", markup=False),
        ]

    def ready(self) -> None:
        """Looks for the ways."""
        self.query_one(Rows).focus()
        self._ask()

    def on_rows_taken(self) -> None:
        """A double click makes the changes."""
        self.action_apply()

    def action_outcome(self, by: int) -> None:
        """Another outcome is wanted."""
        self._at = (self._at + by) % len(self._outcomes)
        self._ask()

    def action_apply(self) -> None:
        """Makes the changes of the way under the cursor."""
        if not self._ways:
            self.say("There is nothing to apply here.", wrong=True)
            return
        try:
            self._bench.apply(self._ways[self.query_one(Rows).cursor])
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        self._ask()
        self._tell(f"Applied: {self._bench.scene.outcome}. u takes it back, Esc goes to the lab.")

    def action_undo(self) -> None:
        """Takes the last change back."""
        if self._bench.undo():
            self._ask()
            self._tell("Taken back. Enter makes the changes again.")
        else:
            self.say("Nothing to take back.", wrong=True)

    def action_back(self) -> None:
        """Back to the lab."""
        self.dismiss(None)

    def _ask(self) -> None:
        settings, want = self._bench.settings, self._outcomes[self._at]
        sign, scene = lab_signs(), self._bench.scene
        self.query_one("#now", Static).update(
            Content.assemble(words("Outcome now     ", "$muted"), words(f"  {scene.outcome}"))
        )
        self.query_one("#want", Static).update(
            Content.assemble(
                words("Outcome wanted  ", "$muted"), words(f"{sign.turn[0]} {want} {sign.turn[1]}", "bold $primary")
            )
        )
        self._tell(type(self).hint)
        self.load(lambda _: self._bench.fixes(settings, want), self._show, "fixes")

    def _show(self, fixes: Fixes) -> None:
        self._ways = fixes.ways
        self.query_one(Rows).show(len(self._ways), self._row, 0)
        said = [words(fixes.says)] if fixes.says else []
        if fixes.there:
            said.append(words(f"{signs().right} It comes out like this already.", "$success"))
        parts = [*said, *(words(text, "$muted") for text in notes(fixes))]
        self.query_one("#notes", Static).update(Content("\n").join(parts))
        if not self._ways and self.hint == type(self).hint:
            self._tell("←→ chooses the outcome that you want.")

    def _row(self, at: int, width: int) -> Content:
        way, (first, *more) = self._ways[at], change_words(self._ways[at])
        room = max(width - _CHANGES - 4, 8)
        cut = fitted(first, room, plain=signs() is PLAIN)
        top = Content.assemble(words(f"{at + 1}  ", "bold"), words(f"{cut} "), words(changes(way), "$muted"))
        return Content("\n").join([top, *(words(f"   {one}") for one in more)])

    def _tell(self, text: str) -> None:
        self.hint = text
        self.say(text)
