"""One note as a screen shows it: its lines as they are now, and how each stands to what is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studykit.core.fact import ClaimStanding
from studykit.core.mention import Mention
from studykit.workflows.library import Library


class Standing(StrEnum):
    """How a line of a note stands to what is in force; the worst of all that it says."""

    CONFLICT = "conflict"
    MISTAKEN = "mistaken"
    OUTDATED = "outdated"
    VERIFIED = "verified"
    AGREED = "agreed"
    SCOPED = "of another scope"


_ORDER = tuple(Standing)
_STANDINGS = {
    ClaimStanding.OPEN: Standing.CONFLICT,
    ClaimStanding.MISTAKEN: Standing.MISTAKEN,
    ClaimStanding.OUTDATED: Standing.OUTDATED,
    ClaimStanding.SCOPED: Standing.SCOPED,
}


class LineKind(StrEnum):
    """What a line of Markdown is."""

    TEXT = "text"
    HEADING = "heading"
    CODE = "code"
    MATTER = "front matter"


@dataclass(frozen=True, slots=True)
class LineMark:
    """What one line of a note says of facts."""

    line: int
    end: int
    standing: Standing
    facts: tuple[str, ...]
    """Ids of facts, and of conflicts that are about no fact; the worst standing first."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a note."""

    line: int
    level: int
    """1 for the outermost."""
    text: str


@dataclass(frozen=True, slots=True)
class NotePage:
    """One note, as its file is now."""

    name: str
    path: str
    """Of the file; empty for a note that is not there."""
    lines: tuple[str, ...]
    kinds: tuple[LineKind, ...]
    """Of each line."""
    headings: tuple[Heading, ...]
    marks: tuple[LineMark, ...]
    """In the order of lines; at most one begins on a line."""
    warnings: tuple[str, ...]
    """What the reader should know: gone, changed, cut."""
    cards: int


def marks_of(library: Library, note: str) -> tuple[LineMark, ...]:
    """What the lines of a note say of facts."""
    by_line: dict[int, list[Mention]] = {}
    for mention in library.built.mentions.of(note):
        by_line.setdefault(mention.line, []).append(mention)
    return tuple(_mark(line, by_line[line]) for line in sorted(by_line))


def note_page(library: Library, note: str) -> NotePage:
    """A note, or a file of the pack, as it is on disk now. Slow on a slow disk; it never raises."""
    path = path_of(library, note)
    marks = marks_of(library, note)
    cards = len(library.built.held.of(note))
    if path is None:
        return NotePage(note, "", (), (), (), marks, (f"{note} is not among your notes any more.",), cards)
    lines, warnings = _lines(path, note)
    changed = _changed(library, note, path)
    if changed and lines:
        warnings = ("This note changed since it was read. ctrl+r reads it again.", *warnings)
    kinds = tuple(_kinds(lines, is_note=note in library.paths))
    headings = tuple(
        _heading(at, line)
        for at, (line, kind) in enumerate(zip(lines, kinds, strict=True), 1)
        if kind is LineKind.HEADING
    )
    return NotePage(note, str(path), lines, kinds, headings, marks, warnings, cards)


def path_of(library: Library, name: str) -> Path | None:
    """Where a note is, or a file of the pack as diagnostics name it; None for any other name."""
    if name in library.paths:
        return library.paths[name]
    folder = library.folder.resolve()
    for path in (folder.parent / name, folder / name):
        if path.is_file() and path.resolve().is_relative_to(folder):
            return path
    return None


def _mark(line: int, mentions: Sequence[Mention]) -> LineMark:
    if len(mentions) == 1:
        return LineMark(line, mentions[0].end, _standing(mentions[0]), (mentions[0].about,))
    standings = sorted(((_standing(one), one) for one in mentions), key=lambda pair: _ORDER.index(pair[0]))
    facts = tuple(dict.fromkeys(one.about for _, one in standings))
    return LineMark(line, max(one.end for one in mentions), standings[0][0], facts)


def _standing(mention: Mention) -> Standing:
    return _STANDINGS.get(mention.standing) or (Standing.VERIFIED if mention.verified else Standing.AGREED)


def _lines(path: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of a file without anything that steers a terminal, and what is cut or missing."""
    from studykit.notes.files import Listed, read_listed

    if not path.exists():
        return (), (f"{name} is gone. What it said holds until ctrl+r reads again.",)
    note, problems = read_listed(Listed(name, path, 0, 0))
    said = tuple(f"{f'Line {one.line}: ' if one.line else ''}{one.message}" for one in problems)
    return (() if note is None else tuple(note.text.split("\n"))), said


def _changed(library: Library, name: str, path: Path) -> bool:
    """Whether the file is not the one any more that was read."""
    if name not in library.states:
        return False
    try:
        state = path.stat()
    except OSError:
        return False
    return (state.st_size, state.st_mtime_ns) != library.states[name]


_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def _kinds(lines: Sequence[str], *, is_note: bool) -> Iterator[LineKind]:
    """What each line is; a file that is no note is all code."""
    matter = bool(is_note and lines and lines[0].rstrip() == "---" and "---" in (one.rstrip() for one in lines[1:50]))
    fence = ""
    for at, line in enumerate(lines):
        if not is_note:
            yield LineKind.CODE
        elif matter:
            matter = not (at and line.rstrip() == "---")
            yield LineKind.MATTER
        elif fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
            yield LineKind.CODE
        elif opened := _FENCE.match(line):
            fence = opened[1]
            yield LineKind.CODE
        else:
            yield LineKind.HEADING if _HEADING.match(line) else LineKind.TEXT


def _heading(at: int, line: str) -> Heading:
    found = _HEADING.match(line)
    level = len(found[1]) if found else 1
    return Heading(at, level, line.strip().strip("#").strip())
