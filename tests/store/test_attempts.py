"""An exam's answers and clock are on disk when they are given, and its end is all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from studykit.core.attempt import TimeUsed
from studykit.core.errors import StoreError
from studykit.store.study_store import StudyStore
from studykit.store.tables import ATTEMPT
from tests.store.examples import GIVEN, MEMORY, NOW, attempt, review


def later(milliseconds: int, given_back: int = 0) -> TimeUsed:
    return TimeUsed(milliseconds, given_back, NOW + timedelta(milliseconds=milliseconds), "boot-1", 5000 + milliseconds)


def test_an_attempt_comes_back_exactly_with_its_answers(store: StudyStore, where: Path | str) -> None:
    store.attempts.add(attempt())
    store.attempts.give(attempt().id, 3, GIVEN, later(9000))
    store.attempts.give(attempt().id, 1, replace(GIVEN, chosen=None), later(9500))
    store.attempts.give(attempt().id, 3, replace(GIVEN, chosen=""), later(9900))
    store.close()
    with StudyStore.open(where) as again:
        assert again.attempts.open() == replace(attempt(), position=3, time=later(9900))
        assert again.attempts.given(attempt().id) == {
            1: replace(GIVEN, chosen=None),
            3: replace(GIVEN, chosen=""),
        }
        assert again.attempts.ended() == ()


def test_the_deadline_is_kept_as_a_moment_and_moves_by_breaks(store: StudyStore) -> None:
    store.attempts.add(attempt())
    store.attempts.beat(attempt().id, 5, later(60_000, given_back=90_000))
    with store.engine.connect() as connection:
        deadline = connection.execute(select(ATTEMPT.c.deadline)).scalar_one()
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
