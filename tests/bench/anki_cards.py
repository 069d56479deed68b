"""Ten thousand flashcards with histories, as a learner of years would export them; ``tests.bench.anki_export`` asks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from studykit.core.flashcard import Flashcard, History, Preset
from studykit.core.review import DAY_SECONDS, Rating, Review
from studykit.core.settings import Settings
from studykit.exchange.cards.json import read_card
from studykit.scheduling.memory import DEFAULT, STANDARD, after
from studykit.scheduling.scheduler import Load, Scheduler

CARDS = 10_000
ANSWERS = 4
"""Of each card."""
PRESET = Preset(Settings(), DEFAULT)
_FIGURE = re.compile(r"\b\d+\b")
_BEGIN = datetime(2021, 3, 1, 7, tzinfo=UTC)
_DAYS = 500
_MORNING = 14 * 3600
_RATINGS = (Rating.AGAIN, Rating.HARD, *[Rating.GOOD] * 6, Rating.EASY)


def flashcards(lines: list[str]) -> list[Flashcard]:
    """The cards of JSON Lines again and again, with other figures in their texts each time."""
    return [_other(lines[number % len(lines)], number // len(lines)) for number in range(CARDS)]


def _other(line: str, turn: int) -> Flashcard:
    card = read_card(_FIGURE.sub(lambda found: str(int(found[0]) + 17 * turn), line))
    return replace(card, id=f"{card.id}.{turn}")


def histories(cards: Iterable[Flashcard]) -> dict[str, History]:
    """Four answers a card, each when it was due or a little later."""
    chance = random.Random(11)
    return {card.id: _history(card.id, chance) for card in cards}


def _history(card: str, chance: random.Random) -> History:
    reviews = tuple(_reviews(card, chance))
    state = None
    for review in reviews:
        state = after(state, review)
    return History(state, reviews)


def _reviews(card: str, chance: random.Random) -> Iterator[Review]:
    scheduler, state = Scheduler(PRESET.settings, STANDARD), None
    at = _BEGIN + timedelta(days=chance.randrange(_DAYS), milliseconds=chance.randrange(_MORNING * 1000))
    for number in range(ANSWERS):
        rating = chance.choice(_RATINGS)
        interval = scheduler.choices(card, state, at.toordinal(), Load())[rating]
        duration = min(int(chance.lognormvariate(8.9, 0.6)), 60_000)
        review = Review(
            f"{card}{number}", card, at, 0, at.toordinal(), rating, duration, 0, "", interval, "fsrs 6", "bench"
        )
        yield review
        state = after(state, review)
        days, wait = divmod(interval, DAY_SECONDS)
        late = timedelta(milliseconds=chance.randrange(60_000))
        at = at + timedelta(days=days, seconds=wait) + late
