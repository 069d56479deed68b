"""Facts as sentences for people."""

from __future__ import annotations

from studykit.core.attribute import Bound
from studykit.core.claim import Limit
from studykit.core.fact import ClaimStanding, Fact

_ASKS = {
    Bound.MAX: "What is the maximum {means}?",
    Bound.MIN: "What is the minimum {means}?",
    Bound.DEFAULT: "What is the default {means}?",
    Bound.EXACT: "What is the {means}?",
    Bound.INCREMENT: "In which steps is the {means} set?",
}
_SAYS = {
    Bound.MAX: "at most",
    Bound.MIN: "at least",
    Bound.DEFAULT: "by default",
    Bound.EXACT: "exactly",
    Bound.INCREMENT: "in steps of",
}
_SUPERLATIVES = ("longest ", "largest ", "most ", "least ", "smallest ")


def bound_question(fact: Fact) -> str:
    """``What is the maximum memory that a function can be given?``."""
    means = fact.attribute.means
    if fact.bound is Bound.INCREMENT and means.startswith("step"):
        return f"What is the {means}?"
    if not means.startswith(_SUPERLATIVES):
        return _ASKS[fact.bound].format(means=means)
    if fact.bound is Bound.DEFAULT:
        return f"What is the default for the {means}?"
    if fact.bound is Bound.MIN and not means.startswith(("least ", "smallest ")):
        return f"What is the smallest value that can be set for the {means}?"
    return f"What is the {means}?"


def ask_value(fact: Fact, service: str) -> str:
    """``AWS Lambda: what is the maximum …?`` for the service's name."""
    question = bound_question(fact)
    return f"{service}: {question[0].lower()}{question[1:]}"


def bound_words(bound: Bound) -> str:
    """``at most``, ``by default`` and so on."""
    return _SAYS[bound]


def source_words(fact: Fact) -> str:
    """Where the value is read: the first line that says it, or the citation."""
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        if standing is ClaimStanding.HOLDS:
            return quoted(limit)
    return f"Source: {fact.cited.source}" if fact.cited else f"Settled by {fact.settled_by}"


def quoted(limit: Limit) -> str:
    """What a note says, with its place; a table's cell with the row and column that give it its meaning."""
    claim = limit.claim
    around = ", ".join(word for word in (claim.context.label, claim.context.column) if word)
    return f'{limit.span} says: "{around}: {claim.text}"' if around else f'{limit.span} says: "{claim.text}"'
