"""Lines of text whose pieces have roles; and how wide text is on a terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_PRESENTED_WIDE = "\ufe0f"  # asks for the picture form of the letter before it, which takes two columns
_PLAIN_FORMS = str.maketrans({"–": "-", "·": "-", "…": "...", "×": "x", "≥": ">=", "→": "->", "├": "|", "┤": "|"})


class Role(StrEnum):
    """What a piece is; who shows it gives the role its colour, or none."""

    TEXT = "text"
    TITLE = "title"
    MUTED = "muted"
    PRIMARY = "primary"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line that has one role."""

    text: str
    role: Role = Role.TEXT


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, and the same said: each sentence tells one row."""

    lines: tuple[Line, ...]
    spoken: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The lines as text without roles, nothing behind the last letter."""
        return tuple(text_of(line) for line in self.lines)


def text_of(line: Line) -> str:
    """A line without its roles."""
    return "".join(piece.text for piece in line).rstrip()


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide letters two, marks over a letter none."""
    if text.isascii():
        return len(text)
    taken = before = 0
    for letter in text:
        if letter == _PRESENTED_WIDE:
            taken += before == 1
        elif not (unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf")):
            before = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
            taken += before
    return taken


def fitted(text: str, width: int, *, right: bool = False, plain: bool = False) -> str:
    """The text in exactly ``width`` columns: filled up (from the left with ``right``), or cut with an ellipsis."""
    room = width - columns(text)
    if room >= 0:
        return " " * room + text if right else text + " " * room
    sign = "~" if plain else "…"
    kept = ""
    for letter in text:
        if columns(kept + letter) > width - 1:
            break
        kept += letter
    cut = (kept.rstrip() + sign)[:width] if width > 0 else ""
    return cut + " " * (width - columns(cut))


def wrapped(text: str, width: int, indent: str = "", *, plain: bool = False) -> list[Line]:
    """The text in lines of at most ``width`` columns, broken between words; only a word without room is cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(fitted(indent + word, width, plain=plain).rstrip())
    return [(Piece(line),) for line in lines]


def in_plain(text: str) -> str:
    """The program's own words in letters that every terminal has."""
    return text.translate(_PLAIN_FORMS)
