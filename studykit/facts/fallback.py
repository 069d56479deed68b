"""Limits of attributes that no pack declares → attributes made from the words of the notes."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace

from studykit.core.attribute import Attribute
from studykit.core.claim import Limit
from studykit.core.quantity import Dimension, Quantity
from studykit.facts.vocabulary import singular

_COMPARED = 3_000
"""Keys of one service and dimension beyond which only equal words are joined."""
_SIMILAR = 92
"""How alike, of 100, two keys of several words must be to mean the same in two notes."""


@dataclass(slots=True)
class _Group:
    """Limits that are taken to be about one thing."""

    service: str
    key: str
    dimension: Dimension
    one_word: bool
    """True when the notes' own words are one, whatever the key became."""
    limits: list[Limit] = field(default_factory=list)

    def takes(self, limit: Limit) -> bool:
        """False when the group already has another value of this bound from this note.

        One note that gives two values means two things; one word says too little to join notes that disagree.
        """
        others = [one for one in self.limits if one.bound is limit.bound and not one.quantity.agrees(limit.quantity)]
        if self.one_word:
            return not others
        return all(one.span.note != limit.span.note for one in others)


def undeclared(
    limits: Iterable[Limit], declared: Container[str] = (), names: Names | None = None
) -> tuple[tuple[Attribute, tuple[Limit, ...]], ...]:
    """Attributes made from fallback keys, each with its limits, in the order in which notes first name them.

    None of them gets the id of a declared one, or one that ``names`` gave away; limits that come in parts share it.
    """
    names = Names() if names is None else names
    places: dict[tuple[str, Dimension], _Place] = {}
    groups: list[_Group] = []
    for limit in limits:
        place = places.setdefault((limit.service, limit.quantity.dimension), _Place())
        group = place.home(limit)
        if group is None:
            known = f"{limit.service}.{limit.attribute}" in declared
            dimension = limit.quantity.dimension
            key = names.free(limit.service, f"other_{limit.attribute}" if known else limit.attribute, dimension)
            group = _Group(limit.service, key, dimension, "_" not in limit.attribute)
            place.add(group, _words(limit.attribute))
            groups.append(group)
        group.limits.append(limit)
    return tuple((_attribute(group), _renamed(group)) for group in groups)


@dataclass(slots=True)
class Names:
    """The ids that were given, each with its dimension: words of one dimension mean another thing in the next."""

    given: dict[str, Dimension] = field(default_factory=dict)

    def free(self, service: str, key: str, dimension: Dimension) -> str:
        """A key that nothing of this service has yet; it is taken from now on."""
        other = self.given.get(f"{service}.{key}", dimension) is not dimension
        wanted = f"{key}_{dimension}" if other else key
        unique, number = wanted, 2
        while f"{service}.{unique}" in self.given:
            unique, number = f"{wanted}_{number}", number + 1
        self.given[f"{service}.{unique}"] = dimension
        return unique


@dataclass(slots=True)
class _Place:
    """The groups of one service and dimension, by the words of their keys."""

    groups: dict[str, list[_Group]] = field(default_factory=dict)

    def home(self, limit: Limit) -> _Group | None:
        """The group that a limit belongs to: of the same words, or of words that are spelt almost so."""
        words = _words(limit.attribute)
        alike = self.groups.get(words) or self.groups.get(self._nearest(words), [])
        return next((group for group in alike if group.takes(limit)), None)

    def _nearest(self, words: str) -> str:
        if " " not in words or len(self.groups) > _COMPARED:
            return ""
        from rapidfuzz import fuzz, process

        found = process.extractOne(words, self.groups.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        return str(found[0]) if found and " " in found[0] else ""

    def add(self, group: _Group, words: str) -> None:
        """Files a group."""
        self.groups.setdefault(words, []).append(group)


def _words(key: str) -> str:
    """The words of a key in one order, singular: "size of frob cache" is "frob cache size"."""
    return " ".join(sorted(singular(word) for word in key.split("_")))


def _attribute(group: _Group) -> Attribute:
    first: Quantity = group.limits[0].quantity
    return Attribute(
        service=group.service,
        key=group.key,
        means=group.key.replace("_", " "),
        dimension=group.dimension,
        unit=first.unit,
    )


def _renamed(group: _Group) -> tuple[Limit, ...]:
    return tuple(
        limit if limit.attribute == group.key else replace(limit, attribute=group.key) for limit in group.limits
    )
