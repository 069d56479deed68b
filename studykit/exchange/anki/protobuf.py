"""Protocol Buffers on the wire, as far as Anki's packages use them: numbered fields of numbers and bytes."""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5
_MORE = 0x80
"""The bit of a number's byte that says that more follows."""
_LONGEST_VARINT = 10
"""Bytes; 64 bits, of which each byte carries seven."""


class WireError(ValueError):
    """These bytes are no message."""


def fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(number, value) of every field of a message, in order. Raises WireError where it cannot be read on."""
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        number, wire = key >> 3, key & 7
        if not number:
            raise WireError("A field has no number")
        if wire == _VARINT:
            value, at = _varint(raw, at)
            yield number, value
            continue
        size, at = _size(raw, at, wire)
        if size > len(raw) - at:
            raise WireError("A field ends after the message")
        yield number, raw[at : at + size]
        at += size


def whole(raw: bytes, number: int) -> int:
    """The whole number in a field; 0 when it is not there. Of several the last stands, as the format says."""
    found = 0
    for at, value in fields(raw):
        if at == number and isinstance(value, int):
            found = value
    return found


def text(raw: bytes, number: int) -> str:
    """The text in a field; empty when it is not there. What is no UTF-8 in it becomes ``�``."""
    found = b""
    for at, value in fields(raw):
        if at == number and isinstance(value, bytes):
            found = value
    return found.decode("utf-8", "replace")


def _size(raw: bytes, at: int, wire: int) -> tuple[int, int]:
    if wire == _BYTES:
        return _varint(raw, at)
    if wire in (_EIGHT_BYTES, _FOUR_BYTES):
        return 8 if wire == _EIGHT_BYTES else 4, at
    raise WireError(f"No field is of the kind {wire}")


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(raw[at : at + _LONGEST_VARINT]):
        value |= (byte & ~_MORE) << 7 * place
        if not byte & _MORE:
            return value & 0xFFFF_FFFF_FFFF_FFFF, at + place + 1
    raise WireError("A number has no end")
