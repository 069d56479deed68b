"""What AnkiConnect says is in Anki, checked before anybody believes it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studykit.exchange.anki.reader import AnkiReview

_LARGEST = 2**63
_PENDING = -1
"""What Anki writes to rows that its own sync has not taken yet."""


class StrangeAnswerError(ValueError):
    """An answer that AnkiConnect would not give."""


@dataclass(frozen=True, slots=True)
class NoteThere:
    """An Anki note."""

    id: int
    type: str
    """Name of its note type."""
    fields: Mapping[str, str]
    """HTML."""
    tags: tuple[str, ...]
    mod: int | None
    """Seconds since 1970 of its last change; None where the add-on does not say."""
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CardThere:
    """How a card stands in Anki, in Anki's numbers."""

    id: int
    queue: int
    due: int


def numbers(said: Any) -> list[int]:
    """Numbers of notes or cards."""
    return [_number(one) for one in listed(said)]


def texts(said: Any) -> list[str]:
    """Names."""
    return [_text(one) for one in listed(said)]


def notes(said: Any) -> list[NoteThere]:
    """Those that are there."""
    return [_note(one) for one in listed(said) if one != {}]


def cards(said: Any) -> list[CardThere]:
    """Those that are there."""
    return [
        CardThere(_number(one.get("cardId")), _number(one.get("queue")), _number(one.get("due")))
        for one in map(_named, listed(said))
        if one
    ]


def reviews(said: Any) -> list[AnkiReview]:
    """Of each card, those of one card together."""
    rows = [(_card(card), listed(some)) for card, some in _named(said).items()]
    return [_review(card, _named(row)) for card, some in rows for row in some]


def content(said: Any) -> bytes | None:
    """Of a file; None where there is none."""
    if said is False:
        return None
    try:
        return base64.b64decode(_text(said), validate=True)
    except ValueError:
        raise StrangeAnswerError from None


def review_row(one: AnkiReview) -> list[int]:
    """A row as ``insertReviews`` wants it, for Anki's own sync to take along."""
    return [one.id, one.card_id, _PENDING, one.ease, one.interval, one.last_interval, one.factor, one.time, one.type]


def listed(said: Any) -> list[Any]:
    """A list."""
    if not isinstance(said, list):
        raise StrangeAnswerError
    return said


def _note(said: Any) -> NoteThere:
    one = _named(said)
    fields = {name: _text(_named(field).get("value")) for name, field in _named(one.get("fields")).items()}
    mod = one.get("mod")
    return NoteThere(
        _number(one.get("noteId")),
        _text(one.get("modelName")),
        fields,
        tuple(texts(one.get("tags"))),
        None if mod is None else _number(mod),
        tuple(numbers(one.get("cards"))),
    )


def _review(card: int, row: Mapping[str, Any]) -> AnkiReview:
    return AnkiReview(
        id=_number(row.get("id")),
        card_id=card,
        ease=_number(row.get("ease")),
        interval=_number(row.get("ivl")),
        last_interval=_number(row.get("lastIvl")),
        factor=_number(row.get("factor")),
        time=_number(row.get("time")),
        type=_number(row.get("type")),
    )


def _card(key: str) -> int:
    if not key.isascii() or not key.isdigit():
        raise StrangeAnswerError
    return _number(int(key[:20]))


def _named(said: Any) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise StrangeAnswerError
    return said


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise StrangeAnswerError
    return said


def _number(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not -_LARGEST <= said < _LARGEST:
        raise StrangeAnswerError
    return said
