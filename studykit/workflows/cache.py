"""Where what was built from content is kept until the content changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

import studykit
from studykit.core import (
    attribute,
    authority,
    behaviour,
    card,
    claim,
    diagnostic,
    fact,
    given,
    mention,
    pack,
    quantity,
    relation,
    response,
    source,
    tree,
)
from studykit.workflows.codec import Codec, CodecError
from studykit.workflows.kept import Reader
from studykit.workflows.passing_folder import passing_folder

_ROOMS = (
    attribute,
    authority,
    behaviour,
    card,
    claim,
    diagnostic,
    fact,
    given,
    mention,
    pack,
    quantity,
    relation,
    response,
    source,
    tree,
)
_KEEP = 8
"""Caches of that many different contents are kept; older ones go."""
_READING_ROOMS = ("core", "notes", "facts")
_ROOMS_OF_ALL = (*_READING_ROOMS, "packs", "rules", "questions", "workflows")


def content_key(contents: Iterable[tuple[str, bytes]], *, reading: bool = False) -> str:
    """A key of names and bytes, and of the very program that works with them (that reads them, for ``reading``)."""
    sums = hashlib.sha256(studykit.__version__.encode())
    root = Path(studykit.__file__).parent
    for room in _READING_ROOMS if reading else _ROOMS_OF_ALL:
        for path in sorted((root / room).rglob("*.py")):
            state = path.stat()
            sums.update(f"{room}/{path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    for name, raw in contents:
        sums.update(f"{len(name)} {name} {len(raw)}\n".encode() + raw)
    return sums.hexdigest()[:32]


def find(folder: Path, key: str) -> Reader | None:
    """What was kept under ``key``; None when nothing was, or it cannot be read."""
    path = folder / f"{key}.db"
    if not path.is_file():
        return None
    try:
        reader = Reader(path.resolve(), codec())
        reader.one("end")
    except CodecError:
        return None
    return reader


def place(folder: Path, key: str, prefix: str = "") -> Path:
    """Where to keep something under ``key``; a folder that goes with the process when none can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f"{prefix}{key}.probe"
        probe.touch()
        probe.unlink()
    except OSError:
        return passing_folder() / f"{prefix}{key}.db"
    for old in list(_sorted_by_age(folder, f"{prefix}????????????????????????????????.db"))[_KEEP - 1 :]:
        with suppress(OSError):
            old.unlink(missing_ok=True)
    return folder / f"{prefix}{key}.db"


def _sorted_by_age(folder: Path, pattern: str) -> Iterable[Path]:
    """Files of a folder, newest first."""
    found = []
    for path in folder.glob(pattern):
        try:
            found.append((path.stat().st_mtime_ns, path))
        except OSError:
            continue
    return [path for _, path in sorted(found, reverse=True)]


@cache
def codec() -> Codec:
    """The codec of everything that content comes to, but for the rules."""
    return _codec(_ROOMS)


@cache
def paper_codec() -> Codec:
    """The codec of an exam's questions, which are kept with the learner's answers."""
    from studykit.core import attempt, question, response

    return _codec((*_ROOMS, attempt, question, response))


@cache
def rules_codec() -> Codec:
    """The codec of domains; a program that only shows facts does not need it."""
    from studykit.rules import domain, expression, types

    return _codec((*_ROOMS, domain, expression, types))


def _codec(rooms: Iterable[ModuleType]) -> Codec:
    return Codec(
        kind
        for room in rooms
        for kind in vars(room).values()
        if isinstance(kind, type) and kind.__module__ == room.__name__
    )
