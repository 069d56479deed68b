"""Files and folders → the text of notes; nothing is ever written to them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import ContentError
from studykit.core.text import printable

ENDINGS = (".md", ".markdown", ".txt")
MAX_BYTES = 20_000_000
MAX_LINE = 20_000
"""Characters of a line that are read; a longer line is no sentence of a person."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


@dataclass(frozen=True, slots=True)
class NoteFile:
    """One note as it was found."""

    name: str
    """What the learner knows it by; unique among the notes of one reading."""
    path: Path
    text: str
    """Without byte-order mark, carriage returns, control characters and terminal codes; same lines."""


def find_notes(paths: Sequence[Path]) -> tuple[tuple[NoteFile, ...], tuple[Diagnostic, ...]]:
    """Every note in the given files and folders (with their subfolders), in a fixed order.

    Raises ContentError when a path is missing or there is no note to read at all.
    """
    found: list[Diagnostic] = []
    notes: dict[str, NoteFile] = {}
    seen: set[Path] = set()
    for root in paths:
        listed = tuple(_listed(root))
        for path, name in listed:
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            unique = _unique(name, root, notes)
            text = _read(path, unique, found)
            if text is not None:
                notes[unique] = NoteFile(unique, path, text)
        if not listed:
            raise ContentError(f"No notes in '{root}': there is no file that ends in {', '.join(ENDINGS)}.")
    if paths and not notes:
        raise ContentError(str(found[0]) if found else "There are no notes to read.")
    return tuple(notes.values()), tuple(found)


def _listed(root: Path) -> Iterator[tuple[Path, str]]:
    if root.is_file():
        yield root, root.name
        return
    if not root.is_dir():
        raise ContentError(f"There is no '{root}'. Give a file or folder of notes.")
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix.lower() in ENDINGS and not name.startswith(".") and path.is_file():
                yield path, path.relative_to(root).as_posix()


def _unique(name: str, root: Path, taken: dict[str, NoteFile]) -> str:
    name = printable(name)
    if name not in taken:
        return name
    home = root.resolve()
    wider = f"{home.name if home.is_dir() else home.parent.name}/{name}"
    number, unique = 2, wider
    while unique in taken:
        unique, number = f"{wider} ({number})", number + 1
    return unique


def _read(path: Path, name: str, found: list[Diagnostic]) -> str | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            found.append(error(f"This file is larger than {MAX_BYTES:,} bytes and is left out.", name))
            return None
        raw = path.read_bytes()
    except OSError as problem:
        found.append(error(f"This file cannot be read: {problem.strerror}.", name))
        return None
    text = _decoded(raw, name, found)
    return None if text is None else _cleaned(text, name, found)


def _decoded(raw: bytes, name: str, found: list[Diagnostic]) -> str | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    if b"\x00" in raw:
        found.append(error("This is no text but a binary file; it is left out.", name))
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        found.append(warning("Some bytes here are not UTF-8 and are read as �.", name, line))
        return raw.decode("utf-8", "replace")


def _cleaned(text: str, name: str, found: list[Diagnostic]) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    dirty = longest = 0
    for at, line in enumerate(lines):
        clean = line
        if len(clean) > MAX_LINE:
            longest = longest or at + 1
            clean = clean[:MAX_LINE]
        if not clean.isprintable():
            harmless = clean.replace("\t", " ")
            clean = printable(_ESCAPES.sub("", clean))
            if not dirty and not harmless.isprintable() and clean.replace("\t", " ") != harmless:
                dirty = at + 1
        lines[at] = clean
    if dirty:
        found.append(warning("Control characters are left out here.", name, dirty))
    if longest:
        found.append(warning(f"Only the first {MAX_LINE:,} characters of this line are read.", name, longest))
    return "\n".join(lines)
