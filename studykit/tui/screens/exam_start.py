"""Before a mock exam: its format and where that comes from, how past ones went; then its questions are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from threading import Event
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from studykit.core.attempt import ExamWish, Result, values_asked
from studykit.core.errors import StudykitError
from studykit.core.pack import Blueprint
from studykit.core.progress import Progress
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.exam_paper import Drawn

_KEY = 10
_BAR = 20

Draw = Callable[[ExamWish, Progress], Drawn]
"""Makes the questions; may be slow, and may raise StudykitError."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The questions of the exam that is to begin, and whether its clock runs."""

    drawn: Drawn
    untimed: bool


class _StoppedError(Exception):
    """The learner does not want the questions any more."""


class Start(Frame["Begun | None"]):
    """Gives the exam that is to begin, None to go back. Its questions are made in a thread, so that Esc can stop it."""

    CSS_PATH = "exam_start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Begin"),
        Binding("down,j", "move(1)", "Exam", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Exam", show=False),
        Binding("left,right,space", "clock", "Clock", key_display="←→"),
        Binding("c", "values", "Values"),
        Binding("pagedown,ctrl+d", "scroll(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-1)", "Scroll", show=False),
        Binding("escape,q", "back", "Back"),
    ]
    place = "studykit › Mock exam"

    class Told(Message):
        """So many questions are made; all of them, none because of a problem, or none because it was stopped."""

        def __init__(self, making: Event, done: int = 0, total: int = 0, end: Drawn | str | None = None) -> None:
            super().__init__()
            self.making, self.done, self.total, self.end = making, done, total, end

    def __init__(
        self, blueprints: Sequence[Blueprint], wish: ExamWish, draw: Draw, past: Sequence[Result], zone: tzinfo | None
    ) -> None:
        super().__init__()
        self._blueprints = tuple(blueprints)
        self._wish, self._make_paper, self._past, self._zone = wish, draw, past, zone
        self._at = next((at for at, one in enumerate(self._blueprints) if one.exam == wish.exam), 0)
        self._untimed = False
        self._making: Event | None = None
        self._drawn: Drawn | None = None

    def body(self) -> list[Widget]:
        """The exams, and the format of the one under the cursor."""
        return [
            Choices(self._lines(), name="exams", cursor=self._at),
            Static(id="format", markup=False, classes="gap"),
        ]

    def ready(self) -> None:
        """Takes the focus to the exams."""
        self.query_one(Choices).focus(scroll_visible=False)
        self._draw()

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """The format follows the cursor."""
        self._at = event.choices.cursor
        self._forget()

    def on_choices_taken(self) -> None:
        """A double click begins."""
        self.action_begin()

    def action_move(self, by: int) -> None:
        """Moves to another exam."""
        self.query_one(Choices).move(self._at + by)

    def action_clock(self) -> None:
        """With or without a clock."""
        self._untimed = not self._untimed
        self._draw()

    def action_values(self) -> None:
        """Values as the exam of the day asks them, or as they are today."""
        self._wish = replace(self._wish, as_exam=not self._wish.as_exam)
        self._forget()

    def action_begin(self) -> None:
        """Makes the questions and begins the exam; where the pack lacks some, says so and asks once more."""
        if self._drawn is not None:
            self.dismiss(Begun(self._drawn, self._untimed))
        elif self._making is None:
            one = self._blueprints[self._at]
            self._making = Event()
            self._say_made(0, one.questions)
            self._make(replace(self._wish, exam=one.exam), self._making)

    def on_start_told(self, event: Told) -> None:
        """Says how far the making is; begins when all are made."""
        event.stop()
        if event.making is not self._making:
            return
        if isinstance(event.end, Drawn):
            self._making, self._drawn = None, event.end
            if event.end.shortfalls:
                self._draw()
                self.query_one("#body").scroll_end(animate=False)
            else:
                self.action_begin()
        elif event.end is not None:
            self._making = None
            self.say(event.end, wrong=True)
        else:
            self._say_made(event.done, event.total)

    def action_scroll(self, by: int) -> None:
        """Scrolls a long format."""
        self.query_one("#body").scroll_relative(y=by * 10, animate=False)

    def action_back(self) -> None:
        """Stops the making; else goes back. Nothing has begun."""
        if self._making is None:
            self.dismiss(None)
        else:
            self._forget()
            self.say("Stopped; nothing has begun. Esc goes back.")

    def on_unmount(self) -> None:
        """Nobody waits for the questions any more."""
        if self._making is not None:
            self._making.set()

    @work(thread=True, description="making an exam")
    def _make(self, wish: ExamWish, making: Event) -> None:
        """Makes the questions; only messages go from this thread to the screen."""
        worker, told = get_current_worker(), -1

        def progress(done: int, total: int) -> None:
            nonlocal told
            if making.is_set() or worker.is_cancelled:
                raise _StoppedError
            if done != told:
                told = done
                self.post_message(self.Told(making, done, total))

        try:
            self.post_message(self.Told(making, end=self._make_paper(wish, progress)))
        except _StoppedError:
            return
        except StudykitError as problem:
            self.post_message(self.Told(making, end=str(problem)))

    def _forget(self) -> None:
        """What was made, or is being made, is not what is wanted any more."""
        if self._making is not None:
            self._making.set()
        self._making = self._drawn = None
        self._draw()

    def _say_made(self, done: int, total: int) -> None:
        self.say(f"Making the questions: {done} of {total}. Esc stops.")

    def _lines(self) -> list[Marked]:
        mark = words(f"{signs().action} ", "bold")
        return [
            (mark, Content.assemble(words(f"{one.exam:<{_KEY}}", "bold"), words(one.title))) for one in self._blueprints
        ]

    def _draw(self) -> None:
        one = self._blueprints[self._at]
        parts = [self._format(one), *self._last(), self._source(one), *self._short()]
        self.query_one("#format", Static).update(Content("\n").join(parts))
        if self._drawn is not None:
            self.say("Enter begins with these questions. Esc goes back.")
        elif self._making is None:
            self.say("Enter begins the exam." if self._untimed else "Enter begins the exam; its clock starts then.")

    def _format(self, one: Blueprint) -> Content:
        clock = "no clock (for practice)" if self._untimed else f"{one.minutes} minutes"
        widest = max(len(area.title) for area in one.areas)
        full = signs().bar
        parts = [words(plain(f"{one.questions} questions · {clock} · pass mark {one.passing} of 1,000\n"), "bold")]
        for area in one.areas:
            bar = full * round(area.weight * _BAR / 100)
            parts.append(words(f"  {area.title:<{widest}}  {area.weight:>3} %  "))
            parts.append(words(f"{bar}\n", "$muted"))
        asked = values_asked(as_exam=self._wish.as_exam)
        parts.append(words(f"\nAsks {asked}.\n"))
        parts.append(words("A question without an answer counts as wrong, so guess."))
        return Content.assemble(*parts)

    @staticmethod
    def _source(one: Blueprint) -> Content:
        remark = f" {one.remark}" if one.remark else ""
        return words(plain(f"Format as of {one.as_of}: {one.source}.{remark}"), "$muted")

    def _last(self) -> list[Content]:
        """The last results, one line each."""
        if not self._past:
            return []
        lines = []
        for one in self._past:
            share = f"{one.share * 100:>3.0f} % ({one.low * 100:.0f}–{one.high * 100:.0f})"
            day = f"{one.started.astimezone(self._zone):%Y-%m-%d}"
            lines.append(f"  {day}  {one.exam:<{_KEY}}{share}")
        return [words("Last results", "bold"), words(plain("\n".join(lines)))]

    def _short(self) -> list[Content]:
        """What the exam should hold and the pack has not."""
        said = self._drawn.shortfalls if self._drawn is not None else ()
        return [words("\n" + "\n".join(f"{signs().conflict} {one}" for one in said), "$warning")] if said else []
