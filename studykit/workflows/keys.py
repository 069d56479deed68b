"""The learner's own keys: ``keys.yaml`` in the home folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE = "keys.yaml"


def own_keys(home: Path) -> tuple[Mapping[str, tuple[str, int]], tuple[str, ...]]:
    """Name of a binding → its keys and the line of the file, and a sentence for each problem; empty without a file."""
    path = home / FILE
    if not path.is_file():
        return {}, ()
    from studykit.packs.keys import read_keys

    found, problems = read_keys(path)
    return {name: (one.keys, one.line) for name, one in found.items()}, tuple(map(str, problems))


def write_keys(home: Path, lines: str) -> Path:
    """Writes the file for the learner to change, unless there is one. Raises StudykitError when it cannot be."""
    from studykit.core.errors import StudykitError
    from studykit.exchange.whole_file import write_whole

    path = home / FILE
    if not path.exists():
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise StudykitError(f"'{home}' cannot be made: {problem.strerror}.") from problem
        write_whole(path, lines.encode())
    return path
