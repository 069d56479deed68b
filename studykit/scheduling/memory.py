"""Memory: a fold over the answers of a card, by FSRS-6 over study days.

The ``fsrs`` library counts elapsed time in whole spans of 24 hours. Learners (and Anki) count study days: an answer
on the next day is a day later even when it comes 20 hours after. So the library is shown moments on a clock of its
own, on which a study day is exactly 24 hours long. It is shown no steps and no fuzz either: how long a card waits was
decided when it was answered and stands in the row, so folding needs neither settings nor a time zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Self

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review

DEFAULT: tuple[float, ...] = tuple(float(parameter) for parameter in DEFAULT_PARAMETERS)
"""The 21 parameters of FSRS-6 that the library comes with."""

_ALGORITHM = "fsrs 6"
_DIGEST_BYTES = 4
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
_CLOCK_DAYS = 200 * 366  # the library's clock goes no further; recall has long stopped to change by then
_ANY_CARD = 1  # without an id the library waits a millisecond to make one
_THEIRS = {rating: fsrs.Rating(int(rating)) for rating in Rating}


class _Card(fsrs.Card):
    """A card that the library may write on: it copies the card before each answer, and nobody needs the old one."""

    def __copy__(self) -> Self:
        return self


@lru_cache(maxsize=64)
def _library(parameters: tuple[float, ...]) -> fsrs.Scheduler:
    return fsrs.Scheduler(parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@lru_cache(maxsize=4096)
def _moment(days: int) -> datetime:
    """The moment on the library's clock that is so many study days after a card's last answer."""
    return _ORIGIN + timedelta(days=min(max(days, 0), _CLOCK_DAYS))


def _card(stability: float | None, difficulty: float | None) -> _Card:
    return _Card(
        card_id=_ANY_CARD,
        state=fsrs.State.Learning if stability is None else fsrs.State.Review,
        stability=stability,
        difficulty=difficulty,
        due=_ORIGIN,
        last_review=None if stability is None else _ORIGIN,
    )


@dataclass(frozen=True, slots=True)
class Model:
    """The parameters that memory is worked out with. Raises ValueError when the library refuses them."""

    parameters: tuple[float, ...] = DEFAULT
    """The 21 of FSRS-6, in its order."""

    def __post_init__(self) -> None:
        _library(self.parameters)

    @property
    def name(self) -> str:
        """``fsrs 6``, with a digest of the parameters when they are not the library's: ``fsrs 6 1f2e3d4c``."""
        if self.parameters == DEFAULT:
            return _ALGORITHM
        written = ",".join(float(parameter).hex() for parameter in self.parameters)
        return f"{_ALGORITHM} {blake2b(written.encode(), digest_size=_DIGEST_BYTES).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What memory would be after one of the four ratings."""

    stability: float
    difficulty: float
    days: float
    """Days after which recall falls to the wanted retention: not rounded, between 1 and the longest interval."""


STANDARD = Model()


def after(state: MemoryState | None, review: Review, model: Model = STANDARD) -> MemoryState:
    """The memory state after one more answer; ``state`` is None for a card that was never answered."""
    fold = _Fold(state, model)
    fold.take(review)
    return fold.state()


def replay(reviews: Iterable[Review], model: Model = STANDARD) -> MemoryState | None:
    """The fold over a card's answers, oldest first; None when there are none. Equal to ``after`` one by one."""
    fold = _Fold(None, model)
    for review in reviews:
        fold.take(review)
    return fold.state() if fold.reps else None


def retrievability(state: MemoryState, day: int, model: Model = STANDARD) -> float:
    """The chance, 0 to 1, that the card is remembered on a study day (``date.toordinal``)."""
    card = _card(state.stability, state.difficulty)
    return float(_library(model.parameters).get_card_retrievability(card, _moment(day - state.day)))


def outcomes(
    state: MemoryState | None, day: int, model: Model, retention: float, longest: int
) -> dict[Rating, Outcome]:
    """What each rating on a study day would come to, as if the card graduated.

    ``retention`` is the recall, 0 to 1, at which the card is to come back; ``longest`` the days it may stay away.
    """
    library = _library(model.parameters)
    elapsed = 0 if state is None else day - state.day
    stretch = _stretch(model.parameters[-1], retention)
    found = {}
    for rating, theirs in _THEIRS.items():
        card = _card(None, None) if state is None else _card(state.stability, state.difficulty)
        library.review_card(card, theirs, _moment(elapsed))
        assert card.stability is not None
        assert card.difficulty is not None
        days = min(max(card.stability * stretch, 1.0), float(longest))
        found[rating] = Outcome(card.stability, card.difficulty, days)
    return found


@lru_cache(maxsize=256)
def _stretch(decay: float, retention: float) -> float:
    """Days until recall falls to ``retention``, in units of stability (recall then is 90 %)."""
    return float((retention ** (-1 / decay) - 1) / (0.9 ** (-1 / decay) - 1))


class _Fold:
    """A memory state that is still being worked out: one for a whole history, so that no step makes copies."""

    __slots__ = ("_card", "_library", "day", "due_day", "lapses", "last", "ready", "relearning", "reps", "step")

    def __init__(self, state: MemoryState | None, model: Model) -> None:
        self._library = _library(model.parameters)
        self._card = _card(None, None) if state is None else _card(state.stability, state.difficulty)
        self.last = self.ready = _ORIGIN if state is None else state.last
        self.day = self.due_day = 0 if state is None else state.day
        self.step = None if state is None else state.step
        self.relearning = state is not None and state.relearning
        self.reps = 0 if state is None else state.reps
        self.lapses = 0 if state is None else state.lapses

    def take(self, review: Review) -> None:
        """One more answer."""
        elapsed = review.day - self.day if self.reps else 0
        self._library.review_card(self._card, _THEIRS[review.rating], _moment(elapsed))
        self._card.last_review = _ORIGIN
        graduated = self.reps > 0 and self.step is None
        self.lapses += graduated and review.rating is Rating.AGAIN
        self.reps += 1
        self.last = review.at
        self.day = review.day
        if review.interval >= DAY_SECONDS:
            self.step, self.relearning = None, False
            self.due_day, self.ready = review.day + review.days, review.at
        else:
            self.step, self.relearning = self._next_step(review.rating), self.relearning or graduated
            self.due_day, self.ready = review.day, review.at + timedelta(seconds=review.interval)

    def _next_step(self, rating: Rating) -> int:
        """Position in the steps after an answer that did not graduate the card."""
        before = self.step or 0
        if rating is Rating.AGAIN:
            return 0
        return before if rating is Rating.HARD else before + 1

    def state(self) -> MemoryState:
        """What came of it; there was at least one answer."""
        assert self._card.stability is not None
        assert self._card.difficulty is not None
        return MemoryState(
            stability=self._card.stability,
            difficulty=self._card.difficulty,
            last=self.last,
            day=self.day,
            ready=self.ready,
            due_day=self.due_day,
            step=self.step,
            relearning=self.relearning,
            reps=self.reps,
            lapses=self.lapses,
        )
