"""A pack and notes → a library; from the cache when nothing changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import ContentError
from studykit.core.pack import Pack
from studykit.core.progress import Progress, silent
from studykit.workflows import cache
from studykit.workflows.authority import authority_files, open_extracts
from studykit.workflows.build import build
from studykit.workflows.built import Built
from studykit.workflows.codec import CodecError
from studykit.workflows.decisions import DecisionFile, read_file
from studykit.workflows.kept import Reader, Writer
from studykit.workflows.library import Library, Origin
from studykit.workflows.passing_folder import passing_folder
from studykit.workflows.places import Places, pack_folder
from studykit.workflows.read_notes import reader_of

if TYPE_CHECKING:
    from studykit.notes.files import Listed
    from studykit.workflows.readings import Readings

_RULES = ("domains/", "quizzes/")
"""Folders of a pack without which notes are read."""


def open_library(
    places: Places, pack: str, notes: Sequence[Path], progress: Progress | None = None, *, decided: bool = True
) -> Library:
    """The pack with its own notes, and the learner's notes beside them; from the cache when nothing changed.

    ``progress`` is told how many of how many notes were read; ``decided`` lets the learner's decisions count. Raises
    ContentError when there is no such pack, nothing to read in ``notes``, or no room anywhere for what is read.
    """
    origin = Origin(places, pack, tuple(notes))
    decisions = read_file(places.home) if decided else DecisionFile(places.home)
    try:
        return _opened(origin, decisions, places.cache, progress)
    except sqlite3.Error:  # a full disk, or another studykit that reads for very long: it is only slower
        try:
            return _opened(origin, decisions, passing_folder(), progress)
        except sqlite3.Error as problem:
            raise ContentError(f"There is no room for what is read of the notes ({problem}). Make room.") from problem


def _opened(origin: Origin, decided: DecisionFile, kept: Path, progress: Progress | None) -> Library:
    from studykit.packs.files import pack_content, pack_files
    from studykit.workflows.readings import Readings

    places, notes = origin.places, origin.notes
    folder = pack_folder(places, origin.pack)
    listed = _listed(folder, notes)
    sheets = [(str(path.relative_to(folder)), pack_content(path)) for path in pack_files(folder)]
    said = Readings(kept, cache.codec())
    try:
        hashes = said.hashes(listed)
        contents = [*sheets, *((path.name, path.read_bytes()) for path in authority_files(places))]
        contents += [(one.name, text.encode()) for one, text in zip(listed, hashes, strict=True)]
        key = cache.content_key((*contents, *decided.contents))
        reader = cache.find(kept, key)
        built = None if reader is None else _built(reader)
        if built is None:
            own = [sheet for sheet in sheets if not sheet[0].startswith(_RULES)]
            words = cache.content_key(own, reading=True)
            keys = [_key(words, one.name, text) for one, text in zip(listed, hashes, strict=True)]
            read = partial(_read, said, listed, keys, progress or silent)
            built = _build((places, folder, kept), said, (key, cache.content_key(sheets)), read, decided)
    finally:
        said.close()
    if listed and not built.claims and notes:
        _refuse_unreadable(built.diagnostics, len(listed))
    paths = {one.name: one.path for one in listed}
    states = {one.name: (one.size, one.changed) for one in listed}
    return Library(key, built, built.diagnostics, paths, states, folder, origin, decided)


def _read(said: Readings, listed: Sequence[Listed], keys: Sequence[str], progress: Progress, pack: Pack) -> None:
    said.read(listed, keys, reader_of(pack), progress)


def _key(words: str, name: str, text: str) -> str:
    """The key of a note's reading: who read it in which words, and what."""
    return hashlib.sha256(f"{words} {name} {text}".encode()).hexdigest()


def _build(
    where: tuple[Places, Path, Path],
    said: Readings,
    keys: tuple[str, str],
    read: Callable[[Pack], None],
    decided: DecisionFile,
) -> Built:
    """Builds everything anew; ``read`` reads the notes in the words of the pack.

    ``where``: the places, the pack's folder, and where to keep it. Keys: of all, of the pack's files.
    """
    from studykit.packs.reader import read_sheets

    places, folder, kept = where
    opened = read_sheets(folder)
    pinned, problems = open_extracts(places)
    read(opened[0])
    path = cache.place(kept, keys[0])
    writer = Writer(path, cache.codec())
    try:
        said_wrong = (*problems, *opened[1])
        build(folder, (opened[0], said_wrong), said, pinned, writer, sheets=keys[1], kept=kept, decided=decided)
    except BaseException:
        writer.give_up()
        raise
    writer.close()
    return Built.of(Reader(path.resolve(), cache.codec()))


def _built(reader: Reader) -> Built | None:
    try:
        return Built.of(reader)
    except CodecError:
        return None


def _refuse_unreadable(diagnostics: Sequence[Diagnostic], notes: int) -> None:
    """Raises ContentError when no note could be read at all."""
    errors = [one for one in diagnostics if one.severity is Severity.ERROR]
    if len(errors) >= notes:
        raise ContentError(str(errors[0]))


def _listed(folder: Path, notes: Sequence[Path]) -> tuple[Listed, ...]:
    from studykit.notes.files import list_notes

    own = folder / "notes"
    has_notes = own.is_dir() and any(own.iterdir())
    return list_notes((*((own,) if has_notes else ()), *notes)) if has_notes or notes else ()
