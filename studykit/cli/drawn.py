"""Prints drawings: in the signs that the terminal has, or as sentences for screen readers."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from studykit.cli import write
from studykit.core.text import printable
from studykit.drawing.bars import widest
from studykit.drawing.lines import Drawing, columns, fitted, in_plain, text_of

_UTF8 = ("utf8", "cp65001")
_NARROW = 60


def plain_signs() -> bool:
    """Whether only plain signs can be shown: another encoding than UTF-8, or a terminal without block characters."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    return encoding not in _UTF8 or os.environ.get("TERM", "") in ("linux", "dumb")


def show(drawing: Drawing, *, spoken: bool, indent: str = "  ") -> None:
    """Prints the lines of a drawing, or its sentences."""
    if spoken:
        for sentence in drawing.spoken:
            say(sentence, indent)
        return
    for line in drawing.lines:
        print(_shown(indent + text_of(line)))


def rows(cells: Sequence[Sequence[str]], *, spoken: bool = False, indent: str = "  ") -> None:
    """Prints rows in aligned columns, figures to the right; the last column is cut to the terminal's width.

    Spoken, and on narrow terminals, each row is a sentence that wraps: an id that is cut is of no use.
    """
    if spoken or write.width() < _NARROW:
        for row in cells:
            say(f"{', '.join(row)}.", indent)
        return
    sizes = [widest(row[at] for row in cells) for at in range(len(cells[0]))] if cells else []
    for row in cells:
        texts = [fitted(cell, size, right=cell[:1].isdigit()) for cell, size in zip(row, sizes, strict=True)]
        room = write.width() - columns(indent + "  ".join([*texts[:-1], ""]))
        last = fitted(row[-1], max(room, 1), plain=plain_signs())
        print(_shown(indent + "  ".join([*texts[:-1], last])).rstrip())


def say(text: str, indent: str = "") -> None:
    """Prints the program's own words, wrapped, in the signs that the terminal has."""
    write.line(_shown(text), indent)


def _shown(text: str) -> str:
    """Text that the terminal takes: what its encoding lacks is a question mark, never an error."""
    said = printable(in_plain(text) if plain_signs() else text)
    encoding = sys.stdout.encoding or "utf-8"
    return said.encode(encoding, "replace").decode(encoding)
