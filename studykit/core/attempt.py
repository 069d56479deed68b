"""A mock exam that is sat: its paper, its answers, the time that it took, its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from studykit.core.pack import Area
from studykit.core.question import Question


@dataclass(frozen=True, slots=True)
class ExamWish:
    """Which exam is to be sat."""

    exam: str = ""
    """Empty: the pack's own."""
    seed: int | None = None
    """A named one gives everybody the same questions."""
    as_exam: bool = True
    """With values as exams of the day have them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of one exam as they were when it began; an edited note does not change them."""

    exam: str
    title: str
    areas: tuple[Area, ...]
    questions: tuple[Question, ...]
    """Each with the key of its area of this exam."""
    minutes: int
    """What the exam's guide gives for it, scaled to the number of questions."""
    passing: int
    """Scaled score, 100 to 1,000."""
    shortfalls: tuple[str, ...] = ()
    """Sentences about what the exam should hold and the pack has not."""
    as_exam: bool = False
    """Asks values as exams of the day have them, where these lag behind what holds today."""


@dataclass(frozen=True, slots=True)
class TimeUsed:
    """How much of an exam's time is used, and what the clocks showed when that was measured."""

    used: int
    """Milliseconds; never less than before."""
    given_back: int
    """Milliseconds of breaks that the learner took out of the exam."""
    wall: datetime
    """Aware, UTC."""
    boot: str
    """Names the run of the computer since it was switched on; empty where nothing does."""
    steady: int
    """Milliseconds of a clock that nobody can set; comparable within one ``boot`` only."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An exam as it is kept."""

    id: str
    """UUID (hex), unique over devices."""
    exam: str
    seed: int
    started: datetime
    """Aware, UTC."""
    minutes: int | None
    """None for an exam without a clock."""
    paper: str
    """The Paper as text."""
    position: int
    """Question that was shown last, from 0."""
    time: TimeUsed
    ended: datetime | None = None

    @property
    def deadline(self) -> datetime | None:
        """When time is up; moved by breaks that were given back."""
        if self.minutes is None:
            return None
        return self.started + timedelta(minutes=self.minutes, milliseconds=self.time.given_back)


@dataclass(frozen=True, slots=True)
class Given:
    """What was done with one question."""

    chosen: str | None
    """An answer in its one spelling; empty for "don't know", None while it is open."""
    marked: bool
    milliseconds: int
    """Spent on it, over all visits after which an answer was given."""
    at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class Left:
    """An exam that was begun and not finished."""

    exam: str
    title: str
    position: int
    """Question that was shown last, from 0."""
    answered: int
    total: int
    away_seconds: int
    left_if_kept: int | None
    """Seconds left when the clock ran on meanwhile; None for an exam without a clock."""
    left_if_given_back: int | None
    clock_note: str
    """Empty, or a sentence that the computer's clock was changed and the exam's was not."""


def values_asked(*, as_exam: bool) -> str:
    """Says which values an exam asks, where a limit moved and the exam of the day still has the old one."""
    return "values as the exam of the day asks them" if as_exam else "values as they are today"


@dataclass(frozen=True, slots=True)
class AreaResult:
    """How one part of an exam went."""

    key: str
    title: str
    right: int
    total: int
    low: float
    """Ends of the 95 % interval of the share, 0 to 1; the whole range when nothing was asked."""
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """How an exam went. Questions without an answer count as wrong; positions go from 0."""

    exam: str
    title: str
    seed: int
    started: datetime
    """Aware, UTC."""
    right: int
    total: int
    open: int
    low: float
    """Ends of the 95 % interval of the share right, 0 to 1."""
    high: float
    score: int
    """Practice score: 100 + 900 × share right. It is not the provider's scale, whose making is not published."""
    score_low: int
    score_high: int
    passing: int
    areas: tuple[AreaResult, ...]
    minutes_used: int
    minutes: int | None
    """None for an exam without a clock."""
    break_minutes: int
    median_seconds: int
    """Of the questions that were answered."""
    slow_seconds: int
    """A question that took longer is slow: half as long again as the exam gives for one."""
    slow: tuple[int, ...]
    wrong: tuple[int, ...]
    """The open ones too."""
    marked: tuple[int, ...]
    note: str
    """Empty, or what was not as in the exam: ``with a break of 14 min``."""
    shortfalls: tuple[str, ...]
    """Sentences about what the exam should hold and the pack has not."""
    questions: tuple[Question, ...]
    chosen: tuple[str | None, ...]
    as_exam: bool = False
    """Whether values were asked as exams of the day have them."""

    @property
    def share(self) -> float:
        """Share right, 0 to 1."""
        return self.right / self.total if self.total else 0.0
