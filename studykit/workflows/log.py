"""The log folded anew, and what was kept beside it that is not what the answers give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.review import DAY_SECONDS, MemoryState, Review
from studykit.core.settings import Settings
from studykit.core.text import listed
from studykit.workflows.refold import UNFINISHED, USUAL, model_of

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model
    from studykit.store.audit import Logged
    from studykit.store.study_store import StudyStore

SHOWN = 20
"""Problems of a kind that are named; of more there is only their number."""
_AGAIN = 1000
"""So few cards that differ are looked at once more: another process may have answered them meanwhile."""
_CARDS = 5000
"""Histories that the extra is given at once."""
_TELL = 5000
"""Answers after which the progress is told."""
_ID = re.compile(r"[0-9a-f]{32}")
_SCHEDULER = re.compile(r"fsrs 6(?: [0-9a-f]{8})?|anki")
_LONGEST_DAYS = 36_500
_TICK = timedelta(microseconds=1)
_ZONE_MINUTES = 24 * 60
_SAME_OR_LATER = (0, 1)
"""Days by which the clock may be ahead of the study day: it begins after midnight."""


class Kind(StrEnum):
    """What can be wrong."""

    ROW = "row"
    """A row of the log holds what an answer cannot."""
    ORDER = "order"
    """Rows do not come by card and time, or one came twice."""
    STATE = "state"
    """A memory state is not what the answers give."""
    MODEL = "model"
    """The states were worked out with other parameters than those in use."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that differs."""

    kind: Kind
    where: str
    """Id of the answer, or of the card."""
    says: str


@dataclass(slots=True)
class Verified:
    """What was checked, and what differs."""

    model: str
    """Name of the parameters in use."""
    exact: bool
    """Whether states were compared bit for bit; to four decimals otherwise."""
    answers: int = 0
    withdrawn: int = 0
    cards: int = 0
    stray: int = 0
    """Withdrawals of answers that are not here: those of another device may still come."""
    found: Counter[Kind] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    """The first of each kind."""

    @property
    def sound(self) -> bool:
        """Whether nothing differs."""
        return not self.found

    def add(self, kind: Kind, where: str, says: str) -> None:
        """Counts a problem, and names it while there are few."""
        self.found[kind] += 1
        if self.found[kind] <= SHOWN:
            self.problems.append(Problem(kind, where, says))


def verify(store: StudyStore, settings: Settings, progress: Progress | None = None) -> Verified:
    """Reads every row, folds the answers of each card, and compares with its kept state, to the bit."""
    from studykit.scheduling.memory import replay

    model = model_of(settings)
    found = _begin(store, model, exact=True)
    kept = store.memories()
    differing = []
    for card, reviews in _histories(store, found, progress):
        before = kept.pop(card, None)
        if reviews is None:
            continue
        state = replay(reviews, model)
        if state != before:
            differing.append(card)
        found.cards += state is not None
    wrong = sorted({*differing, *kept})
    for card in wrong:
        named = len(wrong) <= _AGAIN or found.found[Kind.STATE] < SHOWN
        says = _difference(store, card, model) if named else "its state is not what its answers give"
        if says:
            found.add(Kind.STATE, card, says)
    return found


def verify_fast(store: StudyStore, settings: Settings, progress: Progress | None = None) -> Verified:
    """Stability, difficulty, number of answers and last day of each card, to four decimals, by the extra.

    Raises UsageError when the extra is not installed.
    """
    from studykit.scheduling.extra import optimizer
    from studykit.scheduling.fast_replay import agrees, fast_states

    optimizer()  # is missed before anything is read
    found = _begin(store, model := model_of(settings), exact=False)
    kept = {state.card: state for state in store.states()}
    total = len(kept)
    for cards, histories in _batches(store):
        for card, history, fast in zip(cards, histories, fast_states(histories, model), strict=True):
            state = kept.pop(card, None)
            same = state is not None and (state.reps, state.day) == (len(history), history[-1][0])
            if state is None or not same or not agrees(fast, state.stability, state.difficulty):
                found.add(Kind.STATE, card, "its state is not what its answers give")
            found.answers += len(history)
        found.cards += len(cards)
        if progress is not None:
            progress(min(found.cards, total), total)
    for card in kept:
        found.add(Kind.STATE, card, "it has a state, but no answer")
    return found


def newest(store: StudyStore, card: str, count: int) -> tuple[Review, ...]:
    """The newest answers that stand, newest first; of one card when it is named. Raises UsageError when it has none."""
    if not card:
        return store.last_reviews(count)
    found = store.reviews(card)
    if not found:
        raise UsageError(f"There is no answer to a card '{card}'. 'studykit log show' lists the newest of all.")
    return found[::-1][:count]


