"""The list of notes as a screen shows it: where each comes from and what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studykit.core.fact import ClaimStanding
from studykit.core.progress import Progress
from studykit.core.text import printable
from studykit.workflows.desk import Desk, open_content
from studykit.workflows.library import Library


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note of the list."""

    name: str
    claims: int
    conflicts: int
    """Lines that something contradicts and that nothing settles."""
    problems: int
    """Diagnostics of the note."""
    cards: int
    source: Path
    """The file or folder on the desk that it belongs to; the pack's folder for the pack's own notes."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder of notes on the desk, or the notes of the pack."""

    path: Path
    title: str
    notes: int
    there: bool
    """False for one that was remembered and is gone."""
    of_pack: bool


@dataclass(frozen=True, slots=True)
class NoteList:
    """Every note, by where it comes from: the learner's own first, then those of the pack."""

    sources: tuple[Source, ...]
    rows: tuple[NoteRow, ...]

    @property
    def claims(self) -> int:
        """What all notes claim."""
        return sum(row.claims for row in self.rows)

    @property
    def conflicts(self) -> int:
        """Lines that nothing settles."""
        return sum(row.conflicts for row in self.rows)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the notes of one file or folder."""

    notes: int
    claims: int
    facts: int
    """Facts that they say something of."""
    conflicts: int
    """Those among them that nothing settles."""
    problems: int


def note_list(library: Library, notes: Sequence[Path]) -> NoteList:
    """Every note of a library with what it holds; ``notes`` are the files and folders on the desk, in order."""
    built = library.built
    claims: dict[str, int] = dict(built.noted.heads())
    cards, conflicts = built.held.counts(), built.contested.counts()
    problems = Counter(one.file for one in library.diagnostics)
    roots = [(path, f"{path}/") for path in notes]
    rows, held = [], Counter[Path]()
    for name, path in library.paths.items():
        text = str(path)
        source = next((root for root, inside in roots if text == str(root) or text.startswith(inside)), library.folder)
        held[source] += 1
        rows.append(
            NoteRow(name, claims.get(name, 0), conflicts.get(name, 0), problems[name], cards.get(name, 0), source)
        )
    own = tuple(
        Source(path, short_path(path), held[path], held[path] > 0 or path.exists(), of_pack=False) for path in notes
    )
    order = {path: at for at, path in enumerate(notes)}
    rows.sort(key=lambda row: order.get(row.source, len(order)))
    packs = Source(library.folder, library.pack.title, held[library.folder], there=True, of_pack=True)
    return NoteList((*own, *((packs,) if packs.notes else ())), tuple(rows))


def names_in(path: Path) -> tuple[str, ...]:
    """The notes of a file or folder in the order in which they are read. Raises ContentError as reading does."""
    from studykit.notes.files import list_notes

    return tuple(one.name for one in list_notes((path,)))


def read_notes_of(desk: Desk, path: Path, progress: Progress) -> Found:
    """Reads a desk with one more file or folder of notes, which is kept in the cache; says what was found in it.

    Raises ContentError when they cannot be read.
    """
    library, _ = open_content(replace(desk, notes=(*desk.notes, path)), progress)
    listing = note_list(library, (path,))
    rows = [row for row in listing.rows if row.source == path]
    mentions = [mention for row in rows for mention in library.built.mentions.of(row.name)]
    return Found(
        len(rows),
        sum(row.claims for row in rows),
        len({one.about for one in mentions}),
        len({one.about for one in mentions if one.standing is ClaimStanding.OPEN}),
        sum(row.problems for row in rows),
    )


def short_path(path: Path) -> str:
    """A path as people write it, below their home with ``~``."""
    try:
        text = f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        text = str(path)
    return printable(text)
