"""Where in a turn a question may ask for the values of several facts: the order of the cards alone decides it.

If what other questions happen to ask decided it, a changed fact would let in, or keep out, questions that do not cite
it. So a value is asked for again only so many cards later, whatever the cards between turn out to ask.
"""

from __future__ import annotations

from collections.abc import Sequence

from studykit.core.card import Card, CardKind
from studykit.core.quantity import Dimension
from studykit.core.question import Question
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.together import asked

APART = 60
"""Cards between two questions that ask for one value, where there are enough of them."""
_PARTS = 4
"""Of fewer cards: this part of them."""
_HOSTS = 0.5
"""Share of the cards that may ask for several values which do it."""


class Places:
    """The cards of one turn by their place, and which of them ask for the values of several facts.

    Those stand so far apart that no two of them can ask for the same value: facts of other dimensions are never asked
    for together.
    """

    __slots__ = ("_apart", "_hosts", "_of")

    def __init__(self, order: Sequence[Card], ground: Ground, chance: Chance) -> None:
        self._apart = min(APART, len(order) // _PARTS)
        facts = [(at, card) for at, card in enumerate(order) if card.kind is CardKind.LIMIT and card.facts]
        self._of = {card.facts[0]: at for at, card in facts}
        self._hosts: set[str] = set()
        last: dict[Dimension, int] = {}
        for at, card in facts:
            fact = ground.facts.get(card.facts[0])
            if fact is None or at - last.get(fact.attribute.dimension, -self._apart) < self._apart:
                continue
            last[fact.attribute.dimension] = at
            if chance.share(f"several/{card.id}") < _HOSTS:
                self._hosts.add(card.id)

    def hosts(self, card: Card) -> bool:
        """True when a card asks for its value together with others."""
        return card.id in self._hosts

    def near(self, card: Card, question: Question) -> bool:
        """True when a question asks for the value of a fact whose own card is near."""
        at = self._of[card.facts[0]]
        others = (self._of.get(fact) for fact in asked(question) if fact != card.facts[0])
        return any(place is not None and abs(place - at) < self._apart for place in others)
