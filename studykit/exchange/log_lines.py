"""Rows of a log ↔ lines of JSON: ``docs/sync.md`` describes the format."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from studykit.core.log_row import LASTING, LogRow, RowKind
from studykit.exchange.log_fields import FIELDS, flaw

FORMAT = 1
"""Version of the format that is written here."""
LONGEST = 16_000_000
"""Bytes that a line may have."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NAME = "studykit"
_CONTENT = "log"
_KINDS: dict[Any, RowKind] = {str(kind): kind for kind in RowKind}
DATED = frozenset({RowKind.ANCHOR, RowKind.DECISION})
"""Rows whose lines say when a device wrote them, which its database does not; of one subject the latest line holds."""
GROWING = {RowKind.ATTEMPT: "used", RowKind.GIVEN: "at"}
"""Rows that one device goes on changing where another left off, and the field by which the latest version is known."""
_SUBJECTS = {
    RowKind.ATTEMPT: ("id",),
    RowKind.GIVEN: ("attempt", "position"),
    RowKind.ANCHOR: ("card",),
    RowKind.DECISION: ("draft",),
}
_WHEN = ("at", "device")
_KIND = re.compile(r"[a-z_]{1,40}")
_DEVICE = 100
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
"""What git puts between two versions of a file; both are read."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file, and of each file that was put behind it."""

    version: int
    device: str


class LineError(ValueError):
    """A line that says nothing; the message completes the sentence *This line …*."""


class UnknownRowError(LineError):
    """A row of a kind that there is not here: a newer studykit may know it."""


def header_line(device: str) -> bytes:
    """The line that a file begins with."""
    return _line({_NAME: _CONTENT, "version": FORMAT, "device": device})


def row_line(row: LogRow) -> bytes:
    """The line of a row. Raises LineError for one that no device would take."""
    wrong = flaw(row.kind, row.values)
    if wrong:
        raise LineError(f"has no {wrong} that can be used")
    return _line({"row": row.kind, **{name: row.values[name] for name in FIELDS[row.kind]}})


def read_line(raw: bytes) -> Header | LogRow | None:
    """What a line says; None for an empty one and for a marker of a conflict. Raises LineError."""
    if raw.startswith(_MARKERS) or not raw.strip():
        return None
    if len(raw) > LONGEST:
        raise LineError("is too long")
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise LineError("is not whole") from None
    if type(said) is not dict:
        raise LineError("is no row")
    kind = _KINDS.get(said["row"]) if type(said.get("row")) is str else None
    if kind is None:
        return _header(said)
    wrong = flaw(kind, said)
    if wrong:
        raise LineError(f"has no {wrong} that can be used")
    return LogRow(kind, {name: said[name] for name in FIELDS[kind]})


def key(row: LogRow) -> bytes:
    """16 bytes that stand for a row: for its id when it never changes, for all that it says otherwise."""
    if row.kind in LASTING:
        return blake2b(f"{row.kind} {row.values['id']}".encode(), digest_size=16).digest()
    said = {name: row.values[name] for name in FIELDS[row.kind] if row.kind not in DATED or name not in _WHEN}
    return blake2b(_line({"row": row.kind, **said}), digest_size=16).digest()


def subject(row: LogRow) -> str:
    """What a changing row is about: of all rows about one thing one holds."""
    return " ".join(str(row.values[name]) for name in _SUBJECTS[row.kind])


def age(row: LogRow) -> int:
    """What grows from one version of a row to the next."""
    return int(row.values[GROWING.get(row.kind, "at")] or 0)


def _header(said: dict[str, Any]) -> Header:
    version, device = said.get("version"), said.get("device")
    if type(said.get("row")) is str and _KIND.fullmatch(said["row"]):
        raise UnknownRowError("is no row that is known here")
    if said.get(_NAME) != _CONTENT or type(version) is not int or version < 1:
        raise LineError("is no row that is known here")
    if type(device) is not str or not device.isprintable() or len(device) > _DEVICE:
        raise LineError("has no device that can be used")
    return Header(version, device)


def _line(values: dict[str, Any]) -> bytes:
    return (_ENCODER.encode(values) + "\n").encode()
