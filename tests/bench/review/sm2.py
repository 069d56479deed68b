"""SM-2 as Anki has it without FSRS: ease and interval; no memory model, no fuzz.

Source: Anki's manual ("Deck options", "What algorithm") and the order of its intervals (hard < good < easy).
"""

from __future__ import annotations

from typing import NamedTuple

from tests.bench.review.fsrs6 import AGAIN, EASY, HARD

_HARD, _EASY = 1.2, 1.3
_LEAST_EASE = 1.3
_EASES = {AGAIN: -0.2, HARD: -0.15, EASY: 0.15}


class Card(NamedTuple):
    """What SM-2 keeps of a card."""

    ease: float
    interval: int
    """Days."""


def first(rating: int) -> Card:
    """After the learning steps: a day, or four for what was easy."""
    return Card(2.5, 4 if rating == EASY else 1)


def after(card: Card, rating: int, late: int) -> Card:
    """After a review that came ``late`` days after it was due."""
    ease = max(card.ease + _EASES.get(rating, 0.0), _LEAST_EASE)
    if rating == AGAIN:
        return Card(ease, 1)
    hard = max(_rounded(card.interval * _HARD), card.interval + 1)
    if rating == HARD:
        return Card(ease, hard)
    good = max(_rounded((card.interval + late / 2) * card.ease), hard + 1)
    if rating != EASY:
        return Card(ease, good)
    return Card(ease, max(_rounded((card.interval + late) * card.ease * _EASY), good + 1))


def _rounded(days: float) -> int:
    return int(days + 0.5)
