"""Facts as words for people; any pack's noun phrases become grammatical questions and sentences."""

from __future__ import annotations

import re

from studykit.core.attribute import Attribute, Bound
from studykit.core.claim import Limit
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Dimension, format_figure

_PHRASES = {
    Bound.MAX: "maximum {means}",
    Bound.MIN: "minimum {means}",
    Bound.DEFAULT: "default {means}",
    Bound.EXACT: "{means}",
    Bound.INCREMENT: "step size for the {means}",
}
_SAYS = {
    Bound.MAX: "at most",
    Bound.MIN: "at least",
    Bound.DEFAULT: "by default",
    Bound.EXACT: "exactly",
    Bound.INCREMENT: "in steps of",
}
_NAMES = {Bound.MAX: "maximum", Bound.MIN: "minimum", Bound.DEFAULT: "default"}
_SUPERLATIVES = ("longest ", "shortest ", "largest ", "highest ", "lowest ", "most ", "least ", "smallest ")
_LOW = ("shortest ", "lowest ", "least ", "smallest ")
_COUNTED = (Dimension.COUNT, Dimension.RATE, Dimension.SIZE_RATE, Dimension.BIT_RATE)
_HEAD_ENDS = re.compile(
    r" (?:a|an|of|that|which|who|whose|to|in|for|from|at|on|with|by|per|after|before|between|when|as)\b"
)
"""Before one of these stands the noun that a phrase is about."""
_SINGULAR = ("ss", "us", "is")
"""Ends of words that are no plurals, although they end in s."""
_DEGREES = {
    Dimension.TIME: ("shortest", "longest"),
    Dimension.SIZE: ("smallest", "largest"),
}


def noun_phrase(attribute: Attribute) -> str:
    """What the attribute means, in the singular: things that are counted become their number."""
    head = _HEAD_ENDS.split(attribute.means, maxsplit=1)[0].rsplit(" ", 1)[-1]
    plural = head.endswith("s") and not head.endswith(_SINGULAR)
    return f"number of {attribute.means}" if plural and attribute.dimension in _COUNTED else attribute.means


def bound_phrase(attribute: Attribute, bound: Bound) -> str:
    """``maximum memory that a function can be given``: goes behind "the"."""
    means = noun_phrase(attribute)
    if bound is Bound.INCREMENT and means.startswith("step"):
        return means
    if not means.startswith(_SUPERLATIVES):
        return _PHRASES[bound].format(means=means)
    if bound is Bound.DEFAULT:
        return f"default for the {means}"
    if bound is Bound.MIN and not means.startswith(_LOW):
        return f"smallest value that can be set for the {means}"
    if bound is Bound.MAX and means.startswith(_LOW):
        return f"largest value that can be set for the {means}"
    return means


def bound_question(fact: Fact) -> str:
    """``What is the maximum memory that a function can be given?``."""
    return f"What is the {bound_phrase(fact.attribute, fact.bound)}?"


def ask_value(fact: Fact, service: str) -> str:
    """``AWS Lambda: what is the maximum …?`` for the service's name."""
    question = bound_question(fact)
    return f"{service}: {question[0].lower()}{question[1:]}"


def bound_words(bound: Bound) -> str:
    """``at most``, ``by default`` and so on."""
    return _SAYS[bound]


def bound_name(bound: Bound) -> str:
    """``maximum``, ``minimum`` or ``default``; empty for what has one value only."""
    return _NAMES.get(bound, "")


def degree(dimension: Dimension, *, most: bool) -> str:
    """``longest`` and ``shortest`` for times, ``largest`` for sizes, ``highest`` for the rest."""
    return _DEGREES.get(dimension, ("lowest", "highest"))[most]


def source_words(fact: Fact) -> str:
    """Where the value is read: the first line that says it, in digits if there is one; else the citation."""
    pairs = zip(fact.claims, fact.standings, strict=True)
    holding = [one for one, standing in pairs if standing is ClaimStanding.HOLDS and one.quantity.agrees(fact.quantity)]
    if holding:
        return quoted(next((limit for limit in holding if _spelled(limit)), holding[0]))
    if fact.cited is None:
        return f"Settled by {fact.settled_by}"
    if not fact.cited.quantity.agrees(fact.quantity):
        return f"Exams of the day still ask this; it is {fact.cited.quantity} today"
    return f"Source: {fact.cited.source}"


def _spelled(limit: Limit) -> bool:
    """True when a claim has its figure in digits: "twice" convinces less than "2 times"."""
    figure = format_figure(limit.quantity.figure)
    return figure in limit.claim.text or figure.replace(",", "") in limit.claim.text


def quoted(limit: Limit) -> str:
    """What a note says, with its place; a table's cell with the row and column that give it its meaning."""
    claim = limit.claim
    around = ", ".join(word for word in (claim.context.label, claim.context.column) if word)
    return f'{limit.span} says: "{around}: {claim.text}"' if around else f'{limit.span} says: "{claim.text}"'
