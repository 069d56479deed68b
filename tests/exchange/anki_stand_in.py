"""A stand-in for Anki with AnkiConnect, written from the add-on's published protocol, version 6.

It keeps what packages bring in memory, or (``collection``) in a real collection of Anki's own library.
"""

# ruff: noqa: N802, N803 - actions and their parameters are named as in the protocol
from __future__ import annotations

import base64
import json
import re
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

COLUMNS = ("id", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
COLLECTION = "collection.anki2"


class Refused(Exception):  # noqa: N818 - what Anki says, not what went wrong here
    """What an action answers as its error."""


@dataclass
class Kept:
    """What Anki holds, as its importer would have it: a note of a known guid is updated by a newer one only."""

    folder: Path
    today: int = 400
    """Days since the collection was made."""
    notes: dict[int, dict[str, Any]] = field(default_factory=dict)
    cards: dict[int, dict[str, Any]] = field(default_factory=dict)
    revlog: dict[int, Sequence[int]] = field(default_factory=dict)
    imports: list[list[str]] = field(default_factory=list)
    """Guids of the notes of each package."""

    def find_notes(self, query: str) -> list[int]:
        """By the name of the note type."""
        pattern = query.removeprefix("note:")
        return sorted(number for number, note in self.notes.items() if fnmatchcase(note["type"], pattern))

    def find_cards(self, query: str) -> list[int]:
        """By number and due day; nothing is in a filtered deck."""
        if query == "deck:filtered":
            return []
        if query == "note:studykit* (is:suspended or is:buried)":
            return [number for number, card in self.cards.items() if card["queue"] < 0]
        if query.startswith("is:review "):
            return [number for number, card in self.cards.items() if card["queue"] == 2]
        found = re.fullmatch(r"cid:(\d+) prop:due(<?=)(-?\d+)", query)
        assert found, query
        number, card = int(found[1]), self.cards[int(found[1])]
        days = card["due"] - self.today
        fits = days <= int(found[3]) if found[2] == "<=" else days == int(found[3])
        return [number] if card["queue"] == 2 and fits else []

    def note(self, number: int) -> dict[str, Any] | None:
        """As ``notesInfo`` says it."""
        note = self.notes.get(number)
        if note is None:
            return None
        fields = {name: {"value": text, "order": at} for at, (name, text) in enumerate(note["fields"].items())}
        cards = [card for card, one in self.cards.items() if one["nid"] == number]
        return {
            "noteId": number,
            "profile": "User 1",
            "tags": note["tags"],
            "fields": fields,
            "modelName": note["type"],
            "mod": note["mod"],
            "cards": cards,
        }

    def card(self, number: int) -> dict[str, Any] | None:
        """As ``cardsInfo`` says it, without what is drawn."""
        card = self.cards.get(number)
        return None if card is None else {"cardId": number, "note": card["nid"], **card}

    def rows(self, card: int) -> list[Sequence[int]]:
        """Of the review log, in ``COLUMNS``."""
        return [(row[0], *row[2:]) for _, row in sorted(self.revlog.items()) if row[1] == card]

    def add_rows(self, rows: list[list[int]]) -> None:
        """All of them, or none when one number is taken."""
        if any(row[0] in self.revlog for row in rows):
            raise Refused("UNIQUE constraint failed: revlog.id")
        for number, card, *rest in rows:
            self.revlog[number] = (number, card, *rest)

    def set_card(self, number: int, values: dict[str, Any]) -> None:
        """As ``setSpecificValueOfCard`` does."""
        self.cards[number].update(values)

    def write_media(self, name: str, content: bytes) -> str:
        """The name under which it is there."""
        (self.folder / name).write_bytes(content)
        return name

    def trash_media(self, name: str) -> None:
        """No longer there."""
        (self.folder / name).unlink()

    def take(self, path: str) -> None:
        """Imports a package with schedule; what is there keeps its own."""
        with zipfile.ZipFile(path) as packed, closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(packed.read(COLLECTION))
            types = json.loads(db.execute("select models from col").fetchone()[0])
            known = {note["guid"]: number for number, note in self.notes.items()}
            fresh = self._take_notes(db, types, known)
            for number, nid, *rest in db.execute(
                "select id, nid, type, queue, due, ivl, factor, reps, lapses, left, data from cards"
            ):
                if nid in fresh:
                    names = ("type", "queue", "due", "ivl", "factor", "reps", "lapses", "left", "data")
                    self.cards[number] = {"nid": nid, **dict(zip(names, rest, strict=True))}
            for row in db.execute("select id, cid, usn, ease, ivl, lastIvl, factor, time, type from revlog"):
                if row[1] in self.cards and self.cards[row[1]]["nid"] in fresh:
                    self.revlog[row[0]] = row

    def _take_notes(self, db: sqlite3.Connection, types: dict[str, Any], known: dict[str, int]) -> set[int]:
        fresh, guids = set(), []
        for number, guid, mid, mod, tags, flds in db.execute("select id, guid, mid, mod, tags, flds from notes"):
            guids.append(guid)
            names = [one["name"] for one in types[str(mid)]["flds"]]
            note = {
                "guid": guid,
                "type": types[str(mid)]["name"],
                "fields": dict(zip(names, flds.split("\x1f"), strict=True)),
                "tags": tags.split(),
                "mod": mod,
            }
            if guid not in known:
                self.notes[number] = note
                fresh.add(number)
            elif self.notes[known[guid]]["mod"] < mod:
                self.notes[known[guid]] = note
        self.imports.append(guids)
        return fresh


@dataclass
class StandIn:
    """The add-on; ``url`` is where it listens."""

    kept: Any
    key: str = ""
    permission: str = "granted"
    version: int = 6
    missing: set[str] = field(default_factory=set)
    """Actions that this version does not have."""
    answers: dict[str, Any] = field(default_factory=dict)
    """Action → the result that it gives instead; an error to raise."""
    raw: bytes | None = None
    """What is answered to everything, instead."""
    head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/json\r\n"
    asked: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def reply(self, body: bytes) -> bytes:
        """What is answered to a request."""
        if not body:
            return b"AnkiConnect v.6"
        return json.dumps(self._one(json.loads(body))).encode()

    def _one(self, said: dict[str, Any]) -> Any:
        self.asked.append(said["action"])
        self.said.append(said)
        try:
            result, error = self._done(said["action"], said.get("params", {}), said.get("key")), None
        except Refused as refused:
            result, error = None, str(refused)
        except TypeError as problem:
            result, error = None, str(problem)
        return {"result": result, "error": error} if said.get("version", 4) > 4 else result

    def _done(self, name: str, params: dict[str, Any], key: str | None) -> Any:
        if (key or "") != self.key and name != "requestPermission":
            raise Refused("valid api key must be provided")
        action: Callable[..., Any] | None = None if name in self.missing else getattr(self, f"do_{name}", None)
        if action is None:
            raise Refused("unsupported action")
        if name in self.answers:
            given = self.answers[name]
            if isinstance(given, Exception):
                raise given
            return given
        return action(**params)

    def do_version(self) -> int:
        return self.version

    def do_requestPermission(self) -> dict[str, Any]:
        if self.permission != "granted":
            return {"permission": self.permission}
        return {"permission": "granted", "requireApikey": bool(self.key), "version": self.version}

    def do_getActiveProfile(self) -> str:
        return "User 1"

    def do_multi(self, actions: list[dict[str, Any]]) -> list[Any]:
        return [self._one(one) for one in actions]

    def do_findNotes(self, query: str) -> list[int]:
        found: list[int] = self.kept.find_notes(query)
        return found

    def do_findCards(self, query: str) -> list[int]:
        found: list[int] = self.kept.find_cards(query)
        return found

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        return [self.kept.note(one) or {} for one in notes]

    def do_cardsInfo(self, cards: list[int]) -> list[dict[str, Any]]:
        return [self.kept.card(one) or {} for one in cards]

    def do_getReviewsOfCards(self, cards: list[int]) -> dict[int, list[dict[str, int]]]:
        return {one: [dict(zip(COLUMNS, row, strict=True)) for row in self.kept.rows(one)] for one in cards}

    def do_insertReviews(self, reviews: list[list[int]]) -> None:
        self.kept.add_rows(reviews)

    def do_setSpecificValueOfCard(
        self,
        card: int,
        keys: list[str],
        newValues: list[Any],
        *,
        warning_check: bool = False,
    ) -> Any:
        if not warning_check:
            return False
        try:
            self.kept.set_card(card, dict(zip(keys, newValues, strict=True)))
        except Exception as problem:  # noqa: BLE001 - the add-on says whatever went wrong
            return [[False, str(problem)]]
        return [True]

    def do_storeMediaFile(self, filename: str, data: str) -> str:
        name: str = self.kept.write_media(filename, base64.b64decode(data))
        return name

    def do_deleteMediaFile(self, filename: str) -> None:
        self.kept.trash_media(filename)

    def do_getMediaDirPath(self) -> str:
        return str(self.kept.folder)

    def do_importPackage(self, path: str) -> bool:
        self.kept.take(path)
        return True

    def do_guiReviewActive(self) -> bool:
        return False

    def do_reloadCollection(self) -> None:
        pass


@contextmanager
def listening(stand_in: StandIn) -> Iterator[StandIn]:
    """The stand-in at a port of this computer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            stand_in.headers.append(dict(self.headers.items()))
            if "Origin" in self.headers:
                self.wfile.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
                return
            said = stand_in.reply(body) if stand_in.raw is None else stand_in.raw
            self.wfile.write(stand_in.head + f"Content-Length: {len(said)}\r\n\r\n".encode() + said)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
