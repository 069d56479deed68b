"""Files → a zip that is the same on every day and system; what is big is deflated in parts, on several threads.

Where the parts begin does not depend on the computer, so the bytes do not either.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from studykit.core.errors import StudykitError

_LEVEL = 2
_PART = 1 << 19
_WINDOW = 1 << 15
"""Bytes that deflate looks back."""
_RAW = -15
_LARGEST = 0xFFFF_FFFF
"""Bytes that a zip without extensions can tell."""
_MOST = 0xFFFE
"""Files."""
_THREADS = 8
_DATE = 0x21
"""1 January 1980 as DOS counts."""
_VERSION = 20
_UNIX = 3 << 8
_UTF8 = 0x800
_ACCESS = 0o100644 << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the zip as it is stored."""

    name: str
    stored: bytes
    crc: int
    size: int
    deflated: bool = True


class Deflater:
    """Deflates a file whose later parts are still being made."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._begun: list[Future[tuple[bytes, bytes]]] = []

    def begin(self, content: bytes) -> None:
        """Deflates the parts that are whole by now, without the first one; what changes later is done again."""
        for at in range(_PART * (len(self._begun) + 1), len(content) - _PART + 1, _PART):
            self._begun.append(self._pool.submit(_early, content, at))

    def member(self, name: str, content: bytes, head: bytes = b"") -> Member:
        """The whole file; it begins with ``head`` in the place of as many bytes of ``content``."""
        first = head + content[len(head) : _PART]
        begun = self._pool.submit(_deflated, first, 0, last=len(content) <= _PART)
        parts = [begun, *(self._part(content, at) for at in range(_PART, len(content), _PART))]
        crc = zlib.crc32(memoryview(content)[len(first) :], zlib.crc32(first))
        return Member(name, b"".join([part.result() for part in parts]), crc, len(content))

    def _part(self, content: bytes, at: int) -> Future[bytes]:
        number, last = at // _PART - 1, at + _PART >= len(content)
        if number < len(self._begun) and not last:
            before, packed = self._begun[number].result()
            if content.startswith(before, at - _WINDOW):
                done: Future[bytes] = Future()
                done.set_result(packed)
                return done
        return self._pool.submit(_deflated, content, at, last=last)


def _early(content: bytes, at: int) -> tuple[bytes, bytes]:
    """What was deflated (with what deflate looked back to), and what came of it."""
    return content[at - _WINDOW : at + _PART], _deflated(content, at, last=False)


@contextmanager
def deflater() -> Iterator[Deflater]:
    """A deflater with a thread for each core."""
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _THREADS)) as pool:
        yield Deflater(pool)


def _deflated(content: bytes, at: int, *, last: bool) -> bytes:
    known = content[max(at - _WINDOW, 0) : at]
    packer = (
        zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, 9, zdict=known)
        if known
        else zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, 9)
    )
    packed = packer.compress(memoryview(content)[at : at + _PART])
    return packed + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def stored(name: str, content: bytes) -> Member:
    """A file that is packed already."""
    return Member(name, content, zlib.crc32(content), len(content), deflated=False)


def small(name: str, content: bytes) -> Member:
    """A file of one part."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, 9)
    return Member(name, packer.compress(content) + packer.flush(), zlib.crc32(content), len(content))


def zipped(members: Iterable[Member]) -> bytes:
    """The zip. Raises StudykitError when it would be larger than a zip can be."""
    files, directory, at, count = [], [], 0, 0
    for member in members:
        name, method = member.name.encode(), 8 * member.deflated
        told = (method, 0, _DATE, member.crc, len(member.stored), member.size, len(name))
        flags = 0 if member.name.isascii() else _UTF8
        header = _LOCAL.pack(b"PK\x03\x04", _VERSION, flags, *told, 0) + name
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", _UNIX | _VERSION, _VERSION, flags, *told, 0, 0, 0, 0, _ACCESS, at) + name
        )
        files += [header, member.stored]
        at, count = at + len(header) + len(member.stored), count + 1
        if at > _LARGEST or count > _MOST:
            raise StudykitError("The package would be larger than 4 GB. Export the topics one by one.")
    index = b"".join(directory)
    return b"".join([*files, index, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(index), at, 0)])
