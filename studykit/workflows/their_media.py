"""Pictures and sounds of somebody's package → files of a pack, under names that are safe anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic, warning
from studykit.core.errors import StudykitError
from studykit.core.given import Given, Words
from studykit.core.response import Choices
from studykit.core.text import count, listed, shortened

if TYPE_CHECKING:
    from studykit.exchange.anki.reader import AnkiPackage

FOLDER = "media"
_INSIDE = "[picture]"
"""What stands for a picture that is part of a text."""
_KINDS = frozenset(
    (".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp", ".aac", ".flac")
) | {".m4a", ".mkv", ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".ogv", ".opus", ".spx", ".wav", ".webm", ".3gp"}
_UNSAFE = re.compile(r"[^\w.\-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST = 120
"""Bytes of a name; file systems take 255."""
_NAMED = 3
"""Files that are named; of more there is only their number."""


class Media:
    """The media that cards ask for, each copied once."""

    def __init__(self, package: AnkiPackage, folder: Path, *, dry_run: bool) -> None:
        self._package = package
        self._folder = folder / FOLDER
        self._dry_run = dry_run
        self._there = {unicodedata.normalize("NFC", name) for name in package.media}
        self._names: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        """Name in lower case → the file of the package that has it."""
        self._missing: list[str] = []
        self.copied = 0
        """Files that were not there."""

    def name(self, theirs: str) -> str:
        """The name of a file here; it is copied when it is first asked for. May raise StudykitError."""
        theirs = unicodedata.normalize("NFC", theirs.strip())
        if theirs not in self._names:
            self._names[theirs] = self._kept(theirs)
        return self._names[theirs]

    def told(self, file: str) -> tuple[Diagnostic, ...]:
        """What the cards name and the package does not hold, or what is neither picture nor sound."""
        if not self._missing:
            return ()
        named = [f"'{shortened(name, 40)}'" for name in self._missing[:_NAMED]]
        if len(self._missing) > _NAMED:
            named.append(f"{len(self._missing) - _NAMED:,} more")
        says = f"{count(len(self._missing), 'picture or sound', 'pictures and sounds')} not taken: {listed(named)}."
        return (warning(f"{says} The package does not hold them, or they are of another kind.", file),)

    def _kept(self, theirs: str) -> str:
        name = safe_name(theirs)
        if theirs not in self._there or Path(name).suffix.lower() not in _KINDS:
            self._missing.append(theirs)
            return name
        content = self._package.read_media(theirs)
        if self._taken.setdefault(name.casefold(), theirs) != theirs or self._differs(name, content):
            name = f"{Path(name).stem}-{blake2b(content, digest_size=4).hexdigest()}{Path(name).suffix}"
        self._write(name, content)
        return name

    def _differs(self, name: str, content: bytes) -> bool:
        path = self._folder / name
        try:
            return path.stat().st_size != len(content) or path.read_bytes() != content
        except OSError:
            return False

    def _write(self, name: str, content: bytes) -> None:
        from studykit.exchange.whole_file import write_whole

        path = self._folder / name
        if path.is_file() and not self._differs(name, content):
            return
        self.copied += 1
        if self._dry_run:
            return
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as problem:
            raise StudykitError(f"'{self._folder}' cannot be made: {problem.strerror}.") from problem
        write_whole(path, content)


def inside_texts(given: Iterable[Given], file: str) -> tuple[Diagnostic, ...]:
    """How many questions have pictures that are no files but part of a text."""
    found = sum(1 for one in given if any(_INSIDE in text for text in _texts(one)))
    says = f"{count(found, 'card')} with a picture inside the text, which is not taken: only files are."
    return (warning(says, file),) if found else ()


def _texts(given: Given) -> Iterator[str]:
    yield from (given.stem, given.feedback)
    if isinstance(given.response, Words):
        yield from given.response.accepted
    elif isinstance(given.response, Choices):
        yield from (option.text for option in given.response.options)


def safe_name(theirs: str) -> str:
    """A name that any system takes, that leads nowhere else, and that no square bracket ends."""
    base = theirs.replace("\\", "/").rpartition("/")[2]
    stem, dot, kind = base.rpartition(".")
    stem, kind = (stem, kind) if dot else (base, "")
    stem = _UNSAFE.sub("_", stem).encode()[:_LONGEST].decode(errors="ignore").strip("._") or "file"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    kind = _UNSAFE.sub("", kind)[:8]
    return f"{stem}.{kind}" if kind else stem
