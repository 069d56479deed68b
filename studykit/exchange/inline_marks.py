"""Marks inside a line of Markdown → plain text: escapes, code, links, strong words, entities.

What a backslash or code marks as plain is held first, each character as a lone surrogate, which no text in UTF-8 has.
So nothing that looks for marks can see it, neither in blocks nor in lines, until the rest is read.
"""

from __future__ import annotations

import re
from html.entities import html5

from studykit.core.text import printable

_HOLD = 0xD800
BREAK = chr(_HOLD + ord("\n"))
"""A line break that is meant."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_CODED = r"(?<!`)(`{1,3})(?!`)(.{1,400}?)(?<!`)\%d(?!`)"
_PLAIN = re.compile(r"\\([!-/:-@\[-`{-~])|" + _CODED % 2)
"""An escaped sign, or code: whichever begins first."""
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_LINK = re.compile(r"\[([^\[\]]{1,400})\]\([^()\s]{0,800}(?:\s+\"[^\"]{0,200}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1")
_LONG_CODE = re.compile(_CODED % 1)
"""Code that goes on over lines."""
_HELD = re.compile("[\ud800-\ud87f]|&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31};));?")
_LAST = 0x10FFFF


def held(line: str) -> str:
    """A line whose escaped signs, code and meant line break are held."""
    marked = _PLAIN.sub(_hold, _SURROGATE.sub("", line))
    return f"{marked[:-1]}{BREAK}" if marked.endswith("\\") else marked


def plain(text: str) -> str:
    """The text without marks; what was held and what entities stand for is written out."""
    text = _LONG_CODE.sub(r"\2", _STRONG.sub(r"\2", _LINK.sub(r"\1", text)))
    return _HELD.sub(_shown, text).strip()


def _hold(found: re.Match[str]) -> str:
    if found[1]:
        return chr(_HOLD + ord(found[1]))
    return _SIGN.sub(lambda sign: chr(_HOLD + ord(sign[0])), found[3])


def _shown(found: re.Match[str]) -> str:
    """A held character, or that of an entity; nothing that would steer a terminal."""
    whole = found[0]
    if whole[0] != "&":
        return chr(ord(whole) - _HOLD)
    if not whole.endswith(";"):
        return whole
    if found[3]:
        return printable(html5.get(found[3], whole))
    number = int(found[1]) if found[1] else int(found[2], 16)
    return printable(chr(number)) if number <= _LAST else whole
