"""How the app looks and behaves on this device."""

from __future__ import annotations

from dataclasses import dataclass

THEMES = ("studykit-dark", "studykit-light", "studykit-contrast-dark", "studykit-contrast-light")
SIGNS = ("auto", "rich", "plain")


@dataclass(frozen=True, slots=True)
class Look:
    """Everything has a value; each is changed by name (``studykit settings theme light``)."""

    theme: str = THEMES[0]
    """One of ``THEMES``."""
    signs: str = SIGNS[0]
    """``auto``: those that the terminal can show; ``rich`` or ``plain`` where it is taken for another."""
    letters_answer: bool = False
    """A letter answers at once: one key fewer, and no second look."""
    fold_right: bool = False
    """After a right answer the reasons are folded."""
    vim: bool = True
    """h, j, k and l move."""
    bell: bool = False
    """The terminal's bell, where input is wrong."""
