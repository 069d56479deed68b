"""An exam's answers and clock are on disk when they are given, and its end is all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
from studykit.store import tables
from studykit.store.study_store import StudyStore

NOW = datetime(2026, 11, 21, 9, 30, 12, 345678, tzinfo=UTC)
MEMORY = MemoryState(2.3, 2.1, NOW, NOW, 1, relearning=False, reps=1, lapses=0)
BEGUN = TimeUsed(0, 0, NOW, "boot-1", 5000)
GIVEN = Given("AD", marked=True, milliseconds=4321, at=NOW)


def attempt(number: int = 1, minutes: int | None = 130) -> Attempt:
    return Attempt(f"{number:032x}", "DVA-C02", 7, NOW, minutes, "the paper", 0, BEGUN)


def later(milliseconds: int, given_back: int = 0) -> TimeUsed:
    return TimeUsed(milliseconds, given_back, NOW + timedelta(milliseconds=milliseconds), "boot-1", 5000 + milliseconds)


def review(number: int, card: str) -> Review:
    return Review(f"{number:032x}", card, NOW, 60, Rating.GOOD, 4321, 7, "B", "fsrs 6", "laptop")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "learner.db"


@pytest.fixture
def store(path: Path) -> Iterator[StudyStore]:
    with StudyStore.open(path) as opened:
        yield opened


def test_an_attempt_comes_back_exactly_with_its_answers(store: StudyStore, path: Path) -> None:
    store.attempts.add(attempt())
    store.attempts.give(attempt().id, 3, GIVEN, later(9000))
    store.attempts.give(attempt().id, 1, replace(GIVEN, chosen=None), later(9500))
    store.attempts.give(attempt().id, 3, replace(GIVEN, chosen=""), later(9900))
    store.close()
    with StudyStore.open(path) as again:
        assert again.attempts.open() == replace(attempt(), position=3, time=later(9900))
        assert again.attempts.given(attempt().id) == {
            1: replace(GIVEN, chosen=None),
            3: replace(GIVEN, chosen=""),
        }
        assert again.attempts.ended() == ()


def test_the_deadline_is_kept_as_a_moment_and_moves_by_breaks(store: StudyStore, path: Path) -> None:
    store.attempts.add(attempt())
    store.attempts.beat(attempt().id, 5, later(60_000, given_back=90_000))
    with sqlite3.connect(path) as raw:
        (deadline,) = raw.execute("select deadline from attempt").fetchone()
    raw.close()
    expected = NOW + timedelta(minutes=130, seconds=90)
    assert deadline == (expected - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def test_the_time_used_never_becomes_less(store: StudyStore) -> None:
    store.attempts.add(attempt())
    store.attempts.beat(attempt().id, 0, later(60_000))
    store.attempts.beat(attempt().id, 0, later(1_000))
    opened = store.attempts.open()
    assert opened is not None
    assert opened.time.used == 60_000


def test_only_one_attempt_is_open_at_a_time(store: StudyStore) -> None:
    store.attempts.add(attempt(1))
    with pytest.raises(StoreError, match="not finished"):
        store.attempts.add(attempt(2))
    assert store.attempts.end(attempt(1).id, NOW, later(5000), ())
    store.attempts.add(attempt(2, minutes=None))
    assert store.attempts.end(attempt(2).id, NOW + timedelta(hours=1), later(5000), ())
    assert [one.id for one in store.attempts.ended()] == [attempt(2).id, attempt(1).id]
    assert store.attempts.ended()[0].deadline is None


def test_the_end_keeps_reviews_and_end_together_or_neither(store: StudyStore) -> None:
    store.add(review(1, "limit:a"), MEMORY)
    store.attempts.add(attempt())
    clash = [(review(2, "limit:b"), MEMORY), (review(1, "limit:c"), MEMORY)]  # the second id is taken
    with pytest.raises(StoreError):
        store.attempts.end(attempt().id, NOW, later(5000), clash)
    assert store.attempts.open() is not None
    assert [one.card for one in store.reviews()] == ["limit:a"]
    assert store.attempts.end(attempt().id, NOW, later(5000), clash[:1])
    assert sorted(one.card for one in store.reviews()) == ["limit:a", "limit:b"]
    assert set(store.memories()) == {"limit:a", "limit:b"}


def test_after_the_end_nothing_is_kept_any_more(store: StudyStore) -> None:
    store.attempts.add(attempt())
    store.attempts.end(attempt().id, NOW, later(5000), ())
    assert not store.attempts.end(attempt().id, NOW, later(6000), [(review(1, "limit:a"), MEMORY)])
    assert store.reviews() == ()
    with pytest.raises(StoreError, match="finished"):
        store.attempts.give(attempt().id, 0, GIVEN, later(6000))
    with pytest.raises(StoreError, match="finished"):
        store.attempts.beat(attempt().id, 0, later(6000))
    assert store.attempts.given(attempt().id) == {}
    with pytest.raises(StoreError, match="not in your file"):
        store.attempts.beat("gone", 0, later(6000))


def test_only_one_holds_the_exam_until_it_lets_go(store: StudyStore, path: Path) -> None:
    hold = store.attempts.hold()
    with StudyStore.open(path) as other, pytest.raises(StoreError, match="Another studykit"):
        other.attempts.hold()
    hold.let_go()
    hold.let_go()
    assert not hold.held
    store.attempts.hold().let_go()


def test_a_place_where_no_lock_can_be_made_is_said(store: StudyStore, path: Path) -> None:
    path.with_name("exam.lock").mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        store.attempts.hold()


def test_a_file_of_an_earlier_studykit_gets_the_tables_and_keeps_its_answers(path: Path) -> None:
    with StudyStore.open(path) as store:
        store.add(review(1, "limit:a"), MEMORY)
    with sqlite3.connect(path) as raw:
        raw.execute("drop table attempt")
        raw.execute("drop table given")
        raw.execute("pragma user_version = 2")
    raw.close()
    with StudyStore.open(path) as again:
        again.attempts.add(attempt())
        assert [one.card for one in again.reviews()] == ["limit:a"]
    assert tables.VERSION > 2
    assert path.with_name("learner.db.v2.bak").is_file()
