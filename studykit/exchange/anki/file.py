"""The file of an Anki package: a zip with a collection and media, read without trusting anything in it."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import zstandard

from studykit.core.errors import UsageError
from studykit.exchange.anki.protobuf import fields, text, whole
from studykit.exchange.strange_json import json_object

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_MODERN, _OLD, _OLDEST = _COLLECTIONS
_VERSIONS = {1: _OLDEST, 2: _OLD, 3: _MODERN}
_LARGEST = 4 << 30
"""Bytes of a collection, whatever the package's size."""
_SMALL = 64 << 20
"""Bytes that may come out of a package of any size."""
_RATIO = 200
"""How many times as large as a larger package all that comes out of it may be. Collections shrink to a tenth."""
_LARGEST_LIST = 8 << 20
"""Bytes of the list of all members, and of all media."""
_MOST_MEDIA = 200_000
_LARGEST_MEDIUM = 128 << 20
_OLD_PLACE = 255
"""Number of the field that says under which number a medium is packed."""
_SHOWN = 60
_AT_ONCE = 64 << 10
_SIP = 1 << 9
"""Bytes: so much of zstd becomes 16 MB at most."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DRIVE = re.compile("[A-Za-z]:")
_SQLITE = b"SQLite format 3\0"
_NO_PACKAGE = "'{}' is damaged, or is no Anki package."
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
    struct.error,
    EOFError,
    ValueError,
    TypeError,
    RecursionError,
)


class _TooLargeError(Exception):
    """More comes out than is allowed."""


class AnkiFile:
    """An open package. Every fault is a UsageError that names the file."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = packed
        self._left = max(_SMALL, _RATIO * path.stat().st_size)
        self._counted: set[str] = set()
        self._members = _members(path, packed.infolist())
        kind = self._kind()
        self._collection = self._members[kind]
        self._modern = kind == _MODERN
        self._media = self._listed() if "media" in self._members else {}

    @property
    def media(self) -> tuple[str, ...]:
        """Names of the media that are in it."""
        return tuple(self._media)

    def read_media(self, name: str) -> bytes:
        """What is in a medium. Raises UsageError for one that is not there, is damaged or too large."""
        member = self._media.get(unicodedata.normalize("NFC", name))
        if member is None:
            raise UsageError(f"'{self._path}' holds no file '{_shown(name)}'.")
        with told(self._path):
            try:
                return b"".join(self._content(member, _LARGEST_MEDIUM, packed=self._modern))
            except _TooLargeError as problem:
                raise UsageError(f"'{self._path}' holds a file '{_shown(name)}' that is too large.") from problem

    def unpack(self, target: Path) -> None:
        """Writes its collection to a file, which only SQLite may read."""
        with told(self._path), target.open("xb") as file:
            for chunk in self._content(self._collection, _LARGEST, packed=self._modern):
                file.write(chunk)

    def _kind(self) -> str:
        """Name of the collection that counts: newer packages hold an older one, which only says so."""
        present = [name for name in _COLLECTIONS if name in self._members]
        if not present:
            raise UsageError(f"'{self._path}' is no Anki package: there is no collection in it.")
        if "meta" not in self._members:
            return present[0]
        version = whole(b"".join(self._content(self._members["meta"], _LARGEST_LIST)), 1)
        if version not in _VERSIONS:
            raise UsageError(
                f"'{self._path}' was written by a newer Anki than this program knows. Export it again in Anki "
                "with 'Support older Anki versions'."
            )
        if _VERSIONS[version] not in present:
            raise UsageError(f"'{self._path}' is damaged: its collection '{_VERSIONS[version]}' is missing.")
        return _VERSIONS[version]

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        raw = b"".join(self._content(self._members["media"], _LARGEST_LIST, packed=self._modern))
        found: dict[str, zipfile.ZipInfo] = {}
        listed = _numbered(raw) if self._modern else _mapped(raw)
        for member, name in islice(listed, _MOST_MEDIA):
            if leaves_folder(name) or "/" in name or "\\" in name:
                raise UsageError(f"'{self._path}' is refused: it names a file '{_shown(name)}' outside of itself.")
            if member.isdecimal() and member in self._members:
                found.setdefault(unicodedata.normalize("NFC", name), self._members[member])
        return found

    def _content(self, member: zipfile.ZipInfo, most: int, *, packed: bool = False) -> Iterator[bytes]:
        if member.flag_bits & _ENCRYPTED:
            raise UsageError(f"'{self._path}' is encrypted, which Anki's packages are not.")
        if member.compress_type not in _METHODS:
            raise UsageError(f"'{self._path}' is packed in a way that Anki does not use.")
        known = member.filename in self._counted
        most = most if known else min(most, self._left)
        if member.file_size > most:
            raise _TooLargeError
        size = 0
        with self._zip.open(member) as file:
            for chunk in _unpacked(file) if packed else _chunks(file, _AT_ONCE):
                size += len(chunk)
                if size > most:
                    raise _TooLargeError
                yield chunk
        if not known:
            self._counted.add(member.filename)
            self._left -= size


