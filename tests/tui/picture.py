"""A screen in every look as one text: its rows, a letter below each cell, and the colours of each letter.

A reviewer reads what is shown, where the colour changes, and which colour it is in each look. After a change that is
meant: ``STUDYKIT_UPDATE_GOLDEN=1 pytest tests/tui/test_looks.py``, then read the diff.
"""

from __future__ import annotations

import os
import string
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import textual
from rich.segment import Segment
from rich.style import Style
from textual.app import App

from tests.tui.golden import UPDATE
from tests.tui.looking import rows

FOLDER = Path(__file__).parents[1] / "golden" / "looks"
DRAWN_BY = "8.2.8"
"""The Textual that the pictures were made with; another one may draw scroll bars or tints otherwise."""

_LETTERS = "." + string.ascii_letters + string.digits
_AS_IT_IS = "terminal"
"""A colour that is left to the terminal: no screen of ours should."""
_MANNERS = ("bold", "dim", "italic", "underline", "strike")

_BLOCKS = frozenset(map(chr, range(0x2580, 0x25A0))) | {" "}
BAR = "bar"
"""Not read but seen: a scroll bar, or the filled part of a chart."""

Cells = tuple[tuple[str, ...], ...]
"""How each cell of each row is drawn: ``#e8e8e6 on #11151a bold``."""


def cells(shown: App[Any]) -> Cells:
    """How each cell is drawn now."""
    strips = shown.screen._compositor.render_strips()
    return tuple(tuple(_spread(strip)) for strip in strips)


def _spread(strip: Iterable[Segment]) -> Iterable[str]:
    for segment in strip:
        yield from (manner(segment.style or Style(), segment.text),) * segment.cell_length


def manner(style: Style, text: str) -> str:
    """A cell of a text in words; of a blank one only the ground is seen."""
    ink, ground = (one.get_truecolor().hex if one else _AS_IT_IS for one in (style.color, style.bgcolor))
    if style.reverse:
        ink, ground = ground, ink
    manners = [one for one in _MANNERS if getattr(style, one)]
    if not text.strip() and not {"underline", "strike"}.intersection(manners):
        return f"blank on {ground}"
    if _BLOCKS.issuperset(text):
        manners.append(BAR)
    return " ".join((f"{ink} on {ground}", *manners))


def picture(looks: Mapping[str, Cells], seen: list[str]) -> str:
    """The text of a screen: ``seen`` are its rows, ``looks`` its cells by the name of the look."""
    whole = [list(zip(*(look[at] for look in looks.values()), strict=True)) for at in range(len(seen))]
    kinds = {kind: None for row in whole for kind in row}
    assert len(kinds) <= len(_LETTERS), f"{len(kinds)} colours on one screen"
    letters = dict(zip(kinds, _LETTERS, strict=False))
    lines = ["# rows", *seen, "", "# colours: so many cells of a letter"]
    lines += [" ".join(f"{letters[kind]}{len(list(run))}" for kind, run in groupby(row)) for row in whole]
    for at, name in enumerate(looks):
        lines += ["", f"# {name}", *(f"{letter}  {kind[at]}" for kind, letter in letters.items())]
    return "\n".join(lines) + "\n"


def same(name: str, looks: Mapping[str, Cells], shown: App[Any]) -> None:
    """Fails when the screen is not as in ``tests/golden/looks/<name>.txt``."""
    seen, path = picture(looks, rows(shown)), FOLDER / f"{name}.txt"
    if os.environ.get(UPDATE):
        assert textual.__version__ == DRAWN_BY, f"pictures are made with Textual {DRAWN_BY}, this is another one"
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_text(seen, "utf-8")
    assert path.exists(), f"{name} was never looked at; set {UPDATE}=1 once, then read it"
    assert seen == path.read_text("utf-8"), f"{name} has other colours; if it is meant to, set {UPDATE}=1 once"
