"""The cards of a learner by id, in the order in which new ones come, each read when it is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from studykit.core.card import Card, CardKind

_TURNS = (
    CardKind.LIMIT,
    CardKind.SCENARIO,
    CardKind.LIMIT,
    CardKind.DEFINITION,
    CardKind.BEHAVIOUR,
    CardKind.SET,
    CardKind.SEQUENCE,
    CardKind.GIVEN,
)
"""Kinds of new cards in the order in which they come."""
_MEMO = 2_000
"""Cards that are kept once they were read."""


class Deck(Mapping[str, Card]):
    """Cards by the ids under which the learner knows them.

    ``waiting`` are ids of cards that an edited note may still hold: the learner is to say which they are.
    """

    def __init__(
        self,
        heads: Iterable[tuple[str, CardKind]],
        read: Callable[[str], Card],
        waiting: Collection[str] = (),
    ) -> None:
        self.waiting = frozenset(waiting)
        self._ids = dict.fromkeys(_mixed(heads))
        self._read = read
        self._memo: dict[str, Card] = {}

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Deck:
        """A deck of cards that are in memory."""
        by_id = {card.id: card for card in cards}
        return cls(((card.id, card.kind) for card in by_id.values()), by_id.__getitem__)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, card: object) -> bool:
        return card in self._ids

    def __getitem__(self, card: str) -> Card:
        if card not in self._ids:
            raise KeyError(card)
        found = self._memo.get(card)
        if found is None:
            found = self._read(card)
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            self._memo[card] = found
        return found


def _mixed(heads: Iterable[tuple[str, CardKind]]) -> Iterator[str]:
    """Cards of all kinds in turn, each kind in its own order, so that no day is all figures."""
    waiting: dict[CardKind, deque[str]] = {kind: deque() for kind in CardKind}
    for card, kind in heads:
        waiting[kind].append(card)
    while any(waiting.values()):
        yield from (waiting[kind].popleft() for kind in _TURNS if waiting[kind])
