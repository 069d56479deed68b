"""Text as it flows in a page of HTML: blanks run together, blocks begin lines, gaps are told apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BLANK = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text."""

    text: str
    gap: int = 0
    """Number, from 1 on, of what a cloze card asks for, or of what stands in its place; 0: anything else."""


class Flow:
    """A text that is put down piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.keeping = False
        """Whether blanks and line ends stand as they are."""
        self.gap = 0
        """Number of the gap that text belongs to."""
        self._lines = self._blank = 0

    def begin_line(self, lines: int = 1) -> None:
        """What follows begins a line; with 2, an empty line stands before it."""
        self._lines, self._blank = max(self._lines, lines), 0

    def end_line(self) -> None:
        """Ends a line, also an empty one."""
        self._lines, self._blank = self._lines + 1, 0

    def stay(self) -> None:
        """What follows stays on the line."""
        self._lines = 0

    def say(self, text: str) -> None:
        """Adds text of the page."""
        if self.keeping:
            self.write(plain(text.replace("\r\n", "\n").replace("\r", "\n")))
            return
        words = _BLANK.sub(" ", text)
        if words.startswith(" "):
            self._blank = 1
        if words.strip(" "):
            self.write(plain(words.strip(" ")))
            self._blank = int(words.endswith(" "))

    def write(self, text: str) -> None:
        """Adds text as it is, behind the line ends and blanks that wait."""
        if not text:
            return
        between = "\n" * self._lines if self._lines else " " * self._blank
        self._lines = self._blank = 0
        if between and self.pieces:
            self.pieces.append(Piece(between, self.gap if self.pieces[-1].gap == self.gap else 0))
        self.pieces.append(Piece(text, self.gap))


def plain(text: str) -> str:
    """Blanks that do not break as blanks, and no control characters."""
    shown = text.replace("\u00a0", " ").replace("\u00ad", "")
    if shown.isprintable():
        return shown
    return "".join(letter for letter in shown if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))


def tidy(text: str) -> str:
    """Without blanks at the ends of lines, and with one empty line where there are several."""
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip(" \t") for line in text.split("\n"))).strip()
