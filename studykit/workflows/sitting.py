"""An exam that is being sat: answers, marks and the clock, each on disk when it returns."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from studykit.core.attempt import Attempt, Given, Paper, Result, TimeUsed
from studykit.core.clock import utc
from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.core.review import MemoryState, Rating, Review
from studykit.workflows.exam_clock import ExamClock
from studykit.workflows.exam_result import result_of
from studykit.workflows.rated import Answer
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from studykit.store.hold import Hold

_MINUTE = 60_000
_TICK = timedelta(microseconds=1)
"""Answers of an exam are known when it ends; so much apart, they keep their order."""


class Sitting:
    """An exam that is being sat. What a method wrote is on disk when it returns; it may raise StoreError."""

    def __init__(self, study: Study, attempt: Attempt, paper: Paper, clock: ExamClock, hold: Hold) -> None:
        self._study, self._attempt, self._paper, self._clock, self._hold = study, attempt, paper, clock, hold
        self._store = study.store.attempts
        self._given = self._store.given(attempt.id)
        self._result: Result | None = None
        self.at = min(attempt.position, len(paper.questions) - 1)
        """Position to show; set it when another one is shown, so that a kill comes back to it."""

    @property
    def exam(self) -> str:
        """``DVA-C02``."""
        return self._paper.exam

    @property
    def title(self) -> str:
        """The exam's name."""
        return self._paper.title

    @property
    def seed(self) -> int:
        """The number that gives this exam again."""
        return self._attempt.seed

    @property
    def minutes(self) -> int | None:
        """Of the whole exam; None for one without a clock."""
        return self._attempt.minutes

    @property
    def questions(self) -> tuple[Question, ...]:
        """In the order in which they are asked."""
        return self._paper.questions

    @property
    def as_exam(self) -> bool:
        """Whether values are asked as exams of the day have them."""
        return self._paper.as_exam

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """Sentences about what the exam should hold and the pack has not."""
        return self._paper.shortfalls

    def chosen(self, at: int) -> str | None:
        """The answer given to a question; None while it is open."""
        return self._given[at].chosen if at in self._given else None

    def marked(self, at: int) -> bool:
        """True for a question to come back to."""
        return at in self._given and self._given[at].marked

    def seconds_left(self) -> int | None:
        """Seconds that are left, 0 when time is up; None for an exam without a clock."""
        left = self._left(self._clock.time())
        return None if left is None else -(-left // 1000)

    def over(self) -> bool:
        """True when time is up or the exam was finished: nothing can be answered any more."""
        return self._result is not None or self.seconds_left() == 0

    def ends_at(self) -> datetime | None:
        """When time is up, by the learner's clock as it stands now; None for an exam without a clock."""
        left = self.seconds_left()
        return None if left is None else self._clock.wall() + timedelta(seconds=left)

    def clock_note(self) -> str:
        """A sentence when the computer's clock was changed since this sitting began; else empty."""
        return self._clock.note()

    def answer(self, at: int, chosen: str | None, milliseconds: int) -> None:
        """Saves an answer in its one spelling ("" don't know, None takes it back).

        ``milliseconds`` are those of this visit to the question. Raises UsageError when time is up, the exam was
        finished, or the answer cannot be read.
        """
        self._check(at)
        if chosen:
            chosen = self.questions[at].response.read(chosen)
        before = self._given.get(at)
        spent = max(milliseconds, 0) + (before.milliseconds if before else 0)
        self._give(at, chosen, marked=self.marked(at), milliseconds=spent)

    def mark(self, at: int, on: bool) -> None:
        """Marks a question to come back to, or unmarks it. Raises UsageError when the exam is over."""
        self._check(at)
        before = self._given.get(at)
        self._give(at, self.chosen(at), marked=on, milliseconds=before.milliseconds if before else 0)

    def beat(self) -> None:
        """Keeps the time used on disk; to be called every few seconds."""
        if self._result is None:
            self._store.beat(self._attempt.id, self.at, self._capped(self._clock.time()))

    def leave(self) -> None:
        """Lets go of the exam; it can be gone on with. Does nothing the second time or after ``finish``."""
        if self._result is None and self._hold.held:
            self.beat()
        self._hold.let_go()

    def finish(self) -> Result:
        """Ends the exam and rates the cards of its answers; the second time it only gives the result again."""
        if self._result is None:
            local = self._clock.wall()
            time = self._capped(self._clock.time())
            ended = replace(self._attempt, time=time, position=self.at, ended=utc(local))
            reviews = _reviews(self._study, ended.id, self.questions, self._given, local)
            if not self._store.end(ended.id, utc(local), time, reviews):  # another studykit was first
                kept = next(one for one in self._store.ended() if one.id == ended.id)
                ended, self._given = kept, self._store.given(kept.id)
            self._result = result_of(ended, self._paper, self._given)
            self._hold.let_go()
            self._study.rater.check_model()
            self._study.refresh()
        return self._result

    def _check(self, at: int) -> None:
        if not 0 <= at < len(self.questions):
            raise UsageError(f"Questions go from 1 to {len(self.questions)}.")
        if self._result is not None:
            raise UsageError("This exam is finished: nothing can be answered any more.")

    def _give(self, at: int, chosen: str | None, *, marked: bool, milliseconds: int) -> None:
        time = self._clock.time()
        if self._left(time) == 0:
            raise UsageError("Time is up: nothing can be answered any more.")
        self.at = at
        given = Given(chosen, marked, milliseconds, utc(self._clock.wall()))
        self._store.give(self._attempt.id, at, given, time)
        self._given[at] = given

    def _left(self, time: TimeUsed) -> int | None:
        """Milliseconds that are left."""
        minutes = self._attempt.minutes
        return None if minutes is None else max(minutes * _MINUTE - time.used, 0)

    def _capped(self, time: TimeUsed) -> TimeUsed:
        """The time used, of which there is no more than the exam has."""
        minutes = self._attempt.minutes
        return time if minutes is None else replace(time, used=min(time.used, minutes * _MINUTE))


def _reviews(
    study: Study, attempt: str, questions: tuple[Question, ...], given: dict[int, Given], local: datetime
) -> Iterator[tuple[Review, MemoryState]]:
    """What the answers mean for their cards; known from the moment on that the exam ends, as a review would be.

    Their ids come from the exam's, so that an exam that two devices ended counts once.
    """
    states = study.store.memories(question.id for question in questions)
    day = study.days.number(local)
    for at, one in sorted(given.items()):
        if one.chosen is None:
            continue
        question, state = questions[at], states.get(questions[at].id)
        rating = Rating.GOOD if question.response.right(one.chosen) else Rating.AGAIN
        answer = Answer(question.id, rating, one.milliseconds, question.variant, one.chosen, _id(attempt, at))
        seconds = study.rater.intervals(question.id, state, day)[rating]
        review, after = study.rater.rated(answer, state, local + at * _TICK, seconds)
        states[question.id] = after
        yield review, after


def _id(attempt: str, position: int) -> str:
    return uuid.uuid5(uuid.UUID(attempt), str(position)).hex