@contextmanager
def open_file(path: Path) -> Iterator[tuple[AnkiFile, Path]]:
    """A package, and its collection as a file of its own that is gone afterwards."""
    with ExitStack() as held:
        with told(path):
            raw = held.enter_context(_opened(path))
            if raw.peek().startswith(_SQLITE):
                raise UsageError(
                    f"'{path}' is Anki's own collection and may be in use: export it in Anki, then take that."
                )
            packed = held.enter_context(zipfile.ZipFile(raw))
            file = AnkiFile(path, packed)
            folder = held.enter_context(TemporaryDirectory(prefix="studykit-anki-", ignore_cleanup_errors=True))
            collection = Path(folder, "collection")
            file.unpack(collection)
        yield file, collection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what reading a package raises into a UsageError for the learner."""
    try:
        yield
    except _TooLargeError as problem:
        raise UsageError(f"'{path}' is refused: what is packed in it is far larger than any collection.") from problem
    except NotImplementedError as problem:
        raise UsageError(f"'{path}' is packed in a way that Anki does not use.") from problem
    except OSError as problem:
        if problem.errno == errno.EINVAL:  # a place that is not in the file
            raise UsageError(_NO_PACKAGE.format(path)) from problem
        raise UsageError(f"'{path}' cannot be read: {problem.strerror or problem}.") from problem
    except _DAMAGED as problem:
        raise UsageError(_NO_PACKAGE.format(path)) from problem


def leaves_folder(name: str) -> bool:
    """Whether a name leads out of the folder that it would be written to, on any system."""
    parts = name.replace("\\", "/").split("/")
    return not name or "\0" in name or not parts[0] or ".." in parts or "." in parts or bool(_DRIVE.match(name))


class _Bounded(io.BufferedReader):
    """A file that hands out no list of members that would fill the memory: zipfile reads it in one piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LARGEST_LIST:
            raise _TooLargeError
        return super().read(size)


def _opened(path: Path) -> _Bounded:
    """The file. Nothing waits for a pipe. Raises OSError for what is no file."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    raw = io.FileIO(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
        raw.close()
        raise OSError(None, "It is no file")
    return _Bounded(raw)


def _members(path: Path, listed: Iterable[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for member in listed:
        name = member.orig_filename
        if leaves_folder(name):
            raise UsageError(f"'{path}' is refused: it holds a file '{_shown(name)}' that leads out of it.")
        if name in found:
            raise UsageError(f"'{path}' is refused: it holds two files '{_shown(name)}'.")
        found[name] = member
    return found


def _chunks(file: IO[bytes], size: int) -> Iterator[bytes]:
    while chunk := file.read(size):
        yield chunk


def _unpacked(file: IO[bytes]) -> Iterator[bytes]:
    """What is in frames of zstd, one behind the other."""
    unpacker = zstandard.ZstdDecompressor()
    frame = unpacker.decompressobj()
    for chunk in _chunks(file, _AT_ONCE):
        for at in range(0, len(chunk), _SIP):
            left = chunk[at : at + _SIP]
            while left:
                if frame.eof:
                    frame = unpacker.decompressobj()
                yield frame.decompress(left)
                left = frame.unused_data if frame.eof else b""
    if not frame.eof:
        raise EOFError


def _mapped(raw: bytes) -> Iterator[tuple[str, str]]:
    """(member, name) of the media of an older package."""
    for member, name in json_object(raw.decode(), _LARGEST_LIST).items():
        if not isinstance(name, str):
            raise TypeError
        yield member, name.encode("utf-8", "replace").decode()


def _numbered(raw: bytes) -> Iterator[tuple[str, str]]:
    """(member, name) of the media of a newer package: named by their place, unless it says otherwise."""
    listed = (value for number, value in fields(raw) if number == 1 and isinstance(value, bytes))
    for place, entry in enumerate(listed):
        yield str(whole(entry, _OLD_PLACE) or place), text(entry, 1)


def _shown(name: str) -> str:
    """A name on one line of a message."""
    return ascii(name)[1:-1][:_SHOWN]
