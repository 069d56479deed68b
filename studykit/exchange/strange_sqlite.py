"""A SQLite file that a stranger made: it is read and nothing in it is run."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 32 << 20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""Bytes of a row, and what a file's own definitions may be like. No collection of Anki comes near."""
_SAFETY = (
    "trusted_schema = off",  # no function of ours runs because a definition in the file says so
    "cell_size_check = on",
    "query_only = on",
)
_STEP = 100_000
"""Instructions of SQLite between two looks at how many there were."""
_FREE_STEPS = 10
_BYTES_FOR_STEP = 20_000
"""Reading a byte takes less than five instructions; who needs more reads in a circle."""
_ABOUT_A_VALUE = re.compile(r"(NULL|TEXT|NUMERIC|non-\w+) value in ")
"""What the check of the pages says of a value and not of a page."""


class StrangeDatabase:
    """Single tables of a strange file. Raises sqlite3.Error for whatever is wrong with it."""

    def __init__(self, path: Path) -> None:
        self._size = path.stat().st_size
        self._steps = _FREE_STEPS + self._size // _BYTES_FOR_STEP
        self._left = self._steps
        # Nobody else writes to it, so SQLite takes no lock and looks for no journal beside it.
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            self._guard()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Closes it."""
        self._connection.close()

    def has(self, table: str) -> bool:
        """Whether there is a plain table of this name, whose pages are sound; it is readable from then on.

        Raises sqlite3.DatabaseError for a view, a virtual table, computed columns and pages that do not fit.
        """
        found = self._all("select sql from sqlite_master where name = ? collate nocase", (table,))
        if not found:
            return False
        if len(found) > 1 or not re.match(r"create\s+table\b", str(found[0][0]), re.IGNORECASE):
            raise sqlite3.DatabaseError(f"{table} is no table")
        self._pragma(f"table_xinfo({table})", _no_computed_column)
        self._pragma(f"quick_check({table})", _sound)
        self._readable.add(table)
        return True

    def rows(self, table: str, columns: Sequence[str], order: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """These columns of every row of a table that is there, in an order; whatever values are in them."""
        # Nothing but our own names is put in. Without an index: the file's may say anything.
        by = f" order by {', '.join(order)}" if order else ""
        self._left = self._steps
        sql = f"select {', '.join(columns)} from {table} not indexed{by}"  # noqa: S608 - as said above
        # Not 'yield from', which would close the cursor of a reading that is given up: the file may be closed by then.
        for row in self._connection.execute(sql):  # noqa: UP028 - as said above
            yield row

    def _guard(self) -> None:
        self._readable = {"sqlite_master"}
        self._checking = True
        connection = self._connection
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        connection.text_factory = _text
        connection.set_progress_handler(self._too_long, _STEP)
        for pragma in _SAFETY:
            connection.execute(f"pragma {pragma}").close()
        ((page,),) = self._all("pragma page_size")
        if self._size % page:
            raise sqlite3.DatabaseError("the last page is cut")
        connection.create_collation("unicase", _unicase)
        connection.set_authorizer(self._allowed)
        self._checking = False

    def _pragma(self, pragma: str, judge: Callable[[Sequence[tuple[Any, ...]]], None]) -> None:
        self._checking = True
        try:
            judge(self._all(f"pragma {pragma}"))
        finally:
            self._checking = False

    def _all(self, sql: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        self._left = self._steps
        return self._connection.execute(sql, values).fetchall()

    def _too_long(self) -> bool:
        self._left -= 1
        return self._left < 0

    def _allowed(self, action: int, table: str | None, *_: str | None) -> int:
        fine = self._checking or action == sqlite3.SQLITE_SELECT
        fine = fine or (action == sqlite3.SQLITE_READ and table in self._readable)
        return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY


def _no_computed_column(columns: Sequence[tuple[Any, ...]]) -> None:
    if any(column[-1] for column in columns):
        raise sqlite3.DatabaseError("a column is computed")


def _sound(found: Sequence[tuple[Any, ...]]) -> None:
    wrong = [str(said) for (said,) in found if said != "ok" and not _ABOUT_A_VALUE.match(str(said))]
    if wrong:
        raise sqlite3.DatabaseError(wrong[0])


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _unicase(one: str, other: str) -> int:
    """Anki's order of names: SQLite asks for it when it looks at tables that use it."""
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)
