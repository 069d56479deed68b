"""The fixes of a scenario as rows: the ways, fewest changes first, and what alone does not help."""

from __future__ import annotations

from textual.content import Content

from studykit.core.text import count, listed
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import words
from studykit.workflows.lab_fixes import Fixes, Way


def change_words(way: Way) -> list[str]:
    """``visibility timeout 60 s → 360 s``, one for each change."""
    return [f"{one.label} {one.before} {signs().to} {one.after}" for one in way.changes]


def ways(fixes: Fixes) -> Content:
    """All of it, to be read."""
    parts = [words(f"To get {fixes.want}", "bold")]
    if fixes.there:
        parts = [
            words(f"{signs().right} It comes out as wanted: {fixes.want}.", "$success"),
            words("f shows the way to another.", "$muted"),
        ]
    parts += [words(f"{at} {listed(change_words(way))}") for at, way in enumerate(fixes.ways, 1)]
    parts += [words(text, "$muted") for text in notes(fixes)]
    return Content("\n").join(parts)


def notes(fixes: Fixes) -> list[str]:
    """What stands below the ways."""
    found = []
    if not fixes.ways and not fixes.there:
        found.append("No change of one or two settings gives it.")
    if fixes.ways and fixes.alone_not:
        found.append(f"No single change gets there: {', '.join(fixes.alone_not)}.")
    if fixes.unknown:
        found.append(f"Unknown so far: {fixes.unknown}")
    if fixes.given and not fixes.there:
        found.append(f"Given, not to be set: {', '.join(fixes.given)}.")
    return [plain(text) for text in found]


def changes(way: Way) -> str:
    """``1 change``."""
    return count(len(way.changes), "change")
