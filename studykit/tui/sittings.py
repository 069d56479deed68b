"""What the app needs of mock exams: the workflow has this shape, and so has what tests give instead."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.core.attempt import Left, Result
    from studykit.core.progress import Progress
    from studykit.core.question import Question
    from studykit.workflows.exam_paper import Drawn
    from studykit.workflows.study import Study


class Sitting(Protocol):
    """An exam that is being sat; what a method wrote is on disk when it returns. Positions go from 0."""

    at: int
    """Position to show; set when another one is shown."""

    @property
    def title(self) -> str:
        """The exam's name."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """In their order."""

    @property
    def minutes(self) -> int | None:
        """Of the whole exam; None without a clock."""

    def chosen(self, at: int) -> str | None:
        """The answer; None while the question is open."""

    def marked(self, at: int) -> bool:
        """True for a question to come back to."""

    def seconds_left(self) -> int | None:
        """None without a clock."""

    def over(self) -> bool:
        """True when nothing can be answered any more."""

    def ends_at(self) -> datetime | None:
        """None without a clock."""

    def clock_note(self) -> str:
        """A sentence when the computer's clock was changed."""

    def answer(self, at: int, chosen: str | None, milliseconds: int) -> None:
        """Saves an answer; None takes it back."""

    def mark(self, at: int, on: bool) -> None:
        """Marks a question, or unmarks it."""

    def beat(self) -> None:
        """Keeps the time used on disk."""

    def leave(self) -> None:
        """Lets go of the exam; it can be gone on with."""

    def finish(self) -> Result:
        """Ends the exam."""


class Exams(Protocol):
    """How exams begin and go on."""

    def draw(
        self,
        study: Study,
        exam: str = "",
        seed: int | None = None,
        *,
        as_exam: bool = True,
        progress: Progress | None = None,
    ) -> Drawn:
        """Makes the questions, from any thread; what ``progress`` raises stops it."""

    def start(self, study: Study, drawn: Drawn, *, untimed: bool = False) -> Sitting:
        """Begins an exam whose questions are made."""

    def results(self, study: Study, most: int | None = None) -> tuple[Result, ...]:
        """How past exams went, newest first."""

    def unfinished(self, study: Study) -> Left | None:
        """The exam that was left."""

    def go_on(self, study: Study, *, give_back: bool) -> Sitting:
        """Goes on with it."""


def open_count(sitting: Sitting) -> int:
    """How many questions have no answer."""
    return sum(sitting.chosen(at) is None for at in range(len(sitting.questions)))


def marked_count(sitting: Sitting) -> int:
    """How many questions are marked."""
    return sum(sitting.marked(at) for at in range(len(sitting.questions)))


def unanswered(sitting: Sitting) -> str:
    """What finishing now would mean."""
    left = open_count(sitting)
    if not left:
        return "Every question has an answer."
    return f"{count(left, 'question')} {'has' if left == 1 else 'have'} no answer; {_THEY[left == 1]} as wrong."


def pace(sitting: Sitting) -> str:
    """How many answers after how many minutes, against an even pace; empty without a clock."""
    left, minutes = sitting.seconds_left(), sitting.minutes
    if left is None or not minutes:
        return ""
    total, used = len(sitting.questions), max(minutes * 60 - left, 0)
    done = total - open_count(sitting)
    ahead = done - int(total * used / (minutes * 60))
    how = f"{ahead} ahead" if ahead > 0 else f"{-ahead} behind" if ahead < 0 else "in time"
    return f"Pace  {done} in {used // 60} min: {how}"


def time_text(seconds: int) -> str:
    """``1 h 12 min``, ``12 min``; in the last five minutes ``4 min 09 s``."""
    if seconds < _SECONDS_SHOWN:
        minutes, rest = divmod(max(seconds, 0), 60)
        return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


_SECONDS_SHOWN = 300
_THEY = {True: "it counts", False: "they count"}
