"""What learners do without a plan: a fixed retention, SM-2, cramming; and the same with the hours moved."""

from __future__ import annotations

from math import ceil

from tests.bench.review import sm2
from tests.bench.review.fsrs6 import DEFAULT
from tests.bench.review.session import MODEL, Policy, Session

_BEGUN = 0.75
"""Share of the days within which all cards are begun."""


class Flat:
    """The seconds that are left, in equal parts over the days that are left."""

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        return left / (exam_day - day)


class Fixed(Flat):
    """Anki with FSRS: reviews when recall has fallen to a fixed retention, in due order, then some new cards.

    ``last``: so many last days get all hours that are left and ask what is least likely to be known in the exam.
    """

    def __init__(self, retention: float = 0.9, last: int = 0) -> None:
        self._retention, self._last = retention, last
        self._due: dict[int, int] = {}
        self._met = 0

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        return left / min(exam_day - day, self._last) if exam_day - day <= self._last else left

    def day(self, session: Session, day: int, end: float) -> None:
        learner = session.learner
        if learner.exam_day - day <= self._last:
            weakest_first(session, day, end)
            return
        due = sorted((when, card) for card, when in self._due.items() if when <= day)
        fresh = learner.order[self._met : self._met + quota(learner.size, learner.exam_day)]
        for card in (*(card for _, card in due), *fresh):
            if session.spent >= end:
                return
            self._met += card not in session.states
            session.study(card, day)
            self._due[card] = day + self._interval(session, card)

    def _interval(self, session: Session, card: int) -> int:
        return max(round(interval(session.states[card].stability, self._retention)), 1)


class Capped(Fixed):
    """Fixed retention with the same minutes on each day."""

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        return left / (exam_day - day)


class Sm2(Flat):
    """Anki without FSRS; as many new cards a day as with it."""

    def __init__(self) -> None:
        self._cards: dict[int, sm2.Card] = {}
        self._due: dict[int, int] = {}
        self._met = 0

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        del day, exam_day
        return left

    def day(self, session: Session, day: int, end: float) -> None:
        learner = session.learner
        due = sorted((when, card) for card, when in self._due.items() if when <= day)
        for when, card in due:
            if session.spent >= end:
                return
            self._keep(card, sm2.after(self._cards[card], session.study(card, day), day - when), day)
        for card in learner.order[self._met : self._met + quota(learner.size, learner.exam_day)]:
            if session.spent >= end:
                return
            self._met += 1
            self._keep(card, sm2.first(session.study(card, day)), day)

    def _keep(self, card: int, kept: sm2.Card, day: int) -> None:
        self._cards[card], self._due[card] = kept, day + kept.interval


class Cram:
    """Nothing until the last days, then all hours: everything once, and what is weakest over and over."""

    def __init__(self, last: int = 7) -> None:
        self._last = last

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        return left / (exam_day - day) if exam_day - day <= self._last else 0.0

    def day(self, session: Session, day: int, end: float) -> None:
        learner = session.learner
        fresh = [card for card in learner.order if card not in session.states]
        for card in fresh[: ceil(len(fresh) / max(learner.exam_day - day - 2, 1))]:
            if session.spent >= end:
                return
            session.study(card, day)
        weakest_first(session, day, end)


class AsSpent:
    """Another policy, on each day with the seconds that were spent on it before."""

    def __init__(self, policy: Policy, spent: tuple[float, ...]) -> None:
        self._policy, self._spent = policy, spent

    def seconds(self, left: float, day: int, exam_day: int) -> float:
        del exam_day
        return left - sum(self._spent[day + 1 :])

    def day(self, session: Session, day: int, end: float) -> None:
        self._policy.day(session, day, end)


def weakest_first(session: Session, day: int, end: float) -> None:
    """Asks what the scheduler holds least likely to be known in the exam; new cards count as not known."""
    exam_day, states = session.learner.exam_day, session.states
    chances = {card: MODEL.recall(exam_day - state.day, state.stability) for card, state in states.items()}
    for card in sorted(session.learner.order, key=lambda card: chances.get(card, 0.0)):
        if session.spent >= end:
            return
        if card not in states or states[card].day < day:
            session.study(card, day)


def quota(cards: int, days: int) -> int:
    """New cards a day that begin all in time."""
    return ceil(cards / (days * _BEGUN))


def interval(stability: float, retention: float) -> float:
    """Days until recall has fallen to a retention."""
    decay = -DEFAULT[20]
    days: float = stability * (retention ** (1 / decay) - 1) / (0.9 ** (1 / decay) - 1)
    return days
