"""Whether the fields of an event match together: two fields of one list have to be in the same element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from studykit.core.errors import UsageError
from studykit.rules.kernels._pattern_json import Json, Number
from studykit.rules.kernels._pattern_rule import Wanted, Way

Places = tuple[tuple[int, int], ...]
"""The element (list, number in it) of each list that a value lies in, outermost first."""

_MOST_WORK = 500_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value of an event that is no object and no list."""

    value: Json
    places: Places


@dataclass(slots=True)
class Work:
    """How much has been compared."""

    done: int = 0

    def add(self, amount: int) -> None:
        """Count it. Raises UsageError when it is too much."""
        self.done += amount
        if self.done > _MOST_WORK:
            raise UsageError("This pattern takes too many comparisons with an event of this size.")


def leaves_of(event: dict[str, Json], names: Iterable[str]) -> dict[str, list[Leaf]]:
    """The leaves of the named fields, by dotted name; a list is no level of its own, and an empty one has no leaf."""
    wanted = set(names)
    beginnings = {name[:at] for name in wanted for at in range(len(name) + 1) if name[at : at + 1] == "."} | wanted
    found: dict[str, list[Leaf]] = {}
    lists = iter(range(1 << 62))

    def walk(value: Json, name: str, places: Places) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                below = f"{name}.{key}"
                if below in beginnings:
                    walk(inner, below, places)
        elif isinstance(value, list):
            number = next(lists)
            for at, inner in enumerate(value):
                walk(inner, name, (*places, (number, at)) if isinstance(inner, dict | list) else places)
        elif name in wanted:
            found.setdefault(name, []).append(Leaf(value, places))

    for key, value in event.items():
        if key in beginnings:
            walk(value, key, ())
    return found


@dataclass(slots=True)
class _Node:
    """Leaves by the places that they lie in."""

    here: bool = False
    lists: dict[int, dict[int, _Node]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far one way matches."""

    passed: int
    """Fields that matched together before the one that did not."""
    field: str = ""
    """The field that does not match; empty when all do."""
    reason: str = ""
    """``missing``, ``value``, ``present`` or ``element``: it matches, but in another element than the others."""


def match_way(way: Way, leaves: Mapping[str, list[Leaf]], work: Work) -> Outcome:
    """Match the fields in the order of their names, remembering the elements that were chosen."""
    names = sorted(way)
    last = {
        number: at for at, name in enumerate(names) for leaf in leaves.get(name, ()) for number, _element in leaf.places
    }
    states: set[Places] = {()}
    for at, name in enumerate(names):
        wanted, there = way[name], leaves.get(name, [])
        work.add(len(there))
        live = {number for state in states for number, _element in state}
        keep = {number for number, until in last.items() if until > at}
        taken = _taken(wanted, there, live | keep, work)
        after = set(_extended(states, _tree(taken), keep, work)) if taken else set()
        if wanted.absent:
            tree = _tree({_only(leaf.places, live) for leaf in there})
            after |= {_only(state, keep) for state in states if _free(state, tree, work)}
        if not after:
            return Outcome(at, name, _reason(wanted, there, taken))
        states = after
    return Outcome(len(names))


def _reason(wanted: Wanted, there: list[Leaf], taken: set[Places]) -> str:
    if taken:
        return "element"
    if there:
        return "present" if wanted.absent and not wanted.looks else "value"
    return "missing"


def _taken(wanted: Wanted, there: list[Leaf], lists: set[int], work: Work) -> set[Places]:
    """Where the leaves lie that match; each value is compared once."""
    answers: dict[Json, bool] = {}
    found = set()
    for leaf in there:
        key = (type(leaf.value), leaf.value)
        if key not in answers:
            work.add(1 + len(wanted.tests) + (len(wanted.numbers) if isinstance(leaf.value, Number) else 0))
            answers[key] = wanted.takes(leaf.value)
        if answers[key]:
            found.add(_only(leaf.places, lists))
    return found


def _only(places: Places, lists: set[int]) -> Places:
    return tuple(place for place in places if place[0] in lists) if places else places


def _tree(taken: set[Places]) -> _Node:
    top = _Node()
    for places in taken:
        node = top
        for number, element in places:
            node = node.lists.setdefault(number, {}).setdefault(element, _Node())
        node.here = True
    return top


def _extended(states: set[Places], tree: _Node, keep: set[int], work: Work) -> Iterator[Places]:
    """The states that go on: the elements chosen so far and those of one matching leaf."""
    for state in states:
        chosen = dict(state)
        for places in _consistent(state, tree, work):
            yield _only((*state, *(place for place in places if place[0] not in chosen)), keep)


def _free(state: Places, tree: _Node, work: Work) -> bool:
    """True when no leaf lies where the state may look."""
    return next(_consistent(state, tree, work), None) is None


def _consistent(state: Places, tree: _Node, work: Work) -> Iterator[Places]:
    """The places of leaves that lie in no other element of a list than the state's."""
    chosen = dict(state)

    def walk(node: _Node, places: Places) -> Iterator[Places]:
        work.add(1)
        if node.here:
            yield places
        for number, elements in node.lists.items():
            if number in chosen:
                if chosen[number] in elements:
                    yield from walk(elements[chosen[number]], (*places, (number, chosen[number])))
            else:
                for element, below in elements.items():
                    yield from walk(below, (*places, (number, element)))

    return walk(tree, ())
