r"""Formulas in a text: what stands between signs of dollars, or in ``\(…\)``, and is no price and no variable."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAYBE = (
    r"(?<![\\$\w])(?:\$\$[^$`\n]{1,2000}\$\$|\$(?=[^\s$`])[^$`\n]{0,500}(?<=[^\s\\])\$)(?![$\w])"
    r"|(?<![\\\w])(?:\\\([^`\n]{1,500}?\\\)|\\\[[^`\n]{1,2000}?\\\])"
)
"""What may be a formula. The first sign of dollars has no space behind it and the last none before it."""
_MAYBE = re.compile(MAYBE)
_SIGN = re.compile(r"[\\^_={}<>+*|]")
_STRONG = re.compile(r"\\[a-zA-Z]{2,}|\^|_\{")
"""What only formulas have: a command, something raised, a group set low."""
_COMMAND = re.compile(r"\\(?:text|mathrm|mathbf|operatorname|ce|mbox)\s?\{[^{}]*\}|\\[a-zA-Z]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PROSE = re.compile(r"\s[^\W\d_]{2,}|[^\W\d_]{2,}\s")
_MOST_WORDS = 3
"""Words within a formula: ``if``, ``otherwise``; more are a sentence between two prices."""


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the formulas of a text begin and end."""
    if "$" not in text and "\\" not in text:
        return
    for found in _MAYBE.finditer(text):
        if is_formula(found[0]):
            yield found.span()


def is_formula(text: str) -> bool:
    r"""Whether what ``MAYBE`` found is a formula: ``$n$``, but not ``$5 for 20 GB, or 10$`` or ``\(see below\)``."""
    dollars = text.startswith("$")
    inner = text.strip("$") if dollars else text[2:-2]
    words = len(_WORD.findall(_COMMAND.sub(" ", inner)))
    if not inner.strip() or words > _MOST_WORDS or not _in_pairs(inner):
        return False
    if _STRONG.search(inner):
        return True
    if not dollars:  # converters write every bracket of a text so
        return bool(re.search(r"[=<>+^]", inner)) and not words
    return bool(_SIGN.search(inner)) or not _PROSE.search(inner)


def _in_pairs(text: str) -> bool:
    """Whether every bracket that closes was opened before; ``[0, 1)`` is a pair."""
    depth = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if depth < 0:
            return False
    return not depth
