"""How a mock exam went: the share with its interval first, then the practice score, the areas and the time."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.attempt import AreaResult, Result, values_asked
from studykit.tui.screens.home import QUIZ
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.whisker import whisker

Part = Literal["wrong", "marked", "slow", "all"]
_LEAST, _MOST = 10, 40
"""Columns of a dot and whisker."""
_FIGURES = 29
_NARROW = 60


def positions(result: Result, part: Part) -> tuple[int, ...]:
    """Which questions belong to a part of the result."""
    parts = {"wrong": result.wrong, "marked": result.marked, "slow": result.slow}
    return parts.get(part, tuple(range(result.total)))


class Outcome(Frame["Part | AreaResult | None"]):
    """Gives the part of the questions to go through or the area to practise, None to go back."""

    CSS_PATH = "exam_result.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "through", "Show"),
        Binding("down,j", "move(1)", "Choose", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Choose", show=False),
        Binding("pagedown,ctrl+d", "scroll(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-1)", "Scroll", show=False),
        Binding("escape,q", "back", "Today"),
    ]
    AUTO_FOCUS = ""  # it would scroll past the figures
    place = "studykit › Mock exam › Result"

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result
        self._parts = _parts(result)

    def body(self) -> list[Widget]:
        """The figures, the areas, and what to go through."""
        return [
            Static(self._head(), id="head", markup=False),
            Static(id="areas", markup=False, classes="gap"),
            Static(self._time(), id="time", markup=False, classes="gap"),
            Choices([_line(label) for _, label in self._parts], name="parts", still=True),
        ]

    def ready(self) -> None:
        """Takes the focus to what can be gone through."""
        result = self._result
        whole = f" of {result.minutes}" if result.minutes else ""
        self.status(f"{result.exam} · {result.minutes_used}{whole} min used")
        self.query_one(Choices).focus(scroll_visible=False)
        self._tell()
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draws the areas for the new width."""
        super().on_resize(event)
        self._draw()

    def on_choices_taken(self) -> None:
        """A double click is Enter."""
        self.action_through()

    def action_move(self, by: int) -> None:
        """Moves between the parts."""
        parts = self.query_one(Choices)
        parts.move(parts.cursor + by)

    def on_choices_moved(self) -> None:
        """Says what Enter does there."""
        self._tell()

    def action_through(self) -> None:
        """Goes through the chosen part."""
        self.dismiss(self._parts[self.query_one(Choices).cursor][0])

    def action_back(self) -> None:
        """Goes back to Today; the result is kept."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scrolls a long result."""
        self.query_one("#body").scroll_relative(y=by * 10, animate=False)

    def _head(self) -> Content:
        one = self._result
        share = f"{one.right} of {one.total} = {one.share * 100:.0f} % ({one.low * 100:.0f}–{one.high * 100:.0f})"
        score = f"practice score {one.score} ({one.score_low}–{one.score_high})     pass mark {one.passing}"
        notes = [f"One exam says little: anything from {one.score_low} to {one.score_high} would be no surprise."]
        sat = f" This exam was sat {one.note}." if one.note else ""
        notes.append(f"It asked {values_asked(as_exam=one.as_exam)}.{sat}")
        return Content.assemble(
            words(plain(f"{one.title}\n"), "$muted"),
            words(plain(f"{share}     "), "bold"),
            words(plain(f"{score}\n")),
            words("\n".join([*notes, *one.shortfalls]), "$muted"),
        )

    def _draw(self) -> None:
        if not self.query("#areas"):
            return
        width = min(self.size.width - 2, 84)
        rows = [part for area in self._result.areas for part in self._area(area, width)]
        legend = f"{signs().whisker[3]} right   {signs().whisker[:3]} 19 in 20: it lies here   "
        legend += f"{signs().whisker[4]} pass mark, 0 to 100 %"
        self.query_one("#areas", Static).update(words("\n".join([*rows, f"  {legend}"])))

    def _area(self, area: AreaResult, width: int) -> list[str]:
        share = area.right / area.total if area.total else 0.0
        figures = "not asked"
        if area.total:
            figures = plain(f"{share * 100:>3.0f} % ({area.low * 100:.0f}–{area.high * 100:.0f})")
        right = f"{area.right:>2}/{area.total:<2}"
        if width < _NARROW:
            return [f"  {area.title}", f"    {right}  {figures}"]
        title = max(len(one.title) for one in self._result.areas)
        room = max(min(width - title - _FIGURES, _MOST), _LEAST)
        passing = (self._result.passing - 100) / 900
        drawn = whisker(area.low, share, area.high, room, passing) if area.total else " " * room
        return [f"  {area.title:<{title}}  {right}  {drawn}  {figures}"]

    def _time(self) -> Content:
        one = self._result
        median = _spell(one.median_seconds)
        slow = f"{len(one.slow)} over {_spell(one.slow_seconds)}"
        return words(plain(f"Time  median {median} a question · {slow} · {one.open} left open"))

    def _tell(self) -> None:
        if isinstance(self._parts[self.query_one(Choices).cursor][0], AreaResult):
            self.say(f"Enter asks {QUIZ} questions about it; the answers count for your cards.")
        else:
            self.say("Enter goes through them, with the reasons.")


def weakest(result: Result) -> AreaResult | None:
    """The part of the exam that went worst; None where nothing was wrong. Of equal ones, the one asked most."""
    lost = [area for area in result.areas if area.right < area.total]
    return min(lost, key=lambda area: (area.right / area.total, -area.total), default=None)


def _parts(result: Result) -> list[tuple[Part | AreaResult, str]]:
    area = weakest(result)
    practice = [] if area is None else [(area, f"Practise {area.title}")]
    named: list[tuple[Part, str]] = [
        ("wrong", f"Go through the {len(result.wrong)} wrong"),
        ("marked", f"Marked ({len(result.marked)})"),
        ("slow", f"Slow ({len(result.slow)})"),
        ("all", f"All {result.total}"),
    ]
    return [*((part, label) for part, label in named if positions(result, part)), *practice]


def _spell(seconds: int) -> str:
    """``1 min 34 s``, ``3 min``, ``40 s``."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def _line(label: str) -> Marked:
    return words(f"{signs().action} ", "bold"), words(label, "bold")
