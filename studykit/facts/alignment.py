"""Which attribute of the pack a figure belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studykit.core.attribute import Attribute
from studykit.core.quantity import Dimension, Quantity
from studykit.facts.measure import Measure
from studykit.facts.subject import Scope, is_noun
from studykit.facts.vocabulary import Vocabulary, singular

THRESHOLD = 56
"""Least score at which a figure is taken to belong to an attribute, on the scale of the scopes' weights.

Chosen on annotated notes: docs/figures/alignment.svg, drawn by tests/bench/alignment.py."""
Names = tuple[tuple[str, ...], ...]
_COUNTED = (Dimension.COUNT, Dimension.RATE, Dimension.RATIO, Dimension.PERCENT, Dimension.CAPACITY)
_A_WORD = 6
_APART, _TYPO = 9, 12
_NO_SERVICE, _OTHER_SERVICE = -16, -9
_UNITLESS = -6
_RATE_AS_COUNT = -4
_AGREES = 3
_STRONG = ("near", "row", "label", "column", "line", "parent", "about", "above")


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
    anywhere, strong = _named(scopes, vocabulary)
    matches = []
    for key in anywhere:
        said = _match(measure, scopes, vocabulary, key, (anywhere[key], strong.get(key)))
        if said is not None:
            match = replace(said, score=said.score + _for_service(said, services, vocabulary))
            matches += [match] if match.score >= THRESHOLD else []
    close = [scope.words for scope in scopes if scope.name in _CLOSE]
    plain = {
        match.name
        for match in matches
        if match.name in vocabulary.distinct and any(_runs(match.name, words) for words in close)
    }
    heard = [match for match in matches if not any(_hides(name, match.name) for name in plain)]
    return tuple(sorted(heard, key=lambda match: (-match.score, -len(match.name), match.attribute.id)))


Heard = tuple[float, tuple[str, ...], bool]
"""How much a name says where it was found, the name, and whether it stands there plainly."""


def _named(scopes: Sequence[Scope], vocabulary: Vocabulary) -> tuple[dict[str, Heard], dict[str, Heard]]:
    """Attribute → the name that says most, in all scopes and in those that a figure without unit may look in."""
    anywhere: dict[str, Heard] = {}
    strong: dict[str, Heard] = {}
    for scope in scopes:
        for name, cost in names_in(scope.words, vocabulary):
            plainly = not cost and scope.name in _PLAIN
            heard = (scope.weight + _A_WORD * len(name) - cost, name, plainly)
            for key in vocabulary.named[name]:
                anywhere[key] = max(anywhere.get(key, heard), heard)
                if scope.name in _STRONG:
                    strong[key] = max(strong.get(key, heard), heard)
    return anywhere, strong


def _hides(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """True when a longer name holds a shorter one: a "visibility timeout" is no "timeout"."""
    size = len(shorter)
    return size < len(longer) and any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))


def _match(
    measure: Measure, scopes: Sequence[Scope], vocabulary: Vocabulary, key: str, heard: tuple[Heard, Heard | None]
) -> Match | None:
    """The attribute ``key`` without what its service says for it; None when it cannot be meant."""
    attribute, names = vocabulary.known[key], vocabulary.attribute_names[key]
    quantity, penalty = _reading(measure, attribute, names)
    best = heard[1] if penalty else heard[0]
    if quantity is None or best is None:
        return None
    score = best[0] + penalty
    values = [*(one.quantity for one in attribute.cited), *(past.quantity for past in attribute.history)]
    if any(value.agrees(quantity) for value in values):
        score += _AGREES
    elif values and not (best[2] and _counts(measure, attribute, names)):
        return None  # a value that nobody knows, of something that is hardly named: another thing
    elif len(best[1]) == 1 and penalty and attribute.dimension is Dimension.SIZE:
        return None  # "attributes per message: 10" gives no size of a message
    elif len(best[1]) == 1 and _qualified(best[1][0], names, scopes, vocabulary):
        return None
    return Match(attribute, quantity, score, best[1])


def _counts(measure: Measure, attribute: Attribute, names: Names) -> bool:
    """False when a figure counts what no name of the attribute speaks of: "90 days" are no versions."""
    if not measure.bare or attribute.dimension not in _COUNTED or not is_noun(measure.noun):
        return True
    return any(singular(measure.noun) in name for name in names)


def _for_service(match: Match, services: Mapping[str, int], vocabulary: Vocabulary) -> int:
    """What the services that are named around a figure say for an attribute."""
    service = _service(match.attribute.service, services)
    return max(service, _OTHER_SERVICE) if match.name in vocabulary.distinct else service


def _qualified(word: str, names: Names, scopes: Sequence[Scope], vocabulary: Vocabulary) -> bool:
    """True when a one-word name has a word in front that makes it another thing: an idle timeout is no timeout."""
    own = {part for name in names for part in name} | vocabulary.service_words
    for scope in scopes:
        if scope.name in _CLOSE and word in scope.words:
            before = re.search(rf"([a-z][a-z@]*)[ -]{re.escape(word)}", scope.text.lower())
            return before is not None and is_noun(before[1]) and singular(before[1]) not in own
    return False


_CLOSE = ("near", "row", "label")
_PLAIN = ("near", "head", "row", "label", "column", "about", "parent")
"""Where a name must stand in a row for a value that nobody knows to be taken for a value of it."""


def _reading(measure: Measure, attribute: Attribute, names: Names) -> tuple[Quantity | None, int]:
    # "1 vCPU" counts what the attribute is called after; it is no value of it
    counts_name = measure.quantity.figure == 1 and any(measure.noun in name for name in names)
    # "500 records" and "at least five" measure nothing, so they are no size or time
    counted = attribute.dimension not in _COUNTED and (measure.word or is_noun(measure.noun))
    counted = counted or (measure.word and attribute.dimension in (Dimension.RATE, Dimension.PERCENT))
    for reading in measure.readings:
        if reading.dimension is attribute.dimension:
            loose = measure.quantity.dimension is Dimension.RATE and reading is not measure.quantity
            return reading, _RATE_AS_COUNT if loose else 0
    if measure.bare and attribute.dimension is not Dimension.CODE and not counts_name and not counted:
        return Quantity(measure.quantity.figure, attribute.unit), _UNITLESS
    return None, 0


def _service(service: str, services: Mapping[str, int]) -> int:
    if service in services:
        return services[service]
    return _OTHER_SERVICE + _NO_SERVICE if services else _NO_SERVICE


_KEPT = 20_000
"""Rows of words whose names are kept, so that headings are looked through once."""


def names_in(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[tuple[tuple[str, ...], int], ...]:
    """The names that some words hold, with what finding each costs: in a row nothing, apart or misspelt more."""
    kept = vocabulary.found
    made = kept.get(words)
    if made is None:
        if len(kept) > _KEPT:
            kept.clear()
        made = kept[words] = tuple(_found(words, vocabulary))
    return made


def _found(words: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], int]]:
    there = set(words)
    meant = {word: tuple(vocabulary.meant_by(word)) for word in there if word not in vocabulary.name_words}
    spelt = there.union(*meant.values()) if meant else there
    tried: set[tuple[str, ...]] = set()
    for word in spelt:
        for name in vocabulary.name_words.get(word, ()):
            if name in tried:
                continue
            tried.add(name)
            if all(part in there for part in name):
                yield name, 0 if _runs(name, words) else _APART
            elif all(part in spelt for part in name):
                yield name, _TYPO


def _runs(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """True when a name stands in some words in a row."""
    size = len(name)
    return any(words[at : at + size] == name for at in range(len(words) - size + 1))
