from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
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


def test_an_answer_cannot_be_taken_back_twice(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.replace(review(1).id, NOW, review(2), MEMORY)
    with pytest.raises(StoreError, match="taken back already"):
        store.replace(review(1).id, NOW, review(3), MEMORY)
    with pytest.raises(StoreError, match="taken back already"):
        store.withdraw(review(1).id, NOW, None)
    assert store.reviews() == (review(2),)
    assert store.memories() == {"limit:a": MEMORY}


def test_the_last_answer_is_the_latest_that_stands(store: StudyStore) -> None:
    assert store.last_review() is None
    store.add(review(1, at=NOW + timedelta(days=1)), MEMORY)
    store.add(review(2, "limit:b", at=NOW + timedelta(days=1)), MEMORY)
    store.add(review(3, "limit:c"), MEMORY)
    assert store.last_review() == review(2, "limit:b", at=NOW + timedelta(days=1))
    store.withdraw(review(2).id, NOW, None)
    assert store.last_review() == review(1, at=NOW + timedelta(days=1))


def test_what_is_due_comes_most_overdue_first(store: StudyStore) -> None:
    for number, card in enumerate(("late", "later", "future")):
        due = NOW + timedelta(days=number)
        store.add(review(number, card), replace(MEMORY, due=due))
    store.add(review(9, "as late"), replace(MEMORY, due=NOW))
    assert store.due(NOW + timedelta(days=1)) == ("as late", "late", "later")
    assert store.due(NOW - timedelta(microseconds=1)) == ()


def test_new_cards_are_counted_by_their_first_answer(store: StudyStore) -> None:
    store.add(review(1, "old", NOW - timedelta(days=3)), MEMORY)
    store.add(review(2, "old"), MEMORY)
    store.add(review(3, "new"), MEMORY)
    assert store.first_reviewed_since(NOW - timedelta(days=1)) == 1
    assert store.count_since(NOW - timedelta(days=1)) == 2


def test_a_first_answer_taken_back_makes_the_next_one_the_first(store: StudyStore) -> None:
    store.add(review(1, "card", NOW - timedelta(days=3)), MEMORY)
    store.add(review(2, "card"), MEMORY)
    assert store.first_reviewed_since(NOW - timedelta(days=1)) == 0
    store.withdraw(review(1).id, NOW, MEMORY)
    assert store.first_reviewed_since(NOW - timedelta(days=1)) == 1
    store.withdraw(review(2).id, NOW, None)
    assert store.first_reviewed_since(NOW - timedelta(days=1)) == 0


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
    store.mark_exported("anki", {})
    assert store.exported("anki") == {}
    assert store.exported("other") == {"a": ("else", 7)}


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
    with store._engine.connect() as connection:
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
    with store._engine.connect() as connection:
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
        writer.join(60)
        assert writer.exitcode == 0
    assert len(store.reviews()) == 50


def begin_together(path: Path, start: Barrier, names: tuple[str, str]) -> None:
    first, card = names
    for attempt in range(10):
        start.wait(20)
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
        writer.join(60)
        assert writer.exitcode == 0
    for attempt in range(10):
        with StudyStore.open(path.with_name(f"{attempt}.db")) as opened:
            assert {one.id for one in opened.reviews()} == {"a", "b"}
            assert opened.memories() == {"card": MEMORY}
