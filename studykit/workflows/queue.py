"""What is asked today, and in which order: made once a study day, kept up with every answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import filterfalse, islice
from threading import RLock
from typing import TYPE_CHECKING

from studykit.core.card import sibling_group
from studykit.core.mark import Mark, MarkKind
from studykit.core.review import MemoryState
from studykit.core.settings import Settings
from studykit.workflows.deck import Deck

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore

LEARN_AHEAD = timedelta(minutes=20)
"""A card in its steps may come this much early when nothing else is left."""
_LOOK = 500
"""Cards of the deck that the store is asked for at once."""


@dataclass(slots=True)
class Queue:
    """One study day's cards. Cards in their steps first, then what is due, then new ones; a plan has its own order."""

    today: int
    rest: dict[str, bool] = field(default_factory=dict)
    """Graduated and new cards in the order in which they come → whether it is a new one."""
    steps: dict[str, datetime] = field(default_factory=dict)
    """Cards in their steps → the moment from which they may be asked."""
    held: set[str] = field(default_factory=set)
    """Suspended ones, and those buried for today."""
    fresh: Iterator[str] = field(default_factory=lambda: iter(()))
    """New cards that were not looked for yet: what is due comes first, and does not wait for them."""
    _lock: RLock = field(default_factory=RLock, repr=False, compare=False)
    """A thread may count what is due while the learner is shown the next card."""

    def cards(self, now: datetime) -> Iterator[str]:
        """What may be asked now, first to last."""
        with self._lock:
            waits = sorted((ready, card) for card, ready in self.steps.items() if card not in self.held)
            rest = dict.fromkeys(card for card in self.rest if card not in self.held)
        yield from (card for ready, card in waits if ready <= now)
        yield from rest
        with self._lock:
            self._begin()
            begun = [card for card in self.rest if card not in rest and card not in self.held]
        yield from begun
        yield from (card for ready, card in waits if now < ready <= now + LEARN_AHEAD)

    def sizes(self, now: datetime) -> tuple[int, int]:
        """How many cards wait, and how many new ones come today."""
        with self._lock:
            return self._sizes(now)

    def _sizes(self, now: datetime) -> tuple[int, int]:
        self._begin()
        ready = sum(1 for card, moment in self.steps.items() if moment <= now and card not in self.held)
        kinds = [new for card, new in self.rest.items() if card not in self.held]
        return ready + kinds.count(False), kinds.count(True)

    def left(self, now: datetime) -> int:
        """How many answers the day still takes, without those that a card in its steps will take again."""
        with self._lock:
            waiting = sum(self._sizes(now))
            soon = (card for card, ready in self.steps.items() if now < ready <= now + LEARN_AHEAD)
            return waiting or sum(1 for card in soon if card not in self.held)

    def answered(self, card: str, state: MemoryState) -> None:
        """Moves a card to where its answer puts it."""
        with self._lock:
            self._drop(card)
            if state.step is not None:
                self.steps[card] = state.ready

    def taken_back(self, card: str, state: MemoryState | None) -> None:
        """Puts a card back to where it was before its answer."""
        with self._lock:
            self._drop(card)
            if state is not None and state.step is not None:
                self.steps[card] = state.ready
            else:
                self.rest = {card: state is None, **self.rest}

    def marked(self, mark: Mark) -> None:
        """Leaves a card out, or lets it come again."""
        with self._lock:
            (self.held.discard if mark.kind is MarkKind.RELEASE else self.held.add)(mark.card)

    def _begin(self) -> None:
        """Looks for new cards, once."""
        found = [card for card in self.fresh if card not in self.rest and card not in self.steps]
        self.fresh = iter(())
        self.rest.update(dict.fromkeys(found, True))

    def _drop(self, card: str) -> None:
        self.rest.pop(card, None)
        self.steps.pop(card, None)


def make_queue(store: StudyStore, cards: Deck, settings: Settings, today: int, planned: Sequence[str] | None) -> Queue:
    """The queue of a study day as the log stands; ``planned`` are the cards that a plan asks, in order."""
    held = {card for card, mark in store.marks().items() if mark.kind is MarkKind.SUSPEND or mark.day == today}
    queue = Queue(today, held=held)
    groups = {sibling_group(card) for card in store.answered(today)} if settings.siblings_apart else set()
    counts = store.counts(today)
    queue.steps = {card: ready for card, ready in store.in_steps(today).items() if card in cards}
    if planned is not None:
        wanted = [card for card in planned if card not in queue.steps]
        known = store.known(wanted)
        queue.rest = {card: card not in known for card in wanted}
        return queue
    apart = _apart if settings.siblings_apart else _all
    free = apart((card for card in store.due(today) if card in cards and card not in held), groups)
    queue.rest.update(dict.fromkeys(islice(free, max(settings.reviews_a_day - counts.reviews, 0)), False))
    fresh = apart((card for card in _unseen(store, cards) if card not in held), groups)
    queue.fresh = islice(fresh, max(settings.new_a_day - counts.new, 0))
    return queue


def _apart(cards: Iterable[str], groups: set[str]) -> Iterator[str]:
    """Cards of which no sibling is asked today."""
    for card in cards:
        group = sibling_group(card)
        if group not in groups:
            groups.add(group)
            yield card


def _all(cards: Iterable[str], _: set[str]) -> Iterator[str]:
    return iter(cards)


def _unseen(store: StudyStore, cards: Deck) -> Iterator[str]:
    """Cards that were never answered, in the order of the deck; the store is asked for few, and then for all."""
    rest = iter(cards)
    first = list(islice(rest, _LOOK))
    known = store.known(first)
    yield from (card for card in first if card not in known)
    known = store.known()
    yield from filterfalse(known.__contains__, rest)
