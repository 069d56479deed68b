"""Identities of our notes in Anki: both come from the card's id alone, so that they are the same in every export."""

from __future__ import annotations

import hashlib
import struct
from binascii import b2a_base64
from collections.abc import Sequence

from studykit.core.errors import StudykitError

_FIRST_ID = 89_407 << 24
_IDS = 1 << 24
"""Ids look like milliseconds of one past night, as Anki's own do. They are near one another: that packs well."""
_BYTES, _LETTERS = 9, 12
"""Of a guid: three bytes are four letters, so that guids can be written all at once."""
_NUMBER = "9xI19x"
"""The bytes after those of the guid."""


def guid(card: str) -> str:
    """The identity by which Anki finds a card's note again."""
    return _written(_digest(card)[:_BYTES])


def guids(cards: Sequence[str]) -> list[tuple[int, str]]:
    """A number and the guid of each card; no two have one number.

    Raises StudykitError when two have one guid: Anki would take them for one note.
    """
    digests = [_digest(card) for card in cards]
    letters = _written(b"".join([digest[:_BYTES] for digest in digests]))
    names = [letters[at : at + _LETTERS] for at in range(0, len(letters), _LETTERS)]
    if len(set(names)) < len(names):
        raise StudykitError("Two cards have one identity in Anki. Please report this with the ids of the cards.")
    return list(zip(_numbers(digests), names, strict=True))


def numbers(names: Sequence[str]) -> dict[str, int]:
    """A number for each name, as far as can be the same in every export."""
    return dict(zip(names, _numbers([_digest(name) for name in names]), strict=True))


def _numbers(digests: Sequence[bytes]) -> list[int]:
    """From the digests; the next one that is free where two would have the same."""
    wanted = struct.unpack(">" + _NUMBER * len(digests), b"".join(digests))
    taken: set[int] = set()
    found = []
    for one in wanted:
        number = _FIRST_ID + one % _IDS
        while number in taken:
            number += 1
        taken.add(number)
        found.append(number)
    return found


def _written(digest: bytes) -> str:
    return b2a_base64(digest, newline=False).decode().replace("+", "-").replace("/", "_")


def _digest(card: str) -> bytes:
    return hashlib.sha256(b"studykit " + card.encode(errors="surrogatepass")).digest()
