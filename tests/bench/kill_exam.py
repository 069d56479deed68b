"""A mock exam whose answers, marks and end are killed."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from contextlib import suppress

from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.workflows.exam import Drawn, Sitting, draw, go_on, start
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.study import Study
from studykit.workflows.zone import local_clock
from tests.bench.kill_home import Found, Home
from tests.bench.kill_kind import Kind
from tests.workflows.answered_study import study_of

QUESTIONS = 12
A_ROUND = 8
_EXAM_ENDS = 3
"""Each so many rounds."""
_TOLD = re.compile(r"^Question (\d+) of \d+\.|^(?:> )?Saved: (\w+)\.", re.MULTILINE)
Place = tuple[str, int]
"""Exam and position."""


class Examining(Kind):
    """Answers in mock exams, and the ends of exams, which rate all their cards at once."""

    name = "mock exam"
    words = ("exam", "--plain", "--keep-clock")

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._said = dict[Place, str]()
        self._tried = defaultdict[Place, set[str]](set)
        """What else may be there: it was being saved when the kill came."""
        with self._opened() as study:
            self._drawn: Drawn = draw(study, "", 3, count=QUESTIONS)
        self._given = 0

    def _opened(self) -> Study:
        places = self.home.places
        return open_study(places, open_library(places, "aws-serverless", []), local_clock)

    def prepare(self) -> None:
        """The program goes on with an exam."""
        with study_of(self.home.store()) as study:
            if study.store.attempts.open() is None:
                start(study, self._drawn, untimed=True).leave()

    def work(self) -> None:
        """Goes on with the exam, or begins one; some rounds end it."""
        chance = random.Random(self.number)
        with study_of(self.home.store()) as study:
            if study.store.attempts.open() is None:
                sitting = start(study, self._drawn, untimed=True)
            else:
                sitting = go_on(study, give_back=True)
            attempt = study.store.attempts.open()
            assert attempt is not None
            for _ in range(A_ROUND):
                self._answer(sitting, attempt.id, chance)
            if self.number % _EXAM_ENDS == 0:
                sitting.finish()
            else:
                sitting.leave()

    def _answer(self, sitting: Sitting, attempt: str, chance: random.Random) -> None:
        at = chance.randrange(len(sitting.questions))
        chosen = chance.choice(_answers(sitting.questions[at]))
        self.home.tell(f"trying {attempt} {at} {chosen or '?'}")
        sitting.answer(at, chosen, 1000)
        self.home.tell(f"given {attempt} {at} {chosen or '?'}")
        sitting.mark(at, chance.random() < 1 / 2)

    def look(self) -> Found:
        """Each answer is the one that was said last, and an exam that ended rated each of its cards once."""
        for what, attempt, at, chosen in self.home.heard():
            place = (attempt, int(at))
            if what == "trying":
                self._tried[place].add(chosen)
            else:
                self._said[place] = chosen
                self._tried[place].clear()
                self._given += 1
        self._hear()
        found = self.home.look()
        kept, rated = self._kept()
        wrong = [place for place, one in self._said.items() if kept.get(place) not in {one, *self._tried[place]}]
        found.lost += len(wrong)
        with self.home.store() as store:
            if rated != sum(1 for _ in store.everything()):
                found.problems.append("an exam that ended did not rate each of its cards once")
        self._said = {place: kept[place] for place in self._said if place in kept}
        self._tried.clear()
        return found

    def committed(self) -> int:
        """Answers that were said to be saved."""
        return self._given

    def _hear(self) -> None:
        """Notes what the program itself said; what it had not said yet may be there too."""
        at = -1
        with self.home.store() as store:
            attempt = store.attempts.open()
        for one in _TOLD.finditer(self.printed) if attempt is not None else ():
            assert attempt is not None
            if one[1]:
                at = int(one[1]) - 1
                self._tried[attempt.id, at] |= {"A", "AB", "?"}
            else:
                self._said[attempt.id, at] = "?" if one[2] == "no" else one[2]  # "no answer known"
                self._given += 1

    def _kept(self) -> tuple[dict[Place, str], int]:
        """Exam and position → the answer in the store, and how many answers of ended exams there are."""
        kept, rated = dict[Place, str](), 0
        with self.home.store() as store:
            still = store.attempts.open()
            ended = store.attempts.ended()
            for attempt in (*ended, *([] if still is None else [still])):
                for at, one in store.attempts.given(attempt.id).items():
                    if one.chosen is not None:
                        kept[attempt.id, at] = one.chosen or "?"
                        rated += attempt.ended is not None
        return kept, rated


def _answers(question: Question) -> list[str]:
    """Some answers that can be given to a question."""
    found = [""]
    for words in ("A", "B", "AB", "BD", "ABC"):
        with suppress(UsageError):
            found.append(question.response.read(words))
    return found
