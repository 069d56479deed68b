"""What a figure is about: the words around it, from its own clause out to the name of the note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from studykit.core.claim import Claim, ClaimKind
from studykit.facts.measure import Measure
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
        *("must", "should", "so", "then", "than", "you", "your", "we", "i", "they", "there", "when", "if", "but"),
        *(
            "after",
            "before",
            "also",
            "just",
            "even",
            "does",
            "do",
            "did",
            "was",
            "were",
            "been",
            "being",
            "get",
            "gets",
        ),
        *("yes", "no", "any", "all", "other", "same", "one", "two", "first", "here", "note", "new", "old", "will"),
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
    text: str = ""
    """The words as they stand in the note."""


def scopes_of(claim: Claim, measures: Sequence[Measure], at: int, topic: str = "") -> tuple[Scope, ...]:
    """The scopes of the figure ``measures[at]`` of a claim, nearest first.

    ``topic`` is the service that the whole note is mostly about.
    """
    context = claim.context
    parents = tuple(reversed(context.parents))
    headings = tuple(reversed(context.headings))
    one = _Turn.of(measures, at)
    own = one.label(claim.text, measures)
    texts = [
        ("near", _near(claim.text, measures, at) if own is None else own, 50, 15),
        ("line", claim.text if own is None else own, 43, 13),
        ("head", claim.text[: measures[0].start] if at and own is None else "", 43, 13),
        ("row", one.part(" ".join(context.row)), 50, 14),
        ("label", one.part(context.label), 50, 14),
        # what a plain sentence is about is only what stands above it
        ("above" if claim.kind is ClaimKind.BEHAVIOUR else "about", one.part(claim.about), 42, 10),
        ("column", one.part(context.column), 38, 12),
        *(("parent", one.part(text), 42 - 7 * far, max(11 - 3 * far, 4)) for far, text in enumerate(parents)),
        *(("heading", text, 36 - 6 * far, max(9 - 3 * far, 3)) for far, text in enumerate(headings)),
        ("note", f"{PurePosixPath(claim.span.note).stem} {topic}", 10, 6),
    ]
    return tuple(
        Scope(name, words, weight, service, text) for name, text, weight, service in texts if (words := words_of(text))
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """Which of several values a figure is, so that "a, b: 1, 2" gives each subject its own."""

    turn: int
    values: int

    @classmethod
    def of(cls, measures: Sequence[Measure], at: int) -> _Turn:
        """The turn of a figure; the two ends of a range are one value."""
        starts = [number for number, measure in enumerate(measures) if not measure.high]
        return cls(sum(1 for start in starts if start <= at) - 1, len(starts))

    def part(self, text: str) -> str:
        """The subject at this turn, when the text lists as many subjects as there are values; else the text."""
        parts = _subjects(text) if self.values > 1 else ()
        return parts[self.turn] if parts and len(parts) == self.values else text

    def label(self, text: str, measures: Sequence[Measure]) -> str | None:
        """The same for subjects in front of the values; None when there are none."""
        before = text[: measures[0].start] if measures else ""
        if self.values < _TWO or not _LABEL.search(before):
            return None
        part = self.part(before)
        return None if part == before else part


_TWO = 2
_LABEL = re.compile(r"(?:::?|=|\?|[-–—])\s*$")
_BRACKETED = re.compile(r"^(?P<head>[^()]*)\((?P<listed>[^()]*)\)[\s:=?–—-]*$")
_LISTING = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b|\bvs\.?\b)\s*")


def _subjects(text: str) -> tuple[str, ...]:
    """The subjects that a label or question lists; none when it lists bounds, or says more than subjects."""
    found = _BRACKETED.match(text)
    head, listed = (found["head"], found["listed"]) if found else ("", text)
    parts = [part.strip(" ?:=–—-") for part in _LISTING.split(listed)]
    if any(not list(_telling(part)) or len(part.split()) > _SUBJECT_WORDS for part in parts):
        return ()
    # "package size zipped, unzipped" and "default, max" after "memory" share their head
    return tuple(f"{head} {part}".strip() for part in parts)


_SUBJECT_WORDS = 5


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


def field_of(claim: Claim) -> str:
    """What a claim that names no service is filed under: the first heading of its note, or the note's name."""
    for text in (*claim.context.headings, PurePosixPath(claim.span.note).stem):
        words = [word for word in _telling(text) if word.isalpha()]
        if words:
            return "_".join(words[:3])
    return "notes"


def head_words(scopes: Sequence[Scope]) -> str:
    """A key for an attribute that the pack does not know: the telling words of the nearest scopes."""
    words: list[str] = []
    for scope in scopes:
        if scope.name not in _NAMING or (words and scope.name in _OUTER):
            continue
        fresh = [word for word in _telling(scope.text) if word not in words]
        words = [*fresh[:_KEY_WORDS], *words] if scope.name in _OUTER else [*words, *fresh]
        if len(words) >= _ENOUGH and scope.name != "label":  # the column of a comparison tells its variants apart
            break
    return "_".join(words[:_KEY_WORDS]) or "value"


def is_noun(word: str) -> bool:
    """True when the word after a figure is what the figure counts, as far as one word tells."""
    return bool(word) and word not in _SILENT and not _CUE_WORD.fullmatch(word) and not word.endswith(("ly", "ing"))


_NAMING = ("near", "row", "label", "column", "about", "above", "parent", "heading")
_OUTER = ("parent", "heading", "about", "above")
_ENOUGH = 2
_KEY_WORDS = 6
_KEY_WORD = re.compile(r"[a-z][a-z0-9@]*(?:'[a-z]+)?")


def _telling(text: str) -> Iterator[str]:
    """The words of a text that name something, in order; units, fillers and words about bounds do not."""
    for word in dict.fromkeys(_KEY_WORD.findall(text[:_NAMED].lower().replace("/", " ").replace("_", " "))):
        if word not in _SILENT and len(word) > 1 and not _CUE_WORD.fullmatch(word):
            yield word.removesuffix("'s")


_NAMED = 300
_CUE_WORD = re.compile(
    r"(?:max|min|def[aefuil]{2,5}t|lim[it]{1,3})[a-z]*|b|kb|mb|gb|tb|ms|sec\w*|min\w*|hours?|days?|times?"
)
