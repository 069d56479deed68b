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

    __slots__ = ("_apart", "_chance", "_facts", "_ground", "_hosts", "_last", "_next", "_of")

    def __init__(self, order: Sequence[Card], ground: Ground, chance: Chance) -> None:
        self._apart = min(APART, len(order) // _PARTS)
        self._ground, self._chance = ground, chance
        self._facts = [(at, card) for at, card in enumerate(order) if card.kind is CardKind.LIMIT and card.facts]
        self._of = {card.facts[0]: at for at, card in self._facts}
        self._hosts: set[str] = set()
        self._last: dict[Dimension, int] = {}
        self._next = 0

    def hosts(self, card: Card) -> bool:
        """True when a card asks for its value together with others."""
        # a short quiz needs to look at the first few facts only
        while self._next < len(self._facts) and self._facts[self._next][0] <= self._of[card.facts[0]]:
            self._look_at(*self._facts[self._next])
            self._next += 1
        return card.id in self._hosts

    def _look_at(self, at: int, card: Card) -> None:
        fact = self._ground.facts.get(card.facts[0])
        if fact is None or at - self._last.get(fact.attribute.dimension, -self._apart) < self._apart:
            return
        self._last[fact.attribute.dimension] = at
        if self._chance.share(f"several/{card.id}") < _HOSTS:
            self._hosts.add(card.id)

    def near(self, card: Card, question: Question) -> bool:
        """True when a question asks for the value of a fact whose own card is near."""
        at = self._of[card.facts[0]]
        others = (self._of.get(fact) for fact in asked(question) if fact != card.facts[0])
        return any(place is not None and abs(place - at) < self._apart for place in others)
