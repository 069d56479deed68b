"""The packs that can be switched to: those that are built in, and those that the learner opened before."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.core.diagnostic import Severity
from studykit.core.errors import ContentError, StudykitError
from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.workflows.places import Places, pack_folder

if TYPE_CHECKING:
    from studykit.core.pack import Pack
    from studykit.workflows.desk import Desk
    from studykit.workflows.study import Study

FILE = "packs.json"
_MOST, _LARGEST = 50, 1_000_000
"""Packs that are remembered, and bytes of their file that are read."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack as the list shows it."""

    pack: str
    """Name of a built-in one, or path: what is opened."""
    title: str
    where: str
    exams: str
    stock: str
    """What it holds, or why it cannot be read."""
    open: bool
    broken: bool

    @property
    def path(self) -> bool:
        """Whether it is a folder of the learner's own."""
        return os.sep in self.pack


def pack_rows(study: Study, desk: Desk, progress: Progress) -> tuple[PackRow, ...]:
    """The pack that is open, then those that are built in, then those opened before; each is looked into."""
    names = _names(desk)
    found = []
    for done, pack in enumerate(names):
        progress(done, len(names))
        found.append(_open_row(study, desk) if done == 0 else _row(desk.places, pack))
    return tuple(found)


def checked(places: Places, text: str) -> str:
    """The pack that a path names, from the root. Raises ContentError with one sentence, file and line."""
    from studykit.packs.reader import read_sheets

    if not text:
        raise ContentError("Write the path of a pack's folder.")
    try:
        folder = Path(text).expanduser().resolve()
        _, problems = read_sheets(folder)
    except (OSError, RuntimeError, ValueError) as problem:
        raise ContentError(f"'{text}' cannot be read: {_why(problem)}.") from problem
    for one in problems:
        if one.severity is Severity.ERROR and one.file.endswith(f"{os.sep}pack.yaml"):
            raise ContentError(str(one))
    return folder.name if folder.parent == places.content.resolve() else str(folder)


def remember_pack(places: Places, pack: str) -> None:
    """Keeps a pack of the learner's own in the list; one that is built in is there anyhow.

    Raises StudykitError when the list cannot be written.
    """
    from studykit.exchange.whole_file import write_whole

    if os.sep not in pack:
        return
    kept = [pack, *(one for one in _remembered(places) if one != pack)][:_MOST]
    try:
        places.home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StudykitError(f"'{places.home}' cannot be made: {problem.strerror}.") from problem
    write_whole(places.home / FILE, f"{json.dumps(kept, indent=1)}\n".encode())


def forget_pack(places: Places, pack: str) -> bool:
    """Takes a pack off the list; False when it was not on it. Its files stay."""
    from studykit.exchange.whole_file import write_whole

    kept = _remembered(places)
    if pack not in kept:
        return False
    left = [one for one in kept if one != pack]
    write_whole(places.home / FILE, f"{json.dumps(left, indent=1)}\n".encode())
    return True


def _names(desk: Desk) -> tuple[str, ...]:
    built_in = sorted(path.parent.name for path in desk.places.content.glob("*/pack.yaml"))
    return tuple(dict.fromkeys((desk.pack, *built_in, *_remembered(desk.places))))


def _remembered(places: Places) -> list[str]:
    """Paths; none where the file is missing or holds something else."""
    path = places.home / FILE
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            kept: Any = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return []
    rows = kept if isinstance(kept, list) else []
    return [one for one in rows if isinstance(one, str) and one and "\x00" not in one][:_MOST]


def _open_row(study: Study, desk: Desk) -> PackRow:
    library = study.library
    stock = f"{count(len(library.base.facts), 'fact')} · {count(len(study.cards), 'card')}"
    return PackRow(
        desk.pack, library.pack.title, _where(desk.pack), _exams(library.pack), stock, open=True, broken=False
    )


def _row(places: Places, pack: str) -> PackRow:
    from studykit.packs.files import domain_files
    from studykit.packs.reader import read_sheets

    try:
        folder = pack_folder(places, pack)
        sheets, problems = read_sheets(folder)
    except (StudykitError, OSError) as problem:
        why = str(problem) if isinstance(problem, StudykitError) else _why(problem)
        return PackRow(pack, Path(pack).name, _where(pack), "", why, open=False, broken=True)
    wrong = sum(1 for one in problems if one.severity is Severity.ERROR)
    notes = sum(1 for path in (folder / "notes").rglob("*.md")) if (folder / "notes").is_dir() else 0
    parts = (
        count(sum(len(one.cited) for one in sheets.attributes) + len(sheets.behaviours), "declared fact"),
        count(len(domain_files(folder)), "domain"),
        count(notes, "note"),
        *((count(wrong, "error"),) if wrong else ()),
    )
    return PackRow(pack, sheets.title, _where(pack), _exams(sheets), " · ".join(parts), open=False, broken=False)


def _exams(pack: Pack) -> str:
    return ", ".join(one.exam for one in pack.blueprints) or "no exam"


def _where(pack: str) -> str:
    return pack if os.sep in pack else "built in"


def _why(problem: Exception) -> str:
    return (problem.strerror or "it cannot be read") if isinstance(problem, OSError) else "it is no path"
