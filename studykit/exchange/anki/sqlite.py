"""An SQLite file that is deflated on other threads while it grows.

Rows come in one order and nothing depends on the computer, so the bytes are the same each time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain
from types import TracebackType
from typing import Any, Self

from studykit.exchange.anki.zip import Deflater, Member

_TOGETHER = 20
"""Rows that SQLite is given in one step: it takes two thirds of the time."""
_MARK = slice(96, 100)
"""Bytes of an SQLite file that name the library that wrote it."""


class GrowingFile:
    """Use it as a context manager; what is added comes after what was."""

    def __init__(self, tables: str, deflater: Deflater) -> None:
        self._deflater = deflater
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.executescript(tables)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, insert: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds rows to a table; ``insert`` ends with the values of one row."""
        if not rows:
            return
        values = insert[insert.rindex("(") :]
        whole = len(rows) - len(rows) % _TOGETHER
        flat = chain.from_iterable(rows[:whole])
        together = zip(*[flat] * (_TOGETHER * len(rows[0])), strict=True)
        self._database.execute("begin")
        self._database.executemany(f"{insert}{f', {values}' * (_TOGETHER - 1)}", together)
        self._database.executemany(insert, rows[whole:])
        self._database.execute("commit")

    def deflate(self) -> None:
        """Begins to deflate what is there by now."""
        self._deflater.begin(self._database.serialize())

    def member(self, name: str) -> Member:
        """The whole file, deflated."""
        file = self._database.serialize()
        return self._deflater.member(name, file, file[: _MARK.start] + bytes(_MARK.stop - _MARK.start))
