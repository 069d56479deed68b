"""Cards → an Anki package (.apkg) whose notes keep their identity from export to export.

The file is written directly: SQLite in Anki's schema 11 inside a zip. Equal cards give equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.core.card import Card
from studykit.core.text import printable
from studykit.exchange.anki_schema import (
    ADD_CARD,
    ADD_COLLECTION,
    ADD_NOTE,
    NOTE_TYPE,
    TABLES,
    collection_row,
)
from studykit.exchange.whole_file import write_whole

_FIRST_ID = 1_400_000_000_000
_IDS = 300_000_000_000
"""Ids look like milliseconds of past years, as Anki's own do."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_SHOWN = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#x27;",
        "[": "&#91;",  # [sound:…] and [latex] would be played and drawn
        "\\": "&#92;",  # a backslash and a bracket would begin a formula
        "{": "&#123;",
        "}": "&#125;",
        "\n": "<br>",
    }
)


@dataclass(frozen=True, slots=True)
class Written:
    """What an export holds, against the one before it."""

    new: int
    changed: int
    unchanged: int
    removed: int
    contents: dict[str, tuple[str, int]]
    """Card id → (content hash, seconds of its last change): ``previous`` of the next export."""


@dataclass(frozen=True, slots=True)
class _Note:
    """One card as Anki holds it."""

    card: str
    number: int
    deck: str
    tags: str
    fields: tuple[str, str, str]
    content: str
    mod: int


def write_package(
    cards: Sequence[Card], path: Path, *, deck: str, previous: Mapping[str, tuple[str, int]], now: int
) -> Written:
    """Writes the package and says what Anki will do with it.

    A note's ``mod`` is ``now`` (seconds since 1970) when its content is not that of ``previous``, and
    stays as it was otherwise, so that Anki updates what changed and nothing else. It always grows with
    a change, also when the clock was set back: Anki passes over what is not newer. Raises StudykitError
    when the file cannot be written; a file that was there stays whole then.
    """
    notes = _notes(cards, deck, previous, now)
    write_whole(path, _zipped({"collection.anki2": _collection(notes), "media": b"{}"}))
    return _against(notes, previous)


def compared(cards: Sequence[Card], *, deck: str, previous: Mapping[str, tuple[str, int]]) -> Written:
    """What a package would hold against the one before it, without writing it."""
    return _against(_notes(cards, deck, previous, 0), previous)


def _against(notes: Sequence[_Note], previous: Mapping[str, tuple[str, int]]) -> Written:
    contents = {note.card: (note.content, note.mod) for note in notes}
    known = {card: content for card, (content, _) in previous.items()}
    new = sum(1 for note in notes if note.card not in known)
    unchanged = sum(1 for note in notes if known.get(note.card) == note.content)
    return Written(new, len(notes) - new - unchanged, unchanged, len(known.keys() - contents.keys()), contents)


def guid(card: str) -> str:
    """The identity by which Anki finds a card's note again."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"studykit {card}".encode()).digest()[:9]).decode()


def _notes(cards: Sequence[Card], deck: str, previous: Mapping[str, tuple[str, int]], now: int) -> tuple[_Note, ...]:
    taken: set[int] = set()
    notes = []
    for card in sorted(cards, key=lambda one: one.id):
        fields = (
            _shown(card.front),
            _shown(card.back),
            _shown(", ".join(str(span) for span in card.sources)),
        )
        home = f"{_deck_name(deck)}::{_deck_name(card.topic)}"
        tags = " ".join(_tag(tag) for tag in ("studykit", card.topic, card.area, str(card.kind)) if tag)
        content = hashlib.sha256("\x1f".join((home, tags, *fields)).encode()).hexdigest()[:16]
        known, mod = previous.get(card.id, ("", now - 1))
        notes.append(
            _Note(
                card.id,
                _number(card.id, taken),
                home,
                tags,
                fields,
                content,
                mod if known == content else max(now, mod + 1),
            )
        )
    return tuple(notes)


def _number(name: str, taken: set[int]) -> int:
    number = _FIRST_ID + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % _IDS
    while number in taken:
        number += 1
    taken.add(number)
    return number


def _shown(text: str) -> str:
    """Text as HTML that shows it verbatim: no markup, media reference or formula can arise from it.

    Composed as Anki itself would compose it on import, so that its checksum is the one we give.
    """
    return unicodedata.normalize("NFC", printable(text)).translate(_SHOWN)


def _deck_name(name: str) -> str:
    return re.sub(r":{2,}", ":", " ".join(printable(name).split())) or "studykit"


def _tag(tag: str) -> str:
    return re.sub(r"\s+", "_", printable(tag))


def _collection(notes: Sequence[_Note]) -> bytes:
    taken: set[int] = {1}
    decks: dict[str, int] = {}
    for note in notes:
        parent, _, _ = note.deck.partition("::")
        for name in (parent, note.deck):
            if name not in decks:
                decks[name] = _number(f"deck {name}", taken)
    mod = max((note.mod for note in notes), default=0)
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(TABLES)
        database.execute(ADD_COLLECTION, collection_row(decks, mod))
        database.executemany(ADD_NOTE, map(_note_row, notes))
        database.executemany(ADD_CARD, _card_rows(notes, decks))
        database.commit()
        database.execute("vacuum")
        return database.serialize()


def _note_row(note: _Note) -> tuple[Any, ...]:
    plain = html.unescape(re.sub(r"<[^>]*>", "", note.fields[0]))
    checksum = int(hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    fields = "\x1f".join(note.fields)
    return (
        note.number,
        guid(note.card),
        NOTE_TYPE,
        note.mod,
        -1,
        f" {note.tags} ",
        fields,
        plain,
        checksum,
        0,
        "",
    )


def _card_rows(notes: Sequence[_Note], decks: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    for position, note in enumerate(notes, 1):
        new = (0, 0, position, 0, 0, 0, 0, 0, 0, 0, 0, "")
        yield (note.number, note.number, decks[note.deck], 0, note.mod, -1, *new)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip that is the same on every day and system."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _ZIP_DATE)
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, content, compresslevel=6)
    return packed.getvalue()
