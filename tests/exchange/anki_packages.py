"""Anki packages written by hand, so that anything can be wrong with them."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import zstandard

from studykit.core.errors import UsageError
from studykit.exchange.anki.file import open_file
from studykit.exchange.anki.reader import AnkiPackage, open_package

CREATED = 1_577_847_600
TYPE = 1_600_000_000_001
CLOZE_TYPE = 1_600_000_000_002
DECK = 1_600_000_000_003
NOTE = 1_700_000_000_000
META = {1: b"\x08\x01", 2: b"\x08\x02", 3: b"\x08\x03"}
"""The member that says how new a package is."""

COMMON = """
create table col (id integer primary key, crt integer not null, mod integer, scm integer, ver integer, dty integer,
  usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
create table notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld integer, csum integer, flags integer, data text);
create table cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,
  odue integer, odid integer, flags integer, data text);
create table revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
create index ix_revlog_cid on revlog (cid);
"""
TABLES = """
create table notetypes (id integer not null primary key, name text not null collate unicase, mtime_secs integer,
  usn integer, config blob not null);
create table fields (ntid integer not null, ord integer not null, name text not null collate unicase,
  config blob not null, primary key (ntid, ord)) without rowid;
create table templates (ntid integer not null, ord integer not null, name text not null collate unicase,
  mtime_secs integer, usn integer, config blob not null, primary key (ntid, ord)) without rowid;
create table decks (id integer primary key not null, name text not null collate unicase, mtime_secs integer,
  usn integer, common blob not null, kind blob not null);
create unique index idx_notetypes_name on notetypes (name);
"""
MODELS = {
    str(TYPE): {
        "id": TYPE,
        "name": "Basic",
        "type": 0,
        "css": ".card {}",
        "flds": [{"name": "Back", "ord": 1}, {"name": "Front", "ord": 0}],
        "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    },
    str(CLOZE_TYPE): {
        "id": CLOZE_TYPE,
        "name": "Cloze",
        "type": 1,
        "css": "",
        "flds": [{"name": "Text", "ord": 0}],
        "tmpls": [{"name": "Cloze", "ord": 0, "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"}],
    },
}
DECKS = {"1": {"id": 1, "name": "Default"}, str(DECK): {"id": DECK, "name": "A::B"}}

Change = Callable[[sqlite3.Connection], Any]


def note(number: int = NOTE, fields: Any = "Q\x1fA", **other: Any) -> tuple[Any, ...]:
    """A row of notes."""
    told = {"guid": f"guid-{number}", "mid": TYPE, "mod": 5, "tags": " one two::three ", **other}
    return (number, told["guid"], told["mid"], told["mod"], -1, told["tags"], fields, "", 0, 0, "")


def card(number: int = NOTE, note: Any = NOTE, **other: Any) -> tuple[Any, ...]:
    """A row of cards."""
    told = {"did": DECK, "ord": 0, "type": 2, "queue": 2, "due": 100, "ivl": 30, "reps": 4, "lapses": 1, **other}
    first = (number, note, told["did"], told["ord"], 5, -1, told["type"], told["queue"], told["due"], told["ivl"])
    last = (told.get("odue", 0), told.get("odid", 0), 0, told.get("data", "{}"))
    return (*first, 0, told["reps"], told["lapses"], 0, *last)


def review(number: Any = NOTE, card: Any = NOTE, **other: Any) -> tuple[Any, ...]:
    """A row of the review log."""
    told = {"ease": 3, "ivl": 30, "lastIvl": 10, "factor": 2500, "time": 4000, "type": 1, **other}
    return (number, card, -1, *(told[name] for name in ("ease", "ivl", "lastIvl", "factor", "time", "type")))


def collection(
    folder: Path,
    *,
    notes: Iterable[Sequence[Any]] = (),
    cards: Iterable[Sequence[Any]] = (),
    reviews: Iterable[Sequence[Any]] = (),
    models: Any = None,
    decks: Any = None,
    tables: bool = False,
    change: Change | None = None,
) -> bytes:
    """The bytes of a collection; with ``tables`` as newer Anki keeps it; ``change`` has the last word."""
    path = folder / "made.anki2"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        database.executescript(COMMON + (TABLES if tables else ""))
        texts = ["", ""] if tables else [_json(models, MODELS), _json(decks, DECKS)]
        row = (1, CREATED, 0, 0, 18 if tables else 11, 0, -1, 0, "{}", *texts, "{}", "{}")
        _insert(database, "col", row)
        if tables:
            _describe(database)
        for table, rows in (("notes", notes), ("cards", cards), ("revlog", reviews)):
            for values in rows:
                _insert(database, table, values)
        database.commit()
        if change is not None:
            change(database)
            database.commit()
    return path.read_bytes()


def package(path: Path, members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of these members, whatever they are called."""
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def legacy(path: Path, content: bytes, media: Mapping[str, bytes] | None = None) -> Path:
    """A package as Anki wrote it until 2022."""
    media = media or {}
    listed = {str(number): name for number, name in enumerate(media)}
    files = {str(number): content for number, content in enumerate(media.values())}
    return package(path, {"collection.anki2": content, "media": json.dumps(listed).encode(), **files})


