"""The words that a pack knows: services and attributes by every name that notes use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from studykit.core.attribute import Attribute, Service

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|/[a-z]+")
_LONGEST = 4_000
"""Characters of a text that are compared; what follows says nothing about a figure's subject."""
_PLURAL = 4
"""Words longer than this lose a final s, so that 'timeouts' is found as 'timeout'."""


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which they are compared: lower case, singular, no possessive."""
    return tuple(_singular(word) for word in _WORD.findall(_split(text[:_LONGEST]).lower()))


def _split(text: str) -> str:
    return re.sub(r"(?<=[a-z][a-z])(?=[A-Z])", " ", text).replace("_", " ")


def _singular(word: str) -> str:
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

    def __post_init__(self) -> None:
        names = [
            Name(words_of(alias), service.key)
            for service in self.services
            for alias in (service.key, service.name, *service.aliases)
        ]
        names.sort(key=lambda name: (-len(name.words), name.words, name.key))
        object.__setattr__(self, "service_names", tuple(dict.fromkeys(name for name in names if name.words)))
        object.__setattr__(self, "attribute_names", {one.id: _names(one) for one in self.attributes})
        said = Counter(name for names in self.attribute_names.values() for name in names if len(name) > 1)
        object.__setattr__(self, "distinct", frozenset(name for name, times in said.items() if times == 1))
        object.__setattr__(self, "known", {one.id: one for one in self.attributes})


def _names(attribute: Attribute) -> tuple[tuple[str, ...], ...]:
    said = (attribute.key.replace("_", " "), *attribute.aliases)
    return tuple(dict.fromkeys(words for words in map(words_of, said) if words))


def mentioned(words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Keys of the services named, in order of mention; a longer name hides a shorter one."""
    taken: dict[int, str] = {}
    hidden: set[int] = set()
    for name in vocabulary.service_names:
        size = len(name.words)
        for at in range(len(words) - size + 1):
            span = range(at, at + size)
            if words[at : at + size] == name.words and hidden.isdisjoint(span):
                hidden.update(span)
                taken[at] = name.key
    return tuple(dict.fromkeys(taken[at] for at in sorted(taken)))


def texts_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The compared words of several texts, one after the other."""
    return tuple(word for text in texts for word in words_of(text))
