"""A study of a few cards of three topics, and a log that answers them by a plan."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from studykit.core.card import Card, CardKind
from studykit.core.review import DAY_SECONDS, Rating, Review
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import after, retrievability
from studykit.store.study_store import StudyStore
from studykit.workflows.deck import Deck
from studykit.workflows.study import Study

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOON.date().toordinal()
TOPICS = ("lambda", "lambda.async", "sqs")
CARDS = tuple(
    Card(f"limit:{TOPICS[at % 3]}.f{at}.max", CardKind.LIMIT, "Deck", TOPICS[at % 3], ("a", "b")[at % 2], "front",
         "back", (f"{TOPICS[at % 3]}.f{at}.max",), ())
    for at in range(30)
)  # fmt: skip


@dataclass
class Clock:
    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now


def study_of(store: StudyStore, clock: Clock | None = None, cards: tuple[Card, ...] = CARDS) -> Study:
    """A session without a library behind it but its cards."""
    library: Any = SimpleNamespace(cards=cards)
    return Study(library, Deck.of(cards), store, clock or Clock(), StudyDays(UTC), "here")


def give(store: StudyStore, card: str, day: int, rating: int, days: int, *, hour: int = 9, seconds: int = 10) -> Review:
    """One answer on a study day; ``days`` 0 keeps the card in its steps."""
    at = datetime.fromordinal(day).replace(tzinfo=UTC, hour=hour)
    before = store.memory(card)
    if before is not None and before.last >= at:
        at = before.last + timedelta(minutes=1)
    row = Review(
        uuid.uuid4().hex, card, at, 0, day, Rating(rating), seconds * 1000, 0, "A", days * DAY_SECONDS or 600, "fsrs 6",
        "here",
    )  # fmt: skip
    store.add(row, after(before, row))
    return row


def live(store: StudyStore, days: int, seed: int = 3) -> None:
    """Some weeks of a learner who misses days and forgets by the model."""
    chance = random.Random(seed)
    unseen = [card.id for card in CARDS[:24]]
    begun: list[str] = []
    for day in range(TODAY - days, TODAY):
        if chance.random() < 0.2:
            continue
        states = store.memories()
        due = [card for card in begun if states[card].due_day <= day]
        new = [unseen.pop() for _ in range(min(2, len(unseen)))]
        begun += new
        for card in due + new:
            state = store.memory(card)
            if state is None or state.step is not None:
                give(store, card, day, chance.choice((3, 3, 4)), max(round(state.stability), 1) if state else 0)
                continue
            right = chance.random() < retrievability(state, day)
            grown = round(state.stability * 2) if right else 0
            give(store, card, day, chance.choice((2, 3, 3, 4)) if right else 1, grown, hour=chance.choice((9, 20)))
