"""Files of lines that several devices share: read on from where one stopped, and added to at their end only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, cast

SUFFIX = ".jsonl"
_TAIL = 4096
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Position:
    """How far a file was read: to the end of a whole line."""

    size: int = 0
    """Bytes."""
    lines: int = 0
    tail: bytes = blake2b(b"", digest_size=16).digest()
    """Digest of what is before, so that a file that was put in the place of another is seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line."""

    number: int
    """1-based."""
    raw: bytes
    """Without its end; cut when it is longer than any line may be."""


def log_paths(folder: Path) -> list[Path]:
    """Every ``.jsonl`` of the folder, whatever wrote it; sorted by name. Raises OSError."""
    with os.scandir(folder) as found:
        names = sorted(one.name for one in found if one.name.casefold().endswith(SUFFIX))
    return [folder / name for name in names]


class LogFile:
    """A file that is read. Raises OSError for a folder, a pipe and a device."""

    def __init__(self, path: Path, longest: int) -> None:
        self._longest = longest
        self._file = _opened(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0), "rb")
        state = os.fstat(self._file.fileno())
        self.size, self.changed = state.st_size, state.st_mtime_ns

    def close(self) -> None:
        """Closes it."""
        self._file.close()

    def goes_on(self, position: Position) -> bool:
        """Whether it still holds what was read before."""
        return position.size <= self.size and _tail(self._file, position.size) == position.tail

    def lines(self, position: Position) -> Iterator[Line]:
        """The whole lines after a position; what has no end yet is left for next time."""
        self._file.seek(position.size)
        self._at, self._number = position.size, position.lines
        while raw := self._file.readline(self._longest + 1):
            size = len(raw)
            while not raw.endswith(b"\n") and (more := self._file.readline(_AT_ONCE)):
                size += len(more)
                raw = raw[: self._longest + 1] + more[-1:]
            if not raw.endswith(b"\n"):
                return
            self._at += size
            self._number += 1
            yield Line(self._number, raw[:-1])

    def position(self) -> Position:
        """How far ``lines`` came."""
        return Position(self._at, self._number, _tail(self._file, self._at))


def append(path: Path, position: Position, lines: Iterable[bytes]) -> Position:
    """Adds lines behind a position and says where they end; on disk when it returns.

    What is behind the position already has no end: a line that a killed program left half written, and it goes.
    Raises OSError; the file is then as it was, as far as the disk allows.
    """
    anew = not path.exists()
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with _opened(path, flags, "r+b") as file:
        file.seek(position.size)
        if file.readline().endswith(b"\n") or os.fstat(file.fileno()).st_size < position.size:
            raise OSError(None, "Another program wrote to it just now; sync again")
        os.ftruncate(file.fileno(), position.size)
        try:
            count = _written(file, lines)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(file.fileno(), position.size)
            raise
        size = os.fstat(file.fileno()).st_size
        made = Position(size, position.lines + count, _tail(file, size))
    if anew:
        _keep_name(path.parent)
    return made


def _written(file: BinaryIO, lines: Iterable[bytes]) -> int:
    count, waiting, size = 0, list[bytes](), 0
    for line in lines:
        waiting.append(line)
        count, size = count + 1, size + len(line)
        if size >= _AT_ONCE:
            _all(file.fileno(), b"".join(waiting))
            waiting, size = [], 0
    _all(file.fileno(), b"".join(waiting))
    os.fsync(file.fileno())
    return count


def _all(number: int, data: bytes) -> None:
    """Writes past Python's buffer: what it holds back after an error would be written when the file is closed."""
    left = memoryview(data)
    while left:
        left = left[os.write(number, left) :]


def _opened(path: Path, flags: int, mode: str) -> BinaryIO:
    number = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        _regular(number)
        return cast("BinaryIO", os.fdopen(number, mode))
    except BaseException:
        with suppress(OSError):
            os.close(number)
        raise


def _regular(number: int) -> None:
    if not stat.S_ISREG(os.fstat(number).st_mode):
        raise OSError(None, "It is no file")


def _tail(file: BinaryIO, size: int) -> bytes:
    start = max(size - _TAIL, 0)
    file.seek(start)
    return blake2b(file.read(size - start), digest_size=16).digest()


def _keep_name(folder: Path) -> None:
    """Brings the name of a new file to the disk, where systems can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
