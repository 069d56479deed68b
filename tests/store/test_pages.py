"""Our own reader of pages reads what SQLite wrote, and never fails on what nobody wrote."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.store.pages import copy_with_log, rows
from studykit.store.study_store import StudyStore
from tests.store.filled import add, fill

values = st.one_of(
    st.none(),
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.integers(-200, 200),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.integers(0, 30_000).map(lambda size: "é" * size),
    st.binary(max_size=9000),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(values, values, values), max_size=30), st.sampled_from([512, 1024, 4096, 65_536]))
def test_every_row_that_sqlite_wrote_is_read(found: list[tuple[Any, ...]], size: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.db"
        with closing(sqlite3.connect(path)) as made:
            made.execute(f"pragma page_size = {size}").close()
            made.execute("create table t (a, b, c)").close()
            made.executemany("insert into t values (?, ?, ?)", found).close()
            made.commit()
        assert sorted(rows(path)) == list(enumerate(found, 1))


def test_what_is_in_the_log_is_carried_out_and_what_was_not_committed_is_not(tmp_path: Path) -> None:
    path, copy = tmp_path / "learner.db", tmp_path / "copy.db"
    with StudyStore.open(path) as store:
        add(store, range(50))
        add(store, range(50, 200))
        log = Path(f"{path}-wal")
        whole_log = log.read_bytes()
        cut = tmp_path / "cut" / "learner.db"
        cut.parent.mkdir()
        shutil.copyfile(path, cut)
        Path(f"{cut}-wal").write_bytes(whole_log[: len(whole_log) - 5])
        copy_with_log(path, copy)
        shutil.copyfile(cut, tmp_path / "cut.db")
    with closing(sqlite3.connect(copy)) as made:
        assert made.execute("select count(*) from review").fetchone() == (200,)
        assert made.execute("pragma integrity_check").fetchone() == ("ok",)
    copy_with_log(cut, tmp_path / "cut.db")
    with closing(sqlite3.connect(tmp_path / "cut.db")) as made:
        assert made.execute("select count(*) from review").fetchone() == (50,)


def test_a_transaction_with_a_damaged_page_in_the_log_does_not_count(tmp_path: Path) -> None:
    path, copy = tmp_path / "learner.db", tmp_path / "copy.db"
    with StudyStore.open(path) as store:
        add(store, range(50))
        add(store, range(50, 60))
        log = bytearray(Path(f"{path}-wal").read_bytes())
        log[-2000] ^= 1
        crashed = tmp_path / "crashed.db"
        shutil.copyfile(path, crashed)
    Path(f"{crashed}-wal").write_bytes(log)
    copy_with_log(crashed, copy)
    with closing(sqlite3.connect(copy)) as made:
        assert made.execute("select count(*) from review").fetchone() == (50,)


def test_frames_of_an_older_round_of_the_log_do_not_count(tmp_path: Path) -> None:
    path, copy = tmp_path / "learner.db", tmp_path / "copy.db"
    with StudyStore.open(path) as store:
        add(store, range(400))
        with closing(sqlite3.connect(path)) as other:
            other.execute("pragma wal_checkpoint(restart)").fetchall()
        add(store, range(400, 402))
        copy_with_log(path, copy)
    with closing(sqlite3.connect(copy)) as made:
        assert made.execute("select count(*) from review").fetchone() == (402,)
        assert made.execute("pragma integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("seed", range(30))
def test_garbage_is_read_to_its_end(tmp_path: Path, seed: int) -> None:
    """Any bytes: it comes to an end, without an error."""
    path, copy = tmp_path / "learner.db", tmp_path / "copy.db"
    fill(path, range(60))
    chance = random.Random(seed)
    with path.open("r+b") as file:
        for _ in range(300):
            file.seek(chance.randrange(path.stat().st_size))
            file.write(chance.randbytes(chance.randrange(1, 40)))
    Path(f"{path}-wal").write_bytes(chance.randbytes(9000))
    copy_with_log(path, copy)
    assert len(list(rows(copy))) < 1000
