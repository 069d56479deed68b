"""An event pattern compiled: ways to match, each a test list by field name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from studykit.rules.kernels._pattern_addresses import address
from studykit.rules.kernels._pattern_json import Json, Number, Written
from studykit.rules.kernels._pattern_operators import PatternProblemError, Test, read_operator
from studykit.rules.kernels._pattern_wildcard import Wildcard, complexity

_RESERVED = frozenset(
    [
        "exactly",
        "equals-ignore-case",
        "prefix",
        "suffix",
        "anything-but",
        "exists",
        "wildcard",
        "numeric",
        "cidr",
        "=",
        "<",
        "<=",
        ">",
        ">=",
        "regex",
        "not-wildcard",
        "not-equals-ignore-case",
        "date-after",
        "date-on-or-after",
        "date-before",
        "date-on-or-before",
        "in-date-range",
        "ip-address-in-range",
        "ip-address-not-in-range",
    ]
)
"""Names that a field inside $or cannot have."""


class FieldProblemError(ValueError):
    """The service refuses the pattern; the message names the field and says why."""


class _TooMuchError(FieldProblemError):
    """The pattern is refused for its size, in whatever way it is read."""


@dataclass(frozen=True)
class Wanted:
    """What one field of a pattern takes: any one of these suffices."""

    texts: frozenset[str]
    numbers: tuple[Number, ...]
    others: frozenset[bool | None]
    tests: tuple[Test, ...]
    present: bool
    """True when any value will do."""
    absent: bool
    """True when it may be missing."""
    wildcards: tuple[Wildcard, ...] = ()

    @property
    def looks(self) -> bool:
        """True when there are values that match."""
        return self.present or bool(self.texts or self.numbers or self.others or self.tests)

    def takes(self, value: Json) -> bool:
        """True when a leaf value matches."""
        if self.present:
            return True
        if isinstance(value, str):
            found = value in self.texts
        elif isinstance(value, Number):
            found = any(value.same(number) for number in self.numbers)
        else:
            found = value in self.others
        return found or any(test(value) for test in self.tests)


Way = Mapping[str, Wanted]
"""Fields that have to match together, by their dotted names."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the service allows."""

    number_max: Decimal
    combinations: int
    complexity: int


def compile_pattern(pattern: Json, limits: Limits) -> tuple[Way, ...]:
    """The ways to match. Raises FieldProblemError.

    A ``$or`` that is no list of two or more field groups is tried again as the name of a field.
    """
    if not isinstance(pattern, dict):
        raise FieldProblemError("A pattern is a JSON object.")
    try:
        ways = _Compiler(limits, branches=True).compile(pattern)
    except _TooMuchError:
        raise
    except FieldProblemError as problem:
        try:
            ways = _Compiler(limits, branches=False).compile(pattern)
        except FieldProblemError:
            raise problem from None
    _check_wildcards(ways, limits.complexity)
    return ways


@dataclass
class _Compiler:
    """Walks a pattern; every ``$or`` multiplies the ways."""

    limits: Limits
    branches: bool
    """True when ``$or`` is the operator and not the name of a field."""
    combinations: int = 1
    ways: list[dict[str, Wanted]] = field(default_factory=lambda: [{}])

    def compile(self, pattern: dict[str, Json]) -> tuple[Way, ...]:
        self.ways = self._object(pattern, (), [{}], inside=False)
        return tuple(self.ways)

    def _object(
        self, written: dict[str, Json], path: tuple[str, ...], ways: list[dict[str, Wanted]], *, inside: bool
    ) -> list[dict[str, Wanted]]:
        if not written:
            raise FieldProblemError(f"{_at(path)}An object in a pattern is not empty.")
        for key, value in lost_in(written):
            self._field(key, value, path, ways, inside=inside)
        for key, value in written.items():
            ways = self._field(key, value, path, ways, inside=inside)
        return ways

    def _field(
        self, key: str, value: Json, path: tuple[str, ...], ways: list[dict[str, Wanted]], *, inside: bool
    ) -> list[dict[str, Wanted]]:
        if key == "$or" and self.branches:
            return self._or(value, path, ways)
        if inside and self.branches and key in _RESERVED:
            raise FieldProblemError(f"{_at((*path, key))}A field inside $or cannot have the name of an operator.")
        if isinstance(value, dict):
            return self._object(value, (*path, key), ways, inside=inside)
        if isinstance(value, list):
            wanted = _wanted(value, (*path, key), self.limits)
            return [{**way, ".".join((*path, key)): wanted} for way in ways]
        raise FieldProblemError(f"{_at((*path, key))}The values of a field stand in a list, even a single one.")

    def _or(self, written: Json, path: tuple[str, ...], ways: list[dict[str, Wanted]]) -> list[dict[str, Wanted]]:
        at = _at((*path, "$or"))
        if not isinstance(written, list):
            raise FieldProblemError(f"{at}$or takes a list of objects.")
        self.combinations *= max(len(written), 1)
        if self.combinations > self.limits.combinations:
            raise _TooMuchError(f"{at}The alternatives of all $or multiply to more combinations than allowed.")
        found: list[dict[str, Wanted]] = []
        for group in written:
            if not isinstance(group, dict):
                raise FieldProblemError(f"{at}In the list of $or stand objects only.")
            found += self._object(group, path, ways, inside=True)
        if len(written) < 2:  # noqa: PLR2004 - an alternative needs another one
            raise FieldProblemError(f"{at}$or takes at least two objects.")
        return found


