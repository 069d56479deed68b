"""Finding facts by id, words, value or status."""

from __future__ import annotations

from collections.abc import Mapping

from studykit.core.fact import Fact, FactBase

_LEAST = 80
"""How alike, of 100, the least alike word of a query must be to some word of the fact."""
_MEANINGS = 20
"""Known words that a misspelt one may mean."""


def search(texts: Mapping[str, str], query: str) -> tuple[str, ...]:
    """Ids of the facts in whose ``search_text`` every word of the query is found, best first.

    A slip of the finger still finds them, when nothing is found as it was written.
    """
    wanted = tuple(query.lower().replace("_", " ").replace(".", " ").split())
    if not wanted:
        return ()
    phrase = f" {' '.join(wanted)} "
    exact = [name for name, text in texts.items() if phrase in text]
    apart = [name for name, text in texts.items() if all(f" {word} " in text for word in wanted)]
    found = (*sorted(exact), *sorted(set(apart) - set(exact)))
    return found or _misspelt(texts, wanted)


def _misspelt(texts: Mapping[str, str], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The same for words that are only nearly there."""
    from rapidfuzz import fuzz, process

    known = sorted({word for text in texts.values() for word in text.split()})
    meant = [process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_MEANINGS) for word in wanted]
    if not all(meant):
        return ()
    scored = []
    for name, text in texts.items():
        words = set(text.split())
        best = [max((score for word, score, _ in near if word in words), default=0.0) for near in meant]
        if all(best):
            scored.append((-min(best), name))
    return tuple(name for _, name in sorted(scored))


def nearest_fact(base: FactBase, name: str) -> str:
    """`` Did you mean 'x'?`` for the fact or attribute nearest to a name, or an empty string."""
    from rapidfuzz import fuzz, process

    names = sorted({one.rpartition(".")[0] for one in base.facts} | set(base.facts) | set(base.behaviours))
    found = process.extractOne(name.lower(), names, scorer=fuzz.ratio, score_cutoff=55)
    return f" Did you mean '{found[0]}'?" if found else ""


def search_text(fact: Fact) -> str:
    """The words by which a fact is found: names, meaning, bound, status and value, between spaces."""
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
