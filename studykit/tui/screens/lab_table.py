"""What the lab shows of a scenario: settings, verdict, fixes, where the outcome turns, and the drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.text import count, shortened
from studykit.core.verdict import Value as Set
from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.lab_drawing import LabDrawing
from studykit.tui.widgets.lab_field import LabField
from studykit.tui.widgets.lab_settings import LabSettings
from studykit.tui.widgets.lab_strip import strip
from studykit.tui.widgets.lab_verdict import LabVerdict, summary, told
from studykit.tui.widgets.lab_ways import ways
from studykit.tui.widgets.rows import Rows
from studykit.workflows.lab import Setting

if TYPE_CHECKING:
    from studykit.workflows.lab_bench import Bench
    from studykit.workflows.lab_fixes import Fixes
    from studykit.workflows.lab_turns import Turns
    from studykit.workflows.study import Study

Value = TypeVar("Value")
_REST = 0.06
"""Seconds that a setting rests before slow things are worked out for it."""
_CHANGING = "←→ changes a setting; the verdict follows at once."


class LabTable(Frame[None]):
    """Shows a bench; what keys do to it is the lab's."""

    scrolls = False
    hint = _CHANGING

    def __init__(self, study: Study, domain: str, settings: Mapping[str, Set]) -> None:
        super().__init__()
        self._study, self._domain, self._given = study, domain, settings
        self._bench: Bench | None = None
        self._asked = 0
        """Counts what was asked for in threads: only the last is worked out."""
        self._pending = False
        self.place = f"studykit › Lab › {domain}"

    def body(self) -> list[Widget]:
        """Settings, verdict and fixes side by side; the setting under the cursor; the drawing."""
        fixes = VerticalScroll(Static(id="ways", markup=False), id="fixes", can_focus=False)
        return [
            Static(id="summary", markup=False),
            Horizontal(
                Vertical(_title("Settings"), LabSettings(), id="left"),
                Vertical(_title("Verdict"), LabVerdict(), id="right"),
                Vertical(_title("Fixes"), fixes, id="third"),
                id="panels",
            ),
            Static(id="about", markup=False),
            Static(id="strip", markup=False),
            LabField(),
            LabDrawing(),
        ]

    def ready(self) -> None:
        """Opens the domain."""
        self.set_class(signs() is PLAIN, "-plain")
        self.query_one(LabSettings).focus()
        self.load(self._open, self._opened, "open")

    @property
    def bench(self) -> Bench | None:
        """What lies on the table; None until the domain is open."""
        return self._bench

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being worked out."""
        return not (self._pending or self.is_loading)

    def regions(self) -> list[Widget]:
        """In reading order; without a drawing there are two."""
        found: list[Widget] = [self.query_one(LabSettings), self.query_one(LabVerdict)]
        drawing = self.query_one(LabDrawing)
        return [*found, drawing] if drawing.events else found

    def on_resize(self, event: events.Resize) -> None:
        """The verdict has its whole trace where there is room."""
        del event
        if self._bench is not None:
            self.call_after_refresh(self._show)

    def on_descendant_focus(self) -> None:
        """Says what keys do here; where there is room for one part only, shows the one with the focus."""
        focused = self.focused
        self.set_class(isinstance(focused, LabVerdict), "-see-verdict")
        self.set_class(isinstance(focused, LabDrawing), "-see-drawing")
        if isinstance(focused, LabVerdict):
            self._hint("↑↓ moves. Enter on a fact opens it.")
        elif isinstance(focused, LabDrawing):
            self._hint(focused.event)
        elif isinstance(focused, LabSettings):
            self._hint(_CHANGING)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What is said of a setting follows the cursor."""
        if isinstance(event.rows, LabSettings):
            self._about()
            self._ask()

    def on_lab_drawing_said(self, event: LabDrawing.Said) -> None:
        """An event in words."""
        self._hint(event.text)

    @property
    def _setting(self) -> Setting:
        """That under the cursor."""
        return self.query_one(LabSettings).setting

    def _open(self, _: Progress) -> Bench:
        from studykit.workflows.lab_bench import Bench

        return Bench(self._study.library, self._domain, self._given)

    def _opened(self, bench: Bench) -> None:
        self._bench = bench
        self._show()

    def _do(self, change: Callable[[Bench], object]) -> bool:
        """Makes a change and shows what comes of it; False when it cannot be made, which is said."""
        if self._bench is None:
            return False
        try:
            change(self._bench)
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return False
        self._show()
        return True

    def _move(self, change: Callable[[Bench, str], object]) -> bool:
        """The same for the setting under the cursor."""
        return self._do(lambda bench: change(bench, self._setting.name))

    def _show(self) -> None:
        """Everything that follows from the settings."""
        bench = self._bench
        if bench is None or not self.is_attached:
            return
        scene = bench.scene
        self.query_one(LabSettings).fill(scene.inputs)
        self.query_one(LabVerdict).fill(told(scene, whole=self.has_class("-wide")))
        self.query_one("#summary", Static).update(summary(scene), layout=False)
        self.query_one(LabDrawing).fill(bench.drawing())
        self.status(f"{scene.title} · {count(bench.changes, 'change')}" if bench.changes else scene.title)
        self._about()
        self._ask()

    def _about(self) -> None:
        """What the setting under the cursor is and may be."""
        if self._bench is not None:
            setting = self._setting
            fact = f" ({setting.facts[0]})" if setting.facts else ""
            text = f"{setting.title}: {setting.may_be}{fact}"
            if self.has_class("-narrow"):  # the row above cuts a long value
                text = f"{setting.value}: {setting.may_be}"
            self.query_one("#about", Static).update(
                words(shortened(text, max(self.size.width - 2, 8)), "$muted"), layout=False
            )

    def _ask(self) -> None:
        """Asks for what takes longer, once the setting rests."""
        self._asked += 1
        self._pending = True
        self.query_one("#strip", Static).update("", layout=False)
        number = self._asked
        self.set_timer(_REST, lambda: self._rested(number))

    def _rested(self, number: int) -> None:
        bench = self._bench
        if number != self._asked or bench is None:
            return
        self._pending = False
        settings, name = bench.settings, self._setting.name
        self.load(self._if_wanted(number, lambda: bench.turns(settings, name)), self._turns_known, "turns")

    def _if_wanted(self, number: int, answer: Callable[[], Value]) -> Callable[[Progress], Value | None]:
        """Slow work that is left out where something else was asked for meanwhile."""

        def work(_: Progress) -> Value | None:
            bench = self._bench
            if bench is None:
                return None
            from studykit.workflows.lab_bench import Unwanted

            try:
                with bench.aside(lambda: number == self._asked):
                    return answer() if number == self._asked else None
            except Unwanted:
                return None

        return work

    def _turns_known(self, turns: Turns | None) -> None:
        bench = self._bench
        if turns is None or bench is None:
            return
        settings = bench.settings
        if self.has_class("-wide"):
            self.load(self._if_wanted(self._asked, lambda: bench.fixes(settings)), self._fixes_known, "fixes")
        self.query_one("#strip", Static).update(strip(turns, max(self.size.width - 2, 8)), layout=False)

    def _fixes_known(self, fixes: Fixes | None) -> None:
        if fixes is not None:
            self.query_one("#ways", Static).update(ways(fixes))

    def on_unmount(self) -> None:
        """Nobody waits for anything any more."""
        self._asked += 1

    def _hint(self, text: str) -> None:
        """What to do now; it comes back after what else was said."""
        self.hint = text
        self.say(text)


def _title(text: str) -> Static:
    return Static(words(text), markup=False, classes="title")
