"""Memory state + rating → memory state, by FSRS over study days.

The ``fsrs`` library counts elapsed time in whole spans of 24 hours. Learners (and Anki) count study
days: an answer on the next day is a day later even when it comes 20 hours after. So the library is
shown moments on a clock of its own, on which a study day is exactly 24 hours long.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

import fsrs

from studykit.core.clock import utc
from studykit.core.review import MemoryState, Rating, Review
from studykit.scheduling.days import StudyDays

SCHEDULER = "fsrs 6"
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
_ANY_CARD = 1  # without an id the library waits a millisecond to make one


@cache
def _scheduler() -> fsrs.Scheduler:
    return fsrs.Scheduler(enable_fuzzing=False)


def next_state(state: MemoryState | None, rating: Rating, at: datetime, days: StudyDays) -> MemoryState:
    """The memory state after an answer; ``state`` is None for a card that was never answered.

    A card in its learning steps is due to the minute, any other at the beginning of a study day.
    """
    now = utc(at)
    card = fsrs.Card(card_id=_ANY_CARD) if state is None else _card(state, now, days)
    after, _ = _scheduler().review_card(card, fsrs.Rating(int(rating)), _ORIGIN)
    assert after.stability is not None  # only a card that was never answered has none
    assert after.difficulty is not None
    wait = after.due - _ORIGIN
    learned = after.step is None
    due = days.start(days.number(now) + max(round(wait / timedelta(days=1)), 1)) if learned else now + wait
    lapsed = state is not None and state.step is None and rating is Rating.AGAIN
    return MemoryState(
        stability=after.stability,
        difficulty=after.difficulty,
        due=due,
        last=now,
        step=after.step,
        relearning=after.state is fsrs.State.Relearning,
        reps=(state.reps if state else 0) + 1,
        lapses=(state.lapses if state else 0) + lapsed,
    )


def previews(state: MemoryState | None, at: datetime, days: StudyDays) -> dict[Rating, MemoryState]:
    """The four states that the four ratings would give."""
    return {rating: next_state(state, rating, at, days) for rating in Rating}


def replay(reviews: Iterable[Review], days: StudyDays) -> MemoryState | None:
    """The fold over a card's reviews, oldest first; None when there are none."""
    state: MemoryState | None = None
    for review in reviews:
        state = next_state(state, review.rating, review.at, days)
    return state


def retrievability(state: MemoryState, at: datetime, days: StudyDays) -> float:
    """The chance, 0 to 1, that the card is remembered at a moment."""
    return float(_scheduler().get_card_retrievability(_card(state, utc(at), days), _ORIGIN))


def _card(state: MemoryState, now: datetime, days: StudyDays) -> fsrs.Card:
    last = _ORIGIN - timedelta(days=days.elapsed(state.last, now))
    phase = fsrs.State.Review if state.step is None else fsrs.State.Learning
    return fsrs.Card(
        card_id=_ANY_CARD,
        state=fsrs.State.Relearning if state.relearning else phase,
        step=state.step,
        stability=state.stability,
        difficulty=state.difficulty,
        due=_ORIGIN,
        last_review=last,
    )
