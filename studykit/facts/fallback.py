"""Limits of attributes that no pack declares → attributes made from the words of the notes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
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
    limits: list[Limit] = field(default_factory=list)

    def takes(self, limit: Limit) -> bool:
        """False when the group already has another value of this bound from this note.

        One note that gives two values means two things; one word says too little to join notes that disagree.
        """
        others = [one for one in self.limits if one.bound is limit.bound and not one.quantity.agrees(limit.quantity)]
        if "_" not in self.key:
            return not others
        return all(one.span.note != limit.span.note for one in others)


def undeclared(
    limits: Iterable[Limit], declared: Container[str] = ()
) -> tuple[tuple[Attribute, tuple[Limit, ...]], ...]:
    """Attributes made from fallback keys, each with its limits, in the order in which notes first name them.

    None of them gets the id of a declared one.
    """
    places: dict[tuple[str, Dimension], _Place] = {}
    groups: list[_Group] = []
    for limit in limits:
        place = places.setdefault((limit.service, limit.quantity.dimension), _Place())
        group = place.home(limit)
        if group is None:
            known = f"{limit.service}.{limit.attribute}" in declared
            key = place.free(f"other_{limit.attribute}" if known else limit.attribute)
            group = _Group(limit.service, key, limit.quantity.dimension)
            place.add(group, _words(limit.attribute))
            groups.append(group)
        group.limits.append(limit)
    return tuple((_attribute(group), _renamed(group)) for group in _apart(groups))


@dataclass(slots=True)
class _Place:
    """The groups of one service and dimension, by the words of their keys."""

    groups: dict[str, list[_Group]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

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
        self.keys.add(group.key)

    def free(self, key: str) -> str:
        """A key that no group has yet."""
        unique, number = key, 2
        while unique in self.keys:
            unique, number = f"{key}_{number}", number + 1
        return unique


def _words(key: str) -> str:
    """The words of a key in one order, singular: "size of frob cache" is "frob cache size"."""
    return " ".join(sorted(singular(word) for word in key.split("_")))


def _apart(groups: Sequence[_Group]) -> list[_Group]:
    """Gives groups of one name but other dimensions names of their own."""
    seen: dict[tuple[str, str], int] = {}
    for group in groups:
        name = (group.service, group.key)
        if name in seen:
            group.key = f"{group.key}_{group.dimension}"
        seen[name] = 1
    return list(groups)


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
