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


_wanted: list[str] = ["auto"]


def wear(wanted: str) -> None:
    """Chooses the signs: ``rich``, ``plain``, or ``auto`` for those that this terminal can show."""
    _wanted[0] = wanted


def signs() -> Signs:
    """The signs that are drawn with."""
    return {"rich": RICH, "plain": PLAIN}.get(_wanted[0]) or _shown_here()


def _shown_here() -> Signs:
    encoding = (locale.getpreferredencoding(do_setlocale=False) or "").lower().replace("-", "")
    plain = encoding not in ("utf8", "cp65001") or _asked() in ("C", "POSIX")
    return PLAIN if plain or os.environ.get("TERM", "") in ("linux", "dumb") else RICH


def _asked() -> str:
    """The locale that was asked for: of C and POSIX, Python says UTF-8, and may have set LC_CTYPE itself."""
    letters = os.environ.get("LC_CTYPE", "")
    own = "" if letters in ("C.UTF-8", "C.utf8", "UTF-8") else letters
    return os.environ.get("LC_ALL") or own or os.environ.get("LANG", "")


_PLAIN_FORMS = str.maketrans(
    {
        "‹": "<",
        "›": ">",
        "·": "-",
        "–": "-",
        "…": "...",
        "×": "x",
        "“": '"',
        "”": '"',
        "↑": "Up",
        "↓": "Down",
        "←": "Left",
        "→": "Right",
        "⏎": "Enter",
        "␣": "Space",
        "⌫": "Bksp",
    }
)


_PAIRS = (("←→↑↓", "Arrows"), ("↑↓←→", "Arrows"), ("←→", "Left/Right"), ("↑↓", "Up/Down"))


def plain(text: str) -> str:
    """The app's own words as this terminal can show them; words of content are left alone."""
    if signs() is not PLAIN:
        return text
    for arrows, named in _PAIRS:
        text = text.replace(arrows, named)
    return text.translate(_PLAIN_FORMS)
