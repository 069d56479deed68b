"""Claims → relations: terms and meanings, members of sets, compared variants, steps in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from studykit.core.claim import Claim, ClaimKind
from studykit.core.relation import Relation, RelationKind

_ARROWS = re.compile(r"\s*(?:->|→|=>|➜|⇒)\s*")
_ORDER = re.compile(
    r"\b(?:steps?|phases?|life\s?cycle|stages|order|sequence|time\s?line|flow|workflow)\b", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*(?:,|;|\band\b|\bor\b|&|/)\s*")
_COLON = re.compile(r"\s*[:–—-]\s+")
_JOINT = re.compile(r"^\s*(?:[:：]|——|[-–—]|とは[、，,]?|是指|指的是|is (?:an?|the)\b)\s*")
_PREDICATE = re.compile(
    r"^(?P<members>[^.:?]{3,200}?)\s+(?:all\s+)?"
    r"(?P<topic>(?:are|is|can be|use|uses|invoke|invokes|call|calls|support|supports)\b.{4,})$"
)
_MEMBER = RelationKind.MEMBER
_MEMBER_WORDS = 6
_TITLE_WORDS = 14
_COMPARED = 3
"""Columns that a table has when it compares: a label and two variants."""
_FEW = 2


def read_relations(claims: Iterable[Claim]) -> tuple[Relation, ...]:
    """What the form of the claims says, in order; a claim may say several things or none."""
    read = tuple(claims)
    steps: list[Relation] = []
    for _, siblings in groupby(
        read, key=lambda claim: (claim.span.note, claim.context.headings, claim.context.parents)
    ):
        steps += _steps(tuple(siblings))
    counted = {id(one.claim) for one in steps}
    made = [one for claim in read for one in _of_one(claim) if one.kind is not _MEMBER or id(claim) not in counted]
    return tuple(sorted((*made, *steps), key=lambda one: (one.claim.span.note, one.claim.span.line)))


def _of_one(claim: Claim) -> Iterator[Relation]:
    context = claim.context
    if claim.kind is ClaimKind.DEFINITION:
        yield Relation(RelationKind.DEFINITION, claim.about, "", _meaning(claim), claim)
    elif context.column and context.label and len(context.header) >= _COMPARED:
        yield Relation(RelationKind.COMPARISON, context.column, context.label, claim.text, claim)
    else:
        yield from _members(claim)
    parts = _ARROWS.split(claim.text)
    if len(parts) > _FEW and all(0 < len(part.split()) <= _MEMBER_WORDS for part in parts):
        for at, part in enumerate(parts, 1):
            yield Relation(RelationKind.STEP, part, _title(claim), str(at), claim)


def _meaning(claim: Claim) -> str:
    if claim.context.column:
        return claim.text
    rest = claim.text.removeprefix(claim.about)
    return _JOINT.sub("", rest)


def _members(claim: Claim) -> Iterator[Relation]:
    """The members of a list under a line, of the answer to a question, or before a predicate."""
    title = _title(claim)
    if claim.kind is ClaimKind.ANSWER or claim.context.parents:
        names = _names(claim.text)
        if names and title and len(title.split()) <= _TITLE_WORDS:
            for name in names:
                yield Relation(RelationKind.MEMBER, name, title, "", claim)
            return
    found = _PREDICATE.match(claim.text)
    names = _names(found["members"]) if found else ()
    if found and len(names) > 1:
        for name in names:
            yield Relation(RelationKind.MEMBER, name, found["topic"].rstrip("."), "", claim)


def _names(text: str) -> tuple[str, ...]:
    """The names of a plain list; none when some part is more than a name."""
    parts = [part.strip(" .()") for part in _SEPARATOR.split(text) if part.strip(" .()")]
    plain = all(len(part.split()) <= _FEW + 1 for part in parts) or (
        len(parts) == 1 and len(parts[0].split()) <= _MEMBER_WORDS
    )
    return tuple(parts) if plain else ()


def _title(claim: Claim) -> str:
    if claim.kind is ClaimKind.ANSWER:
        return claim.about
    return (claim.context.parents or claim.context.headings or ("",))[-1].rstrip(": ")


def _steps(siblings: Sequence[Claim]) -> Iterator[Relation]:
    """The steps of a numbered list, or of bullets under a line that speaks of an order."""
    numbered = [claim for claim in siblings if claim.context.step]
    if len(numbered) > 1:
        for claim in numbered:
            yield _step(claim, claim.context.step)
        return
    bullets = [claim for claim in siblings if claim.context.parents]
    if len(bullets) > 1 and _ORDER.search(_title(bullets[0])):
        lines = sorted({claim.span.line for claim in bullets})
        firsts = {claim.span.line: claim for claim in reversed(bullets)}
        for at, line in enumerate(lines, 1):
            yield _step(firsts[line], at)


def _step(claim: Claim, at: int) -> Relation:
    name = _COLON.split(claim.text)[0]
    return Relation(RelationKind.STEP, name, _title(claim), str(at), claim)
