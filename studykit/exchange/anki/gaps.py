"""The gaps of Anki's cloze texts: ``{{c1::hidden::hint}}``, one in another too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studykit.exchange.anki.filters import plain_formulas

_TOKEN = re.compile(r"\{\{c(?P<numbers>[0-9][0-9,]*)::|\}\}", re.ASCII)
_ODD = re.compile(r"[^0-9A-Za-z\u0100-\U0010ffff]")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_PICTURE = "image-occlusion:"
_DEPTH = 8
_LONGEST = 10_000
"""Letters from which what a gap hides is not also told in an attribute: gaps in gaps would multiply it."""
_LARGEST = 65_535


@dataclass(slots=True)
class Gap:
    """A hidden part of a text."""

    numbers: tuple[int, ...]
    """Of the cards that ask for it."""
    inside: list[str | Gap]
    hint: str | None = None


def numbers(text: str) -> list[int]:
    """Numbers of the cards that Anki makes of a cloze text, in order."""
    found: set[int] = set()
    waiting = parts(text)
    while waiting:
        part = waiting.pop()
        if isinstance(part, Gap):
            found.update(part.numbers)
            waiting += part.inside
    return sorted(found - {0})


def parts(text: str) -> list[str | Gap]:
    """Texts and gaps in order. What opens and never closes is not shown, as in Anki."""
    root: list[str | Gap] = []
    opened: list[Gap] = []
    at = 0
    for token in _TOKEN.finditer(text):
        _say(text[at : token.start()], root, opened)
        at = token.end()
        asked = token["numbers"]
        if asked is not None and len(opened) < _DEPTH:
            opened.append(Gap(_numbers(asked), []))
        elif asked is not None:
            _say(token[0], root, opened)
        elif opened:
            gap = opened.pop()
            (opened[-1].inside if opened else root).append(gap)
        else:
            root.append(token[0])
    _say(text[at:], root, opened)
    return root


def _numbers(asked: str) -> tuple[int, ...]:
    return tuple(sorted({int(one) for one in asked.split(",") if one and len(one) <= len(str(_LARGEST))}))


def _say(text: str, root: list[str | Gap], opened: list[Gap]) -> None:
    if opened:
        text, apart, hint = text.partition("::")
        if apart:
            opened[-1].hint = hint
    if text:
        (opened[-1].inside if opened else root).append(text)


def gaps_shown(text: str, number: int, *, answered: bool) -> str:
    """The text with the gaps of a number hidden, or filled; empty when it has none of that number."""
    found = parts(text)
    if number not in _all_numbers(found):
        return ""
    shown = "".join(part if isinstance(part, str) else _shown(part, number, answered=answered) for part in found)
    return plain_formulas(shown)


def hidden_only(text: str, number: int, *, answered: bool) -> str:
    """What the gaps of a number hide, or their hints, with commas between."""
    return ", ".join(_only(parts(text), number, answered=answered))


def _all_numbers(found: list[str | Gap]) -> set[int]:
    gaps = [part for part in found if isinstance(part, Gap)]
    return {one for gap in gaps for one in gap.numbers}.union(*(_all_numbers(gap.inside) for gap in gaps))


def _shown(gap: Gap, number: int, *, answered: bool) -> str:
    named = ",".join(map(str, gap.numbers))
    active = number in gap.numbers
    inside = "".join(part if isinstance(part, str) else _shown(part, number, answered=answered) for part in gap.inside)
    if active and inside.startswith(_PICTURE):
        return f'<div class="cloze" data-ordinal="{named}"></div>'
    if active and not answered:
        hint = "..." if gap.hint is None else gap.hint
        coded = _ODD.sub(_coded, inside) if len(inside) <= _LONGEST else ""
        return f'<span class="cloze" data-cloze="{coded}" data-ordinal="{named}">[{hint}]</span>'
    return f'<span class="{"cloze" if active else "cloze-inactive"}" data-ordinal="{named}">{inside}</span>'


def _coded(letter: re.Match[str]) -> str:
    return _NAMED.get(letter[0]) or f"&#x{ord(letter[0]):X};"


def _only(found: list[str | Gap], number: int, *, answered: bool) -> list[str]:
    texts: list[str] = []
    for part in found:
        if isinstance(part, Gap) and number in part.numbers:
            hint = "..." if part.hint is None else part.hint
            texts.append(_plain(part) if answered else hint)
        if isinstance(part, Gap):
            texts += _only(part.inside, number, answered=answered)
    return texts


def _plain(gap: Gap) -> str:
    return "".join(part if isinstance(part, str) else _plain(part) for part in gap.inside)
