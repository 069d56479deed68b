"""HTML documentation → the few sentences that hold a figure."""

from __future__ import annotations

import html
import re

from studykit.core.text import shortened

MOST = 3
"""Sentences that are kept of one member."""
LONGEST = 300
"""Characters of one sentence."""

_ROW = re.compile(r"<li>\s*((?:<[^/][^>]*>\s*)*)", re.IGNORECASE)
_ROW_ENDS = re.compile(r"<(/?)li>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|note|important|br|div|h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r"\[([^\]]+)\]\(https?:[^)]*\)")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"(])")
_TELLING = re.compile(
    r"\d|\bdefault|\b(?:one|two|three|four|five|six|seven|ten|twelve)\b[\s-](?:seconds?|minutes?|hours?|days?|times)\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:max(?:imum)?|min(?:imum)?|default|up to|at (?:least|most)|limit(?:ed)?|exceed|between|valid values?)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\b(?:for example|e\.g\.)", re.IGNORECASE)


def sentences(documentation: str, about: str = "") -> tuple[str, ...]:
    """At most three sentences that hold a digit or the word default, in their order.

    ``about`` narrows the documentation to the list row that begins with these words, or else to the
    sentences that hold them. When there are more than three, those that speak of a limit stay.
    """
    row = _row(documentation, about) if about else ""
    found = [one for one in _split(row or documentation) if _TELLING.search(one)]
    if about and not row:
        found = [one for one in found if about.casefold() in one.casefold()]
    found = list(dict.fromkeys(found))
    best = sorted(range(len(found)), key=lambda at: (-_weight(found[at]), at))[:MOST]
    return tuple(shortened(found[at], LONGEST) for at in sorted(best))


def _weight(sentence: str) -> int:
    digits = bool(re.search(r"\d", sentence))
    return 2 * bool(_CUE.search(sentence)) + digits - 2 * bool(_EXAMPLE.search(sentence)) - (len(sentence) > LONGEST)


def _split(documentation: str) -> list[str]:
    plain = _LINK.sub(r"\1", _TAG.sub("", _BLOCK.sub("\n", documentation))).replace("``", "")
    blocks = (" ".join(html.unescape(block).split()) for block in plain.split("\n"))
    return [one.strip() for block in blocks for one in _END.split(block) if one.strip()]


def _row(documentation: str, about: str) -> str:
    for start in _ROW.finditer(documentation):
        if documentation[start.end() :].casefold().startswith(about.casefold()):
            return documentation[start.end() : _row_end(documentation, start.end())]
    return ""


def _row_end(documentation: str, at: int) -> int:
    depth = 1
    for tag in _ROW_ENDS.finditer(documentation, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(documentation)
