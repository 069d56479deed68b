"""Files and folders → the text of notes; nothing is ever written to them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import ContentError
from studykit.core.text import printable

ENDINGS = (".md", ".markdown", ".txt")
MAX_BYTES = 20_000_000
MAX_LINES = 30_000
"""Lines of a note that are read; a longer one is a log or a table of data, and would hold everything up."""
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


@dataclass(frozen=True, slots=True)
class Listed:
    """A note that is there, not read yet."""

    name: str
    path: Path
    size: int
    changed: int
    """When the file was changed last, in nanoseconds."""


def find_notes(paths: Sequence[Path]) -> tuple[tuple[NoteFile, ...], tuple[Diagnostic, ...]]:
    """Every note in the given files and folders (with their subfolders), in a fixed order.

    Raises ContentError when a path is missing or there is no note to read at all.
    """
    found: list[Diagnostic] = []
    notes = []
    for listed in list_notes(paths):
        note, problems = read_listed(listed)
        found += problems
        if note is not None:
            notes.append(note)
    if paths and not notes:
        raise ContentError(str(found[0]) if found else "There are no notes to read.")
    return tuple(notes), tuple(found)


def list_notes(paths: Sequence[Path]) -> tuple[Listed, ...]:
    """The notes of files and folders in a fixed order, without reading them.

    Raises ContentError when a path is missing or holds no note.
    """
    listed: dict[str, Listed] = {}
    seen: set[tuple[int, int]] = set()
    for root in paths:
        found = 0
        for path, name, state in _listed(root):
            found += 1
            # a link inside a folder may lead to a note that was listed already
            real = (state.st_dev, state.st_ino)
            if real in seen:
                continue
            seen.add(real)
            unique = _unique(name, root, listed)
            listed[unique] = Listed(unique, Path(path), state.st_size, state.st_mtime_ns)
        if not found:
            raise ContentError(f"No notes in '{root}': there is no file that ends in {', '.join(ENDINGS)}.")
    return tuple(listed.values())


def has_notes(root: Path) -> bool:
    """Whether a path is a note, or a folder that holds one."""
    return root.is_file() or (root.is_dir() and next(_listed(root), None) is not None)


def read_listed(listed: Listed) -> tuple[NoteFile | None, tuple[Diagnostic, ...]]:
    """A listed note; None, with a diagnostic, for one that cannot be read."""
    found: list[Diagnostic] = []
    text = _read(listed.path, listed.name, found)
    return (None if text is None else NoteFile(listed.name, listed.path, text)), tuple(found)


def _listed(root: Path) -> Iterator[tuple[str, str, os.stat_result]]:
    """Path, name and state of each note below a root; plain texts, because a vault may hold many thousands."""
    if root.is_file():
        yield str(root), root.name, root.stat()
        return
    if not root.is_dir():
        raise ContentError(f"There is no '{root}'. Give a file or folder of notes.")
    top = os.fspath(root)
    closed: list[OSError] = []
    for folder, folders, files in os.walk(top, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.lower().endswith(ENDINGS) or name.startswith("."):
                continue
            path = os.path.join(folder, name)  # noqa: PTH118 - ten times as fast as Path
            state = _state(path)
            if state is not None:
                yield path, _within(top, path), state
    for problem in closed:  # its notes are not gone, but cannot be read
        path = os.fsdecode(problem.filename or top)
        with suppress(OSError):
            yield path, _within(top, path) or root.name, os.lstat(path)


def _within(top: str, path: str) -> str:
    return path[len(top) :].lstrip(os.sep).replace(os.sep, "/")


def _state(path: str) -> os.stat_result | None:
    """The state of a regular file, or of a link that leads to none; None for anything else."""
    try:
        state = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        with suppress(OSError):  # a note that is told of as one that cannot be read
            return os.lstat(path)
        return None
    return state if stat.S_ISREG(state.st_mode) else None


def _unique(name: str, root: Path, taken: Mapping[str, object]) -> str:
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
        found.append(error(f"{_unreadable(path)}: {problem.strerror}. Its cards wait.", name))
        return None
    text = _decoded(raw, name, found)
    return None if text is None else _cleaned(text, name, found)


def _unreadable(path: Path) -> str:
    if path.is_symlink():
        return "This link leads to no note"
    return "This folder cannot be read" if path.is_dir() else "This file cannot be read"


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
    if len(lines) > MAX_LINES:
        words = f"Only the first {MAX_LINES:,} lines of this note are read. Part it into several notes."
        found.append(warning(words, name, MAX_LINES + 1))
        del lines[MAX_LINES:]
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
