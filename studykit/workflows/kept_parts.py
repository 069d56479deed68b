"""The parts of a kept file as rows and mappings, of which only what is asked for is read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar, overload

from studykit.core.progress import Progress
from studykit.workflows.kept import Reader

T = TypeVar("T")
_MEMO = 5_000
"""Values of a mapping that are kept once they were asked for."""
_STRETCH = 5_000
"""Values that are looked through in one go, so that others who read the file do not wait."""


class KeptRow(Sequence[T], Generic[T]):
    """The values of one part in order, read when they are asked for."""

    def __init__(self, reader: Reader, part: str) -> None:
        self._reader, self._part = reader, part
        self._size: int | None = None
        self._headed: dict[str, int] = {}

    def __len__(self) -> int:
        if self._size is None:
            (row,) = self._reader.rows("select count(*) from part where part = ?", (self._part,))
            self._size = int(row[0])
        return self._size

    def __iter__(self) -> Iterator[T]:
        for (text,) in self._reader.rows("select value from part where part = ? order by at", (self._part,)):
            yield self._reader.decode(text)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return tuple(self)[at]
        wanted = at + len(self) if at < 0 else at
        for (text,) in self._reader.rows("select value from part where part = ? and at = ?", (self._part, wanted)):
            found: T = self._reader.decode(text)
            return found
        raise IndexError(at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._reader.path, self._part))

    def names(self) -> Iterator[str]:
        """Id of each value."""
        for (name,) in self._reader.rows("select id from part where part = ? order by at", (self._part,)):
            yield name

    def heads(self) -> tuple[tuple[str, Any], ...]:
        """Id and head of each value, without reading the values."""
        found = self._reader.rows("select id, head from part where part = ? order by at", (self._part,))
        return tuple((name, head[1:] if head[0] == "'" else json.loads(head)) for name, head in found)

    def headed(self, head: str) -> int:
        """How many values have a text as their head; counted once."""
        if head not in self._headed:
            wanted = "select count(*) from part where part = ? and head = ?"
            (row,) = self._reader.rows(wanted, (self._part, f"'{head}"))
            self._headed[head] = int(row[0])
        return self._headed[head]

    def of(self, name: str) -> tuple[T, ...]:
        """Every value with an id, in order."""
        wanted = "select value from part indexed by named where part = ? and id = ? order by at"
        return tuple(self._reader.decode(text) for (text,) in self._reader.rows(wanted, (self._part, name)))

    def counts(self) -> dict[str, int]:
        """How many values there are of each id; only the index is read for it."""
        wanted = "select id, count(*) from part indexed by named where part = ? group by id"
        return dict(self._reader.rows(wanted, (self._part,)))

    def mentioning(self, text: str, progress: Progress) -> Iterator[T]:
        """The values in whose written form a text stands as a whole, without reading the others.

        ``progress`` is told how many of how many were looked at.
        """
        wanted, size = "select value from part where part = ? and at >= ? and at < ? and instr(value, ?)", len(self)
        for begin in range(0, size, _STRETCH):
            end = min(begin + _STRETCH, size)
            for (value,) in self._reader.rows(wanted, (self._part, begin, end, json.dumps(text, ensure_ascii=False))):
                yield self._reader.decode(value)
            progress(end, size)

    def named(self, name: str) -> T | None:
        """The value with an id."""
        wanted = "select value from part indexed by named where part = ? and id = ?"
        for (text,) in self._reader.rows(wanted, (self._part, name)):
            found: T = self._reader.decode(text)
            return found
        return None


class KeptMap(Mapping[str, T], Generic[T]):
    """The values of one part by id, read when they are asked for."""

    def __init__(self, reader: Reader, part: str) -> None:
        self._row: KeptRow[T] = KeptRow(reader, part)
        self._keys: dict[str, None] | None = None
        self._memo: dict[str, T] = {}

    def _names(self) -> dict[str, None]:
        if self._keys is None:
            self._keys = dict.fromkeys(self._row.names())
        return self._keys

    def __len__(self) -> int:
        return len(self._row)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __getitem__(self, name: str) -> T:
        if name in self._memo:
            return self._memo[name]
        found = self._row.named(name)
        if found is None:
            raise KeyError(name)
        if len(self._memo) < _MEMO:
            self._memo[name] = found
        return found

    def heads(self) -> dict[str, Any]:
        """Id → head of each value, without reading the values."""
        return dict(self._row.heads())

    def values(self) -> Any:
        """All values in order; a small part is kept, a large one read anew each time."""
        if len(self) > _MEMO:
            return iter(self._row)
        if len(self._memo) != len(self):
            self._memo = dict(zip(self._names(), self._row, strict=True))
        return self._memo.values()

    def items(self) -> Any:
        """All ids and values in order."""
        return zip(self, self.values(), strict=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self.items()) == dict(other.items())

    def __hash__(self) -> int:
        return hash(self._row)


class Joined(Mapping[str, T], Generic[T]):
    """Two mappings without common keys, one behind the other."""

    def __init__(self, first: KeptMap[T], second: KeptMap[T]) -> None:
        self._parts = (first, second)

    def heads(self) -> dict[str, Any]:
        """Id → head of each value, without reading the values."""
        first, second = self._parts
        return first.heads() | second.heads()

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[str]:
        return chain(*self._parts)

    def __contains__(self, name: object) -> bool:
        return any(name in part for part in self._parts)

    def __getitem__(self, name: str) -> T:
        first, second = self._parts
        return first[name] if name in first else second[name]

    def values(self) -> Any:
        """All values in order."""
        return chain.from_iterable(part.values() for part in self._parts)

    def items(self) -> Any:
        """All ids and values in order."""
        return chain.from_iterable(part.items() for part in self._parts)
