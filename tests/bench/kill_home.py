"""A learner's folder, which answers were said to be saved in it, and what the next start finds of them."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from studykit.core.card import Card
from studykit.core.errors import StudykitError
from studykit.core.review import Rating
from studykit.store.integrity import whole
from studykit.store.study_store import StudyStore
from studykit.workflows.backup import keep_safe
from studykit.workflows.log import verify
from studykit.workflows.open_store import open_store
from studykit.workflows.places import Places, find_places
from studykit.workflows.refold import mend
from studykit.workflows.settings import read_settings
from studykit.workflows.showing import Answered, Showing
from studykit.workflows.study import Study
from tests.workflows.answered_study import CARDS, NOON, Clock, study_of

HOURS = 7
"""Between two answers."""
_CHANGED = 5
"""One of so many answers is taken back, one is rated otherwise."""


@dataclass
class Found:
    """What the next start found."""

    lost: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Home:
    """What was said to be saved: ids of answers, and of those that were taken back."""

    path: Path
    said: set[str] = field(default_factory=set)
    taken_back: set[str] = field(default_factory=set)
    cards: Sequence[Card] = CARDS
    """Those that are answered."""

    def __post_init__(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)

    @property
    def database(self) -> Path:
        """The file of answers."""
        return self.path / "learner.db"

    @property
    def told(self) -> Path:
        """What work says that it did, a line each; past any kill, because nothing of it waits in the process."""
        return self.path / "told.txt"

    @property
    def places(self) -> Places:
        """As the program finds them."""
        return find_places({"STUDYKIT_HOME": str(self.path)})

    def store(self) -> StudyStore:
        """As the verbs open it."""
        return open_store(self.places)

    def tell(self, line: str) -> None:
        """Says something from within work."""
        number = os.open(self.told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(number, f"{line}\n".encode())
        os.close(number)

    def heard(self) -> list[list[str]]:
        """The words of each line that was said since the last time."""
        if not self.told.exists():
            return []
        lines = [line.split() for line in self.told.read_text("utf-8").splitlines()]
        self.told.unlink()
        return lines

    def answer(self, times: int, seed: int) -> None:
        """Answers cards of a small deck through a session, takes some answers back and rates some otherwise."""
        chance = random.Random(seed)
        with study_of(self.store(), Clock(NOON + timedelta(hours=HOURS * seed))) as study:
            for _ in range(times):
                given = self._answered(study, chance)
                choice = chance.randrange(_CHANGED)
                if choice == 0:
                    study.undo()
                    self.tell(f"undone {given.review.id}")
                elif choice == 1:
                    again = study.rerate(given, Rating(chance.randint(1, 4)))
                    self.tell(f"undone {given.review.id}")
                    self.tell(f"saved {again.review.id}")

    def _answered(self, study: Study, chance: random.Random) -> Answered:
        assert isinstance(study.clock, Clock)
        study.clock.now += timedelta(minutes=chance.randrange(1, 60 * HOURS))
        showing = Showing(chance.choice(self.cards), None, 1, 1)
        given = study.answer(showing, chosen="", rating=Rating(chance.randint(1, 4)), duration=4000)
        self.tell(f"saved {given.review.id}")
        return given

    def hear_answers(self) -> None:
        """Notes what ``answer`` said."""
        for what, review in self.heard():
            (self.said if what == "saved" else self.taken_back).add(review)

    def look(self, day: str = "2026-11-21") -> Found:
        """Does what the next start does, and looks whether all that was said is there and nothing else is wrong."""
        found = Found()
        try:
            keep_safe(self.database, day)
            if (damage := whole(self.database)) is not None:
                found.problems.append(damage)
            with self.store() as store:
                mend(store, read_settings(store))
                self._compare(store, found)
        except StudykitError as problem:
            found.problems.append(f"it does not open: {problem}")
        return found

    def _compare(self, store: StudyStore, found: Found) -> None:
        here = dict[str, bool]()
        for review, taken_back in store.everything():
            here[review.id] = taken_back
        found.lost = len(self.said - here.keys())
        found.lost += sum(not here.get(one, False) for one in self.taken_back)
        verified = verify(store, read_settings(store))
        found.problems += [f"{one.where}: {one.says}" for one in verified.problems]

    def remember(self) -> None:
        """Takes all that is there for said."""
        with self.store() as store:
            for review, taken_back in store.everything():
                self.said.add(review.id)
                if taken_back:
                    self.taken_back.add(review.id)


def filled(path: Path, answers: int) -> Home:
    """A home with answers of a made-up learner."""
    home = Home(path)
    home.answer(answers, 1)
    home.hear_answers()
    return home
