"""Rows are told as they are, on both databases."""

from __future__ import annotations

from sqlalchemy import insert, update

from studykit.store.audit import State
from studykit.store.study_store import StudyStore
from studykit.store.tables import REVIEW, WITHDRAWAL
from tests.store.examples import DAY, MEMORY, learned, review


def test_rows_come_by_card_and_time_with_what_was_taken_back(store: StudyStore) -> None:
    first, second, other = review(1, "b"), review(2, "b", 3), review(3, "a", 1)
    for one in (second, other, first):
        store.add(one, learned(4))
    store.withdraw(second.id, second.at, lambda _: MEMORY)
    assert list(store.rows()) == [
        (other.id, "a", other, False),
        (first.id, "b", first, False),
        (second.id, "b", second, True),
    ]
    assert store.size() == 3
    assert list(store.ratings()) == [("a", DAY + 1, 3), ("b", DAY, 3)]


def test_a_row_that_is_no_answer_is_told_without_one(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.add(review(2), MEMORY)
    with store.engine.begin() as connection:
        connection.execute(update(REVIEW).where(REVIEW.c.id == review(2).id).values(rating=7))
    assert [one for _, _, one, _ in store.rows()] == [review(1), None]


def test_what_is_kept_of_a_card_is_told_in_short(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    assert list(store.states()) == [State("limit:a", MEMORY.stability, MEMORY.difficulty, DAY, 1)]


def test_withdrawals_without_their_answer_are_found(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.withdraw(review(1).id, review(1).at, lambda _: None)
    assert store.stray_withdrawals() == []
    with store.engine.begin() as connection:
        connection.execute(insert(WITHDRAWAL), {"learner": store.learner, "review": "e" * 32, "at": 1})
    assert store.stray_withdrawals() == ["e" * 32]


def test_nobody_else_s_rows_are_told(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    with store.engine.begin() as connection:
        connection.execute(update(REVIEW).values(learner="somebody"))
        connection.execute(insert(WITHDRAWAL), {"learner": "somebody", "review": "e" * 32, "at": 1})
    assert (list(store.rows()), list(store.ratings()), store.size(), store.stray_withdrawals()) == ([], [], 0, [])