def modern(path: Path, content: bytes, media: Mapping[str, bytes] | None = None) -> Path:
    """A package as Anki writes it since."""
    media = media or {}
    listed = b"".join(message(1, message(1, name.encode())) for name in media)
    files = {str(number): zstandard.compress(content) for number, content in enumerate(media.values())}
    first = {"meta": META[3], "collection.anki21b": zstandard.compress(content), "collection.anki2": b"old"}
    return package(path, {**first, "media": zstandard.compress(listed), **files}, zipfile.ZIP_STORED)


def made(folder: Path, **content: Any) -> Path:
    """A package with this in it, newer when it has ``tables``."""
    write = modern if content.get("tables") else legacy
    return write(folder / "deck.apkg", collection(folder, **content))


def everything(path: Path) -> AnkiPackage:
    """Reads a package to its end."""
    with open_package(path) as opened:
        for part in (opened.notes(), opened.cards(), opened.reviews()):
            assert all(part)
        for name in opened.media:
            opened.read_media(name)
    return opened


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip in which a name may be there twice."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in members:
            packed.writestr(name, content)
    return made.getvalue()


def unpacked(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """The collection of a package, and its media."""
    with open_file(path) as (file, collection):
        return collection.read_bytes(), {name: file.read_media(name) for name in file.media}


def refused(path: Path, says: str, read: Callable[[Path], object] = everything) -> None:
    """Checks that reading a package to its end ends in one sentence that says this."""
    with pytest.raises(UsageError) as problem:
        read(path)
    said = str(problem.value)
    assert said.startswith(f"'{path}' ")
    assert says in said
    assert said.isprintable()
    assert said.endswith(".")


def _describe(database: sqlite3.Connection) -> None:
    for number, model in MODELS.items():
        kind = bytes((8, 1)) if model["type"] else b""
        config = kind + message(3, str(model["css"]).encode())
        _insert(database, "notetypes", (int(number), model["name"], 0, 0, config))
        for field in _listed(model["flds"]):
            _insert(database, "fields", (int(number), field["ord"], field["name"], b""))
        for template in _listed(model["tmpls"]):
            config = message(1, template["qfmt"].encode()) + message(2, template["afmt"].encode())
            _insert(database, "templates", (int(number), template["ord"], template["name"], 0, 0, config))
    for number, deck in DECKS.items():
        _insert(database, "decks", (int(number), str(deck["name"]).replace("::", "\x1f"), 0, 0, b"", b""))


def _listed(value: Any) -> list[dict[str, Any]]:
    assert isinstance(value, list)
    return value


def message(number: int, content: bytes) -> bytes:
    """A message of one field that holds bytes."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*made, value))


def _json(given: Any, usual: Any) -> Any:
    return json.dumps(usual) if given is None else given


def _insert(database: sqlite3.Connection, table: str, values: Sequence[Any]) -> None:
    database.execute(f"insert into {table} values ({', '.join('?' * len(values))})", values)  # noqa: S608
