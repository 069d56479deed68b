"""A learner at a computer whose clock can be set, who sits exams; for tests of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from studykit.core.question import Question
from studykit.workflows.exam import Sitting, begin, go_on
from studykit.workflows.exam_clock import Clocks
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from tests.kept import places_of

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EIGHT = 16
"""Minutes of an exam with eight questions, where 65 have 130."""


@dataclass
class Computer:
    """A computer whose clock can be set, and which sleeps and starts again."""

    now: datetime = START
    on: timedelta = timedelta(hours=7)
    runs: int = 1
    zone: tzinfo = UTC

    def wall(self) -> datetime:
        return self.now.astimezone(self.zone)

    def passes(self, time: timedelta) -> None:
        """Awake or asleep: the steady clock counts both."""
        self.now += time
        self.on += time

    def is_set(self, by: timedelta) -> None:
        self.now += by

    def starts_again(self, after: timedelta) -> None:
        self.now += after
        self.on, self.runs = min(after, timedelta(seconds=20)), self.runs + 1

    def _steady(self) -> float:
        return self.on.total_seconds()

    def clocks(self) -> Clocks:
        return Clocks(self.wall, self._steady, lambda: f"run-{self.runs}")


@dataclass(repr=False)
class Desk:
    """A learner with a computer; ``kill`` ends the program without a word."""

    home: Path
    library: Library
    computer: Computer = field(default_factory=Computer)
    opened: list[Study] = field(default_factory=list)
    sat: list[Sitting] = field(default_factory=list)

    def study(self) -> Study:
        self.opened.append(open_study(places_of(self.home), self.library, self.computer.wall))
        return self.opened[-1]

    def begin(self, *, untimed: bool = False, seed: int | None = 4) -> Sitting:
        self.sat.append(begin(self.study(), "", seed, untimed=untimed, count=8, clocks=self.computer.clocks()))
        return self.sat[-1]

    def go_on(self, *, give_back: bool) -> Sitting:
        self.sat.append(go_on(self.study(), give_back=give_back, clocks=self.computer.clocks()))
        return self.sat[-1]

    @staticmethod
    def kill(sitting: Sitting) -> None:
        """What the operating system does to a killed process: its lock goes, nothing is written."""
        sitting._hold.let_go()


@contextmanager
def seated(home: Path, library: Library) -> Iterator[Desk]:
    """A desk whose programs are closed in the end."""
    made = Desk(home, library)
    yield made
    for sitting in made.sat:
        made.kill(sitting)  # on a server, a connection goes with the lock
    for study in made.opened:
        study.close()


def the_library(home: Path) -> Library:
    """The built-in pack, as a home has read it."""
    return open_library(find_places({"STUDYKIT_HOME": str(home)}), "aws-serverless", [])


def wrong(question: Question) -> str:
    """A wrong answer with the right number of letters."""
    size = len(question.key)
    letters = "ABCDEFGH"[: len(question.options)]
    return letters[:size] if letters[:size] != question.letters else letters[-size:]


def answer_all(sitting: Sitting, right: int) -> None:
    for at, question in enumerate(sitting.questions):
        sitting.answer(at, question.letters if at < right else wrong(question), 60_000)
