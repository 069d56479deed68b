"""What was built from content, kept beside the learner's file until the content changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import studykit
from studykit.core import (
    attribute,
    authority,
    behaviour,
    card,
    claim,
    diagnostic,
    fact,
    pack,
    quantity,
    relation,
    source,
    tree,
)
from studykit.facts.base import FactBase
from studykit.workflows.build import Built
from studykit.workflows.codec import Codec, CodecError

_ROOMS = (attribute, authority, behaviour, card, claim, diagnostic, fact, pack, quantity, relation, source, tree)
_KEEP = 8
"""Caches of that many different contents are kept; older ones go."""


def content_key(contents: Iterable[tuple[str, bytes]]) -> str:
    """A key of names and bytes, and of the very program that reads them."""
    sums = hashlib.sha256(studykit.__version__.encode())
    root = Path(studykit.__file__).parent
    for room in ("core", "notes", "packs", "facts", "rules", "questions", "workflows"):
        for path in sorted((root / room).rglob("*.py")):
            state = path.stat()
            sums.update(f"{room}/{path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    for name, raw in contents:
        sums.update(f"{len(name)} {name} {len(raw)}\n".encode() + raw)
    return sums.hexdigest()[:32]


def load(folder: Path, key: str) -> Built | None:
    """What was kept under ``key``; None when nothing was, or it cannot be read."""
    try:
        text = (folder / f"{key}.json").read_text("utf-8")
        built = _codec().decode(text)
    except (OSError, UnicodeDecodeError, CodecError):
        return None
    return built if isinstance(built, Built) else None


def save(folder: Path, key: str, built: Built) -> None:
    """Keeps ``built``; a cache that cannot be written is only slower, so nothing is raised."""
    text = _codec().encode(built)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{key}.{id(built):x}.tmp"
        fresh.write_text(text, "utf-8")
        fresh.replace(folder / f"{key}.json")
        kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in kept[_KEEP:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _codec() -> Codec:
    types = [
        kind
        for room in _ROOMS
        for kind in vars(room).values()
        if isinstance(kind, type) and kind.__module__ == room.__name__
    ]
    return Codec([*types, FactBase, Built])
