"""Limits of attributes that no pack declares → attributes made from the words of the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from studykit.core.attribute import Attribute
from studykit.core.claim import Limit
from studykit.core.quantity import Dimension, Quantity

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


def undeclared(limits: Iterable[Limit]) -> tuple[tuple[Attribute, tuple[Limit, ...]], ...]:
    """Attributes made from fallback keys, each with its limits, in the order in which notes first name them."""
    groups: list[_Group] = []
    filed: dict[tuple[str, Dimension], list[_Group]] = {}
    for limit in limits:
        place = filed.setdefault((limit.service, limit.quantity.dimension), [])
        group = _home(limit, place)
        if group is None:
            group = _Group(limit.service, _free_key(limit.attribute, place), limit.quantity.dimension)
            place.append(group)
            groups.append(group)
        group.limits.append(limit)
    return tuple((_attribute(group), _renamed(group)) for group in _apart(groups))


def _home(limit: Limit, groups: Sequence[_Group]) -> _Group | None:
    alike = [group for group in groups if _alike(group.key, limit.attribute)]
    return next((group for group in alike if group.takes(limit)), None)


def _alike(one: str, other: str) -> bool:
    stem = one.rstrip("0123456789").rstrip("_") if one[-1:].isdigit() else one
    if stem == other:
        return True
    if "_" not in stem or "_" not in other:
        return False
    if not set(stem.split("_")) & set(other.split("_")):
        return False
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(stem.replace("_", " "), other.replace("_", " ")) >= _SIMILAR


def _free_key(key: str, groups: Sequence[_Group]) -> str:
    taken = {group.key for group in groups}
    unique, number = key, 2
    while unique in taken:
        unique, number = f"{key}_{number}", number + 1
    return unique


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
