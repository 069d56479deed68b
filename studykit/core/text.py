"""Text for people: plurals, lists and safe terminal output."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
"""The number of no letter; Python refuses to read a very long one."""
_KEPT = "\n\t\u200d"  # the joiner keeps emoji whole; other format characters can turn text around


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 fact``, ``1,204 facts``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:  # noqa: PLR2004 - a list of two needs the word between
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def printable(text: str) -> str:
    """The text without control characters, so that content can never steer a terminal."""
    if text.isprintable():
        return text
    return "".join(
        letter for letter in text if letter in _KEPT or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )


def shortened(text: str, width: int) -> str:
    """One line of at most ``width`` characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def unescaped(text: str) -> str:
    """The text with HTML's entities read; what is the number of no letter is shown as such."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(_LONG_NUMBER.sub("\ufffd", text))
