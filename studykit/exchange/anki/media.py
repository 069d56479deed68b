"""The pictures and sounds of cards, as a package holds them: numbered files and a list of their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from studykit.core.errors import StudykitError
from studykit.exchange.anki.rows import Note
from studykit.exchange.anki.zip import Member, small, stored

_LIST = "media"


def pictures(notes: Iterable[Note], media: Mapping[str, Path]) -> tuple[list[Member], tuple[str, ...]]:
    """The files that notes name, and the names of which there is no file.

    Raises StudykitError when a file is there and cannot be read.
    """
    wanted = sorted({name for note in notes for name in note.card.media})
    there = [name for name in wanted if name in media and media[name].is_file()]
    files = [_file(str(number), media[name]) for number, name in enumerate(there)]
    names = {str(number): name for number, name in enumerate(there)}
    listed = small(_LIST, json.dumps(names, ensure_ascii=False).encode())
    return [listed, *files], tuple(name for name in wanted if name not in there)


def _file(number: str, path: Path) -> Member:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise StudykitError(f"'{path}' cannot be read: {problem.strerror}.") from problem
    packed = small(number, content)
    return packed if len(packed.stored) < len(content) else stored(number, content)
