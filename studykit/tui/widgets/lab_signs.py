"""What the lab draws with besides the usual signs, each with its plain form."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.tui.signs import PLAIN, signs


@dataclass(frozen=True, slots=True)
class LabSigns:
    """The characters."""

    changed: str
    turn: tuple[str, str]
    """Around a value that the arrows turn."""
    more: str
    line: str
    turning: str
    """On the line, where the outcome turns."""
    here: str
    """On the line, where the setting stands."""
    unknown: str


RICH_LAB = LabSigns("•", ("‹", "›"), "…", "━", "┿", "●", "?")
PLAIN_LAB = LabSigns("*", ("<", ">"), "~", "-", "|", "O", "?")


def lab_signs() -> LabSigns:
    """Those that this terminal can show."""
    return PLAIN_LAB if signs() is PLAIN else RICH_LAB
