"""Pictures that lines of a note show: what they are called, and the files that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

ENDINGS = frozenset((".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))
MAX_BYTES = 10_000_000
"""A larger picture is not taken along."""
_SHOWN = re.compile(
    r"!\[[^\]\n]{0,400}\]\(\s*(?:<([^>\n]{1,400})>|([^\s()]{1,400}))[^)\n]{0,200}\)"  # ![text](folder/x.png "title")
    r"|!\[\[([^\]|#\n]{1,400})[^\]\n]{0,200}\]\]"  # ![[x.png|300]], as vaults write it
)


def named(lines: Sequence[str]) -> Iterator[str]:
    """The pictures that the lines show, as they are written there."""
    for line in lines:
        for found in _SHOWN.finditer(line):
            yield unquote(found[1] or found[2] or found[3]).strip()


def only_pictures(line: str) -> bool:
    """Whether a line shows pictures and says nothing."""
    return bool(_SHOWN.search(line)) and not _SHOWN.sub("", line).strip()


def picture(name: str, note: Path, root: Path) -> Path | None:
    """The file of a picture that a note shows; None for one that is not there, too large, or not below ``root``.

    A note may come from a stranger, so nothing outside the folder of the notes can be named.
    """
    for folder in (note.parent, root):
        try:
            path = (folder / name).resolve()
            inside = path.is_relative_to(root.resolve())
            if inside and path.suffix.lower() in ENDINGS and path.is_file() and path.stat().st_size <= MAX_BYTES:
                return path
        except (OSError, ValueError):  # too long a name, or one with a NUL
            continue
    return None
