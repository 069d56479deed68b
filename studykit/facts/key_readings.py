"""Answers of a question, read as claims by the readers of notes, and how each stands to the facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studykit.core.attribute import Bound
from studykit.core.claim import Claim, ClaimKind, Context, Limit
from studykit.core.fact import BehaviourFact, ClaimStanding, Fact
from studykit.core.pack import Pack
from studykit.core.quantity import Dimension, Quantity
from studykit.core.source import SourceSpan
from studykit.facts.bounds import bound_around, bound_of
from studykit.facts.limits import read_limits
from studykit.facts.measure import Measure
from studykit.facts.quantities import find_measures
from studykit.facts.statements import Questions
from studykit.facts.vocabulary import Vocabulary, mentioned, words_of

_NOWHERE = SourceSpan("-", 1, 1)
_ONE_FIGURE = (Bound.MAX, Bound.DEFAULT, Bound.EXACT)
_SENTENCE = 6
"""Words from which an answer says by itself what it is about."""
_FIGURE_WORDS = 4
"""Words that stand beside the figure of an answer that is a figure."""
_ASKS_FIGURE = re.compile(
    r"\b(?:how (?:long|many|much|large|big|often|small|far|fast|few)|max\w*|min(?:imum)?|default|limits?|quotas?"
    r"|most|least|longest|shortest|largest|smallest|highest|lowest|up to|what (?:is|are)"
    r"|which (?:value|figure|number)|number of)\b",
    re.IGNORECASE,
)
_CAN = re.compile(r"\b(?:can|may|allow\w*|up to|support\w*|limits?|quotas?|at most)\b", re.IGNORECASE)
_IN_UNIT = re.compile(
    r"\b(?:in|of|as) (?:an? )?(?:whole |number of )?(ms|milliseconds|s|seconds|min|minutes|h|hours|days|KB|MB|GB"
    r"|kilobytes|megabytes|gigabytes)\b"
)
_TOLD = re.compile(
    r"^\W*(?:set|increase|decrease|reduce|raise|lower|change|configure|use|add|create|enable|disable|split|move|make"
    r"|deploy|store|send|put|keep|wait|run|switch|modify|update|request|specify|allocate|provision|implement|remove)\b",
    re.IGNORECASE,
)
"""An answer that tells what to do states nothing."""
_NAME = re.compile(r"(?<=[a-z0-9,;:)] )[A-Z][a-z]{2,}\b")
"""A word with a capital letter within a sentence."""
_BARE = re.compile(r"[\d,.]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """How one answer stands to one fact."""

    standing: ClaimStanding
    fact: str
    says: str
    """The fact in force with its source, and what the answer says otherwise."""
    alone: bool = True
    """True where one answer at most can be right."""


class Readings:
    """Reads answers in the words of a pack."""

    def __init__(self, pack: Pack, facts: Mapping[str, Fact], behaviours: Mapping[str, BehaviourFact]) -> None:
        self._vocabulary = Vocabulary(pack.services, pack.attributes)
        self._questions = Questions(pack.behaviours)
        self._facts, self._behaviours = facts, behaviours
        self._known = frozenset(word for text in _texts(pack) for word in words_of(text))

    def strange(self, text: str) -> bool:
        """True when a text has a name in it that the pack never uses: it may be about another product."""
        return any(self._known.isdisjoint(words_of(name[0])) for name in _NAME.finditer(text))

    def sentence(self, text: str, about: str) -> Finding | None:
        """How a whole sentence stands."""
        if _TOLD.match(text):
            return None
        claim = _claim(text, about)
        return self._limit(claim, f"{text} {about}") or self._behaviour(claim)

    def sentences(self, stem: str, texts: Sequence[str], about: str) -> list[Finding | None]:
        """The same for one sentence with several fillings."""
        claims = [_claim(text, about) for text in texts]
        shared = self._target(claims, stem)
        if shared is not None and (_set_in_figures(stem, shared) or not self._names(f"{stem} {about}", shared)):
            return [None] * len(texts)
        if shared is not None:
            own = [self._limits(claim) for claim in claims]
            return [self._stand(shared, limits[0].quantity) if len(limits) == 1 else None for limits in own]
        return [self._behaviour(claim) for claim in claims]

    def labelled(self, label: str, text: str, stem: str, about: str) -> Finding | None:
        """How the choice of a line stands."""
        context = Context(headings=tuple(part for part in (about, stem) if part), label=label)
        claim = Claim(ClaimKind.BEHAVIOUR, text, _NOWHERE, context, label)
        return self._limit(claim, f"{label} {stem} {about}") or self._behaviour(claim)

    def answers(self, stem: str, texts: Sequence[str], about: str) -> list[Finding | None]:
        """How each answer to a question stands."""
        unit = _IN_UNIT.search(stem)
        spelled = [f"{text} {unit[1]}" if unit and _BARE.fullmatch(text.strip()) else text for text in texts]
        claims = [
            Claim(ClaimKind.ANSWER, text, _NOWHERE, Context((about,) if about else (), (), "", stem), stem)
            for text in spelled
        ]
        own = [self.sentence(text, about) if len(text.split()) >= _SENTENCE else None for text in spelled]
        figures = self._figures(stem, claims, about)
        said = self._behaviours_of(claims)
        return [first or second or third for first, second, third in zip(figures, own, said, strict=True)]

    def _figures(self, stem: str, claims: Sequence[Claim], about: str) -> list[Finding | None]:
        """Answers that are figures, held against the one fact that the question asks for."""
        target = (self._target(claims, stem) or self._named(stem, claims)) if _ASKS_FIGURE.search(stem) else None
        if target is None or _set_in_figures(stem, target) or not self._names(f"{stem} {about}", target):
            return [None] * len(claims)
        return [self._figure(target, claim.text) for claim in claims]

    def _figure(self, target: Fact, text: str) -> Finding | None:
        measures = find_measures(text)
        if len(measures) != 1 or len(_without(text, measures[0]).split()) > _FIGURE_WORDS:
            return None
        for reading in measures[0].readings:
            if reading.dimension is target.quantity.dimension:
                return self._stand(target, reading)
        return None

    def _target(self, claims: Sequence[Claim], stem: str) -> Fact | None:
        """The fact that all answers are about; None when they leave it open."""
        votes = Counter(fact.id for claim in claims for fact in self._facts_of(claim))
        if not votes:
            return None
        named = [self._facts[name] for name in votes]
        if len({fact.attribute.id for fact in named}) > 1:
            return None
        if len(named) > 1 and _CAN.search(stem):
            named = [fact for fact in named if fact.bound is Bound.MAX]
        return named[0] if len(named) == 1 else None

    def _named(self, stem: str, claims: Sequence[Claim]) -> Fact | None:
        """The fact that a stem asks for when no answer has a value that anybody knows: its own value would fit.

        Only for a stem that says which bound it asks for; the pack's values stand in for the answers.
        """
        if bound_around(Context(label=stem)) is None or any(self._limits(claim) for claim in claims):
            return None
        dimensions = {
            one.dimension for claim in claims for found in find_measures(claim.text) for one in found.readings
        }
        words = frozenset(words_of(stem))
        fitting = [
            replace(claims[0], text=str(cited.quantity))
            for attribute in self._vocabulary.attributes
            if attribute.dimension in dimensions
            and any(words.issuperset(name) for name in self._vocabulary.attribute_names[attribute.id])
            for cited in attribute.cited
        ]
        return self._target(fitting, stem)

    def _facts_of(self, claim: Claim) -> Iterator[Fact]:
        for limit in self._limits(claim):
            fact = self._fact(limit)
            if fact is not None:
                yield fact

    def _limits(self, claim: Claim) -> list[Limit]:
        return [limit for limit in read_limits([claim], self._vocabulary)[0] if limit.known]

    def _names(self, text: str, fact: Fact) -> bool:
        """True when the service of a fact is named: other products have a visibility timeout, too."""
        return fact.attribute.service in mentioned(words_of(text), self._vocabulary)

    def _limit(self, claim: Claim, around: str) -> Finding | None:
        """The standing of the only figure of a claim; None when it may mean another bound than it says."""
        limits, measures = self._limits(claim), find_measures(claim.text)
        fact = self._fact(limits[0]) if len(limits) == len(measures) == 1 else None
        if fact is None or not self._names(around, fact):
            return None
        if bound_of(claim.text, measures, 0, claim.context) is None and bound_around(claim.context) is None:
            return None  # a bare figure may be set, needed or measured; only a bound makes it a limit
        quantity = limits[0].quantity
        others = (self._facts.get(f"{fact.attribute.id}.{bound}") for bound in Bound if bound is not fact.bound)
        if any(one is not None and one.quantity.agrees(quantity) for one in others):
            agrees = fact.quantity.agrees(quantity)
            return self._stand(fact, quantity) if agrees else None
        return self._stand(fact, quantity)

    def _fact(self, limit: Limit) -> Fact | None:
        """The settled fact that a limit speaks of; people do not tell some bounds apart."""
        fact = self._facts.get(limit.id)
        if fact is None and limit.bound in _ONE_FIGURE:
            ids = (f"{limit.service}.{limit.attribute}.{bound}" for bound in _ONE_FIGURE)
            there = [one for one in map(self._facts.get, ids) if one is not None]
            fact = there[0] if len(there) == 1 else None
        return fact if fact is not None and fact.settled and fact.declared else None

    def _stand(self, fact: Fact, quantity: Quantity) -> Finding:
        holds = f"{fact.id} is {fact.quantity}"
        source = f" ({fact.settled_by})" if fact.settled_by else ""
        if fact.quantity.agrees(quantity):
            return Finding(ClaimStanding.HOLDS, fact.id, f"{holds}{source}.")
        for scoped in fact.scoped:
            if scoped.quantity.agrees(quantity):
                words = f"{holds}{source}; {quantity} holds of {scoped.scope}."
                return Finding(ClaimStanding.SCOPED, fact.id, words)
        asked = fact.exam_value.agrees(quantity)
        guides = " Exam guides may still ask for it." if asked else ""
        for past in fact.history:
            if past.quantity.agrees(quantity):
                words = f"{holds}{source}; {quantity} held until {past.until}.{guides}"
                return Finding(ClaimStanding.OUTDATED, fact.id, words)
        if asked:
            return Finding(ClaimStanding.OUTDATED, fact.id, f"{holds}{source}; {quantity} held earlier.{guides}")
        return Finding(ClaimStanding.MISTAKEN, fact.id, f"{holds}{source}, not {quantity}.")

    def _behaviour(self, claim: Claim) -> Finding | None:
        found = list(self._statements(claim).values())
        standings = {one.standing for one in found}
        return found[0] if len(standings) == 1 else None

    def _behaviours_of(self, claims: Sequence[Claim]) -> list[Finding | None]:
        """Answers held against the behaviour that most of them speak of; one alone may be read into an answer."""
        said = [self._statements(claim) for claim in claims]
        votes = Counter(name for one in said for name in one)
        shared = [name for name, number in votes.items() if number > 1]
        found: list[Finding | None] = []
        for one in said:
            standing = {one[name].standing for name in shared if name in one}
            found.append(next(one[name] for name in shared if name in one) if len(standing) == 1 else None)
        return found

    def _statements(self, claim: Claim) -> dict[str, Finding]:
        made = {}
        for statement in self._questions.read([claim]):
            fact = self._behaviours.get(statement.behaviour)
            if fact is not None and fact.settled:
                made[fact.id] = _answered(fact, statement.choice)
        return made


def _answered(fact: BehaviourFact, choice: str) -> Finding:
    behaviour = fact.behaviour
    holds, alone = f"{fact.says} ({fact.settled_by}.)", len(fact.choices) == 1
    if choice in fact.choices:
        return Finding(ClaimStanding.HOLDS, fact.id, holds, alone=alone)
    for turn in behaviour.turns:
        if turn.choice == choice and turn.until:
            words = f'{holds} "{behaviour.says(choice)}" held until {turn.until}.'
            return Finding(ClaimStanding.OUTDATED, fact.id, words, alone=alone)
        if turn.choice == choice:
            words = f'{holds} "{behaviour.says(choice)}" holds of {turn.scope}.'
            return Finding(ClaimStanding.SCOPED, fact.id, words, alone=alone)
    words = f'{holds} "{behaviour.says(choice)}" is a mistake.'
    return Finding(ClaimStanding.MISTAKEN, fact.id, words, alone=alone)


def _texts(pack: Pack) -> Iterator[str]:
    """Every text in which a pack names what it knows."""
    for service in pack.services:
        yield from (service.key, service.name, *service.aliases)
    for attribute in pack.attributes:
        yield from (attribute.key, attribute.means, *attribute.aliases)
    for behaviour in pack.behaviours:
        yield from (behaviour.asks, *behaviour.about, *behaviour.subject)
        yield from (text for choice in behaviour.choices for text in (choice.says, *choice.cues))


def _claim(text: str, about: str) -> Claim:
    return Claim(ClaimKind.BEHAVIOUR, text, _NOWHERE, Context((about,) if about else ()))


def _set_in_figures(stem: str, target: Fact) -> bool:
    """True when the stem itself has figures of what is asked for: then the answer depends on them."""
    dimension = target.quantity.dimension
    if dimension is Dimension.COUNT:
        return False
    return any(one.dimension is dimension for measure in find_measures(stem) for one in measure.readings)


def _without(text: str, measure: Measure) -> str:
    return f"{text[: measure.start]} {text[measure.end :]}"
