"""What a figure is about: the words around it, from its own clause out to the name of the note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from studykit.core.claim import Claim
from studykit.facts.quantities import Measure
from studykit.facts.vocabulary import Vocabulary, mentioned, words_of

_CLAUSE = re.compile(r"[;]|\.\s|,\s(?=\w+ \w+ (?:is|are|can|has)\b)")
_JOINT = re.compile(r"\band\b|,|\)")
_HEADING_COUNTS = 3
_SILENT = frozenset(
    (
        *("a", "an", "the", "of", "for", "to", "in", "on", "at", "by"),
        *("is", "are", "be", "can", "may", "will", "with", "and", "or", "per"),
        *("as", "from", "it", "its", "this", "that", "each", "up", "not", "no"),
        *("max", "maximum", "min", "minimum", "default", "limit", "quota", "least", "most", "than"),
        *("more", "less", "about", "approx", "approximately", "only", "exactly", "between", "total", "value"),
        *("configurable", "set", "allowed", "using", "use", "used", "which", "has", "have", "had"),
        *("must", "should"),
    )
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Words at one distance from a figure."""

    name: str
    words: tuple[str, ...]
    weight: int
    """How much a name found here says; nearer words say more."""
    service_weight: int
    """How much a service named here says."""


def scopes_of(claim: Claim, measures: Sequence[Measure], at: int, topic: str = "") -> tuple[Scope, ...]:
    """The scopes of the figure ``measures[at]`` of a claim, nearest first.

    ``topic`` is the service that the whole note is mostly about.
    """
    context = claim.context
    parents = tuple(reversed(context.parents))
    headings = tuple(reversed(context.headings))
    texts = [
        ("near", _near(claim.text, measures, at), 50, 14),
        ("line", claim.text, 43, 14),
        ("label", context.label, 50, 13),
        ("about", claim.about, 42, 10),
        ("column", context.column, 38, 12),
        *(("parent", text, 42 - 7 * far, max(11 - 3 * far, 4)) for far, text in enumerate(parents)),
        *(("heading", text, 36 - 6 * far, max(9 - 3 * far, 3)) for far, text in enumerate(headings)),
        ("note", f"{PurePosixPath(claim.span.note).stem} {topic}", 10, 6),
    ]
    return tuple(
        Scope(name, words, weight, service) for name, text, weight, service in texts if (words := words_of(text))
    )


def _near(text: str, measures: Sequence[Measure], at: int) -> str:
    """The clause of a figure, without what belongs to the figures beside it."""
    if not measures:
        return ""
    start = measures[at - 1].end if at else 0
    end = measures[at + 1].start if at + 1 < len(measures) else len(text)
    before, after = text[start : measures[at].start], text[measures[at].end : end]
    if measures[at].high and at:
        start = measures[at - 2].end if at > 1 else 0
        before = text[start : measures[at - 1].start]
    before = _CLAUSE.split(before)[-1]
    if start:
        before = _JOINT.split(before)[-1]  # what stands before it belongs to the figure before
    after = _CLAUSE.split(after)[0]
    if measures[at].low:
        after = ""
    elif at + 1 < len(measures):
        after = re.split(r",|\band\b|\(|/", after)[0]
    return f"{before} {after}"


def services_of(scopes: Sequence[Scope], vocabulary: Vocabulary) -> dict[str, int]:
    """Service → how strongly the scopes speak of it."""
    found: dict[str, int] = {}
    for scope in scopes:
        for key in mentioned(scope.words, vocabulary):
            found[key] = max(found.get(key, 0), scope.service_weight)
    return found


def service_of(claim: Claim, vocabulary: Vocabulary, topic: str = "") -> str:
    """The service that a claim speaks of by its nearest mention; empty when none is named."""
    return nearest_service(scopes_of(claim, (), 0, topic), vocabulary)


def topics_of(claims: Iterable[Claim], vocabulary: Vocabulary) -> dict[str, str]:
    """Note → the service that its headings and claims name most."""
    counts: dict[str, Counter[str]] = {}
    headed: set[tuple[str, str]] = set()
    for claim in claims:
        note = counts.setdefault(claim.span.note, Counter())
        note.update(mentioned(words_of(claim.text), vocabulary))
        for heading in claim.context.headings:
            if (claim.span.note, heading) not in headed:
                headed.add((claim.span.note, heading))
                note.update(dict.fromkeys(mentioned(words_of(heading), vocabulary), _HEADING_COUNTS))
    return {note: found.most_common(1)[0][0] for note, found in counts.items() if found}


def nearest_service(scopes: Sequence[Scope], vocabulary: Vocabulary) -> str:
    """The service named in the nearest scope that names one."""
    for scope in scopes:
        keys = mentioned(scope.words, vocabulary)
        if keys:
            return keys[0]
    return ""


def head_words(scopes: Sequence[Scope]) -> str:
    """A key for an attribute that the pack does not know: the telling words of the nearest scope."""
    for scope in scopes:
        if scope.name in ("near", "label", "about", "parent", "heading"):
            telling = [word for word in _telling(scope.words) if word.isalpha()]
            if telling:
                return "_".join(telling[-4:] if scope.name == "near" else telling[:4])
    return "value"


def _telling(words: Sequence[str]) -> Iterator[str]:
    for word in dict.fromkeys(words):
        if word not in _SILENT and len(word) > 1:
            yield word
