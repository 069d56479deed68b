"""The pages of a SQLite file, read without SQLite: what a damaged file still holds where its own reader gives up.

The layout is that of https://www.sqlite.org/fileformat2.html: pages of one size, the first 100 bytes of the first one
a header; rows of a table are the cells of its leaf pages; what was written last may still be in the log beside it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from studykit.core.progress import Progress, silent

Value = int | float | str | bytes | None

MAGIC = b"SQLite format 3\x00"
PAGE = 4096
"""Size of a page where the file does not say it any more; it is SQLite's own, and studykit sets no other."""
_SMALLEST, _LARGEST = 512, 65_536
_HEADER = 100
_LEAF = 13
"""First byte of a page that holds rows of a table."""
_LOG_HEADER, _FRAME_HEADER = 32, 24
_LOG_MAGIC = 0x377F0682
"""In the low bit: whether its sums read the words high byte first."""
_CHUNK = 1 << 20
_TOLD = 1000
"""Pages after which somebody is told how far it is."""


def page_size(header: bytes) -> int:
    """Bytes of a page, as the header says, or the usual when it cannot be believed."""
    if header[:16] != MAGIC:
        return PAGE
    said = int.from_bytes(header[16:18], "big")
    size = _LARGEST if said == 1 else said
    return size if size >= _SMALLEST and size & (size - 1) == 0 else PAGE


def copy_with_log(path: Path, target: Path) -> None:
    """A copy in which the log beside the file is carried out and the header can be read again.

    What the disk cannot give is zeros in it. Raises OSError when the copy cannot be written.
    """
    with path.open("rb") as damaged, target.open("w+b") as copy:
        _copy(damaged, copy)
        log = path.with_name(f"{path.name}-wal")
        if log.is_file():
            for number, page in _frames(log):
                copy.seek((number - 1) * len(page))
                copy.write(page)
        _mend_header(copy)


def rows(path: Path, told: Progress = silent) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """Row number and values of every row that a page of the file still holds, whichever table it is of.

    Pages that are free hold rows too: old copies, or what was deleted. ``told`` hears how many pages are read.
    """
    with path.open("rb") as file:
        size = page_size(file.read(_HEADER))
        pages = file.seek(0, 2) // size
        for number in range(1, pages):  # the first holds the schema
            file.seek(number * size)
            page = file.read(size)
            if page[0] == _LEAF:
                yield from _rows(page, file)
            if not number % _TOLD or number == pages - 1:
                told(number, pages - 1)


def _copy(damaged: BinaryIO, copy: BinaryIO) -> None:
    length = damaged.seek(0, 2)
    copy.writelines(_read(damaged, start, min(_CHUNK, length - start)) for start in range(0, length, _CHUNK))


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    try:
        file.seek(start)
        return file.read(length).ljust(length, b"\0")
    except OSError:
        if length <= PAGE:
            return b"\0" * length
        return b"".join(_read(file, at, min(PAGE, start + length - at)) for at in range(start, start + length, PAGE))


