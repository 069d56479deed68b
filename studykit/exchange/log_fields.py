"""Which fields the rows of a log have, and what each may hold: a file that others can write to is not believed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from studykit.core.errors import UsageError
from studykit.core.flashcard import PACKAGES
from studykit.core.log_row import RowKind
from studykit.core.mark import MarkKind

Check = Callable[[Any], bool]

_EPOCH_DAY = 719_163
"""``date(1970, 1, 1).toordinal()``."""
_DAY = 86_400_000_000
_LATEST = 7_258_118_400_000_000
"""2200: what is due a hundred years later is still a date."""
_LAST_DAY = _EPOCH_DAY + _LATEST // _DAY
_LONGEST = 36_500 * 86_400
_WORD = 400
_PASSAGE = 20_000
_PAPER = 8_000_000
_RECORD = 2_000_000
"""Letters of a flashcard."""
_ID = re.compile(r"[!-~]{1,64}")
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_CONTENT = re.compile(r"[0-9a-z]{0,64}")
_MARKS = frozenset(str(kind) for kind in MarkKind)
_DAYS_OFF = 2
"""A study day is never further ahead of the day in UTC: a zone and a roll-over hour move it by less.

It may be long before it: once a clock that was ahead is set right, answers still come after those it gave.
"""


def _whole(least: int, most: int) -> Check:
    return lambda value: type(value) is int and least <= value <= most


def _clean(text: str, kept: str = "") -> bool:
    """Without control characters and without halves of characters, which no database takes."""
    if text.isprintable():
        return True
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter not in kept)


def _word(least: int, most: int = _WORD) -> Check:
    return lambda value: type(value) is str and least <= len(value) <= most and _clean(value)


def _passage(value: Any) -> bool:
    return type(value) is str and len(value) <= _PASSAGE and _clean(value, "\n\t")


def _id(value: Any) -> bool:
    return type(value) is str and _ID.fullmatch(value) is not None


def _name(value: Any) -> bool:
    return type(value) is str and _NAME.fullmatch(value) is not None


def _content(value: Any) -> bool:
    return type(value) is str and _CONTENT.fullmatch(value) is not None


def _package(value: Any) -> bool:
    """Other names in its table are for what a device keeps for itself."""
    return type(value) is str and value.startswith(PACKAGES) and _word(1)(value)


def _record(value: Any) -> bool:
    """A flashcard, or nothing: cards left before their texts were kept."""
    if type(value) is not str or len(value) > _RECORD or not _clean(value):
        return False
    return not value or _card_of(value) is not None


def _card_of(record: str) -> str | None:
    """The id of the card that a line holds; None where it holds none that can leave."""
    from studykit.exchange.cards.json import read_card  # which reads answers by the fields of this file

    try:
        card = read_card(record)
    except UsageError:
        return None
    named = (card.deck, *card.tags, *card.media, *(part for link in card.sources for part in (link.text, link.url)))
    return card.id if all(map(_clean, named)) else None


def _json(most: int) -> Check:
    def check(value: Any) -> bool:
        if type(value) is not str or len(value) > most or not _clean(value, "\n\t"):
            return False
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return False
        return True

    return check


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _yes_no(value: Any) -> bool:
    return type(value) is bool


_AT = _whole(0, _LATEST)
_STUDY_DAY = _whole(1, _LAST_DAY)
_SPAN = _whole(0, 2**40)
_NUMBER = _whole(0, 2**31 - 1)
_DEVICE = _word(0, 100)

FIELDS: Mapping[RowKind, Mapping[str, Check]] = {
    RowKind.REVIEW: {
        "id": _id,
        "card": _word(1),
        "at": _AT,
        "offset": _whole(-1440, 1440),
        "day": _STUDY_DAY,
        "rating": _whole(1, 4),
        "duration": _SPAN,
        "variant": _whole(-(2**63), 2**63 - 1),
        "chosen": _word(0, 4000),
        "interval": _whole(0, _LONGEST),
        "scheduler": _word(0, 100),
        "device": _DEVICE,
    },
    RowKind.WITHDRAWAL: {"review": _id, "at": _AT},
    RowKind.SETTING: {"id": _id, "name": _name, "value": _json(_PASSAGE), "at": _AT, "device": _DEVICE},
    RowKind.MARK: {
        "id": _id,
        "card": _word(1),
        "kind": lambda value: type(value) is str and value in _MARKS,
        "day": _STUDY_DAY,
        "at": _AT,
        "device": _DEVICE,
        "why": _word(0),
    },
    RowKind.ATTEMPT: {
        "id": _id,
        "exam": _word(0),
        "seed": _whole(-(2**63), 2**63 - 1),
        "started": _AT,
        "minutes": _or_none(_whole(0, 100_000)),
        "paper": _json(_PAPER),
        "position": _NUMBER,
        "used": _SPAN,
        "given_back": _SPAN,
        "wall": _AT,
        "ended": _or_none(_AT),
    },
    RowKind.GIVEN: {
        "attempt": _id,
        "position": _NUMBER,
        "chosen": _or_none(_word(0, 4000)),
        "marked": _yes_no,
        "milliseconds": _SPAN,
        "at": _AT,
    },
    RowKind.ANCHOR: {
        "card": _word(1),
        "kind": _word(0),
        "about": _passage,
        "text": _passage,
        "note": _word(0, 4000),
        "at": _AT,
        "device": _DEVICE,
    },
    RowKind.DECISION: {"draft": _word(1), "card": _word(1), "at": _AT, "device": _DEVICE},
    RowKind.EXPORTED: {"package": _package, "card": _word(1)},
    RowKind.CARRIED: {
        "card": _word(1),
        "content": _content,
        "mod": _whole(0, _LATEST // 1_000_000),
        "record": _record,
    },
}
"""Kind of row → its fields in the order in which a line has them."""


def flaw(kind: RowKind, values: Mapping[str, Any]) -> str:
    """The name of the first field that is missing or holds what it cannot; empty when there is none."""
    for name, check in FIELDS[kind].items():
        if name not in values or not check(values[name]):
            return name
    if kind is RowKind.REVIEW and values["day"] - _EPOCH_DAY - values["at"] // _DAY > _DAYS_OFF:
        return "day"
    if kind is RowKind.CARRIED and values["record"] and _card_of(values["record"]) != values["card"]:
        return "record"
    return ""
