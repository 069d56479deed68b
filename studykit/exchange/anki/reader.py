"""What is in an Anki package: note types, decks, notes, cards, reviews and media. Nothing in it is trusted."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.core.errors import UsageError
from studykit.exchange.anki.file import AnkiFile, open_file
from studykit.exchange.anki.kinds import TheirTemplate, TheirType, decks_of, types_of
from studykit.exchange.strange_json import json_object
from studykit.exchange.strange_sqlite import StrangeDatabase

__all__ = ["AnkiCard", "AnkiNote", "AnkiPackage", "AnkiReview", "TheirTemplate", "TheirType", "open_package"]

_NOTE = ("id", "guid", "mid", "mod", "tags", "flds")
_CARD = ("id", "nid", "ord", "did", "type", "queue", "due", "ivl", "reps", "lapses", "odue", "odid", "data")
_REVIEW = ("id", "cid", "ease", "ivl", "lastIvl", "factor", "time", "type")
_PLEASE_UPDATE = "Please update to the latest Anki version"
_LONGEST_STATE = 10_000
_NO_MEMORY = 1e9
"""Neither a stability nor a difficulty."""
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """An Anki note."""

    id: int
    guid: str
    type_id: int
    """Id of its note type, which may be missing from the package."""
    mod: int
    """Seconds since 1970."""
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    """HTML of each. As many as its note type has, if that is there."""


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card of an Anki note and where it stands. Numbers may be absurd; they are whole."""

    id: int
    note_id: int
    ord: int
    """Which template, or number of the gap - 1."""
    deck_id: int
    """Its own deck, also while it is borrowed by a filtered one."""
    type: int
    queue: int
    due: int
    interval: int
    reps: int
    lapses: int
    stability: float | None
    difficulty: float | None


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """A row of Anki's review log. Numbers may be absurd; they are whole."""

    id: int
    """Milliseconds since 1970."""
    card_id: int
    ease: int
    """1 to 4; 0: no answer."""
    interval: int
    """Days; below 0: seconds."""
    last_interval: int
    factor: int
    time: int
    """Milliseconds that the answer took."""
    type: int


class AnkiPackage:
    """An open package. Whatever is wrong with it is a UsageError that names the file, also while it is read."""

    created: int
    """Seconds since 1970 at which the collection's day 0 began."""
    note_types: Mapping[int, TheirType]
    decks: Mapping[int, str]
    """Names, ``A::B`` for B within A."""

    def __init__(self, path: Path, file: AnkiFile, database: StrangeDatabase) -> None:
        self._path = path
        self._file = file
        self._database = database
        with self._told():
            described = self._described()
            self.created = _whole(described[0])
            self.note_types = types_of(database, described[1])
            self.decks = decks_of(database, described[2])
            self._refuse_notice()

    @property
    def media(self) -> tuple[str, ...]:
        """Names of the media that are in it."""
        return self._file.media

    def read_media(self, name: str) -> bytes:
        """What is in a medium."""
        return self._file.read_media(name)

    def notes(self) -> Iterator[AnkiNote]:
        """Every note, by id."""
        with self._told():
            for id_, guid, kind, mod, tags, fields in self._database.rows("notes", _NOTE, ("id",)):
                type_id = _number(kind)
                parts = self._fitted(type_id, _text(fields).split(_SEPARATOR))
                yield AnkiNote(_number(id_), _text(guid), type_id, _whole(mod), tuple(_text(tags).split()), parts)

    def cards(self) -> Iterator[AnkiCard]:
        """Every card, by id."""
        with self._told():
            for row in self._database.rows("cards", _CARD, ("id",)):
                yield _card(*row)

    def reviews(self) -> Iterator[AnkiReview]:
        """Every row of the review log, by card and time."""
        with self._told():
            for id_, card, *rest in self._database.rows("revlog", _REVIEW, ("cid", "id")):
                yield AnkiReview(_number(id_), _number(card), *map(_whole, rest))

    def _described(self) -> tuple[Any, ...]:
        """When its day 0 was, and its note types and decks if they are texts."""
        for table in ("col", "notes", "cards", "revlog"):
            if not self._database.has(table):
                raise UsageError(f"'{self._path}' is damaged: its collection has no table '{table}'.")
        row = next(self._database.rows("col", ("crt", "models", "decks"), ("id",)), None)
        if row is None:
            raise UsageError(f"'{self._path}' is damaged: its collection does not describe itself.")
        return row

    def _fitted(self, type_id: int, parts: list[str]) -> tuple[str, ...]:
        """As many fields as the note type has; what is too much is added to the last, as Anki does."""
        kind = self.note_types.get(type_id)
        if kind is None or len(kind.fields) in (0, len(parts)):
            return tuple(parts)
        count = len(kind.fields)
        parts += [""] * (count - len(parts))
        return (*parts[: count - 1], "; ".join(parts[count - 1 :]))

    def _refuse_notice(self) -> None:
        """Newer packages hold an older collection whose one note asks for an update: no deck of anybody."""
        rows = self._database.rows("notes", ("flds",), ())
        first = [_text(fields) for _, (fields,) in zip(range(2), rows, strict=False)]
        if len(first) == 1 and first[0].startswith(_PLEASE_UPDATE):
            raise UsageError(
                f"'{self._path}' holds only the note that asks for a newer Anki: the collection itself is missing."
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, LookupError) as problem:
            raise UsageError(f"'{self._path}' is damaged: its collection cannot be read.") from problem


@contextmanager
def open_package(path: Path) -> Iterator[AnkiPackage]:
    """A package (.apkg) or a whole collection (.colpkg), however old. Raises UsageError when it cannot be read."""
    with open_file(path) as (file, collection):
        try:
            database = StrangeDatabase(collection)
        except sqlite3.Error as problem:
            raise UsageError(f"'{path}' is damaged: its collection is no database.") from problem
        with closing(database):
            with suppress(OSError):
                collection.unlink()  # SQLite has it open: where systems can, it is gone even if the program is killed
            yield AnkiPackage(path, file, database)


def _card(id_: Any, note: Any, place: Any, *rest: Any) -> AnkiCard:
    *numbers, state = rest
    deck, kind, queue, due, interval, reps, lapses, due_at_home, home = map(_whole, numbers)
    deck, due = (home, due_at_home) if home else (deck, due)
    at = (_number(id_), _number(note), _whole(place), deck)
    return AnkiCard(*at, kind, queue, due, interval, reps, lapses, *_memory(state))


def _number(value: Any) -> int:
    """A number that says which: it must be whole."""
    if isinstance(value, int):
        return value
    raise TypeError("No number")


def _whole(value: Any) -> int:
    """A number that says how many; what is none counts as 0, as Anki reads it."""
    if isinstance(value, float) and math.isfinite(value):
        return int(value)
    return value if isinstance(value, int) else 0


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _memory(state: Any) -> tuple[float | None, float | None]:
    """Stability and difficulty, where the card has them."""
    try:
        kept = json_object(_text(state) or "{}", _LONGEST_STATE)
    except ValueError:
        return None, None
    stability, difficulty = (_positive(kept.get(name)) for name in ("s", "d"))
    return stability, difficulty


def _positive(value: Any) -> float | None:
    fine = isinstance(value, int | float) and 0 < value < _NO_MEMORY
    return float(value) if fine else None
