"""The scenario lab: change a setting, and verdict, trace and time line follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.text import shortened
from studykit.core.verdict import Value
from studykit.tui.screens.lab_table import LabTable
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.lab_drawing import LabDrawing
from studykit.tui.widgets.lab_field import LabField
from studykit.tui.widgets.lab_settings import LabSettings
from studykit.tui.widgets.lab_verdict import LabVerdict
from studykit.tui.widgets.rows import Rows
from studykit.workflows.lab import Kind


class Lab(LabTable):
    """One scenario of a domain."""

    CSS_PATH = "lab.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "fixes", "Fixes"),
        Binding("w", "why", "Why"),
        Binding("p", "practise", "Practise"),
        Binding("u", "undo", "Undo", show=False),
        Binding("R", "all_defaults", "All as usual", show=False),
        Binding("y", "copy", "Copy", show=False),
        Binding("tab", "region(1)", "Next part", show=False),
        Binding("shift+tab", "region(-1)", "Part before", show=False),
        Binding("escape,q", "back", "Back"),
    ]

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click is Enter."""
        if isinstance(event.rows, LabSettings):
            self.action_type()
        else:
            self.action_fact()

    def on_lab_field_typed(self, event: LabField.Typed) -> None:
        """Sets what was typed; what cannot be stays in the field, to be mended."""
        if self._move(lambda bench, name: bench.type(name, event.text)):
            self._leave_field()

    def on_lab_field_left(self) -> None:
        """The value stays as it was."""
        self._leave_field()

    def action_change(self, by: int) -> None:
        """Moves the setting."""
        self._move(lambda bench, name: bench.change(name, by))

    def action_exact(self, by: int) -> None:
        """Moves the setting by its smallest step."""
        self._move(lambda bench, name: bench.change(name, by, exact=True))

    def action_turn(self, by: int) -> None:
        """Goes to the next value at which the outcome is another."""
        bench = self._bench
        if bench is not None:
            before, name = bench.settings, self._setting.name

            self.load(lambda _: (before, bench.next_turn(before, name, forward=by > 0)), self._turned, "turn")

    def action_default(self) -> None:
        """The setting as it usually is."""
        self._move(lambda bench, name: bench.reset(name))

    def action_all_defaults(self) -> None:
        """All settings as they usually are."""
        self._do(lambda bench: bench.reset())

    def action_undo(self) -> None:
        """Takes the last change back."""
        if self._bench is not None and not self._bench.changes:
            self.say("Nothing to take back.", wrong=True)
        else:
            self._do(lambda bench: bench.undo())

    def action_type(self) -> None:
        """Asks for a value in the way that suits the setting."""
        if self._bench is None:
            return
        setting = self._setting
        if setting.kind in (Kind.QUANTITY, Kind.LINE):
            self.query_one("#strip").display = False
            self.query_one(LabField).ask(shortened(setting.label, 30), setting.text)
            self._hint(f"Enter sets it: {setting.may_be}. Esc leaves it as it is.")
        else:
            from studykit.tui.screens.lab_asks import ask

            ask(self.app, self._bench, setting, self._do)

    def action_fact(self) -> None:
        """Opens the fact under the cursor."""
        if fact := self.query_one(LabVerdict).fact:
            self.links.open_fact(fact)
        else:
            self.say("No fact stands on this row.", wrong=True)

    def action_fixes(self) -> None:
        """What would give another outcome."""
        if self._bench is not None:
            from studykit.tui.screens.fixes import FixesScreen

            self.app.push_screen(FixesScreen(self._bench), lambda _: self._show())

    def action_why(self) -> None:
        """The whole trace."""
        bench = self._bench
        if bench is not None:
            from studykit.tui.screens.why import WhyTree

            settings = bench.settings
            self.load(lambda _: bench.why(settings), lambda found: self._over(WhyTree(found)), "why")

    def action_practise(self) -> None:
        """Questions of this domain."""
        from studykit.workflows.lab_domains import practice

        self.links.practise(f"Practice › {self._domain}", lambda: practice(self._study, self._domain))

    def action_copy(self) -> None:
        """The scenario as a command."""
        if self._bench is not None:
            self.links.copy(self._bench.command)

    def action_region(self, by: int) -> None:
        """Goes to the next part of the screen."""
        found = self.regions()
        at = found.index(self.focused) if self.focused in found else 0
        to = found[(at + by) % len(found)]
        self.set_class(isinstance(to, LabVerdict), "-see-verdict")
        self.set_class(isinstance(to, LabDrawing), "-see-drawing")
        self.call_after_refresh(to.focus)

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)

    def _turned(self, found: tuple[Mapping[str, Value], Mapping[str, Value]]) -> None:
        """Goes there, unless something was changed meanwhile."""
        before, then = found
        self._do(lambda bench: bench.settings == before and bench.put(then))

    def _leave_field(self) -> None:
        self.query_one(LabField).close()
        self.query_one("#strip").display = True
        self.query_one(LabSettings).focus()

    def _over(self, screen: Frame[None]) -> None:
        self.app.push_screen(screen)
