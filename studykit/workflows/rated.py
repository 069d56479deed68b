"""A rating → one row of the log, and what is remembered after it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from studykit.core.card import sibling_group
from studykit.core.clock import offset_minutes, utc
from studykit.core.review import MemoryState, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.days import StudyDays
from studykit.workflows.deck import Deck
from studykit.workflows.refold import USUAL

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model
    from studykit.scheduling.scheduler import Load, Scheduler
    from studykit.store.study_store import StudyStore

_HORIZON = 120
"""Days ahead in which cards due are counted, so that days get alike much work."""
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a card."""

    card: str
    rating: Rating
    duration: int
    """Milliseconds."""
    variant: int = 0
    chosen: str = ""
    id: str = ""
    """Id of its row; empty: a fresh one. The answers of an exam have theirs from it, wherever it is ended."""


@dataclass(frozen=True)
class Rater:
    """Works out intervals and memory states by a learner's settings; writes nothing."""

    store: StudyStore
    cards: Deck
    days: StudyDays
    settings: Settings
    device: str

    @cached_property
    def model(self) -> Model:
        """The learner's own parameters, or the usual ones."""
        from studykit.scheduling.memory import Model

        return Model(self.settings.fit.parameters) if self.settings.fit else Model()

    @cached_property
    def scheduler(self) -> Scheduler:
        """Decides intervals."""
        from studykit.scheduling.scheduler import Scheduler

        return Scheduler(self.settings, self.model)

    def intervals(self, card: str, state: MemoryState | None, day: int) -> dict[Rating, int]:
        """Seconds until the card comes back, for each rating."""
        return self.scheduler.choices(card, state, day, self._load(card, day))

    def rated(self, given: Answer, state: MemoryState | None, at: datetime, seconds: int) -> tuple[Review, MemoryState]:
        """The row of an answer and the card's state after it; ``at`` is in the learner's zone.

        An answer is always later than the card's one before, even when the computer's clock was set back.
        """
        from studykit.scheduling.memory import after

        moment = utc(at) if state is None else max(utc(at), state.last + _TICK)
        review = Review(
            id=given.id or uuid.uuid4().hex,
            card=given.card,
            at=moment,
            offset=offset_minutes(at),
            day=self.days.number(at),
            rating=given.rating,
            duration=given.duration,
            variant=given.variant,
            chosen=given.chosen,
            interval=seconds,
            scheduler=self.model.name,
            device=self.device,
        )
        memory = after(state, review, self.model)
        if memory.step is None and review.day in self._loads:
            load = self._loads[review.day]
            load[memory.due_day] = load.get(memory.due_day, 0) + 1
        return review, memory

    def fold(self, reviews: Iterable[Review]) -> MemoryState | None:
        """What a card's answers, oldest first, come to."""
        from studykit.scheduling.memory import replay

        return replay(reviews, self.model)

    def check_model(self) -> None:
        """To be called after a write: has memory worked out anew at the next start when its parameters changed.

        Another process may have fitted them, or got a fit from another device, since this session began.
        """
        folded = self.store.folded()
        if folded != "" and (USUAL if folded is None else folded) != self.model.name:
            self.store.keep_folded("")

    def before(self, review: Review) -> MemoryState | None:
        """The state of a card without an answer of it and those that came later."""
        place = (review.at, review.id)
        return self.fold(one for one in self.store.reviews(review.card) if (one.at, one.id) < place)

    def is_leech(self, before: MemoryState | None, now: MemoryState) -> bool:
        """Whether an answer made the card a leech: at the threshold of lapses, and again after each half of it."""
        threshold = self.settings.leech_lapses
        if not threshold or before is None or now.lapses == before.lapses:
            return False
        beyond = now.lapses - threshold
        return beyond >= 0 and beyond % max((threshold + 1) // 2, 1) == 0

    def _load(self, card: str, day: int) -> Load:
        from studykit.scheduling.scheduler import Load

        siblings = [one for one in self._groups.get(sibling_group(card), ()) if one != card]
        return Load(self._counts(day), frozenset(self.store.due_of(siblings).values()) if siblings else frozenset())

    def _counts(self, day: int) -> Mapping[int, int]:
        """Counted once a day, and then kept up with the answers given here: to balance days, that is exact enough."""
        if day not in self._loads:
            self._loads.clear()
            self._loads[day] = self.store.load(day + 1, day + _HORIZON)
        return self._loads[day]

    @cached_property
    def _loads(self) -> dict[int, dict[int, int]]:
        """Study day → cards due on each of the days after it, for one day at most."""
        return {}

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        """Cards about one thing, where there are several."""
        found: dict[str, list[str]] = {}
        for card in self.cards:
            found.setdefault(sibling_group(card), []).append(card)
        return {group: cards for group, cards in found.items() if len(cards) > 1}
