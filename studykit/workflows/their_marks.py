"""Cards that are suspended in somebody's Anki → suspended here, once: what is released here stays released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from studykit.core.clock import utc
from studykit.core.log_row import LogRow, RowKind
from studykit.workflows.import_anki import ANKI
from studykit.workflows.into_log import add, suspension

if TYPE_CHECKING:
    from studykit.exchange.anki.reader import AnkiPackage
    from studykit.workflows.study import Study

_SUSPENDED = -1
"""Queue of a card that Anki does not ask."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 7_258_118_400_000
"""2200, in milliseconds since 1970."""


def suspended(package: AnkiPackage, cards: Mapping[int, str]) -> dict[str, int]:
    """Our card → since when it is suspended in Anki at the latest, in milliseconds since 1970.

    ``cards``: Anki's card → ours. A card that was never answered there is suspended since it was made.
    """
    found = {card.id: card.id for card in package.cards() if card.id in cards and card.queue == _SUSPENDED}
    for row in package.reviews() if found else ():
        if row.card_id in found:
            found[row.card_id] = max(found[row.card_id], row.id)
    return {cards[number]: at for number, at in found.items()}


def suspend(study: Study, cards: Iterable[tuple[str, int]], *, dry_run: bool) -> int:
    """Suspends cards since a time each, all or none; how many were not yet. May raise StoreError.

    A mark comes once, and what the learner does to the card later holds.
    """
    from studykit.exchange.log_fields import flaw

    rows = [_mark(study, card, at) for card, at in cards]
    rows = [row for row in rows if not flaw(RowKind.MARK, row.values)]
    return add(study, rows, dry_run=dry_run).rows[RowKind.MARK]


def _mark(study: Study, card: str, at: int) -> LogRow:
    moment = min(_EPOCH + timedelta(milliseconds=min(max(at, 0), _LATEST)), utc(study.clock()))
    return suspension(ANKI, card, moment, study.days.number(moment), at)
