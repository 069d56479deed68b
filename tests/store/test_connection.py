from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import StoreError
from studykit.store.connection import _share, connect, explained, writer


class Contended(sqlite3.Connection):
    """A file that other processes are switching: the first attempts fail without waiting."""

    refusals: Iterator[int] = iter(())

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        code = next(self.refusals, None)
        if code is not None:
            problem = sqlite3.OperationalError("refused")
            problem.sqlite_errorcode = code
            raise problem
        return super().execute(sql, parameters)


def test_another_that_switches_the_file_is_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "learner.db", factory=Contended)) as contended:
        contended.refusals = iter([sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY])
        _share(contended)
        assert contended.execute("pragma journal_mode").fetchone() == ("wal",)


def test_what_waiting_cannot_mend_is_told_at_once(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "learner.db", factory=Contended)) as contended:
        contended.refusals = iter([sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY])
        with pytest.raises(sqlite3.OperationalError):
            _share(contended)
        assert next(contended.refusals) == sqlite3.SQLITE_BUSY


def test_answers_survive_a_power_cut(tmp_path: Path) -> None:
    engine = connect(tmp_path / "learner.db")
    with engine.connect() as connection:
        full, wal = 2, "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar_one() == full
        assert connection.exec_driver_sql("pragma journal_mode").scalar_one() == wal
    engine.dispose()


def test_a_writer_holds_the_lock_before_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.store.connection._WAIT_SECONDS", 0.05)
    engine = connect(tmp_path / "learner.db")
    with explained(engine.url), writer(engine).begin(), engine.begin() as reader:
        reader.exec_driver_sql("select 1")
        with pytest.raises(StoreError, match="in use"), explained(engine.url), writer(engine).begin():
            pass
    engine.dispose()
