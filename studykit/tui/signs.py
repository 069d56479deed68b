"""Signs and their plain forms: words and signs carry the meaning, colour only repeats it."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters that screens draw with."""

    right: str
    wrong: str
    cursor: str
    conflict: str
    action: str
    rule: str
    enter: str
    space: str
    here: str
    dot: str
    held: str
    place: str
    to: str
    done: str
    open: str
    marked: str
    bar: str
    whisker: str
    """Left end, line, right end, point, pass mark."""


RICH = Signs("✓", "✗", "▌", "!", "▸", "─", "⏎", "␣", "▶", "·", "⇕", "›", "→", "■", "·", "*", "█", "├─┤●│")
PLAIN = Signs("+", "x", ">", "!", ">", "-", "Enter", "Space", ">", "-", "^", ">", "->", "#", ".", "*", "#", "|-|o:")


def signs() -> Signs:
    """The signs that this terminal can show."""
    encoding = (locale.getpreferredencoding(do_setlocale=False) or "").lower().replace("-", "")
    plain = encoding not in ("utf8", "cp65001") or os.environ.get("TERM", "") in ("linux", "dumb")
    return PLAIN if plain else RICH


_PLAIN_FORMS = str.maketrans(
    {
        "›": ">",
        "·": "-",
        "–": "-",
        "…": "...",
        "×": "x",
        "↑": "Up ",
        "↓": "Down ",
        "←": "Left ",
        "→": "Right ",
        "⏎": "Enter",
        "␣": "Space",
        "⌫": "Bksp",
    }
)


def plain(text: str) -> str:
    """The app's own words as this terminal can show them; words of content are left alone."""
    return text.translate(_PLAIN_FORMS) if signs() is PLAIN else text
