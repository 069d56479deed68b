"""The log keeps every answer; what was taken back stays in it and counts nowhere."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.day_counts import DayCounts
from studykit.store.moments import moment
from studykit.store.study_store import StudyStore
from tests.store.examples import DAY, MEMORY, NOW, counted, learned, review


def test_an_answer_comes_back_exactly(store: StudyStore, where: Path | str) -> None:
    store.add(review(1), MEMORY)
    store.close()
    with StudyStore.open(where) as again:
        assert again.reviews() == (review(1),)
        assert again.memories() == {"limit:a": MEMORY}


def test_an_answer_taken_back_stays_in_the_log_but_does_not_count(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.withdraw(review(1).id, NOW, counted)
    assert store.reviews() == store.last_reviews(9) == tuple(store.log()) == ()
    assert store.memories() == {}
    assert store.tallies() == {}
    assert store.durations(9) == []
    assert store.counts(DAY) == DayCounts(answers=0, reviews=0, new=0, milliseconds=0)
    assert list(store.everything()) == [(review(1), True)]


def test_taking_back_a_later_answer_restores_what_was_before(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.add(review(2, days=1), learned(9))
    assert store.withdraw(review(2).id, NOW, counted) == counted([review(1)])
    assert store.memories() == {"limit:a": counted([review(1)])}
    assert store.reviews("limit:a") == (review(1),)


def test_an_answer_can_be_replaced(store: StudyStore) -> None:
    better = review(2, rating=Rating.EASY)
    store.add(review(1), MEMORY)
    store.replace(review(1).id, NOW, better, lambda log: learned(8, stability=len(log)))
    assert store.reviews() == (better,)
    assert store.memory("limit:a") == learned(8, stability=1)


def test_an_answer_cannot_be_taken_back_twice(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.replace(review(1).id, NOW, review(2), counted)
    with pytest.raises(StoreError, match="taken back already"):
        store.replace(review(1).id, NOW, review(3), counted)
    with pytest.raises(StoreError, match="taken back already"):
        store.withdraw(review(1).id, NOW, counted)
    assert store.reviews() == (review(2),)
    assert store.memories() == {"limit:a": counted([review(2)])}


def test_an_answer_follows_from_what_is_remembered_at_that_moment(store: StudyStore) -> None:
    seen: list[MemoryState | None] = []

    def answer(number: int, after: MemoryState) -> tuple[MemoryState | None, Review, MemoryState]:
        def make(before: MemoryState | None) -> tuple[Review, MemoryState]:
            seen.append(before)
            return review(number, days=number), after

        return store.answer("limit:a", make)

    assert answer(1, MEMORY) == (None, review(1, days=1), MEMORY)
    assert answer(2, learned(3)) == (MEMORY, review(2, days=2), learned(3))
    assert seen == [None, MEMORY]
    assert store.memory("limit:a") == learned(3)
    assert len(store.reviews()) == 2


def test_an_unknown_answer_cannot_be_taken_back(store: StudyStore) -> None:
    with pytest.raises(StoreError, match="not in your file"):
        store.withdraw("nothing", NOW, counted)


def test_one_answer_is_not_kept_twice(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    with pytest.raises(StoreError, match="has that already"):
        store.add(review(1), learned(3))
    assert store.memory("limit:a") == MEMORY


def test_answers_of_one_moment_have_one_order(store: StudyStore) -> None:
    for number in (3, 1, 2):
        store.add(review(number, f"card {number}"), MEMORY)
    assert [one.card for one in store.reviews()] == ["card 1", "card 2", "card 3"]
    assert [one.card for one in store.last_reviews(2)] == ["card 3", "card 2"]


def test_the_last_answers_are_the_latest_that_stand(store: StudyStore) -> None:
    assert store.last_reviews(1) == ()
    store.add(review(1, days=1), MEMORY)
    store.add(review(2, "limit:b", days=2), MEMORY)
    store.add(review(3, "limit:c"), MEMORY)
    assert store.last_reviews(2) == (review(2, "limit:b", days=2), review(1, days=1))
    store.withdraw(review(2).id, NOW, counted)
    assert store.last_reviews(1) == (review(1, days=1),)
    assert store.durations(2) == [4321, 4321]


def test_the_log_is_read_card_by_card_oldest_first(store: StudyStore) -> None:
    for number, (card, days) in enumerate([("B", 5), ("a", 2), ("B", 1), ("a", 3), ("Ä", 0)]):
        store.add(review(number, card, days), MEMORY)
    store.withdraw(review(3).id, NOW, counted)
    assert [(one.card, one.day - DAY) for one in store.log()] == [("B", 1), ("B", 5), ("a", 2), ("Ä", 0)]
    assert [(one.card, gone) for one, gone in store.everything()] == [
        ("B", False),
        ("B", False),
        ("a", False),
        ("a", True),
        ("Ä", False),
    ]


def test_answers_can_be_given_while_the_log_is_read(store: StudyStore) -> None:
    for number in range(3):
        store.add(review(number, f"card {number}"), MEMORY)
    reading = store.log()
    assert next(reading).card == "card 0"
    store.add(review(9, "card 9"), MEMORY)
    assert [one.card for one in reading] == ["card 1", "card 2"]
    assert len(list(store.log())) == 4


def test_right_answers_are_tallied(store: StudyStore) -> None:
    store.add(review(1, rating=Rating.AGAIN), MEMORY)
    store.add(review(2, days=1, rating=Rating.HARD), MEMORY)
    store.add(review(3, "limit:b", rating=Rating.AGAIN), MEMORY)
    assert store.tallies() == {"limit:a": (2, 1), "limit:b": (1, 0)}


def test_a_day_is_counted_by_its_cards(store: StudyStore) -> None:
    store.add(review(1, "old", days=-3), MEMORY)
    for number, card in enumerate(["old", "new", "new", "other"], 2):
        store.add(review(number, card), MEMORY)
    assert store.counts(DAY) == DayCounts(answers=4, reviews=1, new=2, milliseconds=4 * 4321)
    assert store.counts(DAY - 3) == DayCounts(answers=1, reviews=0, new=1, milliseconds=4321)
    assert store.counts(DAY + 1) == DayCounts(answers=0, reviews=0, new=0, milliseconds=0)


def test_a_first_answer_taken_back_makes_the_next_one_the_first(store: StudyStore) -> None:
    store.add(review(1, days=-3), MEMORY)
    store.add(review(2), MEMORY)
    assert store.counts(DAY).new == 0
    store.withdraw(review(1).id, NOW, counted)
    assert store.counts(DAY).new == 1
    store.withdraw(review(2).id, NOW, counted)
    assert store.counts(DAY).new == 0


moments = st.builds(
    lambda micros, minutes: moment(micros).astimezone(timezone(timedelta(minutes=minutes))),
    st.integers(0, 250_000_000_000_000_000),
    st.sampled_from([0, -300, 345]),
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
numbers = st.integers(0, 2**62)
states = st.builds(
    MemoryState,
    stability=st.floats(0.001, 36500),
    difficulty=st.floats(1, 10),
    last=moments,
    day=st.integers(1, 3_000_000),
    ready=moments,
    due_day=st.integers(1, 3_000_000),
    step=st.none() | st.integers(0, 9),
    relearning=st.booleans(),
    reps=st.integers(0, 10**6),
    lapses=st.integers(0, 10**6),
)
answers = st.builds(
    Review,
    id=st.just(""),
    card=texts,
    at=moments,
    offset=st.integers(-840, 840),
    day=st.integers(1, 3_000_000),
    rating=st.sampled_from(Rating),
    duration=numbers,
    variant=numbers,
    chosen=texts,
    interval=numbers,
    scheduler=texts,
    device=texts,
)


@given(answer=answers, state=states)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_was_answered_comes_back_bit_for_bit(store: StudyStore, answer: Review, state: MemoryState) -> None:
    answer = replace(answer, id=uuid.uuid4().hex)
    store.add(answer, state)
    assert answer in store.reviews(answer.card)
    assert store.memory(answer.card) == state
    assert repr(store.memory(answer.card).stability) == repr(state.stability)  # type: ignore[union-attr]
