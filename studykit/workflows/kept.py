"""A file for what was built from content, written once and read part by part."""

from __future__ import annotations

import json
import os
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from studykit.workflows.codec import Codec, CodecError

_BATCH = 1_000
_TABLE = (
    "create table part (part text, at integer, id text, head text, value text, primary key (part, at)) without rowid"
)


class Writer:
    """Writes parts one after the other; nobody sees the file before ``close``."""

    def __init__(self, path: Path, codec: Codec) -> None:
        self._path, self._codec = path, codec
        self._fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        self._fresh.unlink(missing_ok=True)
        self._file = sqlite3.connect(self._fresh, isolation_level=None)
        self._file.execute("pragma journal_mode = off").close()
        self._file.execute("pragma synchronous = off").close()  # a cache that is lost is only built again
        self._file.execute(_TABLE).close()
        self._file.execute("begin").close()
        self._at: dict[str, int] = {}

    def add(self, part: str, value: Any, name: str = "", head: Any = None) -> None:
        """Adds a value at the end of a part; ``head`` is what a listing shows of it."""
        told = f"'{head}" if isinstance(head, str) else json.dumps(head)
        self.copy(part, self._codec.encode(value), name, told)

    def copy(self, part: str, text: str, name: str = "", told: str = "null") -> None:
        """Adds the text of a value that the same codec wrote."""
        at = self._at[part] = self._at.get(part, -1) + 1
        self._file.execute("insert into part values (?, ?, ?, ?, ?)", (part, at, name, told, text)).close()

    def value(self, text: str) -> Any:
        """The value of a text."""
        return self._codec.decode(text)

    def again(self, part: str) -> Iterator[Any]:
        """The values of a part that were added so far."""
        wanted, at = "select value, at from part where part = ? and at > ? order by at limit ?", -1
        while batch := self._file.execute(wanted, (part, at, _BATCH)).fetchall():
            for text, at in batch:  # noqa: B007 - the last one is where the next batch begins
                yield self._codec.decode(text)

    def names(self, part: str) -> frozenset[str]:
        """The ids of the values of a part that were added so far."""
        found = self._file.execute("select id from part where part = ?", (part,)).fetchall()
        return frozenset(name for (name,) in found)

    def close(self) -> None:
        """Makes the file whole and gives it its name."""
        self._file.execute("create index named on part (part, id)").close()
        self._file.execute("commit").close()
        self._file.close()
        self._fresh.replace(self._path)

    def give_up(self) -> None:
        """Leaves no file behind."""
        self._file.close()
        self._fresh.unlink(missing_ok=True)


class Reader:
    """Reads parts of a file that a Writer made. Raises CodecError for any other file.

    The file stays open, so that it can be read to the end even when another studykit clears it away.
    """

    def __init__(self, path: Path, codec: Codec) -> None:
        self.path, self._codec = path, codec
        try:
            self._file = sqlite3.connect(path.as_uri() + "?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error as problem:
            raise CodecError(str(problem)) from problem
        weakref.finalize(self, self._file.close)

    def rows(self, wanted: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        try:
            with closing(self._file.execute(wanted, values)) as found:
                while batch := found.fetchmany(_BATCH):
                    yield from batch
        except sqlite3.Error as problem:
            raise CodecError(str(problem)) from problem

    def one(self, part: str) -> Any:
        """The only value of a part."""
        for (text,) in self.rows("select value from part where part = ? and at = 0", (part,)):
            return self._codec.decode(text)
        raise CodecError(f"There is no {part}.")

    def decode(self, text: str) -> Any:
        """The value of a text."""
        return self._codec.decode(text)