def lost_in(written: dict[str, Json]) -> list[tuple[str, Json]]:
    """Values of an object whose key stood there again."""
    return written.lost if isinstance(written, Written) else []


def _repeats(value: Json) -> bool:
    """True when an object in a list says a key twice: there each object is one operator."""
    if isinstance(value, list):
        return any(_repeats(one) for one in value)
    return isinstance(value, dict) and (bool(lost_in(value)) or any(_repeats(one) for one in value.values()))


def _wanted(values: list[Json], path: tuple[str, ...], limits: Limits) -> Wanted:
    """The tests of one field's list."""
    if not values:
        raise FieldProblemError(f"{_at(path)}A list in a pattern is not empty.")
    if any(isinstance(value, list) for value in values):
        raise FieldProblemError(f"{_at(path)}In the list stand texts, numbers, true, false, null or comparisons.")
    if _repeats(values):
        raise FieldProblemError(f"{_at(path)}An object holds one operator only.")
    tests: list[Test] = [_same_address(value) for value in values if isinstance(value, str) and address(value)]
    wildcards: list[Wildcard] = []
    exists: set[bool] = set()
    for value in values:
        if isinstance(value, dict):
            try:
                test, found = read_operator(value, limits.number_max)
            except PatternProblemError as problem:
                raise FieldProblemError(f"{_at(path)}{problem}") from None
            wildcards += found
            if test is None:
                exists.add(value["exists"])
            else:
                tests.append(test)
    return _plain(values, tuple(tests), exists, tuple(wildcards))


def _plain(values: list[Json], tests: tuple[Test, ...], exists: set[bool], wildcards: tuple[Wildcard, ...]) -> Wanted:
    """The values that stand for themselves, beside the comparisons."""
    return Wanted(
        texts=frozenset(value for value in values if isinstance(value, str)),
        numbers=tuple(value for value in values if isinstance(value, Number)),
        others=frozenset(value for value in values if value is None or isinstance(value, bool)),
        tests=tests,
        present=True in exists,
        absent=False in exists,
        wildcards=wildcards,
    )


def _same_address(text: str) -> Test:
    """A text that is an address matches the address however it is written."""
    wanted = address(text)
    return lambda value: isinstance(value, str) and address(value) == wanted


def _check_wildcards(ways: tuple[Way, ...], most: int) -> None:
    """Wildcards of one field are matched together, whatever $or they stand in."""
    by_field: dict[str, dict[Wildcard, None]] = {}
    for way in ways:
        for name, wanted in way.items():
            by_field.setdefault(name, {}).update(dict.fromkeys(wanted.wildcards))
    for name, wildcards in by_field.items():
        if wildcards and complexity(list(wildcards), most) > most:
            raise FieldProblemError(
                f"{name}: The wildcards are too complex; use fewer stars, or fewer repeated parts after a star."
            )


def _at(path: tuple[str, ...]) -> str:
    return f"{'.'.join(path)}: " if path else ""
