"""Sentences of notes that state a fact, with a gap where its figure stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studykit.core.claim import Limit
from studykit.core.errors import UsageError
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import FIGURE, Quantity, format_figure, parse_figure, parse_quantity
from studykit.core.source import SourceSpan
from studykit.questions.ground import Ground
from studykit.questions.known import rank_of, remembered

GAP = "[…]"
_SHORTEST, _LONGEST = 24, 180
"""Characters of a sentence that says enough and is read at a glance."""
_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_AMOUNT = re.compile(rf"(?<![\w.,])({FIGURE.pattern})(\s*-?\s*)([A-Za-z%]+(?:/[a-z]+)?)?")
_UNFIT = re.compile(r"[?\"“”»«\[\]…]|https?:|\b(?:TODO|TBD)\b")
_EITHER = re.compile(r"\d\s*(?:-|–|to|or|/)\s*\d")
"""A range or a choice of figures: one of them tells the other."""


@dataclass(frozen=True, slots=True)
class Gapped:
    """A sentence with a gap."""

    text: str
    quantity: Quantity
    """What the note says; its unit stands around the gap, or is meant."""
    figures: frozenset[str]
    """The other figures in it."""
    span: SourceSpan
    facts: tuple[str, ...]
    """Other facts that the sentence states."""
    rank: int


def gapped_sentences(fact: Fact, ground: Ground) -> tuple[Gapped, ...]:
    """The sentences that state a fact plainly, and nothing that is wrong; found once."""
    return remembered(ground, ("sentences", fact.id), lambda: _found(fact, ground))


def _found(fact: Fact, ground: Ground) -> tuple[Gapped, ...]:
    stated = remembered(ground, ("sentences",), lambda: _stated(ground))
    found: dict[str, Gapped] = {}
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        text = " ".join(limit.claim.text.split())
        facts, wrong = stated[limit.claim.span, limit.claim.text]
        if standing is not ClaimStanding.HOLDS or wrong:
            continue
        gapped = _gapped(text, limit) if limit.quantity.base == fact.quantity.base else ""
        if gapped and gapped not in found:
            others = tuple(name for name in facts if name != fact.id)
            rank = rank_of(f"{limit.span}/{gapped}")
            found[gapped] = Gapped(gapped, limit.quantity, _figures(gapped), limit.span, others, rank)
    return tuple(found.values())


def _figures(text: str) -> frozenset[str]:
    return frozenset(format_figure(parse_figure(found)) for found in FIGURE.findall(text) if "/" not in found)


def _stated(ground: Ground) -> dict[tuple[SourceSpan, str], tuple[list[str], bool]]:
    """Sentence → the facts it states, and whether something in it does not hold."""
    stated: dict[tuple[SourceSpan, str], tuple[list[str], bool]] = {}
    for fact in ground.facts.values():
        for limit, standing in zip(fact.claims, fact.standings, strict=True):
            key = limit.claim.span, limit.claim.text
            facts, wrong = stated.get(key, ([], False))
            names = facts if fact.id in facts else [*facts, fact.id]
            stated[key] = names, wrong or standing is not ClaimStanding.HOLDS
    return stated


def _gapped(text: str, limit: Limit) -> str:
    """The sentence with its figure taken out; empty where it is not plain."""
    if not _SHORTEST <= len(text) <= _LONGEST or _UNFIT.search(text):
        return ""
    figure = format_figure(limit.quantity.figure)
    spelled = "|".join(re.escape(one) for one in dict.fromkeys((figure, figure.replace(",", ""))))
    places = list(re.finditer(rf"(?<![\w.,/])(?:{spelled})(?![\d/]|[.,]\d)", text))
    if len(places) != 1:
        return ""
    place = places[0]
    rest = f"{text[: place.start()]}{text[place.end() :]}"
    around = text[max(place.start() - 6, 0) : place.end() + 6]
    if len(_WORD.findall(rest)) < _WORDS or _EITHER.search(around) or _told(rest, limit):
        return ""
    return f"{text[: place.start()]}{GAP}{text[place.end() :]}"


def _told(rest: str, limit: Limit) -> bool:
    """True when the rest of a sentence says the amount again, such as ``(15 minutes)``."""
    for found in _AMOUNT.finditer(rest):
        try:
            amount = parse_quantity(f"{found[1]} {found[3] or ''}".strip())
        except UsageError:
            continue
        if amount.agrees(limit.quantity):
            return True
    return False
