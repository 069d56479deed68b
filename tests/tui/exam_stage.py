"""Questions of all four forms, and a mock exam kept in memory that stands in for the workflow's."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from studykit.core.attempt import AreaResult, ExamWish, Left, Paper, Result
from studykit.core.errors import StoreError
from studykit.core.pack import Area, Blueprint
from studykit.core.progress import Progress
from studykit.core.quantity import of
from studykit.core.question import Question
from studykit.core.response import Matching, Ordering, Pair, Placed, Slip, Typed
from studykit.tui.app import StudykitApp
from studykit.workflows.exam_paper import Drawn
from studykit.workflows.study import Study
from tests.tui.stage import START, Ticking, asking, made, question, staged

AREAS = (Area("dev", "Development", 60), Area("sec", "Security", 40))
BLUEPRINTS = (
    Blueprint("DVA-C02", "Developer - Associate", AREAS, 4, 4, 130, 720, "exam guide, version 2.1", "2024-12"),
    Blueprint("SAA-C03", "Architect - Associate", AREAS, 4, 4, 130, 720, "a page", "2024-10", remark="From [b]memory."),
)


def typed() -> Question:
    slips = (Slip(of(29, "s"), "29 s is the limit of the gateway [x]."),)
    response = Typed(of(15, "min"), 0, "The service stops a run after 15 min.", slips)
    return asking("limit:typed", "What is the longest time that a function may run?", response)


def ordering() -> Question:
    texts = (("INVOKE [/b]", 2), ("SHUTDOWN", 3), ("INIT", 1), ("LOG", 4))
    lines = tuple(Placed(text, place, f"reason of {text}") for text, place in texts)
    return asking("limit:ordering", "Put the phases in order.", Ordering(lines))


def matching() -> Question:
    pairs = (Pair("BatchSize [x]", 1, "reason of batch"), Pair("Timeout", 0, "reason of timeout"))
    return asking("limit:matching", "Match each setting with its value.", Matching(pairs, ("900 s", "10,000", "6 MB")))


def several() -> Question:
    two = (("one", True), ("two", False), ("three", True), ("four", False), ("five", False))
    return question("limit:several", "Which hold? Choose TWO.", two)


def single(stem: str = "Which is the [red]limit[/red]?") -> Question:
    four = (("wrong [/b] 👍", False), ("right", True), ("third", False), ("fourth", False))
    return question("limit:single", stem, four)


def paper() -> tuple[Question, ...]:
    return (single(), several(), ordering(), matching(), typed(), single("And the last?"))


@dataclass
class Sat:
    """An exam that is being sat, kept in memory."""

    clock: Ticking
    ends: datetime | None = START + timedelta(minutes=130)
    questions: tuple[Question, ...] = field(default_factory=paper)
    title: str = "Developer - Associate"
    minutes: int | None = 130
    at: int = 0
    given: dict[int, str] = field(default_factory=dict)
    flagged: set[int] = field(default_factory=set)
    beats: int = 0
    full: bool = False
    left: bool = False
    note: str = ""

    def chosen(self, at: int) -> str | None:
        return self.given.get(at)

    def marked(self, at: int) -> bool:
        return at in self.flagged

    def seconds_left(self) -> int | None:
        return None if self.ends is None else max(int((self.ends - self.clock.now).total_seconds()), 0)

    def over(self) -> bool:
        return self.seconds_left() == 0

    def ends_at(self) -> datetime | None:
        return self.ends

    def clock_note(self) -> str:
        return self.note

    def answer(self, at: int, chosen: str | None, milliseconds: int) -> None:
        assert milliseconds >= 0
        if self.full:
            raise StoreError("The disk is full.")
        if chosen is None:
            self.given.pop(at, None)
        else:
            self.given[at] = self.questions[at].response.read(chosen)

    def mark(self, at: int, on: bool) -> None:
        (self.flagged.add if on else self.flagged.discard)(at)

    def beat(self) -> None:
        self.beats += 1

    def leave(self) -> None:
        self.left = True

    def finish(self) -> Result:
        total = len(self.questions)
        wrong = tuple(at for at in range(total) if not self.questions[at].response.right(self.given.get(at, "")))
        areas = (AreaResult("dev", "Development", 16, 21, 0.55, 0.89), AreaResult("sec", "Security", 0, 0, 0, 1))
        return Result(
            exam="DVA-C02",
            title=self.title,
            seed=7,
            started=START,
            right=total - len(wrong),
            total=total,
            open=total - len(self.given),
            low=0.59,
            high=0.8,
            score=737,
            score_low=629,
            score_high=824,
            passing=720,
            areas=areas,
            minutes_used=118,
            minutes=self.minutes,
            break_minutes=0,
            median_seconds=94,
            slow_seconds=180,
            slow=(),
            wrong=wrong,
            marked=tuple(sorted(self.flagged)),
            note="with a break of 14 min",
            shortfalls=(),
            questions=self.questions,
            chosen=tuple(self.given.get(at) for at in range(total)),
        )


def all_made() -> threading.Event:
    made = threading.Event()
    made.set()
    return made


@dataclass
class Hall:
    """Begins exams and goes on with them, as the workflow does."""

    sitting: Sat
    open: bool = False
    begun: tuple[str, int | None, bool] | None = None
    gave_back: bool | None = None

    past: tuple[Result, ...] = ()
    shortfalls: tuple[str, ...] = ()
    as_exam: bool | None = None
    made: threading.Event = field(default_factory=all_made)
    """Clear: half of the questions are made, and no more."""

    def draw(
        self,
        study: Study,
        exam: str = "",
        seed: int | None = None,
        *,
        as_exam: bool = True,
        progress: Progress | None = None,
    ) -> Drawn:
        blueprint = study.library.blueprint(exam)
        assert progress is not None
        self.as_exam = as_exam
        half = blueprint.questions // 2
        progress(half, blueprint.questions)
        while not self.made.wait(0.01):
            progress(half, blueprint.questions)
        questions = self.sitting.questions
        minutes, said = blueprint.minutes, self.shortfalls
        paper = Paper(blueprint.exam, blueprint.title, AREAS, questions, minutes, 720, said, as_exam)
        return Drawn(paper, seed or 1)

    def results(self, study: Study, most: int | None = None) -> tuple[Result, ...]:
        del study
        return self.past[:most]

    def start(self, study: Study, drawn: Drawn, *, untimed: bool = False) -> Sat:
        del study
        self.begun = (drawn.paper.exam, drawn.seed, untimed)
        if untimed:
            self.sitting.ends = self.sitting.minutes = None
        return self.sitting

    def unfinished(self, study: Study) -> Left | None:
        del study
        if not (self.open or self.sitting.left):
            return None
        answered = len(self.sitting.given)
        return Left("DVA-C02", self.sitting.title, self.sitting.at, answered, 6, 840, 3480, 4320, "")

    def go_on(self, study: Study, *, give_back: bool) -> Sat:
        del study
        self.gave_back = give_back
        return self.sitting


def hall(clock: Ticking | None = None) -> Hall:
    return Hall(Sat(clock or Ticking()))


def exam_app(home: Path, exams: Hall, *, first: tuple[str, int | None] | None = None) -> StudykitApp:
    """The app over an empty study whose pack names two exams."""
    ready = staged(home)

    def load() -> Study:
        study = ready()
        pack = replace(study.library.pack, blueprints=BLUEPRINTS)
        study.library = replace(study.library, built=replace(study.library.built, pack=pack))
        return study

    wish = None if first is None else ExamWish(*first)
    return StudykitApp(load, clock=Ticking().stopwatch, exams=exams, first=wish)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        await made(pilot)
