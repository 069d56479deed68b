from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.log_row import LogRow, Plain, RowKind
from studykit.core.review import MemoryState, Review
from studykit.store.merge import Merge
from studykit.store.moments import microseconds
from studykit.store.study_store import StudyStore
from tests.store.examples import BEGUN, GIVEN, MEMORY, NOW, attempt, review

AT = microseconds(NOW)


def fold(log: Sequence[Review]) -> MemoryState | None:
    """How many answers there are, and when the last one was."""
    return replace(MEMORY, reps=len(log), last=log[-1].at) if log else None


def merging(store: StudyStore) -> Merge:
    return Merge(store.engine, store.learner, store.device)


def answer(number: int, card: str = "limit:a", days: int = 0) -> LogRow:
    one = review(number, card, days)
    return LogRow(
        RowKind.REVIEW,
        {
            "id": one.id,
            "card": one.card,
            "at": microseconds(one.at),
            "offset": one.offset,
            "day": one.day,
            "rating": int(one.rating),
            "duration": one.duration,
            "variant": one.variant,
            "chosen": one.chosen,
            "interval": one.interval,
            "scheduler": one.scheduler,
            "device": one.device,
        },
    )


def taken_back(number: int, at: int = AT) -> LogRow:
    return LogRow(RowKind.WITHDRAWAL, {"review": f"{number:032x}", "at": at})


def exam(**values: Plain) -> LogRow:
    return LogRow(
        RowKind.ATTEMPT,
        {
            "id": f"{1:032x}",
            "exam": "DVA-C02",
            "seed": 7,
            "started": AT,
            "minutes": 130,
            "paper": "the paper",
            "position": 0,
            "used": 0,
            "given_back": 0,
            "wall": AT,
            "ended": None,
            **values,
        },
    )


def given(**values: Plain) -> LogRow:
    row = {"attempt": f"{1:032x}", "position": 0, "chosen": "A", "marked": False, "milliseconds": 1, "at": AT, **values}
    return LogRow(RowKind.GIVEN, row)


def test_answers_come_back_as_they_were_and_their_cards_are_worked_out(store: StudyStore) -> None:
    merged = merging(store).merge([answer(1), answer(2, days=1), answer(3, "limit:b")], fold)
    assert merged.rows[RowKind.REVIEW] == 3
    assert merged.answers == {"laptop": 3}
    assert merged.cards == 2
    assert store.reviews("limit:a") == (review(1), review(2, days=1))
    assert next(merging(store).rows(RowKind.REVIEW)) == answer(1)
    states = store.memories()
    assert {card: state.reps for card, state in states.items()} == {"limit:a": 2, "limit:b": 1}


def test_what_is_there_is_neither_added_nor_worked_out_again(store: StudyStore) -> None:
    rows = [answer(1), taken_back(9), answer(1), exam(), given(), given(position=1), taken_back(9)]
    first = merging(store).merge(rows, fold).rows
    assert +first == {RowKind.REVIEW: 1, RowKind.WITHDRAWAL: 1, RowKind.ATTEMPT: 1, RowKind.GIVEN: 2}
    again = merging(store).merge(rows, fold)
    assert not +again.rows
    assert again.cards == 0
    assert merging(store).count() == 1


def test_an_answer_is_taken_back_whichever_comes_first(store: StudyStore) -> None:
    merging(store).merge([taken_back(1)], fold)
    merging(store).merge([answer(1), answer(2, "limit:b")], fold)
    merging(store).merge([taken_back(2)], fold)
    assert store.reviews() == ()
    assert store.memories() == {}


def test_answers_of_others_are_merged_between_those_given_here(store: StudyStore) -> None:
    store.add(review(5, days=2), replace(MEMORY, reps=1))
    merging(store).merge([answer(4, days=1)], fold)
    assert store.reviews() == (review(4, days=1), review(5, days=2))
    state = store.memory("limit:a")
    assert state is not None
    assert (state.reps, state.last) == (2, NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("versions", "holding"),
    [
        ([taken_back(1, AT), taken_back(1, AT - 5), taken_back(1, AT + 5)], taken_back(1, AT - 5)),
        (
            [exam(), exam(wall=AT + 9, used=9), exam(wall=AT + 9, used=8), exam(wall=AT + 5, ended=AT + 5)],
            exam(wall=AT + 5, ended=AT + 5),
        ),
        ([exam(ended=AT + 9, wall=AT + 9), exam(ended=AT + 5), exam(wall=AT + 99)], exam(ended=AT + 5)),
        ([given(), given(at=AT + 1, chosen=None), given(at=AT - 1)], given(at=AT + 1, chosen=None)),
        ([given(chosen=None), given(chosen=""), given(chosen="B"), given(chosen="A")], given(chosen="B")),
        ([given(marked=True, milliseconds=0), given(), given(milliseconds=3)], given(marked=True, milliseconds=0)),
    ],
)
def test_of_several_versions_the_same_one_holds_in_every_order(
    store: StudyStore, versions: list[LogRow], holding: LogRow
) -> None:
    merge = merging(store)
    for seed in range(6):
        random.Random(seed).shuffle(versions)
        for row in versions:
            merge.merge([row], fold)
        assert list(merge.rows(holding.kind)) == [holding]
        with merge._writing() as connection:
            connection.exec_driver_sql(f"delete from {holding.kind}")  # noqa: S608 - a name of ours


