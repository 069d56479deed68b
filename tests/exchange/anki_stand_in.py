"""A stand-in for Anki with AnkiConnect, written from the add-on's published protocol, version 6.

Held against the server and the actions of the add-on that wants Anki 26.6.3 or newer, in an Anki 26.9.3 that ran: what
the protocol does not tell is as seen there. What packages bring is kept in memory (``Kept``), or in a real collection
of Anki's own library.
"""

# ruff: noqa: N802, N803 - actions and their parameters are named as in the protocol
from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.exchange.anki_kept import Kept, Refused

__all__ = ["Kept", "Refused", "StandIn", "listening"]

COLUMNS = ("id", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")


@dataclass
class StandIn:
    """The add-on; ``url`` is where it listens."""

    kept: Any
    key: str | None = None
    """None: none is wanted, and whoever gives one is refused."""
    permission: str = "granted"
    version: int = 6
    profile: str | None = "User 1"
    closed_at: str = ""
    """Action in whose middle Anki is closed."""
    missing: set[str] = field(default_factory=set)
    """Actions that this version does not have."""
    answers: dict[str, Any] = field(default_factory=dict)
    """Action → the result that it gives instead; an error to raise."""
    raw: bytes | None = None
    """What is answered to everything, instead."""
    head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
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
        if name == self.closed_at:
            raise BrokenPipeError
        if key != self.key and name != "requestPermission":
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

    def do_getActiveProfile(self) -> str | None:
        return self.profile

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

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:
        self.kept.set_fields(note["id"], note["fields"])

    def do_storeMediaFile(self, filename: str, data: str) -> str:
        self.kept.trash_media(filename)
        name: str = self.kept.write_media(filename, base64.b64decode(data))
        return name

    def do_retrieveMediaFile(self, filename: str) -> str | bool:
        path = self.kept.folder / filename
        return base64.b64encode(path.read_bytes()).decode() if path.exists() else False

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
        """Does nothing in a new Anki."""

    def do_deckNames(self) -> list[str]:
        names: list[str] = self.kept.deck_names()
        return names

    def do_removeTags(self, notes: list[int], tags: str) -> None:
        """Has the window drawn anew, as every edit; here of no notes only."""
        assert not notes, tags


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
            try:
                said = stand_in.reply(body) if stand_in.raw is None else stand_in.raw
            except BrokenPipeError:
                return
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