def _mend_header(copy: BinaryIO) -> None:
    copy.seek(0)
    header = bytearray(copy.read(_HEADER).ljust(_HEADER, b"\0"))
    size = page_size(bytes(header))
    length = copy.seek(0, 2)
    pages = max(1, -(-length // size))
    copy.truncate(pages * size)  # a page that was cut off is zeros to its end
    sound = header[:16] == MAGIC and header[21:24] == b"\x40\x20\x20"
    if not sound:
        header[:] = MAGIC + size.to_bytes(2, "big") + b"\x01\x01\x00\x40\x20\x20" + bytes(_HEADER - 24)
        struct.pack_into(">I", header, 44, 4)  # schema format
        struct.pack_into(">I", header, 56, 1)  # text is UTF-8
    header[18:20] = b"\x01\x01"  # no log beside it any more
    struct.pack_into(">I", header, 28, pages)
    header[92:96] = header[24:28]  # the number of pages counts
    copy.seek(0)
    copy.write(header)


def _frames(log: Path) -> Iterator[tuple[int, bytes]]:
    """Page number and page of what was committed to the log, in its order.

    Each frame's sums go on from those before, so a frame of an older round or one half written ends it.
    """
    with log.open("rb") as file:
        header = file.read(_LOG_HEADER)
        size = int.from_bytes(header[8:12], "big")
        if len(header) < _LOG_HEADER or int.from_bytes(header[:4], "big") & ~1 != _LOG_MAGIC or size > _LARGEST:
            return
        order = ">" if header[3] & 1 else "<"
        sums = _sums(header[:24], (0, 0), order)
        waiting: list[tuple[int, bytes]] = []
        while len(frame := file.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
            sums = _sums(frame[:8] + frame[_FRAME_HEADER:], sums, order)
            if sums != struct.unpack(">II", frame[16:24]):
                return
            waiting.append((int.from_bytes(frame[:4], "big"), frame[_FRAME_HEADER:]))
            if frame[4:8] != b"\0\0\0\0":  # the last of a transaction
                yield from waiting
                waiting.clear()


def _sums(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second


def _rows(page: bytes, file: BinaryIO) -> Iterator[tuple[int, tuple[Value, ...]]]:
    count = int.from_bytes(page[3:5], "big")
    for at in range(8, min(8 + 2 * count, len(page) - 1), 2):
        try:
            length, start = _varint(page, int.from_bytes(page[at : at + 2], "big"))
            number, start = _varint(page, start)
            yield number, _record(_payload(page, start, length, file))
        except (IndexError, ValueError, struct.error, OSError):
            continue  # this one cannot be read; the next may


def _payload(page: bytes, start: int, length: int, file: BinaryIO) -> bytes:
    """The bytes of a row; what does not fit on its page goes on in others, each naming the next."""
    size = len(page)
    most, least = size - 35, (size - 12) * 32 // 255 - 23
    if length <= most:
        return _whole(page[start : start + length], length)
    if length > file.seek(0, 2):
        raise ValueError("longer than the file")
    fit = least + (length - least) % (size - 4)
    here = fit if fit <= most else least
    parts, left = [page[start : start + here]], length - here
    following = int.from_bytes(page[start + here : start + here + 4], "big")
    while left > 0:
        file.seek((following - 1) * size)
        more = _whole(file.read(size), size)
        parts.append(more[4 : 4 + min(left, size - 4)])
        left -= size - 4
        following = int.from_bytes(more[:4], "big")
    return _whole(b"".join(parts), length)


def _whole(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise ValueError("cut off")
    return data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of up to nine bytes, seven bits in each but the last, and where it ends."""
    value = 0
    for end in range(at, at + 8):
        byte = data[end]
        value = value << 7 | byte & 0x7F
        if byte == byte & 0x7F:  # the highest bit says that more follows
            return value, end + 1
    value = value << 8 | data[at + 8]
    return (value - (1 << 64) if value >> 63 else value), at + 9


_WIDTHS = (0, 1, 2, 3, 4, 6, 8)
_FLOAT, _ZERO, _ONE, _BYTES = 7, 8, 9, 12


def _record(data: bytes) -> tuple[Value, ...]:
    """The values of a row. Raises ValueError or IndexError when it cannot be one."""
    end, at = _varint(data, 0)
    start = end
    values: list[Value] = []
    while at < end:
        kind, at = _varint(data, at)
        value, start = _value(data, kind, start)
        values.append(value)
    if at != end or start != len(data):
        raise ValueError("not a row")
    return tuple(values)


def _value(data: bytes, kind: int, start: int) -> tuple[Value, int]:
    if kind >= _BYTES:
        length = (kind - _BYTES) // 2
        text = _whole(data[start : start + length], length)
        return (text.decode() if kind % 2 else text), start + length
    if kind < _FLOAT:
        width = _WIDTHS[kind]
        number = int.from_bytes(_whole(data[start : start + width], width), "big", signed=True)
        return (number if kind else None), start + width
    if kind == _FLOAT:
        return struct.unpack_from(">d", data, start)[0], start + 8
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, start
    raise ValueError("no such kind of value")
