"""Whatever is changed beside the program is found: in a row, in a state, in their order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from studykit.core.errors import UsageError
from studykit.core.review import MemoryState, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.memory import STANDARD, replay
from studykit.store.study_store import StudyStore
from studykit.store.tables import MEMORY
from studykit.workflows import log
from studykit.workflows.log import SHOWN, Kind, Verified, newest, verify, verify_fast
from studykit.workflows.refold import refold
from tests.scheduling.answers import FIRST_DAY, learner, review
from tests.workflows.learners import answered, opened

CARDS, ANSWERS = 12, 4


@pytest.fixture
def store() -> Any:
    with opened() as one:
        answered(one, learner(STANDARD, CARDS, ANSWERS, seed=2))
        yield one


def _change(store: StudyStore, statement: str, **values: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement), values)


def _fold(reviews: Sequence[Review]) -> MemoryState | None:
    return replay(reviews)


def _verified(store: StudyStore) -> Verified:
    return verify(store, Settings())


def test_a_log_that_was_left_alone_is_sound(store: StudyStore) -> None:
    told: list[tuple[int, int]] = []
    found = verify(store, Settings(), lambda done, total: told.append((done, total)))
    assert found.sound
    assert (found.answers, found.cards, found.withdrawn, found.stray) == (CARDS * ANSWERS, CARDS, 0, 0)
    assert told == [(CARDS * ANSWERS, CARDS * ANSWERS)]
    assert verify_fast(store, Settings()).sound


def test_an_answer_taken_back_is_counted_apart(store: StudyStore) -> None:
    last = store.reviews("card-0003")[-1]
    store.withdraw(last.id, last.at, _fold)
    found = _verified(store)
    assert found.sound
    assert (found.answers, found.withdrawn) == (CARDS * ANSWERS - 1, 1)
    assert verify_fast(store, Settings()).sound


def test_a_card_whose_every_answer_was_taken_back_has_no_state(store: StudyStore) -> None:
    one = review("once", FIRST_DAY, Rating.GOOD)
    answered(store, [one])
    store.withdraw(store.reviews("once")[0].id, one.at, _fold)
    assert _verified(store).sound
    assert _verified(store).cards == CARDS


@pytest.mark.parametrize("column", ["stability", "difficulty"])
def test_the_last_bit_of_a_state_counts(store: StudyStore, column: str) -> None:
    kept = getattr(store.memories()["card-0004"], column)
    with store.engine.begin() as connection:
        connection.execute(
            update(MEMORY).where(MEMORY.c.card == "card-0004").values({column: math.nextafter(kept, 99)})
        )
    found = _verified(store)
    assert found.found == {Kind.STATE: 1}
    assert found.problems[0].where == "card-0004"
    assert column in found.problems[0].says
    assert verify_fast(store, Settings()).sound, "four decimals do not see it"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update memory set due_day = due_day + 1 where card = 'card-0004'", "its state differs in due_day"),
        ("update memory set lapses = 99, reps = 98 where card = 'card-0004'", "its state differs in reps and lapses"),
        ("delete from memory where card = 'card-0004'", "it has answers, but no state"),
        ("update review set card = 'card-0005' where card = 'card-0004'", "it has a state, but no answer"),
        ("update review set rating = 5 - rating where card = 'card-0004'", "its state differs in stability"),
    ],
)
def test_a_state_that_the_answers_do_not_give_is_named(store: StudyStore, statement: str, says: str) -> None:
    _change(store, statement)
    found = {one.where: one.says for one in _verified(store).problems}
    assert found["card-0004"].startswith(says)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update review set day = day + 2 where id = :id", "its study day is not the day of its clock"),
        ("update review set day = day - 2 where id = :id", "its study day is not the day of its clock"),
        ("update review set interval = 86401 where id = :id", "its interval of 86401 seconds is no number of days"),
        ("update review set interval = -1 where id = :id", "its interval of -1 seconds is no number of days"),
        ("update review set interval = 3153686400 where id = :id", "its interval of 36501 days is longer than any"),
        ("update review set scheduler = 'sm 2' where id = :id", "its scheduler 'sm 2' is unknown"),
        ('update review set "offset" = 2000 where id = :id', "its clock was 2000 minutes ahead"),
        ("update review set rating = 5 where id = :id", "a column holds what an answer cannot"),
        ("update review set rating = 0 where id = :id", "a column holds what an answer cannot"),
        ("update review set id = 'x' where id = :id", "its id is none of ours"),
    ],
)
def test_a_row_that_cannot_be_is_named(store: StudyStore, statement: str, says: str) -> None:
    one = store.reviews("card-0004")[2]
    _change(store, statement, id=one.id)
    found = _verified(store)
    assert says in {problem.says for problem in found.problems if problem.kind is Kind.ROW}
    assert found.found[Kind.ROW] == 1
    assert all(problem.where == one.card for problem in found.problems if problem.kind is Kind.STATE)


def test_the_hours_after_midnight_belong_to_the_study_day_before(store: StudyStore) -> None:
    one = review("night", FIRST_DAY + 1, Rating.GOOD)
    late = replace(one, day=FIRST_DAY, at=one.at - timedelta(hours=5), offset=-60)
    answered(store, [late])
    assert _verified(store).sound


def test_a_clock_that_was_set_back_is_no_fault(store: StudyStore) -> None:
    first = review("ahead", FIRST_DAY + 9, Rating.GOOD)
    second = review("ahead", FIRST_DAY, Rating.GOOD)
    answered(store, [first, replace(second, at=first.at + timedelta(microseconds=1))])
    assert _verified(store).sound


def test_the_withdrawal_of_an_answer_that_is_not_here_is_told_and_no_fault(store: StudyStore) -> None:
    statement = "insert into withdrawal (learner, review, at) values (:learner, :review, 1)"
    _change(store, statement, learner=store.learner, review="e" * 32)
    found = _verified(store)
    assert found.sound
    assert found.stray == 1


def test_of_many_problems_the_first_are_named_and_all_are_counted(store: StudyStore) -> None:
    _change(store, "update review set scheduler = 'sm 2'")
    found = _verified(store)
    assert found.found == {Kind.ROW: CARDS * ANSWERS}
    assert len(found.problems) == SHOWN


def test_many_states_that_differ_are_not_each_looked_at_again(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_AGAIN", 1)
    monkeypatch.setattr(log, "SHOWN", 2)
    _change(store, "update memory set stability = 1")
    found = _verified(store)
    assert found.found == {Kind.STATE: CARDS}
    assert len(found.problems) == 2


def test_rows_that_a_damaged_index_puts_out_of_order_are_named(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(store.rows())
    monkeypatch.setattr(type(store), "rows", lambda _: iter([*rows[1:], rows[0]]))
    assert _verified(store).found[Kind.ORDER] == 1
    monkeypatch.setattr(type(store), "rows", lambda _: iter([rows[0], *rows]))
    assert _verified(store).found[Kind.ORDER] == 1


def test_an_answer_given_while_the_log_is_read_is_no_problem(store: StudyStore) -> None:
    given: list[int] = []

    def meanwhile(done: int, total: int) -> None:
        if not given:
            given.append(done)
            answered(store, [review("card-new", FIRST_DAY, Rating.GOOD)])
            state = store.memory("card-0000")
            assert state is not None
            answered_again = replace(review("card-0000", state.day + 1, Rating.GOOD), id="f" * 32)
            store.add(answered_again, replay([*store.reviews("card-0000"), answered_again]) or state)

    assert verify(store, Settings(), meanwhile).sound


def test_what_differs_is_worked_out_again(store: StudyStore) -> None:
    before = store.memories()
    _change(store, "update memory set stability = 1, lapses = 7 where card < 'card-0006'")
    _change(store, "delete from memory where card = 'card-0007'")
    refold(store, STANDARD)
    assert _verified(store).sound
    assert store.memories() == before


@pytest.mark.parametrize(
    "statement",
    [
        "update memory set difficulty = difficulty + 0.001 where card = 'card-0004'",
        "update memory set reps = reps + 1 where card = 'card-0004'",
        "delete from memory where card = 'card-0004'",
        "delete from review where card = 'card-0004'",
    ],
)
def test_the_quick_check_sees_what_is_off_in_the_fourth_decimal(store: StudyStore, statement: str) -> None:
    _change(store, statement)
    found = verify_fast(store, Settings())
    assert [one.where for one in found.problems] == ["card-0004"]


def test_the_quick_check_takes_many_cards_some_at_a_time(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_CARDS", 5)
    told: list[tuple[int, int]] = []
    found = verify_fast(store, Settings(), lambda done, total: told.append((done, total)))
    assert found.sound
    assert (found.answers, found.cards) == (CARDS * ANSWERS, CARDS)
    assert told == [(5, CARDS), (10, CARDS), (12, CARDS)]


def test_the_newest_answers_come_first(store: StudyStore) -> None:
    of_all = newest(store, "", 7)
    assert len(of_all) == 7
    assert [one.at for one in of_all] == sorted((one.at for one in of_all), reverse=True)
    of_one = newest(store, "card-0004", 2)
    assert of_one == store.reviews("card-0004")[:-3:-1]
    with pytest.raises(UsageError, match="no answer to a card 'nothing'"):
        newest(store, "nothing", 1)
