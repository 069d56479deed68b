"""What a package of ours says: the texts of its notes, the schedules of its cards by Anki's names, their answers."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from studykit.exchange.anki.reader import AnkiReview

_DATABASE = "collection.anki2"
_FIELDS = "\x1f"
_COLUMNS = ("type", "queue", "due", "ivl", "factor", "reps", "lapses", "left")
_CARDS = (
    "select c.id, n.flds, c.data, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left "
    "from cards c join notes n on n.id = c.nid"
)
_MEMORY = {"dr": "desired_retention", "decay": "decay", "lrt": "last_review_time"}
"""Names in the package → names that a running Anki has for them."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card as a package of ours has it."""

    card: str
    """Our id."""
    values: dict[str, object]
    """What ``setSpecificValueOfCard`` sets."""
    reviews: tuple[AnkiReview, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note as a package of ours has it."""

    type: str
    """Name of its note type."""
    fields: Mapping[str, str]
    """HTML."""
    tags: frozenset[str]
    mod: int
    """Seconds since 1970."""


def own_notes(package: Path) -> dict[str, OwnNote]:
    """Card → its note, of a package that ``write_package`` just wrote."""
    with _opened(package) as db:
        types = json.loads(db.execute("select models from col").fetchone()[0])
        found = {}
        for number, mod, tags, text in db.execute("select mid, mod, tags, flds from notes"):
            kind = types[str(number)]
            fields = dict(zip((field["name"] for field in kind["flds"]), text.split(_FIELDS), strict=True))
            found[unescape(text.rpartition(_FIELDS)[2])] = OwnNote(kind["name"], fields, frozenset(tags.split()), mod)
        return found


def own_cards(package: Path) -> Iterator[OwnCard]:
    """The cards of a package that ``write_package`` just wrote."""
    with _opened(package) as db:
        reviews: dict[int, list[AnkiReview]] = {}
        for row in db.execute("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by id"):
            reviews.setdefault(row[1], []).append(AnkiReview(*row))
        for number, fields, memory, *columns in db.execute(_CARDS):
            yield OwnCard(
                unescape(fields.rpartition(_FIELDS)[2]),
                {**dict(zip(_COLUMNS, columns, strict=True)), **_memory(memory)},
                tuple(reviews.get(number, ())),
            )


@contextmanager
def _opened(package: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(package) as packed, closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(packed.read(_DATABASE))
        yield db


def _memory(text: str) -> dict[str, object]:
    kept = json.loads(text) if text else {}
    values = {name: kept[key] for key, name in _MEMORY.items() if key in kept}
    if "s" in kept and "d" in kept:
        values["memory_state"] = {"stability": kept["s"], "difficulty": kept["d"]}
    return values
