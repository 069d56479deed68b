"""The settled facts of a ground as questions use them, and the texts that name them, found once for each ground."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeVar

from studykit.core.attribute import Attribute, Bound
from studykit.core.fact import Fact
from studykit.core.quantity import Dimension, Figure, Quantity
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.reasons import lines_of
from studykit.questions.words import ask_value, bound_phrase, noun_phrase, source_words

T = TypeVar("T")
_LINES = 2
"""Lines of notes that a question names for a fact."""
_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Known:
    """A settled fact without the claims about it."""

    id: str
    attribute: Attribute
    bound: Bound
    quantity: Quantity
    service: str
    """The service's name."""
    phrase: str
    """``maximum timeout of a function``."""
    noun: str
    """``timeout of a function``."""
    source: str
    """Where it is read, for people."""
    lines: tuple[SourceSpan, ...]
    rank: int
    """A number that only its id decides, for orders by chance."""
    base: Figure
    """The value in the base unit of its dimension."""

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        return self.attribute.dimension


@dataclass(slots=True)
class Index:
    """Texts → facts. A text that could name two facts names none."""

    facts: dict[str, Known] = field(default_factory=dict)
    """Settled facts by id."""
    asked: dict[str, str] = field(default_factory=dict)
    """``AWS Lambda: what is the maximum …?`` → fact."""
    phrases: dict[str, str] = field(default_factory=dict)
    """``maximum timeout of a function (AWS Lambda)`` → fact."""
    nouns: dict[str, str] = field(default_factory=dict)
    """``timeout of a function (AWS Lambda)`` → attribute."""
    of_attribute: dict[str, dict[Bound, Known]] = field(default_factory=dict)
    """Settled facts by attribute and bound."""
    of_service: dict[tuple[str, Dimension], list[Known]] = field(default_factory=dict)
    """Settled facts by service key and dimension."""
    of_dimension: dict[Dimension, list[Known]] = field(default_factory=dict)
    """Settled facts by dimension."""


def remembered(ground: Ground, key: tuple[object, ...], make: Callable[[], T]) -> T:
    """What was made before for this ground and key, else made now."""
    kept: dict[tuple[object, ...], Any] = ground.kept
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


def known(ground: Ground) -> Index:
    """All that is known, by id and by text."""
    return remembered(ground, ("known",), lambda: _index(ground))


def with_service(text: str, service: str) -> str:
    """``timeout of a function (AWS Lambda)``."""
    return f"{text} ({service})"


def rank_of(name: str) -> int:
    """A number below 2**64 that only the name decides."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def shuffled(chance: Chance, name: str, among: Iterable[T], rank: Callable[[T], int]) -> list[T]:
    """Values in an order by chance: that of any two depends on their ranks alone, so others may come and go."""
    seed = chance.number(name)
    return sorted(among, key=lambda one: ((rank(one) ^ seed) * _MIX & _MASK) ^ (rank(one) >> 32))


def _index(ground: Ground) -> Index:
    index = Index()
    for fact in ground.facts.values():
        if not fact.declared:
            continue
        service = ground.services.get(fact.attribute.service, fact.attribute.service)
        _name(index.asked, ask_value(fact, service), fact.id)
        _name(index.phrases, with_service(bound_phrase(fact.attribute, fact.bound), service), fact.id)
        _name(index.nouns, with_service(noun_phrase(fact.attribute), service), fact.attribute.id)
        if fact.settled:
            one = _known(fact, service)
            index.facts[one.id] = one
            index.of_attribute.setdefault(one.attribute.id, {})[one.bound] = one
            index.of_service.setdefault((one.attribute.service, one.dimension), []).append(one)
            index.of_dimension.setdefault(one.dimension, []).append(one)
    return index


def _name(texts: dict[str, str], text: str, what: str) -> None:
    """Lets a text name something; nothing when it names something else, too."""
    texts[text] = what if texts.get(text, what) == what else ""


def _known(fact: Fact, service: str) -> Known:
    about, name = fact.attribute, fact.id
    return Known(
        id=name,
        attribute=about,
        bound=fact.bound,
        quantity=fact.quantity,
        service=service,
        phrase=bound_phrase(about, fact.bound),
        noun=noun_phrase(about),
        source=_source(fact),
        lines=lines_of(fact)[:_LINES],
        rank=rank_of(name),
        base=fact.quantity.base,
    )


def _source(fact: Fact) -> str:
    """Where the value is read, and what exams may ask instead."""
    words = source_words(fact)
    if fact.exam_value.agrees(fact.quantity):
        return words
    joint = " " if words.endswith((".", '"')) else ". "
    return f"{words}{joint}It was {fact.exam_value} until lately, and exams may still ask that."


def lines_among(facts: Sequence[Known]) -> tuple[SourceSpan, ...]:
    """The lines that state some facts."""
    return tuple(dict.fromkeys(span for one in facts for span in one.lines))
