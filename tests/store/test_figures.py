"""Sums by the database are the sums of the answers that stand, on either database."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.review import Rating, Review
from studykit.store.figures import DayRow, Figures
from studykit.store.study_store import StudyStore
from tests.store.examples import DAY, MEMORY, NOW, counted, learned, review

CARDS = [f"limit:card {at}" for at in range(12)]
SOME = CARDS[::2]


@pytest.fixture
def filled(store: StudyStore, where: Path | str) -> StudyStore:
    """Answers over forty days, some of them taken back, beside those of another learner."""
    chance = random.Random(5)
    with StudyStore.open(where, "somebody else") as other:
        other.add(review(9_000, CARDS[0]), MEMORY)
        other.add(review(9_001, "limit:theirs", days=2), MEMORY)
    for number in range(150):
        made = review(number, chance.choice(CARDS), chance.randrange(40), Rating(chance.randrange(1, 5)))
        at = made.at + timedelta(minutes=chance.randrange(-500, 800), microseconds=number)
        made = replace(made, at=at, offset=chance.choice((-330, 0, 60)), duration=chance.randrange(900, 9000))
        store.add(replace(made, interval=chance.choice((600, 86_400, 30 * 86_400))), MEMORY)
    for number in range(0, 150, 7):
        store.withdraw(f"{number:032x}", NOW, counted)
    return store


def figures(store: StudyStore) -> Figures:
    return Figures(store.engine, store.learner, store.device)


def standing(store: StudyStore, cards: list[str] | None) -> list[Review]:
    return [one for one in store.reviews() if cards is None or one.card in cards]


@pytest.mark.parametrize("cards", [None, SOME], ids=["all cards", "some cards"])
def test_sums_are_those_of_the_answers_that_stand(filled: StudyStore, cards: list[str] | None) -> None:
    found, log = figures(filled), standing(filled, cards)
    assert found.counts(cards) == Counter(one.day for one in log)
    first = DAY + 10
    days = found.days(first, DAY + 30, cards)
    assert sorted(days) == sorted({one.day for one in log if first <= one.day <= DAY + 30})
    for day, row in days.items():
        of_day = [one for one in log if one.day == day]
        rated = Counter(one.rating for one in of_day)
        time = sum(one.duration for one in of_day)
        assert row == DayRow(day, len(of_day), time, *(rated[rating] for rating in Rating))
    hours: dict[int, tuple[int, int]] = {}
    for one in log:
        if one.day >= first:
            hour = (one.at + timedelta(minutes=one.offset)).hour
            answers, right = hours.get(hour, (0, 0))
            hours[hour] = (answers + 1, right + (one.rating > Rating.AGAIN))
    assert found.hours(first, cards) == hours


@pytest.mark.parametrize("cards", [None, SOME], ids=["all cards", "some cards"])
def test_the_answers_for_a_fold_are_whole_histories_in_order(filled: StudyStore, cards: list[str] | None) -> None:
    first, log = DAY + 37, [one for one in filled.log() if cards is None or one.card in cards]
    found = [tuple(row) for row in figures(filled).answers(first, cards)]
    taken = {row[0] for row in found}
    assert {one.card for one in log if one.day >= first} <= taken < {one.card for one in log}
    assert found == [(one.card, one.day, one.interval, int(one.rating)) for one in log if one.card in taken]
    assert len(list(figures(filled).answers(0, cards))) == len(log)


def test_a_card_whose_only_recent_answer_was_taken_back_may_be_folded_but_counts_nowhere(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    store.add(review(2, days=9), MEMORY)
    store.withdraw(review(2).id, NOW, counted)
    found = figures(store)
    assert found.counts() == {DAY: 1}
    assert found.days(DAY, DAY + 9) == {DAY: DayRow(DAY, 1, 4321, 0, 0, 1, 0)}
    assert found.hours(DAY + 1) == {}
    assert [row[1] for row in found.answers(DAY + 9)] == [DAY]


def test_a_withdrawal_whose_answer_has_not_come_yet_takes_nothing_off(store: StudyStore) -> None:
    store.add(review(1), MEMORY)
    assert figures(store).counts(["limit:other"]) == {}
    assert figures(store).counts() == {DAY: 1}


def test_memories_are_those_of_this_learner(store: StudyStore, where: Path | str) -> None:
    with StudyStore.open(where, "somebody else") as other:
        other.add(review(9_000), MEMORY)
    store.add(review(1, "limit:a"), MEMORY)
    store.add(review(2, "limit:b"), learned(3))
    found = {row.card: row for row in figures(store).memories()}
    assert set(found) == {"limit:a", "limit:b"}
    assert found["limit:b"][1:] == (5.0, MEMORY.difficulty, DAY, DAY + 3, None, False, 0)
    assert found["limit:a"].step == 1
