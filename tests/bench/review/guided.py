"""Policies that know the exam day: studykit's plan, and simpler ones that it is measured against."""

from __future__ import annotations

from math import ceil

from studykit.scheduling.plan import Costs, Planned, Unseen, today
from tests.bench.review.fsrs6 import AGAIN, GOOD, State
from tests.bench.review.learners import AREAS, Learner
from tests.bench.review.policies import Flat
from tests.bench.review.session import (
    AGAIN_SECONDS,
    FORGOTTEN_SECONDS,
    KNOWN_SECONDS,
    MODEL,
    NEW_SECONDS,
    Session,
)
from tests.bench.review.truths import PRIOR

_LAPSE_SECONDS = FORGOTTEN_SECONDS - KNOWN_SECONDS + 1.1 * AGAIN_SECONDS
_FIRST_DAY_SECONDS = NEW_SECONDS + 1.8 * AGAIN_SECONDS
COSTS = Costs(KNOWN_SECONDS, _LAPSE_SECONDS, _FIRST_DAY_SECONDS, first_right=PRIOR)
_FIRST = ((1 - PRIOR, AGAIN), (PRIOR, GOOD))


_AHEAD = 1.3
"""Answers may be quicker than expected: so much more is asked for, and what there is no time for is left."""


class Plan(Flat):
    """The product's plan: asked once a day, and again when a day has time left."""

    def day(self, session: Session, day: int, end: float) -> None:
        learner = session.learner
        names = [str(card) for card in range(learner.size)]
        while session.spent < end:
            room = _AHEAD * (end - session.spent) / session.pace
            chosen = self._chosen(session, names, day, room)
            if not chosen:
                return
            for card in chosen:
                if session.spent >= end:
                    return
                session.study(card, day)

    def _chosen(self, session: Session, names: list[str], day: int, room: float) -> list[int]:
        learner, states = session.learner, session.states
        seen = [
            Planned(names[card], AREAS[learner.areas[card]][0], learner.weights[card], *state)
            for card, state in states.items()
            if state.day < day
        ]
        unseen = [
            Unseen(names[card], AREAS[learner.areas[card]][0], learner.weights[card])
            for card in learner.order
            if card not in states
        ]
        chosen = today(seen, unseen, day=day, exam_day=learner.exam_day, seconds=room, costs=COSTS)
        return [int(name) for name in chosen]


class Greedy(Flat):
    """What brings most recall on the exam day a second, as if each card had no other chance."""

    def day(self, session: Session, day: int, end: float) -> None:
        learner = session.learner
        left = learner.exam_day - day
        fresh = _new_gain(left)
        ranked = [(gain, card) for card, gain, _ in _gains(session, day)]
        ranked += [(fresh * learner.weights[card], card) for card in learner.order if card not in session.states]
        _study(session, [card for _, card in sorted(ranked, reverse=True)], day, end)


class Guarded(Flat):
    """Cards that fell below a guard first, new ones at a steady pace, then by gain: trusts the model less.

    While there are new cards, the guard takes at most a share of the day.
    """

    _GUARD, _SHARE, _BEGUN = 0.85, 0.3, 0.8

    def day(self, session: Session, day: int, end: float) -> None:
        learner = session.learner
        ranked = sorted(_gains(session, day), key=lambda one: -one[1])
        due = [card for card, _, recall in ranked if recall <= self._GUARD]
        rest = [card for card, _, recall in ranked if recall > self._GUARD]
        fresh = [card for card in learner.order if card not in session.states]
        fresh.sort(key=lambda card: -learner.weights[card])
        pace = ceil(len(fresh) / max(learner.exam_day * self._BEGUN - day, 1))
        room = (end - session.spent) * (self._SHARE if fresh else 1)
        done = _study(session, due, day, session.spent + room)
        _study(session, [*fresh[:pace], *due[done:], *rest], day, end)


def _study(session: Session, cards: list[int], day: int, end: float) -> int:
    """Asks cards until the time is over; how many were asked."""
    for done, card in enumerate(cards):
        if session.spent >= end:
            return done
        session.study(card, day)
    return len(cards)


def _gains(session: Session, day: int) -> list[tuple[int, float, float]]:
    """Of each card that may be reviewed: itself, what a review brings the exam a second, and its recall now."""
    learner: Learner = session.learner
    left, gains = learner.exam_day - day, []
    for card, state in session.states.items():
        if state.day < day:
            now = MODEL.recall(day - state.day, state.stability)
            kept = now * _then(MODEL.after(state, GOOD, day), left)
            kept += (1 - now) * _then(MODEL.after(MODEL.after(state, AGAIN, day), GOOD, day), left)
            gain = kept - MODEL.recall(learner.exam_day - state.day, state.stability)
            seconds = KNOWN_SECONDS + (1 - now) * _LAPSE_SECONDS
            gains.append((card, learner.weights[card] * gain / seconds, now))
    return gains


def _then(state: State, left: int) -> float:
    return MODEL.recall(left, state.stability)


def _new_gain(left: int) -> float:
    states = ((share, MODEL.after(MODEL.first(rating, 0), GOOD, 0)) for share, rating in _FIRST)
    return (sum(share * _then(state, left) for share, state in states) - PRIOR) / _FIRST_DAY_SECONDS
