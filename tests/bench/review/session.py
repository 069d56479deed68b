"""A learner's weeks under one policy: answers, seconds, and the states that the scheduler keeps of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil, comb, inf
from typing import Protocol

from tests.bench.review.fsrs6 import AGAIN, EASY, GOOD, HARD, Fsrs6, State
from tests.bench.review.learners import PASSING, QUESTIONS, Draw, Learner

KNOWN_SECONDS, FORGOTTEN_SECONDS, NEW_SECONDS, AGAIN_SECONDS = 8.0, 15.0, 22.0, 6.0
"""Of an answer to a card that was known, forgotten, never seen, and shown minutes ago."""
IN_DAY_RECALL = 0.93
"""Chance to know what was shown minutes ago."""
_MORE = {AGAIN: 2, HARD: 2, GOOD: 1, EASY: 0}
"""Right answers that a new card still needs on its first day (steps of 1 and 10 minutes), by its first rating."""
_MOST_SHOWINGS = 6
GUESS = 0.25
"""Chance to answer a question of the exam rightly by guessing."""
MONTH = 30
MODEL = Fsrs6()


class Policy(Protocol):
    """Chooses a day's cards."""

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        """How many of the seconds that are left to spend on a day."""
        ...

    def day(self, session: Session, day: int, end: float) -> None:
        """Studies on a day until ``session.spent`` reaches ``end``."""
        ...


class Session:
    """What happens to a learner; a policy may look at the states and at the pace, not at the memory."""

    def __init__(self, learner: Learner) -> None:
        self.learner = learner
        self.memory = learner.memory()
        self.states: dict[int, State] = {}
        self.spent = 0.0
        self.pace = 1.0
        """Seconds that answers took, as a share of what they take on average; known after some of them."""
        self.answers: list[tuple[int, float, bool]] = []
        """Card, chance that was expected, and whether it was right: of answers on a later day than the one before."""
        self.first = (0, 0)
        """Cards met, and how many of them were right at first sight."""
        self._expected = 600.0
        self._count = [0] * learner.size

    def study(self, card: int, day: int) -> int:
        """Asks a card, and again within the day until its steps are done; the first rating."""
        new = card not in self.states
        rating = self._asked(card, day)
        more = _MORE[rating] if new else int(rating == AGAIN)
        shown = 1
        while more and shown < _MOST_SHOWINGS:
            again = self._shown_again(card, day)
            more = (2 if new else 1) if again == AGAIN else more - 1
            shown += 1
        self.pace = (600.0 + self.spent) / self._expected
        return rating

    def _asked(self, card: int, day: int) -> int:
        draw, memory = self._next(card), self.memory
        if card not in self.states:
            true = memory.first(card, draw.known, day)
            return self._rated(card, day, true, draw, NEW_SECONDS)
        true = _grade(draw.grade) if draw.known < memory.recall(card, day) else AGAIN
        memory.after(card, true, day)
        return self._rated(card, day, true, draw, FORGOTTEN_SECONDS if true == AGAIN else KNOWN_SECONDS)

    def _shown_again(self, card: int, day: int) -> int:
        draw = self._next(card)
        true = GOOD if draw.known < IN_DAY_RECALL else AGAIN
        self.memory.after(card, true, day)
        return self._rated(card, day, true, draw, AGAIN_SECONDS)

    def _rated(self, card: int, day: int, true: int, draw: Draw, seconds: float) -> int:
        ways = self.learner.ways
        rating = true
        if true == AGAIN and draw.slip < ways.luck:
            rating = GOOD
        elif true != AGAIN and draw.slip < ways.slip:
            rating = AGAIN
        state = self.states.get(card)
        if state is None:
            self.states[card] = MODEL.first(rating, day)
            self.first = (self.first[0] + 1, self.first[1] + (rating != AGAIN))
        else:
            if day > state.day:
                self.answers.append((card, MODEL.recall(day - state.day, state.stability), rating != AGAIN))
            self.states[card] = MODEL.after(state, rating, day)
        self._expected += seconds
        self.spent += seconds * draw.pace * self.learner.speed
        return rating

    def _next(self, card: int) -> Draw:
        self._count[card] += 1
        return self.learner.draw(card, self._count[card] - 1)

    def recall(self, day: int) -> float:
        """Share of the exam that is really known on a day."""
        weights = self.learner.weights
        return sum(weight * self.memory.recall(card, day) for card, weight in enumerate(weights))


def _grade(draw: float) -> int:
    return HARD if draw < 0.08 else GOOD if draw < 0.93 else EASY


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    recall: float
    """Share of the exam that is known on its day."""
    score: float
    """Share of the questions that is answered rightly, on average: slips and guesses included."""
    later: float
    """Share of the exam that is still known a month after it."""
    spent: tuple[float, ...]
    """Seconds of each day."""

    @property
    def hours(self) -> float:
        return sum(self.spent) / 3600

    @property
    def passing(self) -> float:
        """Chance to pass an exam of independent questions."""
        return pass_chance(self.score)


def run(learner: Learner, policy: Policy, seconds: float = inf) -> Outcome:
    """A learner's weeks within ``seconds`` altogether."""
    session = Session(learner)
    spent = []
    for day in range(learner.exam_day):
        before = session.spent
        if day not in learner.missed:
            today = policy.seconds(seconds - before, day, learner.exam_day)
            if today > 0:
                policy.day(session, day, before + today)
        spent.append(session.spent - before)
    recall = session.recall(learner.exam_day)
    return Outcome(recall, expected_score(learner, recall), session.recall(learner.exam_day + MONTH), tuple(spent))


def expected_score(learner: Learner, recall: float) -> float:
    """Share of questions answered rightly by who knows ``recall`` of the exam."""
    return recall * (1 - learner.ways.slip) + (1 - recall) * GUESS


def pass_chance(score: float) -> float:
    """Chance of so many right answers that the exam is passed, each being right with chance ``score``."""
    return _tail(round(score, 4))


@cache
def _tail(score: float) -> float:
    least = ceil(PASSING * QUESTIONS)
    return sum(
        comb(QUESTIONS, right) * score**right * (1 - score) ** (QUESTIONS - right)
        for right in range(least, QUESTIONS + 1)
    )
