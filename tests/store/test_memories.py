"""Memory states are found at once, in the order in which they are wanted, and can be worked out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from studykit.store.database import chunks
from studykit.store.study_store import StudyStore
from tests.store.examples import DAY, MEMORY, NOW, counted, learned, review


def test_a_card_that_was_never_answered_has_no_memory(store: StudyStore) -> None:
    assert store.memory("limit:a") is None
    assert store.memories() == store.memories(["limit:a"]) == {}
    assert store.due_of(["limit:a"]) == {}
    assert store.known(["limit:a"]) == set()


def test_memories_are_those_of_the_cards_that_were_named(store: StudyStore) -> None:
    for number in range(5):
        store.add(review(number, f"card {number}"), learned(number))
    assert store.memories(["card 1", "card 4", "none"]) == {"card 1": learned(1), "card 4": learned(4)}
    assert store.due_of(["card 1", "none"]) == {"card 1": DAY + 1}
    assert store.known(["none", "card 3"]) == {"card 3"}
    many = [f"card {number}" for number in range(3, 5000)]
    assert store.known(many) == set(store.memories(many)) == set(store.due_of(many)) == {"card 3", "card 4"}
    assert len(store.memories()) == 5


def test_what_waits_comes_most_overdue_first(store: StudyStore) -> None:
    for number, card in enumerate(("late", "later", "future")):
        store.add(review(number, card), learned(number))
    store.add(review(8, "in steps"), MEMORY)
    store.add(review(9, "as late"), learned(0))
    assert list(store.due(DAY + 1)) == ["as late", "late", "later"]
    assert store.in_steps(DAY + 1) == {"in steps": MEMORY.ready}
    assert list(store.due(DAY - 1)) == []
    assert store.in_steps(DAY - 1) == {}


def test_the_load_of_days_counts_graduated_cards(store: StudyStore) -> None:
    for number, due in enumerate([1, 1, 2, 9]):
        store.add(review(number, f"card {number}"), learned(due))
    store.add(review(9, "in steps"), MEMORY)
    assert store.load(DAY, DAY + 5) == {DAY + 1: 2, DAY + 2: 1}


def test_memory_can_be_worked_out_again_from_the_log(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.add(review(2, "limit:b"), MEMORY)
    store.rebuild(lambda log: replace(MEMORY, reps=40 + len(log)) if log[0].card == "limit:a" else None)
    assert store.memories() == {"limit:a": replace(MEMORY, reps=41)}


def test_some_cards_can_be_worked_out_again_without_the_others(store: StudyStore) -> None:
    for number in range(3):
        store.add(review(number, f"card {number}"), MEMORY)
    store.rebuild(counted, ["card 1", "none"])
    assert store.memories() == {"card 0": MEMORY, "card 1": replace(MEMORY, reps=1, lapses=7), "card 2": MEMORY}


def test_working_out_again_leaves_out_what_was_taken_back_and_what_nobody_answered(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studykit.store.memories.chunks", partial(chunks, size=4))
    for number in range(20):
        store.add(review(number, f"card {number % 10}", days=-number), MEMORY)
    store.withdraw(review(1).id, NOW, lambda _: MEMORY)
    store.add(review(50, "gone"), MEMORY)
    store.withdraw(review(50).id, NOW, lambda _: MEMORY)
    told: list[tuple[int, int]] = []
    store.rebuild(counted, progress=lambda done, total: told.append((done, total)))
    found = store.memories()
    assert found["card 1"].reps == 1
    assert {state.reps for card, state in found.items() if card != "card 1"} == {2}
    assert "gone" not in found
    assert told == [(4, 11), (8, 11), (11, 11)]


def test_a_card_in_its_steps_is_ready_to_the_microsecond(store: StudyStore) -> None:
    ready = NOW + timedelta(microseconds=1)
    store.add(review(1), replace(MEMORY, ready=ready))
    assert store.in_steps(DAY) == {review(1).card: ready}
