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
    address: str = ""
    """SQLAlchemy URL of a database that several learners may share; empty: the learner's own file."""
    learner: str = ""
    """Name in a shared database; empty in a file of one's own."""

    @property
    def database(self) -> Path:
        """The learner's own file of answers."""
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
    """The places of this installation.

    ``STUDYKIT_HOME`` names another folder for the learner's files, ``STUDYKIT_DATABASE`` the SQLAlchemy URL of a shared
    database, and ``STUDYKIT_LEARNER`` who answers there.
    """
    shipped = _PACKAGE / "_shipped" / "content"
    content = shipped if shipped.is_dir() else _PACKAGE.parent / "content"
    chosen = environment.get("STUDYKIT_HOME", "")
    address, learner = environment.get("STUDYKIT_DATABASE", ""), environment.get("STUDYKIT_LEARNER", "")
    if chosen:
        return Places(content, Path(chosen).expanduser(), address, learner)
    from platformdirs import user_data_path

    return Places(content, user_data_path("studykit", appauthor=False), address, learner)


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
