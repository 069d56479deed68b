"""One request to AnkiConnect and its answer: over HTTP, on this computer only, of a size and in a time.

No proxy is asked and no redirect followed.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from studykit.core.errors import StudykitError, UsageError
from studykit.core.text import printable, shortened

USUAL = "http://127.0.0.1:8765"
VERSION = 6
"""Of the protocol; older ones answer without saying what went wrong."""
_PORT = 8765
_LARGEST = 256 * 1024 * 1024
_PIECE = 1024 * 1024
_ADD_ON = "2055492159"
_SAID = 200
_EVERY = 0.1
"""Seconds between two looks whether somebody still waits."""
_CHANGES = frozenset(("storeMediaFile", "importPackage", "deleteMediaFile", "multi", "insertReviews"))
"""Actions that change something: who waits for one of them hears how it ended."""
_NO_KEY = "valid api key must be provided"
_OTHER_KEY = "AnkiConnect does not take this API key. It stands as apiKey in the settings of the add-on."
_TOO_OLD = "unsupported action"
NO_PROFILE = "Anki has no profile open. Open one, then try again."
_KNOWN = {"collection is not available": NO_PROFILE}
"""What AnkiConnect says → what that means."""


class UnknownActionError(StudykitError):
    """This AnkiConnect is too old for what was asked of it."""


class RefusedError(StudykitError):
    """Anki tried what it was asked, and could not do it."""


class NoKeyError(StudykitError):
    """AnkiConnect wants an API key, or another one."""


class Wire:
    """Where AnkiConnect listens. Raises UsageError for an address that is not of this computer.

    ``waiting`` is called again and again until an answer comes; what it raises ends the wait.
    """

    def __init__(self, url: str = USUAL, key: str = "", waiting: Callable[[], None] | None = None) -> None:
        self.url, self._waiting = url, waiting
        self._host, self._port = _place(url)
        self.key: str | None = key or None
        """What each request is signed with; None: nothing."""

    @contextmanager
    def unstopped(self) -> Iterator[None]:
        """Nobody ends a wait until this is over."""
        waiting, self._waiting = self._waiting, None
        try:
            yield
        finally:
            self._waiting = waiting

    def action(self, name: str, **params: object) -> dict[str, Any]:
        """A request, as it is sent alone or among others."""
        said: dict[str, Any] = {"action": name, "version": VERSION, "params": params}
        return said if self.key is None else {**said, "key": self.key}

    def ask(self, action: dict[str, Any], wait: float) -> Any:
        """The result. Raises StudykitError with what went wrong."""
        waiting = None if action["action"] in _CHANGES else self._waiting
        text = self._sent(json.dumps(action).encode(), wait, waiting)
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
            raise self.not_it()
        try:
            return result(action["action"], answer)
        except NoKeyError:
            if self.key:
                raise NoKeyError(_OTHER_KEY) from None
            raise

    def not_it(self) -> StudykitError:
        """For something that is not AnkiConnect."""
        return StudykitError(f"What answers at {self.url} is not AnkiConnect, or too old. Update the add-on {_ADD_ON}.")

    def _sent(self, body: bytes, wait: float, waiting: Callable[[], None] | None) -> bytes:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=wait)
        try:
            connection.request("POST", "/", body, {"Content-Type": "application/json", "Connection": "close"})
            if waiting is not None:
                _await(connection.sock, wait, waiting)
            answer = connection.getresponse()
            if answer.status == http.client.FORBIDDEN:
                raise StudykitError(
                    "Anki does not permit it. Look at webCorsOriginList in the settings of AnkiConnect."
                )
            if answer.status != http.client.OK:
                raise self.not_it()
            return self._read(answer, time.monotonic() + wait)
        except ConnectionRefusedError as problem:
            said = f"Anki does not answer at {self.url}. Start Anki, with its add-on AnkiConnect (code {_ADD_ON})."
            raise StudykitError(said) from problem
        except TimeoutError as problem:
            said = f"Anki did not answer within {wait:.0f} seconds. It is busy, or a window there waits for you."
            raise StudykitError(said) from problem
        except (http.client.RemoteDisconnected, http.client.IncompleteRead) as problem:
            raise self._broke("it was closed there") from problem
        except http.client.HTTPException as problem:
            raise self.not_it() from problem
        except OSError as problem:
            raise self._broke(problem.strerror or str(problem)) from problem
        finally:
            connection.close()

    def _read(self, answer: http.client.HTTPResponse, until: float) -> bytes:
        pieces, size = [], 0
        while piece := answer.read1(_PIECE):  # what is there, so that one who says a byte a second comes to an end
            size += len(piece)
            if size > _LARGEST:
                raise StudykitError(f"What answers at {self.url} says more than Anki could. Nothing was read.")
            if time.monotonic() > until:
                raise TimeoutError
            pieces.append(piece)
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(pieces)

    def _broke(self, why: str) -> StudykitError:
        return StudykitError(f"The connection to Anki at {self.url} broke ({why}). See that Anki runs, then try again.")


def _await(answering: socket.socket, wait: float, waiting: Callable[[], None]) -> None:
    """Waits until the first byte is there, which stays to be read. Raises TimeoutError when none comes."""
    until = time.monotonic() + wait
    answering.settimeout(_EVERY)
    while True:
        waiting()
        try:
            answering.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            if time.monotonic() >= until:
                raise
        else:
            answering.settimeout(wait)
            return


def result(name: str, answer: dict[str, Any]) -> Any:
    """What an answer gives. Raises StudykitError with its error."""
    if answer.get("error") is None:
        return answer.get("result")
    said = printable(shortened(str(answer["error"]), _SAID))
    if said == _NO_KEY:
        raise NoKeyError("AnkiConnect wants its API key. Give it in STUDYKIT_ANKI_KEY or with --key-file.")
    if said in _KNOWN:
        raise StudykitError(_KNOWN[said])
    if said == _TOO_OLD:
        raise UnknownActionError(f"Your AnkiConnect does not know '{name}'. Update the add-on {_ADD_ON} in Anki.")
    raise RefusedError(f"Anki could not do '{name}': {said.rstrip('.')}.")


def _place(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORT
        named = parts.hostname or ""
    except ValueError:
        raise _no_address(url) from None
    if parts.scheme != "http" or parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise _no_address(url)
    host = "127.0.0.1" if named == "localhost" else named
    try:
        inside = ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        said = f"'{printable(shortened(url, 80))}' is not on this computer. Anki is only asked there, as {USUAL}."
        raise UsageError(said)
    return host, port


def _no_address(url: str) -> UsageError:
    return UsageError(f"'{printable(shortened(url, 80))}' is no address of AnkiConnect. It looks like {USUAL}.")
