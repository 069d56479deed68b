"""What an answer's words come to: a quantity, a range, a start and an end, and the stems of its content words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from studykit.core.errors import UsageError
from studykit.core.quantity import FIGURE, Dimension, Figure, parse_quantity

_KEPT = 1 << 14
"""Texts whose reading is kept; options come again and again."""
_LEAST_STEM = 4
_WORD = re.compile(r"[A-Za-z]{5,}")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y")
_COMMON = frozenset(
    word
    for line in (
        "about above after again allow allowed alone always among amount because before being below between called",
        "cannot cases could decides during either every first following given gives happen happens instead itself",
        "makes meets might named never nobody nothing number other others place places question reason requirement",
        "requirements right several shall should since somebody something still takes their there these thing",
        "things those three through under until using value values whatever where whether which while whose within",
        "without would wrong",
    )
    for word in line.split(" ")
)
"""Words that say nothing of what is asked."""
_SEPARATOR = r"\s*(?:–|—|-|to|and)\s*"
_AMOUNT = rf"{FIGURE.pattern}\s*[A-Za-z%/]*(?:/[a-z]+)?"
_BETWEEN = re.compile(rf"(?:from|between)?\s*({FIGURE.pattern})\s*([A-Za-z%/]*){_SEPARATOR}({_AMOUNT})", re.IGNORECASE)
_BELOW = re.compile(
    rf"(up to|at most|no more than|not more than|within|less than|fewer than|under|below)\s+({_AMOUNT})", re.IGNORECASE
)
_OVER = re.compile(
    rf"(at least|no less than|not less than|from|more than|over|above)\s+({_AMOUNT})(?:\s+(?:up|upwards|on))?",
    re.IGNORECASE,
)
_OR = re.compile(rf"({_AMOUNT})\s+or\s+(less|fewer|shorter|smaller|more|longer|larger)", re.IGNORECASE)
_OPEN = frozenset(("less than", "fewer than", "under", "below", "more than", "over", "above"))
_DOWN = frozenset(("less", "fewer", "shorter", "smaller"))


@dataclass(frozen=True, slots=True)
class Span:
    """A range of figures in base units; None for no end on that side."""

    dimension: Dimension
    low: Figure | None
    high: Figure | None
    open: bool = False
    """True when its one end is not in it."""

    def overlaps(self, other: Span) -> bool:
        """True when some figure lies in both."""
        if self.dimension is not other.dimension:
            return False
        return self._reaches(other) and other._reaches(self)

    def _reaches(self, other: Span) -> bool:
        """True when it does not end before the other begins."""
        if self.high is None or other.low is None:
            return True
        return self.high > other.low or (self.high == other.low and not self.open and not other.open)


@lru_cache(_KEPT)
def amount(text: str) -> tuple[Dimension, Figure] | None:
    """What a text measures and its figure in base units; None for anything but a quantity."""
    if not text[:2].strip("+-")[:1].isdigit():
        return None
    try:
        found = parse_quantity(text)
    except UsageError:
        return None
    return found.dimension, found.base


@lru_cache(_KEPT)
def span(text: str) -> Span | None:
    """The range that a text names: ``1–5 min``, ``up to 10 s``, ``more than 3``; a quantity is a range of its own."""
    text = text.strip().rstrip(".")
    exact = amount(text)
    if exact:
        return Span(exact[0], exact[1], exact[1])
    between = _BETWEEN.fullmatch(text)
    if between:
        high = amount(between[3].strip())
        low = amount(f"{between[1]} {between[2] or between[3][_figure_end(between[3]) :]}".strip())
        return Span(high[0], low[1], high[1]) if low and high and low[0] is high[0] else None
    for pattern, words, figure in ((_BELOW, 1, 2), (_OVER, 1, 2), (_OR, 2, 1)):
        found = pattern.fullmatch(text)
        end = amount(found[figure].strip()) if found else None
        if found and end:
            down = pattern is _BELOW or found[words].lower() in _DOWN
            is_open = found[words].lower() in _OPEN
            return Span(end[0], None if down else end[1], end[1] if down else None, is_open)
    return None


def _figure_end(text: str) -> int:
    found = FIGURE.match(text)
    return found.end() if found else 0


@lru_cache(_KEPT)
def stem_of(word: str) -> str:
    """A word without its ending, so that ``retries`` and ``retried`` are one; empty for a word without meaning."""
    word = word.lower()
    if word in _COMMON:
        return ""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def content(text: str) -> frozenset[str]:
    """The stems of the words with meaning."""
    return frozenset(map(stem_of, _WORD.findall(text))) - {""}


@lru_cache(_KEPT)
def content_of(text: str) -> frozenset[str]:
    """The same, kept: for options, which come again and again."""
    return content(text)


_FIGURES = re.compile(r"\d[\d,./]*")


def without_figures(text: str) -> str:
    """A text with every figure alike: two stems that differ in figures only are one."""
    return _FIGURES.sub("#", text)


def figures_in(text: str) -> int:
    """How many figures a text holds."""
    return len(_FIGURES.findall(text))
