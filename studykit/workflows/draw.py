"""Which cards a quiz of a learner draws: unseen before seen, and those of weak topics more often."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace

from studykit.core.card import Card
from studykit.core.question import Question
from studykit.questions.chance import Chance

_EVEN = 2
"""Answers that an untried topic is taken to have had, half of them right: one slip is no weakness."""
_SEEN = 1e6
"""Puts what was seen after everything that was not."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How questions are drawn for a learner."""

    rank: Callable[[Card], float]
    """Cards of a lower rank come first."""
    hardness: Callable[[Question], float]
    """How difficult a question is, from 0 to 1."""


def learner_draw(
    cards: Mapping[str, Card], names: Mapping[str, str], tallies: Mapping[str, tuple[int, int]], seed: int
) -> Draw:
    """How a quiz draws for a learner; ``names`` is id of the library → id under which the learner knows the card."""
    from studykit.questions.difficulty import blend, estimate

    topics = {card: cards[card].topic for card in tallies if card in cards}
    by_name = draw_order(topics, tallies, tallies, seed)

    def hardness(question: Question) -> float:
        answered, right = tallies.get(names.get(question.id, question.id), (0, 0))
        return blend(estimate(question), right, answered)

    return Draw(lambda card: by_name(replace(card, id=names.get(card.id, card.id))), hardness)


def draw_order(
    topics: Mapping[str, str], tallies: Mapping[str, tuple[int, int]], seen: Container[str], seed: int
) -> Callable[[Card], float]:
    """A rank for each card, lower first: a draw by chance that is weighted with how often a topic was answered wrong.

    ``topics`` is card → topic and ``tallies`` card → (answers, right ones). A topic that is always wrong is drawn about
    five times as often as one that is always right.
    """
    answered: dict[str, list[int]] = {}
    for card, (answers, right) in tallies.items():
        topic = topics.get(card)
        if topic is not None:
            sums = answered.setdefault(topic, [0, 0])
            sums[0] += answers
            sums[1] += right
    chance = Chance(f"draw/{seed}")

    def rank(card: Card) -> float:
        answers, right = answered.get(card.topic, (0, 0))
        wrong = (answers - right + _EVEN / 2) / (answers + _EVEN)
        weight = 0.25 + wrong
        # the least of exponential waits is a weighted draw without putting back
        wait = -math.log(1 - chance.share(card.id)) / weight
        return wait + (_SEEN if card.id in seen else 0)

    return rank