def test_an_exam_that_came_from_elsewhere_has_its_deadline_and_no_clock_of_this_computer(store: StudyStore) -> None:
    merging(store).merge([exam(given_back=60_000), given()], fold)
    found = store.attempts.open()
    assert found is not None
    assert found.deadline == NOW + timedelta(minutes=131)
    assert (found.time.boot, found.time.steady) == ("", 0)
    assert store.attempts.given(found.id)[0].chosen == "A"


def test_an_exam_begun_here_keeps_its_clock_when_it_comes_back_unchanged(store: StudyStore) -> None:
    store.attempts.add(attempt())
    store.attempts.give(attempt().id, 0, GIVEN, BEGUN)
    merge = merging(store)
    merge.merge([*merge.rows(RowKind.ATTEMPT), *merge.rows(RowKind.GIVEN)], fold)
    found = store.attempts.open()
    assert found is not None
    assert found.time == BEGUN


def test_what_is_tried_is_seen_and_then_gone(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    merge = merging(store)
    with merge.trial():
        assert merge.merge([answer(2), taken_back(1)], fold).rows[RowKind.REVIEW] == 1
        assert merge.count() == 2
        assert [row.values["id"] for row in merge.rows(RowKind.REVIEW)] == [f"{1:032x}", f"{2:032x}"]
    assert store.reviews() == (review(1),)
    assert merge.count() == 1


def test_nothing_of_a_batch_stays_when_its_fold_fails(store: StudyStore) -> None:
    def fail(_: Sequence[Review]) -> MemoryState | None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        merging(store).merge([answer(1)], fail)
    assert store.reviews() == ()


def test_learners_of_one_database_get_nothing_of_each_other(where: Path | str) -> None:
    with StudyStore.open(where, "anna") as anna, StudyStore.open(where, "ben") as ben:
        merging(anna).merge([answer(1), exam(), taken_back(2)], fold)
        merging(ben).merge([answer(1), answer(2), answer(3, "limit:b")], fold)
        assert anna.reviews() == (review(1),)
        assert len(ben.reviews()) == 3
        assert list(merging(ben).rows(RowKind.ATTEMPT)) == []


def test_every_row_of_a_kind_is_read_newest_first_when_asked(store: StudyStore) -> None:
    rows = [answer(number, f"limit:{number}", days=number % 5) for number in range(1, 60)]
    merge = merging(store)
    merge.merge(rows, fold)

    def by_time(row: LogRow) -> tuple[int, str]:
        return int(str(row.values["at"])), str(row.values["id"])

    assert list(merge.rows(RowKind.REVIEW)) == sorted(rows, key=by_time)
    assert list(merge.rows(RowKind.REVIEW, newest_first=True)) == sorted(rows, key=by_time, reverse=True)


def test_one_answer_that_two_devices_read_apart_counts_once_everywhere(store: StudyStore) -> None:
    """As when both read the same file of Anki in different zones, and so gave it different days."""
    there = {"device": "anki", "scheduler": "anki"}
    one, other = (LogRow(RowKind.REVIEW, {**row.values, **there}) for row in (answer(1), answer(3, days=1)))
    twin = LogRow(RowKind.REVIEW, {**one.values, "id": f"{2:032x}", "offset": 600})
    merging(store).merge([one, other], fold)
    merged = merging(store).merge([twin], fold)
    assert merged.rows[RowKind.WITHDRAWAL] == 1
    assert [review.id for review in store.reviews("limit:a")] == [one.values["id"], other.values["id"]]
    memory = store.memory("limit:a")
    assert memory is not None
    assert memory.reps == 2
    assert merging(store).merge([twin], fold).rows[RowKind.WITHDRAWAL] == 0
