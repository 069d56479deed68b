"""Finding facts by id, words, value or status."""

from __future__ import annotations

from studykit.core.fact import Fact
from studykit.facts.base import FactBase

_LEAST = 72


def search(base: FactBase, query: str) -> tuple[Fact, ...]:
    """The facts that match, best first. Words are matched loosely, so a slip still finds them."""
    from rapidfuzz import fuzz

    wanted = " ".join(query.lower().replace("_", " ").replace(".", " ").split())
    if not wanted:
        return ()
    scored = []
    for fact in base.facts.values():
        text = _text(fact)
        score = 100.0 if all(f" {word} " in text for word in wanted.split()) else fuzz.token_set_ratio(wanted, text)
        typo = max((fuzz.ratio(wanted, word) for word in text.split()), default=0.0)
        best = max(score if score == 100 else score * 0.9, typo)  # noqa: PLR2004 - a full match
        if best >= _LEAST:
            scored.append((-best, fact.id, fact))
    return tuple(fact for _, _, fact in sorted(scored, key=lambda one: one[:2]))


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
