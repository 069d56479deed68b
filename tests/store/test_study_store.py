from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.presence import announce, leave
from studykit.store.study_store import StudyStore

NOW = datetime(2026, 11, 21, 9, 30, 12, 345678, tzinfo=UTC)
MEMORY = MemoryState(
    stability=2.3065,
    difficulty=2.118103970459016,
    due=NOW + timedelta(minutes=10),
    last=NOW,
    step=1,
    relearning=False,
    reps=1,
    lapses=0,
)


def review(number: int, card: str = "limit:a", at: datetime = NOW) -> Review:
    return Review(f"{number:032x}", card, at, 60, Rating.GOOD, 4321, 7, "B", "fsrs 6", "laptop")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "learner" / "learner.db"


@pytest.fixture
def store(path: Path) -> Iterator[StudyStore]:
    with StudyStore.open(path) as opened:
        yield opened


def test_an_answer_comes_back_exactly(store: StudyStore, path: Path) -> None:
    store.add(review(1), MEMORY)
    store.close()
    with StudyStore.open(path) as again:
        assert again.reviews() == (review(1),)
        assert again.memories() == {"limit:a": MEMORY}


def test_an_answer_taken_back_stays_in_the_log_but_does_not_count(store: StudyStore, path: Path) -> None:
    store.add(review(1), MEMORY)
    store.withdraw(review(1).id, NOW, None)
    assert store.reviews() == ()
    assert store.memories() == {}
    assert store.count_since(NOW - timedelta(days=1)) == 0
    with sqlite3.connect(path) as raw:
        assert raw.execute("select count(*) from review").fetchone() == (1,)
    raw.close()


def test_taking_back_a_later_answer_restores_what_was_before(store: StudyStore) -> None:
    later = replace(MEMORY, stability=9.0, reps=2)
    store.add(review(1), MEMORY)
    store.add(review(2, at=NOW + timedelta(days=1)), later)
    store.withdraw(review(2).id, NOW, MEMORY)
    assert store.memories() == {"limit:a": MEMORY}
    assert store.reviews("limit:a") == (review(1),)


def test_an_answer_can_be_replaced(store: StudyStore) -> None:
    better = replace(review(2), rating=Rating.EASY)
    store.add(review(1), MEMORY)
    store.replace(review(1).id, NOW, better, replace(MEMORY, stability=8.0))
    assert store.reviews() == (better,)
    assert store.memories()["limit:a"].stability == 8.0


def test_what_is_due_comes_most_overdue_first(store: StudyStore) -> None:
    for number, card in enumerate(("late", "later", "future")):
        due = NOW + timedelta(days=number)
        store.add(review(number, card), replace(MEMORY, due=due))
    assert store.due(NOW + timedelta(days=1)) == ("late", "later")


def test_new_cards_are_counted_by_their_first_answer(store: StudyStore) -> None:
    store.add(review(1, "old", NOW - timedelta(days=3)), MEMORY)
    store.add(review(2, "old"), MEMORY)
    store.add(review(3, "new"), MEMORY)
    assert store.first_reviewed_since(NOW - timedelta(days=1)) == 1
    assert store.count_since(NOW - timedelta(days=1)) == 2


def test_memory_can_be_worked_out_again_from_the_log(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.add(review(2, "limit:b"), MEMORY)
    store.rebuild(lambda log: replace(MEMORY, reps=40 + len(log)) if log[0].card == "limit:a" else None)
    assert store.memories() == {"limit:a": replace(MEMORY, reps=41)}


def test_the_last_export_is_remembered(store: StudyStore) -> None:
    store.mark_exported("anki", {"a": ("hash", 5), "b": ("hash", 6)})
    store.mark_exported("other", {"a": ("else", 7)})
    store.mark_exported("anki", {"a": ("hash2", 8)})
    assert store.exported("anki") == {"a": ("hash2", 8)}


def test_an_unknown_answer_cannot_be_taken_back(store: StudyStore) -> None:
    with pytest.raises(StoreError, match="not in your file"):
        store.withdraw("nothing", NOW, None)


def test_a_file_of_a_newer_version_is_refused_and_left_alone(store: StudyStore, path: Path) -> None:
    store.add(review(1), MEMORY)
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("pragma user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match="written by a newer studykit"):
        StudyStore.open(path)


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
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")
        connection.commit()
    with pytest.raises(StoreError, match="The disk is full"):
        fill(store)
    assert len(store.reviews()) == len(store.memories())


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
        writer.join(60)
        assert writer.exitcode == 0
    assert len(store.reviews()) == 50


def test_another_open_studykit_is_noticed_and_a_dead_one_is_not(tmp_path: Path) -> None:
    assert announce(tmp_path, os.getpid(), NOW) is None
    assert announce(tmp_path, os.getppid(), NOW + timedelta(hours=1)) == NOW
    (tmp_path / "open-999999999.txt").write_text(NOW.isoformat())
    (tmp_path / "open-nonsense.txt").write_text("?")
    (tmp_path / f"open-{os.getppid()}.txt").write_text("yesterday")
    assert announce(tmp_path, os.getpid(), NOW) is None
    leave(tmp_path, os.getpid())
    leave(tmp_path, os.getpid())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_not_announced(tmp_path: Path) -> None:
    assert announce(tmp_path / "gone", os.getpid(), NOW) is None
