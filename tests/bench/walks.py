"""The keys that are pressed on each screen when it is measured."""

from __future__ import annotations

from dataclasses import dataclass

_DOWN = ("down", "down", "down", "up", "pagedown", "pagedown", "pageup", "end", "home", "down")
_WORD = ("slash", "l", "a", "m", "b", "backspace", "backspace")


@dataclass(frozen=True, slots=True)
class Walk:
    """How a screen is opened, what is pressed on it, and how it is left."""

    name: str
    opens: tuple[str, ...]
    keys: tuple[str, ...]
    leaves: tuple[str, ...] = ("escape",)
    meanwhile: tuple[str, ...] = ()
    """Pressed again and again from when it is opened until its slow work is done."""


WALKS = (
    Walk("Today", (), ("down", "down", "up", "up", "tab", "tab", "down", "shift+tab", "shift+tab", "down", "up"), ()),
    Walk("Help", ("question_mark",), (*_DOWN, "right_square_bracket", "left_square_bracket")),
    Walk("Review", ("g", "r"), ("down", "up", "a", "enter", "enter", "b", "enter", "down", "enter"), ("escape",)),
    Walk("Facts", ("g", "f"), (*_DOWN, *_WORD, "down", "n", "N", "right_square_bracket", "w"), ("escape",) * 2),
    Walk("Fact", ("g", "f", "down", "enter"), (*_DOWN, "right_square_bracket", "left_square_bracket"), ("escape",) * 2),
    Walk("Conflicts", ("g", "c"), (*_DOWN, "right_square_bracket", "right_square_bracket", "down"), ("escape",)),
    Walk("Notes", ("g", "n"), (*_DOWN, *_WORD, "down"), ("escape",) * 2),
    Walk(
        "Note",
        ("g", "n", "down", "down", "down", "enter"),
        (*_DOWN, "right_square_bracket", "left_square_bracket", "n", *_WORD),
        ("escape",) * 3,
    ),
    Walk("Diagnostics", ("g", "i"), (*_DOWN, "f", "f", *_WORD, "down"), ("escape",) * 2),
    Walk("Domains", ("g", "l"), (*_DOWN, *_WORD, "down"), ("escape",) * 2),
    Walk(
        "Lab",
        ("g", "l", "enter"),
        ("down", "right", "right", "left", "down", "right", "up", "tab", "tab", "w", "escape", "f", "down", "escape"),
        ("escape",) * 2,
    ),
    Walk("Statistics", ("g", "s"), ("1", "2", "3", "4", "1", *_DOWN, "t", "down"), ("escape",), ("2", "3", "1")),
    Walk("Plan", ("g", "p"), (*_DOWN, "tab", "tab", "shift+tab", "space", "u"), ("escape",), ("tab", "down", "up")),
    Walk("Settings", ("g", "o"), (*_DOWN, "right", "left", *_WORD, "down"), ("escape",) * 2),
    Walk("Packs", ("g", "k"), ("down", "up", "down", "up")),
    Walk("Export", ("g", "x"), ("down", "down", "up", "right", "left", "down", "right"), ("escape",), ("down", "up")),
    Walk(
        "Palette",
        ("colon",),
        ("down", "l", "a", "m", "b", "d", "a", "down", "up", "backspace", "backspace", "g", "i", "z"),
        ("escape",),
    ),
    Walk("Exam start", ("g", "e"), ("down", "up", "down", "right", "left", "c", "c"), ()),
    Walk("Exam", ("enter",), ("a", "right", "b", "right", "down", "left", "m", "m", "enter", "right", "backspace"), ()),
    Walk("Overview", ("v",), ("down", "right", "right", "up", "left", "n", "down", "down"), ("f", "enter")),
    Walk("Exam result", (), ("down", "down", "up", "pagedown", "pageup", "down"), ()),
    Walk("Exam review", ("enter",), ("right", "right", "left", "f", "right", "down", "pagedown"), ("escape",) * 3),
)
HELD = (
    Walk("Facts", ("g", "f"), ("slash", "l", "i", "m", "i", "t", "escape"), ("escape",) * 2),
    Walk("Notes", ("g", "n"), ("down",), ("escape",)),
    Walk("Statistics", ("g", "s"), ("t", "down"), ("escape",)),
)
