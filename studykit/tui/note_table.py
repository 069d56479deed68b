"""One row of the list of notes: a folder, a note with its figures, or the offer to add notes."""

from __future__ import annotations

from textual.content import Content

from studykit.core.text import count
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import words
from studykit.workflows.note_list import NoteRow, Source

Line = Source | NoteRow | None
"""What a row shows; None is the offer to add notes."""
_ADD = "Add your own notes: a folder of Markdown files"
_FIGURES = (("claims", 8), ("conflicts", 11), ("problems", 10), ("cards", 7))
"""Columns at the right, and how wide each is."""
_NARROW = 60
_ROOM = sum(width for _, width in _FIGURES)


def columns(width: int) -> str:
    """The names of the columns; empty where there is no room for columns."""
    named = "".join(f"{name:>{room}}" for name, room in _FIGURES)
    return f"  {'note':<{width - _ROOM}}{named}" if width >= _NARROW else ""


def drawn(line: Line, width: int, *, folded: bool = False) -> Content:
    """The row; ``folded``: the notes of this folder are not shown."""
    if line is None:
        return words(plain(f"{signs().action} {_ADD}"))
    if isinstance(line, Source):
        return _folder(line, folded=folded)
    name = words(f"  {line.name}")
    if width < _NARROW:
        return Content.assemble(name, "  ", *_few(line))
    figures = (
        (f"{line.claims:>8,}", "$foreground"),
        (f"{f'{signs().conflict} {line.conflicts:,}' if line.conflicts else '':>11}", "$warning"),
        (f"{f'? {line.problems:,}' if line.problems else '':>10}", "$warning"),
        (f"{line.cards or '':>7}", "$muted"),
    )
    return Content.assemble(name.truncate(width - _ROOM, ellipsis=True, pad=True), *figures)


def _folder(source: Source, *, folded: bool) -> Content:
    kind = "pack " if source.of_pack else ""
    state = count(source.notes, "note") if source.there else "gone; - takes it off"
    more = "  (folded; Enter unfolds)" if folded else ""
    name = words(f"{kind}{source.title}", "bold")
    return Content.assemble(name, (plain(f"  ·  {state}{more}"), "$muted" if source.there else "$warning"))


def _few(row: NoteRow) -> list[tuple[str, str]]:
    parts = [(f"{row.claims:,}", "$muted")]
    if row.conflicts:
        parts.append((f" {signs().conflict} {row.conflicts:,}", "$warning"))
    return parts
