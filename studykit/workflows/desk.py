"""The desk: which pack and which notes a learner studies from, remembered from one start to the next."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.core.errors import ContentError, StoreError
from studykit.workflows.places import Places, pack_folder

if TYPE_CHECKING:
    from studykit.core.progress import Progress
    from studykit.workflows.library import Library
    from studykit.workflows.study import Study

USUAL_PACK = "aws-serverless"
FILE = "desk.json"
_LARGEST = 1_000_000
"""Bytes of the file that are read; a larger one is not ours."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where content comes from."""

    places: Places
    pack: str
    """Name of a built-in pack, or the path of one's own."""
    notes: tuple[Path, ...]
    """Files and folders of the learner's own notes; one that was remembered may be gone."""


def remembered(places: Places) -> tuple[str, tuple[Path, ...]]:
    """The pack and the notes that were remembered last; the usual pack alone where that cannot be read."""
    return _known(places)[:2]


def remember(places: Places, pack: str, notes: tuple[Path, ...]) -> None:
    """Keeps pack and notes for the next start, whole or not at all. Raises StoreError when they cannot be kept."""
    kept = {"pack": _lasting(places, pack), "notes": [str(path.resolve()) for path in notes]}
    path = places.home / FILE
    fresh = path.with_name(f".desk-{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("x", encoding="utf-8") as file:
            file.write(json.dumps(kept, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as problem:
        raise StoreError(f"'{path}' cannot be written: {problem.strerror}.") from problem
    finally:
        with suppress(OSError):
            fresh.unlink()


def with_notes(desk: Desk, path: Path) -> Desk:
    """The desk with one more file or folder of notes, which is remembered. Raises StoreError as ``remember`` does."""
    pack, notes = remembered(desk.places)
    base = notes if _same_pack(desk, pack) else desk.notes
    remember(desk.places, desk.pack, _more(base, path))
    return replace(desk, notes=_more(desk.notes, path))


def without_notes(desk: Desk, path: Path) -> Desk:
    """The desk without a file or folder of notes, which is forgotten and stays where it is. Raises StoreError."""
    pack, notes = remembered(desk.places)
    base = notes if _same_pack(desk, pack) else desk.notes
    remember(desk.places, desk.pack, tuple(one for one in base if one != path))
    return replace(desk, notes=tuple(one for one in desk.notes if one != path))


def present(desk: Desk) -> tuple[Desk, tuple[str, ...]]:
    """The desk without what was remembered and is gone, and a sentence for each.

    Raises ContentError for a pack that was asked for now and is not there.
    """
    from studykit.notes.files import has_notes

    pack, known, trouble = _known(desk.places)
    said = [trouble] if trouble else []
    used, notes = desk.pack, []
    try:
        pack_folder(desk.places, desk.pack)
    except ContentError:
        if not _same_pack(desk, pack):
            raise
        used = USUAL_PACK
        said.append(f"The pack '{desk.pack}' is gone. This is the usual one.")
    for path in desk.notes:
        if path in known and not has_notes(path):
            said.append(f"No notes in '{path}' any more. The rest works.")
        else:
            notes.append(path)
    return replace(desk, pack=used, notes=tuple(notes)), tuple(said)


def open_content(desk: Desk, progress: Progress | None = None) -> tuple[Library, tuple[str, ...]]:
    """The library of a desk, and sentences about what was remembered and is not there any more.

    Raises ContentError for what was asked for now and cannot be read; what was only remembered never keeps anybody
    from studying. ``progress`` is told how many of how many notes were read.
    """
    from studykit.workflows.open_library import open_library

    there, said = present(desk)
    try:
        return open_library(desk.places, there.pack, there.notes, progress), said
    except ContentError as problem:
        known = remembered(desk.places)[1]
        asked = tuple(path for path in there.notes if path not in known)
        if asked == there.notes:
            raise
        said = (*said, f"{problem} Your other notes are left out until then.")
        return open_library(desk.places, there.pack, asked, progress), said


def open_desk(desk: Desk, clock: Callable[[], datetime], progress: Progress | None = None) -> Study:
    """A study session over what is on the desk; its notice says what was remembered and is gone.

    ``clock`` gives aware moments in the learner's zone. Raises ContentError as ``open_content`` does, and StoreError
    when the learner's file cannot be opened.
    """
    from studykit.workflows.open_study import open_study

    library, said = open_content(desk, progress)
    study = open_study(desk.places, library, clock)
    study.notice = " ".join(filter(None, (study.notice, *said)))
    return study


def _known(places: Places) -> tuple[str, tuple[Path, ...], str]:
    """Pack and notes that are remembered, and why they cannot be read where that is so."""
    path = places.home / FILE
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
        return _pack_of(kept), _notes_of(kept), ""
    except FileNotFoundError:
        return USUAL_PACK, (), ""
    except (OSError, ValueError, RecursionError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is damaged"
        return USUAL_PACK, (), f"'{path}' cannot be read ({why}). This is the usual pack; add your notes again."


def _pack_of(kept: Any) -> str:
    if isinstance(kept, dict) and isinstance(pack := kept.get("pack"), str) and pack and "\x00" not in pack:
        return pack
    raise ValueError(kept)


def _notes_of(kept: Any) -> tuple[Path, ...]:
    notes = kept.get("notes")
    if isinstance(notes, list) and all(isinstance(one, str) and one and "\x00" not in one for one in notes):
        return tuple(map(Path, notes))
    raise ValueError(kept)


def _lasting(places: Places, pack: str) -> str:
    """The name of a built-in pack as it is; the path of another from the root, so that it holds anywhere."""
    try:
        built_in = pack_folder(places, pack).parent == places.content
    except ContentError:
        built_in = os.sep not in pack
    return pack if built_in else str(Path(pack).resolve())


def _same_pack(desk: Desk, pack: str) -> bool:
    return _lasting(desk.places, desk.pack) == _lasting(desk.places, pack)


def _more(notes: tuple[Path, ...], path: Path) -> tuple[Path, ...]:
    """The notes with a path from the root behind them, once."""
    added = path.resolve()
    return (*(one for one in notes if one != added), added)
