"""The drawing of a scenario; the arrows walk what happens, and each event is said in words."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from studykit.drawing.lines import Drawing
from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.drawn import Drawn, Picture
from studykit.tui.widgets.keys import Keyed

_WIDTH = 80


class LabDrawing(VerticalScroll, Keyed, can_focus=True):
    """Takes no room where nothing happens that could be drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "event(1)", "Event", key_display="←→"),
        Binding("left,h", "event(-1)", "Event", show=False),
        Binding("down,j", "scroll_down", "Scroll", show=False),
        Binding("up,k", "scroll_up", "Scroll", show=False),
        Binding("home", "event(-1000)", "First", show=False),
        Binding("end,G", "event(1000)", "Last", show=False),
    ]
    DEFAULT_CSS = """
    LabDrawing { height: auto; width: 1fr; scrollbar-size-vertical: 1; background: $background; }
    LabDrawing.-empty { display: none; }
    LabDrawing:focus { background-tint: transparent 0%; }
    """

    class Said(Message):
        """An event in words."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__(id="drawing")
        self._draw: Drawn | None = None
        self._drawn: Drawing | None = None
        """What is shown; where another scenario is drawn alike, nothing is laid out anew."""
        self._at = 0

    def compose(self) -> ComposeResult:
        """The drawing."""
        yield Picture(name="picture")

    def fill(self, draw: Drawn | None) -> None:
        """Draws another scenario; the event stays where it was when there is still one."""
        self._draw = draw
        self.set_class(draw is None, "-empty")
        drawing = draw(self._columns, signs() is PLAIN) if draw is not None else None
        if drawing != self._drawn:
            self._drawn = drawing
            self.query_one(Picture).show(draw)
        self._at = min(self._at, max(len(self.events) - 1, 0))

    @property
    def _columns(self) -> int:
        return max(self.size.width, _WIDTH)

    @property
    def events(self) -> tuple[str, ...]:
        """What happens, one sentence each."""
        return self._drawn.spoken if self._drawn is not None else ()

    @property
    def event(self) -> str:
        """The event where one is, with its number; empty when there is none."""
        events = self.events
        return f"{self._at + 1} of {len(events)}  {events[self._at]}" if events else ""

    def action_event(self, by: int) -> None:
        """Goes to the next event, or to the one before."""
        events = self.events
        if events:
            self._at = max(0, min(self._at + by, len(events) - 1))
            if len(events) > 1:
                self.scroll_to(y=self.max_scroll_y * self._at // (len(events) - 1), animate=False)
            self.post_message(self.Said(self.event))
