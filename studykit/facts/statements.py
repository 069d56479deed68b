"""Claims → statements: which answer a sentence gives to a behaviour's question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studykit.core.behaviour import Behaviour
from studykit.core.claim import Claim, Context
from studykit.core.relation import Statement
from studykit.facts.cues import END, KEY, Cue, Words, find, joined, keys_of, mentions, read_cue, stands

_LONGEST = 1_500
"""Characters of a claim that are read; a longer one was not written as one statement."""
_CLAUSE = re.compile(r"[,;]\s(?![^()]*\))")
_TITLE = 6
"""Words that the heading or parent of a plain list has at most."""
_REST = 4
"""Words that a member of a list may hold besides the names."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A behaviour with its cues in compared form."""

    behaviour: Behaviour
    about: tuple[Cue, ...]
    unless: tuple[Cue, ...]
    subject: tuple[Cue, ...]
    choices: tuple[tuple[str, tuple[Cue, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """A claim's words."""

    here: Words
    levels: tuple[Words, ...]
    """What stands above it, nearest first."""
    above: Words


class Questions:
    """Every behaviour of a pack, ready to be looked for in claims."""

    def __init__(self, behaviours: Iterable[Behaviour]) -> None:
        self._filed: dict[str, list[int]] = {}
        self._asked: list[_Asked] = []
        for behaviour in behaviours:
            asked = _Asked(
                behaviour,
                tuple(map(read_cue, behaviour.about)),
                tuple(map(read_cue, behaviour.unless)),
                tuple(map(read_cue, behaviour.subject)),
                tuple((choice.key, tuple(map(read_cue, choice.cues))) for choice in behaviour.choices),
            )
            for cue in asked.subject or asked.about:
                for key in cue.first:
                    filed = self._filed.setdefault(key, [])
                    if len(self._asked) not in filed:
                        filed.append(len(self._asked))
            self._asked.append(asked)

    def read(self, claims: Iterable[Claim]) -> tuple[Statement, ...]:
        """The statements that claims make, in order."""
        return tuple(statement for claim in claims for statement in self._read(claim)) if self._asked else ()

    def _read(self, claim: Claim) -> Iterator[Statement]:
        words = _words(claim)
        keys = {key for key in keys_of({*words.here.words, *words.above.words}) if key in self._filed}
        for at in sorted({at for key in keys for at in self._filed[key]}):
            asked = self._asked[at]
            if not mentions(asked.about, words.here, words.above) or mentions(asked.unless, words.here, words.above):
                continue
            choice = _bound(asked, words, claim.text) if asked.subject else _given(asked, words)
            if choice:
                yield Statement(asked.behaviour.id, choice, claim)


def _words(claim: Claim) -> _Words:
    context = claim.context
    above = tuple(text for text in _above(context, claim.about) if text)
    return _Words(joined((claim.text[:_LONGEST],)), tuple(joined((text,)) for text in above), joined(above))


def _above(context: Context, about: str) -> Iterator[str]:
    yield context.label
    yield context.column
    yield from reversed(context.parents)
    if about not in (*context.parents, *context.headings, context.label):
        yield about
    others = [name for name in context.header[1:] if name and name != context.column] if context.column else []
    for heading in reversed(context.headings):
        told = heading
        for name in others:  # "A vs B" stands above the cells of A without B
            told = re.sub(rf"\b{re.escape(name)}\b", " ", told, flags=re.IGNORECASE)
        yield told


def _given(asked: _Asked, words: _Words) -> str:
    """The choice whose longest cue stands in the sentence (or above it, for cues that ask for that)."""
    best: dict[str, int] = {}
    for choice, cues in asked.choices:
        for cue in cues:
            looked = words.above if cue.place == "above" else words.here
            if stands(cue, looked):
                weight = 2 * len(cue.words) - (cue.place == "above")
                best[choice] = max(best.get(choice, 0), weight)
    return _one(best)


def _one(weights: dict[str, int]) -> str:
    """The only choice of the greatest weight; none when two are as good."""
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def _bound(asked: _Asked, words: _Words, text: str) -> str:
    """The choice that a clause, a sentence or a list binds to the subject."""
    clauses = _CLAUSE.split(text[:_LONGEST])
    parts = [joined((clause,)) for clause in clauses] if len(clauses) > 1 else []
    for here in (*parts, words.here):
        named = sorted(found for cue in asked.subject for found in find(cue, here, denied=True))
        said = (
            sorted((place, choice) for choice, cues in asked.choices for place in _places(cues, here)) if named else []
        )
        if said:
            return _beside(named[0], said)
    if not named:
        return ""
    for level in words.levels:
        chosen = {choice: 1 for choice, cues in asked.choices if next(_places(cues, level), None)}
        if chosen:
            listed = len(level.words) <= _TITLE + 1 or _is_list(words.here.words)
            return _one(chosen) if listed else ""
    return ""


def _places(cues: Iterable[Cue], words: Words) -> Iterator[tuple[int, int]]:
    for cue in cues:
        if stands(cue, words):
            yield from find(cue, words)


def _beside(named: tuple[int, int], said: Sequence[tuple[tuple[int, int], str]]) -> str:
    """The choice right behind the name, else the last one before it, else the first one after it."""
    behind = [choice for place, choice in said if place[0] == named[1] + 1]
    before = [choice for place, choice in said if place[1] < named[0]]
    after = [choice for place, choice in said if place[0] > named[1]]
    return (behind or before[-1:] or after)[0] if behind or before or after else ""


def _is_list(words: Sequence[str]) -> bool:
    return len([word for word in words if word != END and len(word) > KEY]) <= _REST
