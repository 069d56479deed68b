"""A database opens, or one sentence says why not; what was half written never was, whoever writes at once."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store.study_store import StudyStore
from tests.store.examples import MEMORY, review


@pytest.fixture
def where(path: Path) -> Path:
    """Here: a file."""
    return path


def test_a_file_of_a_newer_version_is_refused_and_left_alone(store: StudyStore, path: Path) -> None:
    store.add(review(1), MEMORY)
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("pragma user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match="written by a newer studykit"):
        StudyStore.open(path)


def test_the_file_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as raw:
        raw.execute("create table theirs (kept)")
    raw.close()
    with pytest.raises(StoreError, match="belongs to another program"):
        StudyStore.open(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("select name from sqlite_master").fetchall() == [("theirs",)]
    raw.close()


@pytest.mark.parametrize("name", ["what?", "a#b", "100%25", "50%", "mode=ro&x", "Prüfung 2027"])
def test_any_folder_name_holds_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "learner.db"
    with StudyStore.open(path) as opened:
        opened.add(review(1), MEMORY)
    assert path.stat().st_size > 0
    assert [folder.name for folder in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"learner\.db"):
        StudyStore.open(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="STUDYKIT_HOME"):
        StudyStore.open(tmp_path / "file" / "learner.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        StudyStore.open(tmp_path)


def fill(store: StudyStore) -> None:
    for number in range(2, 500):
        store.add(review(number, f"card {number} {'x' * 2000}"), MEMORY)


def test_a_full_disk_is_one_sentence_and_nothing_is_half_written(store: StudyStore, path: Path) -> None:
    store.add(review(1), MEMORY)
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")
        connection.commit()
    with pytest.raises(StoreError, match="The disk is full"):
        fill(store)
    assert len(store.reviews()) == len(store.memories())


def test_a_file_held_by_another_program_is_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.store.connection._WAIT_SECONDS", 0.05)
    with StudyStore.open(path) as opened:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("begin immediate")
        with pytest.raises(StoreError, match="in use by another program"):
            opened.add(review(1), MEMORY)
        assert opened.reviews() == ()
        holder.execute("rollback")
        holder.close()
        opened.add(review(1), MEMORY)
        assert opened.reviews() == (review(1),)


def test_a_file_held_while_it_is_opened_is_one_sentence_or_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studykit.store.connection._WAIT_SECONDS", 0.05)
    path.parent.mkdir()
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("begin exclusive")
    with pytest.raises(StoreError, match="in use by another program"):
        StudyStore.open(path)
    monkeypatch.setattr("studykit.store.connection._WAIT_SECONDS", 20)
    release = threading.Timer(0.1, holder.execute, ["rollback"])
    release.start()
    StudyStore.open(path).close()
    release.join()
    holder.close()


def test_a_file_that_may_not_be_written_is_one_sentence(store: StudyStore) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("pragma query_only = on")
    with pytest.raises(StoreError, match="is read-only"):
        store.add(review(1), MEMORY)
    assert store.reviews() == ()


def test_a_damaged_file_is_one_sentence(store: StudyStore, path: Path) -> None:
    for number in range(50):
        store.add(review(number, f"card {number}"), MEMORY)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="damaged"), StudyStore.open(path) as opened:
        opened.reviews()


def test_a_file_without_its_tables_is_one_sentence(store: StudyStore, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("drop table review")
    raw.close()
    with pytest.raises(StoreError, match=r"cannot be used: no such table: review\."), StudyStore.open(path) as opened:
        opened.reviews()


def add_many(path: Path, first: int) -> None:
    with StudyStore.open(path) as opened:
        for number in range(first, first + 25):
            opened.add(review(number, f"card {number}"), MEMORY)


def test_two_programs_may_write_at_once(store: StudyStore, path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    writers = [start.Process(target=add_many, args=(path, first)) for first in (100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    assert len(store.reviews()) == 50


def begin_together(path: Path, start: Barrier, names: tuple[str, str]) -> None:
    first, card = names
    for attempt in range(10):
        start.wait(120)
        with StudyStore.open(path.with_name(f"{attempt}.db")) as opened:
            opened.add(replace(review(0, card), id=first), MEMORY)


def test_programs_may_make_the_file_and_answer_the_same_new_card_at_the_same_moment(path: Path) -> None:
    """The file has no tables yet and the card no memory state: the two things that only one of them may make."""
    processes = multiprocessing.get_context("spawn")
    start = processes.Barrier(2)
    writers = [processes.Process(target=begin_together, args=(path, start, (name, "card"))) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    for attempt in range(10):
        with StudyStore.open(path.with_name(f"{attempt}.db")) as opened:
            assert {one.id for one in opened.reviews()} == {"a", "b"}
            assert opened.memories() == {"card": MEMORY}


READ = """
import os, sys
from pathlib import Path
from studykit.core.errors import StoreError
from studykit.store.study_store import StudyStore
from tests.store.examples import MEMORY, review
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with StudyStore.open(Path(sys.argv[1])) as store:
    print(len(store.reviews()), len(store.memories()))
    try:
        store.add(review(2), MEMORY)
    except StoreError as problem:
        print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no permission bits there")
@pytest.mark.parametrize("folder_mode", [0o555, 0o777])
def test_a_file_that_is_read_only_can_be_read(folder_mode: int) -> None:
    """As from a stick with a lock: what needs no writing works, and the first answer is told why not."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103, PTH101 - others must read it
        file = Path(folder) / "locked" / "learner.db"
        with StudyStore.open(file) as store:
            store.add(review(1), MEMORY)
        file.chmod(0o444)
        file.parent.chmod(folder_mode)
        ran = subprocess.run([sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=False)
        file.parent.chmod(0o755)
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[0] == "1 1"
    assert "is read-only" in ran.stdout
