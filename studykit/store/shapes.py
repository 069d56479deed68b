"""What the rows of a table look like: which values can be one of them, and be read as one later on."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from studykit.store.integrity import quoted
from studykit.store.pages import Value

Row = tuple[Value, ...]

_LAST_MOMENT, _LAST_DAY = 253_402_300_799_000_000, 3_652_059
"""The end of the year 9999, in microseconds and as a study day."""
_RANGES = {
    "at": range(_LAST_MOMENT),
    "last": range(_LAST_MOMENT),
    "ready": range(_LAST_MOMENT),
    "started": range(_LAST_MOMENT),
    "day": range(1, _LAST_DAY),
    "due_day": range(1, _LAST_DAY),
    "rating": range(1, 5),
    "offset": range(-1440, 1441),
}
"""What a number can be, by column: a row with another cannot be read later on."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rows of a table look like."""

    table: str
    columns: tuple[str, ...]
    kinds: tuple[type, ...]
    nullable: tuple[bool, ...]

    def row(self, values: Sequence[Value]) -> Row | None:
        """The values as a row of this table; None when they cannot be one."""
        if len(values) != len(self.columns):
            return None
        found = []
        for column, kind, nullable, value in zip(self.columns, self.kinds, self.nullable, values, strict=True):
            read = value if type(value) is kind else _read(value, kind)
            if read is None:
                if value is not None or not nullable:
                    return None
            elif kind is int and column in _RANGES and read not in _RANGES[column]:
                return None
            found.append(read)
        return tuple(found)


def shape_of(new: sqlite3.Connection, table: str) -> Shape:
    """What a database says of one of its tables."""
    columns = new.execute(f"pragma table_info({quoted(table)})").fetchall()
    kinds = tuple(_kind(str(row[2])) for row in columns)
    nullable = tuple(not row[3] and not row[5] for row in columns)
    return Shape(table, tuple(str(row[1]) for row in columns), kinds, nullable)


def _kind(declared: str) -> type:
    name = declared.upper()
    if "INT" in name or "BOOL" in name:
        return int
    return float if any(sign in name for sign in ("REAL", "FLOA", "DOUB")) else str


def _read(value: Value, kind: type) -> Value:
    """The value as one of its column; None when it cannot be."""
    if isinstance(value, bytes) and kind is str:
        try:
            return value.decode()
        except UnicodeDecodeError:
            return None
    if kind is float and isinstance(value, int):
        return float(value)
    return value if isinstance(value, kind) else None
