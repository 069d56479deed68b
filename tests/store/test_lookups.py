"""What a queue asks is looked up: no question of a day goes through the whole log or all cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert

from studykit.store.database import CHUNK
from studykit.store.rows import review_row
from studykit.store.study_store import StudyStore
from studykit.store.tables import REVIEW
from tests.store.examples import DAY, MEMORY, learned, review

ASKED: dict[str, Callable[[StudyStore], object]] = {
    "answered": lambda store: store.answered(DAY),
    "counts": lambda store: store.counts(DAY),
    "due": lambda store: list(store.due(DAY)),
    "in_steps": lambda store: store.in_steps(DAY),
    "memory": lambda store: store.memory("a"),
    "reviews": lambda store: store.reviews("a"),
    "last_reviews": lambda store: store.last_reviews(1),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_question_of_a_day_or_card_uses_an_index_for_it(path: Path, name: str) -> None:
    with StudyStore.open(path) as store:
        store.add(review(1, "a"), MEMORY)
        store.add(review(2, "b", 1), learned(1))
        asked: list[tuple[str, Any]] = []

        def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
            asked.append((statement, values))

        event.listen(store.engine, "before_cursor_execute", note)
        ASKED[name](store)
        event.remove(store.engine, "before_cursor_execute", note)
        with store.engine.connect() as connection:
            for statement, values in asked:
                if statement.startswith("SELECT"):
                    rows = connection.exec_driver_sql(f"explain query plan {statement}", values)
                    steps = [str(row[3]) for row in rows]
                    assert not any(step.endswith("(learner=?)") and "review_at" not in step for step in steps), steps
                    assert not any(step.startswith("SCAN") for step in steps), steps


def test_all_cards_that_were_answered_are_known(store: StudyStore) -> None:
    assert store.known() == set()
    cards = {"limit:a.b", "ü 1", "what's, this"}
    for number, card in enumerate(sorted(cards)):
        store.add(review(number, card), MEMORY)
    assert store.known() == cards
    assert store.known(["ü 1", "other"]) == {"ü 1"}


def test_cards_in_their_steps_and_graduated_ones_are_told_apart(store: StudyStore) -> None:
    store.add(review(1, "step"), MEMORY)
    for number, (card, due) in enumerate({"late": -2, "later": -1, "today": 0, "tomorrow": 1}.items(), 2):
        store.add(review(number, card), learned(due))
    assert list(store.due(DAY)) == ["late", "later", "today"]
    assert store.in_steps(DAY) == {"step": MEMORY.ready}


def test_due_cards_that_are_many_come_once_each(store: StudyStore) -> None:
    cards = [f"card-{number:04}" for number in range(2 * CHUNK + 3)]
    rows = [review_row(store.learner, review(number, card)) for number, card in enumerate(cards)]
    with store.engine.begin() as connection:
        connection.execute(insert(REVIEW), rows)
    store.rebuild(lambda _: learned(0))
    assert list(store.due(DAY)) == cards
