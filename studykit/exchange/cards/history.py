"""What a learner did with a card ↔ JSON; answers are written as in the log (``docs/sync.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from studykit.core.errors import UsageError
from studykit.core.flashcard import History
from studykit.core.log_row import LogRow, RowKind
from studykit.core.review import MemoryState, Rating, Review
from studykit.exchange.log_fields import FIELDS, flaw

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COUNTS = ("due_day", "reps", "lapses")
_HARDEST = 10
_MOST_DAYS = 1e12
_LATEST = 7_258_118_400_000_000 * 2
"""Microseconds since 1970 that are still a date."""
_LAST_DAY = 2_000_000


def history_fields(history: History) -> dict[str, Any]:
    """``memory``, ``reviews`` and ``suspended``; what is empty is left out."""
    fields: dict[str, Any] = {
        "memory": None if history.memory is None else _memory_fields(history.memory),
        "reviews": [_review_fields(review) for review in history.reviews],
        "suspended": history.suspended,
    }
    return {name: value for name, value in fields.items() if value}


def read_history(card: str, said: object) -> History:
    """What ``history_fields`` wrote of a card. Raises UsageError that says what is wrong with it."""
    if not isinstance(said, dict):
        raise _wrong("history")
    memory, reviews, suspended = said.get("memory"), said.get("reviews", []), said.get("suspended", False)
    if type(suspended) is not bool:
        raise _wrong("suspended")
    if type(reviews) is not list:
        raise _wrong("reviews")
    known = None if memory is None else _memory(memory)
    return History(known, tuple(_review(card, one) for one in reviews), suspended)


def log_row(review: Review, card: str) -> LogRow:
    """An answer as a row of the log of the card that it is to here."""
    return LogRow(RowKind.REVIEW, _review_fields(review) | {"card": card})


def _review_fields(review: Review) -> dict[str, Any]:
    fields = {name: getattr(review, name) for name in FIELDS[RowKind.REVIEW] if name != "card"}
    return fields | {"at": _number(review.at), "rating": int(review.rating)}


def _review(card: str, said: object) -> Review:
    if not isinstance(said, dict):
        raise _wrong("reviews")
    values = {**said, "card": card}
    wrong = flaw(RowKind.REVIEW, values)
    if wrong:
        raise UsageError(f"A review of this card has no '{wrong}' that can be used.")
    fields = {name: values[name] for name in FIELDS[RowKind.REVIEW]}
    return Review(**{**fields, "at": _moment(fields["at"]), "rating": Rating(fields["rating"])})


def _memory_fields(memory: MemoryState) -> dict[str, Any]:
    fields = {name: getattr(memory, name) for name in MemoryState.__slots__}
    return fields | {"last": _number(memory.last), "ready": _number(memory.ready)}


def _memory(said: object) -> MemoryState:
    if not isinstance(said, dict) or not _is_memory(said):
        raise _wrong("memory")
    fields = {name: said.get(name) for name in MemoryState.__slots__}
    moments = {name: _moment(said[name]) for name in ("last", "ready")}
    figures = {name: float(said[name]) for name in ("stability", "difficulty")}
    known: dict[str, Any] = {**fields, **moments, **figures}
    return MemoryState(**known)


def _is_memory(said: Mapping[str, Any]) -> bool:
    stability, difficulty, step = said.get("stability"), said.get("difficulty"), said.get("step")
    return (
        _figure(stability)
        and _figure(difficulty)
        and 1 <= said["difficulty"] <= _HARDEST
        and all(_whole(said.get(name), _LATEST) for name in ("last", "ready"))
        and all(_whole(said.get(name), _LAST_DAY) for name in ("day", *_COUNTS))
        and (step is None or _whole(step, _LAST_DAY))
        and type(said.get("relearning")) is bool
    )


def _figure(value: object) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and 0 < value < _MOST_DAYS


def _whole(value: object, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(number: int) -> datetime:
    return _EPOCH + number * _MICROSECOND


def _wrong(name: str) -> UsageError:
    return UsageError(f"This card has no '{name}' that can be used.")