def _begin(store: StudyStore, model: Model, *, exact: bool) -> Verified:
    found = Verified(model.name, exact)
    found.stray = len(store.stray_withdrawals())
    folded = store.folded()
    if (USUAL if folded is None else folded) != model.name:
        made = f"with '{folded}'" if folded and not folded.startswith(UNFINISHED) else "in part only"
        found.add(Kind.MODEL, "", f"the states were worked out {made}; in use is '{model.name}'")
    return found


def _histories(
    store: StudyStore, found: Verified, progress: Progress | None
) -> Iterator[tuple[str, list[Review] | None]]:
    """The answers of each card that stand, every row checked; None for a card with a row that cannot be an answer."""
    done: set[str] = set()
    for card, rows in groupby(_told(store, progress), itemgetter(1)):
        standing: list[Review] = []
        before: Review | None = None
        readable = True
        for key, _, review, withdrawn in rows:
            if review is None:
                found.add(Kind.ROW, key, "a column holds what an answer cannot")
                readable = False
                continue
            _check(review, before, found)
            if card in done or (before is not None and (before.at, before.id) >= (review.at, review.id)):
                found.add(Kind.ORDER, key, "it does not come in the order of time")
            before = review
            found.withdrawn += withdrawn
            if not withdrawn:
                standing.append(review)
        found.answers += len(standing)
        done.add(card)
        yield card, standing if readable else None


def _told(store: StudyStore, progress: Progress | None) -> Iterator[Logged]:
    """The rows, while the progress is told."""
    total = store.size() if progress is not None else 0
    for at, row in enumerate(store.rows(), 1):
        if progress is not None and (at % _TELL == 0 or at == total):
            progress(min(at, total), total)
        yield row


def _check(review: Review, before: Review | None, found: Verified) -> None:
    """Whether the row says what an answer can say; ``before`` is the card's row before it."""
    if not _ID.fullmatch(review.id):
        found.add(Kind.ROW, review.id, "its id is none of ours")
    if abs(review.offset) > _ZONE_MINUTES:
        found.add(Kind.ROW, review.id, f"its clock was {review.offset} minutes ahead")
    elif (review.at + _ahead(review.offset)).toordinal() - review.day not in _SAME_OR_LATER and not _set_back(
        review, before
    ):
        found.add(Kind.ROW, review.id, "its study day is not the day of its clock")
    if review.interval < 0 or (review.interval >= DAY_SECONDS and review.interval % DAY_SECONDS):
        found.add(Kind.ROW, review.id, f"its interval of {review.interval} seconds is no number of days")
    elif review.days > _LONGEST_DAYS:
        found.add(Kind.ROW, review.id, f"its interval of {review.days} days is longer than any")
    if not _is_known(review.scheduler):
        found.add(Kind.ROW, review.id, f"its scheduler '{review.scheduler}' is unknown")


@lru_cache(maxsize=64)
def _ahead(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def _set_back(review: Review, before: Review | None) -> bool:
    """Whether the clock was set back before an answer: it comes right after the one before, on an earlier day."""
    if before is None or review.at - before.at > _TICK:
        return False
    return review.day < (review.at + _ahead(review.offset)).toordinal()


@lru_cache(maxsize=64)
def _is_known(scheduler: str) -> bool:
    return _SCHEDULER.fullmatch(scheduler) is not None


def _difference(store: StudyStore, card: str, model: Model) -> str:
    """What is wrong with a card's state as it is now; empty when nothing is."""
    from studykit.scheduling.memory import replay

    kept, right = store.memory(card), replay(store.reviews(card), model)
    if kept == right:
        return ""
    if kept is None:
        return "it has answers, but no state"
    if right is None:
        return "it has a state, but no answer"
    names = [one.name for one in fields(MemoryState) if getattr(kept, one.name) != getattr(right, one.name)]
    return f"its state differs in {listed(names)}"


def _batches(store: StudyStore) -> Iterator[tuple[list[str], list[list[tuple[int, int]]]]]:
    cards: list[str] = []
    histories: list[list[tuple[int, int]]] = []
    for card, rows in groupby(store.ratings(), itemgetter(0)):
        cards.append(card)
        histories.append([(day, rating) for _, day, rating in rows])
        if len(cards) == _CARDS:
            yield cards, histories
            cards, histories = [], []
    if cards:
        yield cards, histories
