"""Which attribute of the pack a figure belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studykit.core.attribute import Attribute
from studykit.core.quantity import Dimension, Quantity
from studykit.facts.quantities import Measure
from studykit.facts.subject import Scope
from studykit.facts.vocabulary import Vocabulary

THRESHOLD = 52
"""Least score at which a figure is taken to belong to an attribute; the weights are those of scopes."""
Names = tuple[tuple[str, ...], ...]
_A_WORD = 6
_APART, _TYPO = 9, 12
_NO_SERVICE, _OTHER_SERVICE = -16, -9
_UNITLESS = -6
_RATE_AS_COUNT = -4
_AGREES = 3
_STRONG = ("near", "label", "column", "line", "parent", "about")
_SIMILAR = 86
_LETTERS_OFF = 2
_LONG_WORD = 5


@dataclass(frozen=True, slots=True)
class Match:
    """An attribute that a figure may belong to."""

    attribute: Attribute
    quantity: Quantity
    """The reading of the figure that the attribute measures."""
    score: float
    name: tuple[str, ...]


def align(
    measure: Measure, scopes: Sequence[Scope], services: Mapping[str, int], vocabulary: Vocabulary
) -> tuple[Match, ...]:
    """The attributes that a figure may belong to, best first; only those above the threshold."""
    matches = [
        match
        for attribute in vocabulary.attributes
        if (match := _match(measure, scopes, services, attribute, vocabulary)) and match.score >= THRESHOLD
    ]
    near = next((scope.words for scope in scopes if scope.name == "near"), ())
    said = {match.name for match in matches if match.name in vocabulary.distinct and _found(match.name, near) == 0}
    heard = [match for match in matches if not any(_hides(name, match.name) for name in said)]
    return tuple(sorted(heard, key=lambda match: (-match.score, -len(match.name), match.attribute.id)))


def _hides(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """True when a longer name holds a shorter one: a "visibility timeout" is no "timeout"."""
    size = len(shorter)
    return size < len(longer) and any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))


def _match(
    measure: Measure,
    scopes: Sequence[Scope],
    services: Mapping[str, int],
    attribute: Attribute,
    vocabulary: Vocabulary,
) -> Match | None:
    names = vocabulary.attribute_names[attribute.id]
    quantity, penalty = _reading(measure, attribute, names)
    if quantity is None:
        return None
    best: tuple[float, tuple[str, ...]] = (0, ())
    for scope in scopes if not penalty else [scope for scope in scopes if scope.name in _STRONG]:
        said, name = _best_name(names, scope.words)
        if name:
            best = max(best, (scope.weight + said, name))
    if not best[1]:
        return None
    service = _service(attribute.service, services)
    if best[1] in vocabulary.distinct:
        service = max(service, _OTHER_SERVICE)
    score = best[0] + penalty + service
    if any(cited.quantity.agrees(quantity) for cited in attribute.cited):
        score += _AGREES
    return Match(attribute, quantity, score, best[1])


def _reading(measure: Measure, attribute: Attribute, names: Names) -> tuple[Quantity | None, int]:
    # "1 vCPU" counts what the attribute is called after; it is no value of it
    counts_name = measure.quantity.figure == 1 and any(measure.noun in name for name in names)
    for reading in measure.readings:
        if reading.dimension is attribute.dimension:
            loose = measure.quantity.dimension is Dimension.RATE and reading is not measure.quantity
            return reading, _RATE_AS_COUNT if loose else 0
    if measure.bare and attribute.dimension is not Dimension.CODE and not counts_name:
        return Quantity(measure.quantity.figure, attribute.unit), _UNITLESS
    return None, 0


def _service(service: str, services: Mapping[str, int]) -> int:
    if service in services:
        return services[service]
    return _OTHER_SERVICE + _NO_SERVICE if services else _NO_SERVICE


@lru_cache(maxsize=20_000)
def _best_name(names: Names, words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How much the best of an attribute's names says in some words, and that name if any."""
    scored = [(_A_WORD * len(name) - found, name) for name in names if (found := _found(name, words)) is not None]
    return max(scored, default=(0, ()))


def _found(name: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    """What finding a name in words costs: nothing in a row, more apart or misspelt; None when not found."""
    size = len(name)
    if any(words[at : at + size] == name for at in range(len(words) - size + 1)):
        return 0
    if size > 1 and set(name) <= set(words):
        return _APART
    if any(len(word) >= _LONG_WORD and word not in words for word in name) and all(_near(name, words)):
        return _TYPO
    return None


def _near(name: tuple[str, ...], words: tuple[str, ...]) -> Iterator[bool]:
    from rapidfuzz import fuzz

    for word in name:
        similar = (_alike(word, other) and fuzz.ratio(word, other) >= _SIMILAR for other in words)
        yield word in words or (len(word) >= _LONG_WORD and any(similar))


def _alike(word: str, other: str) -> bool:
    """Cheap to tell: lengths that are far apart are no slip of the pen."""
    return abs(len(word) - len(other)) <= _LETTERS_OFF
