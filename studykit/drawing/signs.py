"""Signs of what happens, their plain forms and roles: the sign and the words say it, the colour repeats it."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.text import printable
from studykit.core.verdict import How
from studykit.drawing.lines import Piece, Role, in_plain

_SIGNS = {
    How.PLAIN: ("●", "o", Role.PRIMARY),
    How.GOOD: ("✓", "+", Role.SUCCESS),
    How.BAD: ("✗", "x", Role.ERROR),
    How.MISSED: ("·", ".", Role.MUTED),
    How.OPEN: ("?", "?", Role.WARNING),
}


@dataclass(frozen=True, slots=True)
class Strokes:
    """The characters that lines are drawn with."""

    along: str
    down: str
    faint: str
    """Down, to what is never come to."""
    cut: str
    left: str
    right: str
    full: str
    to: str
    ends: str
    turn: str
    corner: str


RICH = Strokes("─", "│", "┊", "//", "├", "┤", "█", "▶", "◀", "└", "┘")
PLAIN = Strokes("-", "|", ":", "//", "|", "|", "#", ">", "<", "'", "'")


def strokes(plain: bool) -> Strokes:
    """What lines are drawn with on this terminal."""
    return PLAIN if plain else RICH


def sign(how: How, plain: bool = False) -> Piece:
    """The sign of how something turns out, one column wide, in its role."""
    rich, simple, role = _SIGNS[how]
    return Piece(simple if plain else rich, role)


def role_of(how: How) -> Role:
    """The role of what turns out so."""
    return _SIGNS[how][2]


def worded(text: str, plain: bool = False) -> str:
    """A kernel's words in one line that cannot steer a terminal."""
    line = " ".join(printable(text).split())
    return in_plain(line) if plain else line
