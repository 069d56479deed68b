"""Answers both ways in a sync with Anki, against a stand-in for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.review import Rating
from tests.workflows.anki_desk import HARD, Desk, beside_anki
from tests.workflows.leaving import NOON


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with beside_anki(tmp_path) as made:
        yield made


def test_new_cards_go_with_their_history(desk: Desk) -> None:
    card = desk.answer()
    met = desk.sync()
    assert (met.answers, met.returned.answers) == (0, 0)
    assert [row[1] for row in desk.kept.revlog.values()] == [desk.card(card)]
    assert json.loads(desk.kept.cards[desk.card(card)]["data"])["s"] > 0
    again = desk.sync()
    assert (again.answers, again.returned.answers, again.returned.known) == (0, 0, 1)


def rated(desk: Desk, card: str, ease: int, days: int) -> int:
    """An answer that was given in Anki some days after noon."""
    at = round((NOON + timedelta(days=days)).timestamp() * 1000)
    desk.kept.add_rows([[at, desk.card(card), -1, ease, 3, -600, 300, 5000, 1]])
    return at


def test_answers_given_in_anki_come_back_once(desk: Desk) -> None:
    desk.sync()
    desk.later = timedelta(days=3)
    rated(desk, HARD, 3, 1)
    rated(desk, HARD, 1, 2)
    told = desk.sync(dry_run=True)
    assert (told.returned.answers, desk.answered()) == (2, 0)
    met = desk.sync()
    assert (met.returned.answers, met.returned.cards, desk.answered()) == (2, 1, 2)
    assert (met.answers, met.updated) == (0, 0)
    met = desk.sync()
    assert (met.returned.answers, met.returned.known, desk.answered()) == (0, 2, 2)


def test_notes_that_nobody_here_has_are_told(desk: Desk) -> None:
    desk.sync()
    desk.note(HARD)["fields"]["Id"] = "limit:of.another.pack"
    met = desk.sync()
    assert met.returned.strange == 1
    assert met.deleted == 1


def test_answers_given_here_reach_cards_that_anki_has(desk: Desk) -> None:
    desk.sync()
    card = desk.answer(Rating.EASY)
    told = desk.sync(dry_run=True)
    assert (told.answers, told.cards, len(desk.kept.revlog)) == (1, 1, 0)
    met = desk.sync()
    assert (met.answers, met.cards) == (1, 1)
    there = desk.kept.cards[desk.card(card)]
    with desk.open() as study:
        memory = study.store.memory(card)
        day = study.day
    assert memory is not None
    assert (there["type"], there["queue"], there["reps"]) == (2, 2, 1)
    assert there["due"] - desk.kept.today == memory.due_day - day > 0
    assert there["memory_state"]["stability"] == pytest.approx(memory.stability, abs=1e-4)
    again = desk.sync()
    assert (again.answers, again.returned.answers) == (0, 0)


def test_a_card_between_both_stands_as_all_answers_say(desk: Desk) -> None:
    card = desk.answer(Rating.EASY)
    desk.sync()
    rated(desk, card, 2, 20)
    desk.later = timedelta(days=40)
    desk.answer(card=card)
    met = desk.sync()
    assert (met.returned.answers, met.answers) == (1, 1)
    assert len(desk.kept.revlog) == 3
    with desk.open() as study:
        memory = study.store.memory(card)
    assert memory is not None
    assert memory.reps == 3
    assert desk.kept.cards[desk.card(card)]["memory_state"]["stability"] == pytest.approx(memory.stability, abs=1e-4)


def test_answers_stay_here_when_that_is_wanted(desk: Desk) -> None:
    desk.sync()
    desk.answer()
    assert desk.sync(answers=False).answers == 0
    assert not desk.kept.revlog
    assert desk.sync().answers == 1


def test_answers_wait_while_somebody_reviews_there(desk: Desk) -> None:
    desk.sync()
    desk.answer()
    desk.anki.answers["guiReviewActive"] = True
    met = desk.sync()
    assert met.answers == 0
    assert "being reviewed there" in str(met.problems[0])
    assert not desk.kept.revlog


def test_a_suspended_card_stays_suspended(desk: Desk) -> None:
    desk.sync()
    card = desk.answer(Rating.EASY)
    desk.kept.cards[desk.card(card)]["queue"] = -1
    desk.kept.cards[desk.card(HARD if card != HARD else "definition:crumb")].update(queue=2, type=2, due=403)
    assert desk.sync().answers == 1
    assert desk.kept.cards[desk.card(card)]["queue"] == -1


def test_a_card_that_was_forgotten_by_hand_there_stays_new(desk: Desk) -> None:
    desk.sync()
    card = desk.answer(Rating.EASY)
    number = desk.card(card)
    desk.kept.add_rows([[round(NOON.timestamp() * 1000) + 60_000, number, -1, 0, 0, 3, 0, 0, 4]])
    met = desk.sync()
    assert (met.answers, met.returned.manual, desk.kept.cards[number]["queue"]) == (0, 1, 0)


def test_a_moment_that_is_taken_is_passed_over(desk: Desk) -> None:
    desk.sync()
    card = desk.answer(Rating.EASY)
    at = round(NOON.timestamp() * 1000)
    other = next(number for number in desk.kept.cards if number != desk.card(card))
    desk.kept.add_rows([[at, other, -1, 1, -60, -60, 0, 100, 0]])
    met = desk.sync()
    assert met.answers == 1
    assert (at, at + 1) == tuple(sorted(desk.kept.revlog))
    assert desk.sync().answers == 0
