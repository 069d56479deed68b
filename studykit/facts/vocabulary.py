"""The words that a pack knows: services and attributes by every name that notes use."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from studykit.core.attribute import Attribute, Service

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|/[a-z]+")
_LONG, _OFF, _SIMILAR = 5, 2, 86
"""A slip of the pen: letters of the shortest word, by how many the lengths differ, how alike the words are."""
_LONGEST = 4_000
"""Characters of a text that are compared; what follows says nothing about a figure's subject."""
_PLURAL = 4
"""Words longer than this lose a final s, so that 'timeouts' is found as 'timeout'."""


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which they are compared: lower case, singular, no possessive."""
    return tuple(singular(word) for word in _WORD.findall(_split(text[:_LONGEST]).lower()))


def _split(text: str) -> str:
    return re.sub(r"(?<=[a-z][a-z])(?=[A-Z])", " ", text).replace("_", " ")


def singular(word: str) -> str:
    """A word without possessive or plural s: ``timeouts`` is compared as ``timeout``."""
    word = word.removesuffix("'s")
    if len(word) >= _PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is", "ns", "qs", "ws")):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Name:
    """One way to say a service or attribute."""

    words: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Services and attributes, with every name in compared form."""

    services: tuple[Service, ...]
    attributes: tuple[Attribute, ...]
    service_names: tuple[Name, ...] = field(init=False)
    """Longest first."""
    attribute_names: dict[str, tuple[tuple[str, ...], ...]] = field(init=False)
    """Attribute id → its names."""
    distinct: frozenset[tuple[str, ...]] = field(init=False)
    """Names of more than one word that only one attribute has: they say the service, too."""
    known: dict[str, Attribute] = field(init=False)
    service_words: frozenset[str] = field(init=False)
    """Every word of a service's name."""
    name_words: dict[str, tuple[tuple[str, ...], ...]] = field(init=False)
    """Word → the names of attributes that hold it."""
    found: dict[tuple[str, ...], tuple[tuple[tuple[str, ...], int], ...]] = field(init=False, default_factory=dict)
    """What ``alignment.names_in`` found already."""
    slips: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)
    """What ``meant_by`` found already."""
    named: dict[tuple[str, ...], tuple[str, ...]] = field(init=False)
    """Name → ids of the attributes that have it."""
    service_starts: dict[str, tuple[Name, ...]] = field(init=False)
    """First word → names of services, longest first."""

    def __post_init__(self) -> None:
        names = [
            Name(words_of(alias), service.key)
            for service in self.services
            for alias in (service.key, service.name, *service.aliases)
        ]
        names.sort(key=lambda name: (-len(name.words), name.words, name.key))
        object.__setattr__(self, "service_names", tuple(dict.fromkeys(name for name in names if name.words)))
        object.__setattr__(self, "service_words", frozenset(word for name in names for word in name.words))
        object.__setattr__(self, "attribute_names", {one.id: _names(one) for one in self.attributes})
        named: dict[tuple[str, ...], list[str]] = {}
        for key, own in self.attribute_names.items():
            for name in own:
                named.setdefault(name, []).append(key)
        words: dict[str, list[tuple[str, ...]]] = {}
        for name in named:
            for word in dict.fromkeys(name):
                words.setdefault(word, []).append(name)
        starts: dict[str, list[Name]] = {}
        for one in self.service_names:
            starts.setdefault(one.words[0], []).append(one)
        object.__setattr__(self, "named", {name: tuple(keys) for name, keys in named.items()})
        object.__setattr__(self, "name_words", {word: tuple(having) for word, having in words.items()})
        object.__setattr__(self, "service_starts", {word: tuple(ones) for word, ones in starts.items()})
        said = Counter(name for names in self.attribute_names.values() for name in names if len(name) > 1)
        object.__setattr__(self, "distinct", frozenset(name for name, times in said.items() if times == 1))
        object.__setattr__(self, "known", {one.id: one for one in self.attributes})

    def meant_by(self, word: str) -> tuple[str, ...]:
        """The words of names that a misspelt word may mean; none for a short one."""
        if len(word) < _LONG:
            return ()
        made = self.slips.get(word)
        if made is None:
            from rapidfuzz import fuzz, process

            near = [one for one in self.name_words if abs(len(one) - len(word)) <= _OFF and len(one) >= _LONG]
            alike = process.extract(word, near, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=5)
            made = self.slips[word] = tuple(one for one, _, _ in alike)
        return made


def _names(attribute: Attribute) -> tuple[tuple[str, ...], ...]:
    said = (attribute.key.replace("_", " "), *attribute.aliases)
    return tuple(dict.fromkeys(words for words in map(words_of, said) if words))


def mentioned(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Keys of the services named, in order of mention; a longer name hides a shorter one."""
    found = [
        (-len(name.words), name.words, at, name.key)
        for at, word in enumerate(words)
        for name in vocabulary.service_starts.get(word, ())
        if words[at : at + len(name.words)] == name.words
    ]
    taken: dict[int, str] = {}
    hidden: set[int] = set()
    for size, _, at, key in sorted(found):
        span = range(at, at - size)
        if hidden.isdisjoint(span):
            hidden.update(span)
            taken[at] = key
    return tuple(dict.fromkeys(taken[at] for at in sorted(taken)))
