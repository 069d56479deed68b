"""Finding facts by id, words, value or status."""

from __future__ import annotations

from studykit.core.fact import Fact
from studykit.facts.base import FactBase

_LEAST = 80
"""How alike, of 100, the least alike word of a query must be to some word of the fact."""


def search(base: FactBase, query: str) -> tuple[Fact, ...]:
    """The facts in which every word of the query is found, best first; a slip of the finger still finds them."""
    wanted = query.lower().replace("_", " ").replace(".", " ").split()
    scored = []
    for fact in base.facts.values():
        score = _score(wanted, _text(fact))
        if score >= _LEAST:
            scored.append((-score, fact.id, fact))
    return tuple(fact for _, _, fact in sorted(scored, key=lambda one: one[:2]))


def _score(wanted: list[str], text: str) -> float:
    """100 when the words stand in a row, a little less when they stand apart, less still when misspelt."""
    from rapidfuzz import fuzz, process

    if not wanted:
        return 0
    if f" {' '.join(wanted)} " in text:
        return 100
    words = text.split()
    found = [process.extractOne(word, words, scorer=fuzz.ratio) for word in wanted]
    return min((score for _, score, _ in found), default=0) - 1


def nearest_fact(base: FactBase, name: str) -> str:
    """`` Did you mean 'x'?`` for the fact or attribute nearest to a name, or an empty string."""
    from rapidfuzz import fuzz, process

    names = sorted({fact.attribute.id for fact in base.facts.values()} | set(base.facts))
    found = process.extractOne(name.lower(), names, scorer=fuzz.ratio, score_cutoff=55)
    return f" Did you mean '{found[0]}'?" if found else ""


def _text(fact: Fact) -> str:
    attribute = fact.attribute
    parts = (
        attribute.service,
        attribute.key,
        attribute.means,
        *attribute.aliases,
        str(fact.bound),
        str(fact.status),
    )
    words = " ".join(parts).lower().replace("_", " ")
    return f" {words} {str(fact.quantity).lower()} {fact.quantity.figure} {fact.quantity.unit.name} "
