"""Where content, the learner's files and the cache are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import studykit
from studykit.core.errors import ContentError, nearest

_PACKAGE = Path(studykit.__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that the program uses."""

    content: Path
    """Holds a folder for each built-in pack."""
    home: Path
    """The learner's own: database, cache, log."""

    @property
    def database(self) -> Path:
        """The learner's answers."""
        return self.home / "learner.db"

    @property
    def cache(self) -> Path:
        """What can be rebuilt from content."""
        return self.home / "cache"

    @property
    def log(self) -> Path:
        """Reports of what went wrong inside the program."""
        return self.home / "studykit.log"


def find_places(environment: Mapping[str, str]) -> Places:
    """The places of this installation; ``STUDYKIT_HOME`` overrides where the learner's files are."""
    shipped = _PACKAGE / "_shipped" / "content"
    content = shipped if shipped.is_dir() else _PACKAGE.parent / "content"
    chosen = environment.get("STUDYKIT_HOME", "")
    if chosen:
        return Places(content, Path(chosen).expanduser())
    from platformdirs import user_data_path

    return Places(content, user_data_path("studykit", appauthor=False))


def pack_folder(places: Places, pack: str) -> Path:
    """The folder of a pack: a built-in one by name, any other by its path.

    Raises ContentError when there is none.
    """
    named = places.content / pack
    if named.is_dir() and "/" not in pack and pack not in ("", ".", ".."):
        return named
    if Path(pack).is_dir():
        return Path(pack)
    known = sorted(path.name for path in places.content.glob("*") if (path / "pack.yaml").is_file())
    raise ContentError(f"There is no pack '{pack}'.{nearest(pack, known)}")
