"""Bytes of somebody's file → text that can be read line by line, or one message why not."""

from __future__ import annotations

import codecs
import re

from studykit.core.diagnostic import Diagnostic, error

MAX_BYTES = 5_000_000
"""A larger file is not read."""
_LONGEST = 20_000
"""No line that a person wrote is longer."""
_STRANGE = 20
"""One control character in so many characters makes a file binary."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(raw: bytes, file: str) -> tuple[str, Diagnostic | None]:
    """The text of a file in UTF-8 or UTF-16; empty, with the reason, for anything else."""
    if len(raw) > MAX_BYTES:
        return "", error(f"This file is larger than {MAX_BYTES:,} bytes and is not read.", file)
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding), None
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        return "", error("This is not UTF-8 text. Save it as UTF-8 first.", file, line)


def readable(text: str, file: str) -> tuple[str, Diagnostic | None]:
    """The text with plain line ends and without control characters; empty, with the reason, for junk."""
    if len(text) > MAX_BYTES:
        return "", error(f"This file is larger than {MAX_BYTES:,} characters and is not read.", file)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST:
            return "", error(f"This line is longer than {_LONGEST:,} characters: no question is.", file, number)
    joined = "\n".join(lines)
    plain = _CONTROL.sub("", joined)
    if (len(joined) - len(plain)) * _STRANGE > len(joined):
        return "", error("This is a binary file, not a text with questions.", file)
    return plain, None
