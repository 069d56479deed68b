"""Answers that were given here, to cards that a running Anki has: added there, and the cards stand there as here.

Anki's importer leaves the schedule of a card that it has. So the answers are added as rows of Anki's log, and each card
is given what a package would say of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studykit.core.errors import StudykitError
from studykit.core.flashcard import History
from studykit.core.review import Review
from studykit.workflows.import_anki import FAMILY

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.exchange.anki.own import OwnCard
    from studykit.exchange.anki.reader import AnkiReview

_SAME = 1000
"""Milliseconds within which two equal ratings of a card are one answer."""
_MANUAL = 4
_REVIEW = 2
"""Type and queue of a card that comes on a day."""
_DAYS = 1 << 16
_TRIES = 20
_ANY = "is:review -is:learn -is:suspended -is:buried -deck:filtered"
_BORROWED = "deck:filtered"
_ASIDE = f"(note:{FAMILY}* or tag:{FAMILY}) (is:suspended or is:buried)"
_AT_ONCE = 500
"""Cards that are changed before their answers follow."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A card with answers here that Anki does not have."""

    card: str
    number: int
    """Of the card in Anki."""
    missing: int
    """Answers."""
    known: tuple[AnkiReview, ...]
    """Rows that Anki has."""


def ahead(
    history: Mapping[str, History], numbers: Mapping[str, int], rows: Mapping[str, Sequence[AnkiReview]]
) -> Iterator[Ahead]:
    """The cards that are further here than in Anki. ``rows`` are those of Anki's log.

    A card that was forgotten there by hand after its last answer here stays as it is there.
    """
    for card, number in numbers.items():
        known = tuple(rows.get(card, ()))
        missing = [
            one
            for one in (history[card].reviews if card in history else ())
            if not _is_in(_time(one), one.rating, known)
        ]
        reset = max((row.id for row in known if row.type == _MANUAL and not row.ease and not row.factor), default=0)
        if missing and _time(missing[-1]) > reset:
            yield Ahead(card, number, len(missing), known)


class Standing:
    """Makes cards in Anki stand as they stand here."""

    def __init__(self, anki: AnkiConnect, day: int) -> None:
        """``day`` is the study day that it is."""
        self._anki, self._day = anki, day
        self._day_there: int | None = None

    def hand_over(
        self,
        some: Sequence[Ahead],
        own: Iterable[OwnCard],
        history: Mapping[str, History],
        progress: Callable[[float], None] = lambda _: None,
    ) -> list[str]:
        """Gives Anki the answers and the schedules; gives the cards that it did not take.

        The schedules go first: what was cut off is found again by the answers that are missing.
        """
        borrowed = set(self._anki.find_cards(_BORROWED))
        aside = set(self._anki.find_cards(_ASIDE))
        free = {one.card: one for one in some if one.number not in borrowed}
        mine = [one for one in own if one.card in free]
        left = {one.card for one in some} - {one.card for one in mine}
        for at in range(0, len(mine), _AT_ONCE):
            part = mine[at : at + _AT_ONCE]
            values = {free[one.card].number: _values(one, aside=free[one.card].number in aside) for one in part}
            self._date(values, {free[one.card].number: history[one.card] for one in part})
            refused = set(self._anki.set_cards(values))
            done = [one for one in part if free[one.card].number in values.keys() - refused]
            self._add([row for one in done for row in _missing(one, free[one.card])])
            left |= {one.card for one in part} - {one.card for one in done}
            progress((at + len(part)) / len(mine))
        return sorted(left)

    def _date(self, values: dict[int, dict[str, object]], history: Mapping[int, History]) -> None:
        """Sets the due days of cards that come on a day: Anki counts days from one that only it knows."""
        dated = [number for number, these in values.items() if these["type"] == _REVIEW]
        if not dated:
            return
        if self._day_there is None:
            self._day_there = self._today({number: values[number] for number in dated})
        today = self._day_there
        for number in dated:
            memory = history[number].memory
            if today is None or memory is None:
                del values[number]
            else:
                values[number]["due"] = today + memory.due_day - self._day

    def _today(self, values: Mapping[int, dict[str, object]]) -> int | None:
        """The number of the day that it is in Anki, found by asking which cards are due."""
        for number in self._anki.find_cards(_ANY)[:1]:
            for card in self._anki.cards([number]):
                if card.queue == _REVIEW:
                    return self._asked(card.id, card.due)
        for number, these in values.items():  # no card has a day yet: one that gets its own right after this has
            if these.get("queue") == _REVIEW and not self._anki.set_cards({number: {**these, "due": 0}}):
                return self._asked(number, 0)
        return None

    def _asked(self, number: int, due: int) -> int | None:
        low, high = due - _DAYS, due
        while low < high:
            middle = (low + high) // 2
            if self._anki.find_cards(f"cid:{number} prop:due<={middle}"):
                high = middle
            else:
                low = middle + 1
        return due - low if self._anki.find_cards(f"cid:{number} prop:due={low}") else None

    def _add(self, rows: Sequence[AnkiReview]) -> None:
        if not rows:
            return
        try:
            self._anki.add_reviews(rows)
        except StudykitError:  # a moment is taken by an answer to another card
            for row in rows:
                self._add_one(row)

    def _add_one(self, row: AnkiReview) -> None:
        if row in self._anki.reviews([row.card_id]):
            return
        for later in range(_TRIES):
            try:
                self._anki.add_reviews([replace(row, id=row.id + later)])
            except StudykitError:
                if later == _TRIES - 1:
                    raise
            else:
                return


def _values(own: OwnCard, *, aside: bool) -> dict[str, object]:
    """What a card is to hold; one that is put aside in Anki stays so."""
    return {name: value for name, value in own.values.items() if not aside or name != "queue"}


def _missing(own: OwnCard, one: Ahead) -> Iterator[AnkiReview]:
    for row in own.reviews:
        if not _is_in(row.id, row.ease, one.known):
            yield replace(row, card_id=one.number)


def _is_in(at: int, rating: int, rows: Iterable[AnkiReview]) -> bool:
    return any(row.ease == rating and abs(row.id - at) < _SAME for row in rows)


def _time(review: Review) -> int:
    return round(review.at.timestamp() * 1000)
