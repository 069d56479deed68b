from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.review import Rating
from studykit.scheduling.memory import replay
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library, open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import find_places
from studykit.workflows.showing import Showing
from studykit.workflows.study import LEARN_AHEAD, NEW_A_DAY, Study

START = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("library")
    return open_library(find_places({"STUDYKIT_HOME": str(home)}), "aws-serverless", [])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study(home: Path, library: Library, clock: Clock) -> Iterator[Study]:
    with open_study(find_places({"STUDYKIT_HOME": str(home)}), library, clock) as opened:
        yield opened


def show(study: Study) -> Showing:
    showing = study.next()
    assert showing is not None
    return showing


def answer(study: Study, rating: Rating = Rating.GOOD) -> Showing:
    showing = show(study)
    chosen = showing.question.letters if showing.question else ""
    study.answer(showing, chosen=chosen, rating=rating, duration=5000)
    return showing


def test_a_first_day_offers_a_few_newcards(study: Study) -> None:
    today = study.today()
    assert (today.due, today.new, today.first_run) == (0, NEW_A_DAY, True)
    assert today.minutes > 0
    assert today.facts > 50


def test_newcards_mix_kinds_from_the_beginning(study: Study) -> None:
    kinds = set()
    for _ in range(NEW_A_DAY):
        kinds.add(answer(study, Rating.EASY).card.kind)
    assert kinds == {card.kind for card in study.cards.values()} >= set(CardKind) - {CardKind.GIVEN}


def test_an_answer_is_saved_before_anything_else_happens(study: Study, home: Path, library: Library) -> None:
    showing = answer(study)
    with open_study(find_places({"STUDYKIT_HOME": str(home)}), library, Clock()) as other:
        assert [review.card for review in other.store.reviews()] == [showing.card.id]
        assert other.today().answered == 1


def test_a_card_in_its_steps_comes_back_the_same_day(study: Study, clock: Clock) -> None:
    first = answer(study, Rating.AGAIN)
    clock.now += timedelta(minutes=2)
    assert show(study).card.id == first.card.id


def test_the_day_ends_when_nothing_is_left(study: Study, clock: Clock) -> None:
    for _ in range(200):
        if study.next() is None:
            break
        answer(study, Rating.EASY)
    assert study.next() is None
    today = study.today()
    assert (today.due, today.new, today.answered) == (0, 0, NEW_A_DAY)
    assert today.next_due.startswith("12 cards in ")
    clock.now += timedelta(days=1)
    assert study.today().new == NEW_A_DAY


def testcards_that_come_back_in_a_moment_are_shown_ahead(study: Study, clock: Clock) -> None:
    for _ in range(NEW_A_DAY):
        answer(study, Rating.GOOD)
    assert study.today().new == 0
    assert study.today().next_due.endswith("later today")
    assert study.next() is not None
    clock.now -= LEARN_AHEAD
    assert study.next() is None


def test_the_rating_of_the_last_answer_can_be_changed(study: Study) -> None:
    showing = show(study)
    answered = study.answer(showing, chosen="", rating=Rating.AGAIN, duration=1000)
    changed = study.rerate(answered, Rating.EASY)
    (review,) = study.store.reviews()
    assert review == changed.review
    assert review.rating is Rating.EASY
    assert study.store.memories()[review.card] == replay([review], study.days)


def test_undo_gives_the_same_question_again_any_number_of_times(study: Study) -> None:
    first, second = answer(study), answer(study)
    assert study.undo() == second
    assert study.undo() == first
    assert study.undo() is None
    assert study.store.reviews() == ()
    assert study.store.memories() == {}
    assert show(study).card.id == first.card.id


def test_undo_of_a_later_answer_restores_the_state_before(study: Study, clock: Clock) -> None:
    first = answer(study, Rating.AGAIN)
    before = study.store.memories()[first.card.id]
    clock.now += timedelta(minutes=2)
    again = answer(study)
    assert again.card.id == first.card.id
    study.undo()
    assert study.store.memories()[first.card.id] == before


def test_each_showing_of_a_card_is_a_fresh_variant(study: Study, clock: Clock) -> None:
    seen = []
    for _ in range(3):
        showing = show(study)
        while showing.question is None:
            study.answer(showing, chosen="", rating=Rating.EASY, duration=1)
            showing = show(study)
        seen.append(showing.question.variant)
        study.answer(showing, chosen="", rating=Rating.AGAIN, duration=1)
        clock.now += timedelta(minutes=1, seconds=1)
    assert seen == [0, 1, 2]


def test_the_four_choices_are_the_real_outcomes(study: Study) -> None:
    showing = show(study)
    choices = study.choices(showing.card.id)
    assert [choice.rating for choice in choices] == list(Rating)
    assert choices[0].interval == "1 min"
    assert choices[3].interval == "8 days"


def test_a_quiz_counts_for_thecards(study: Study) -> None:
    showings = study.quiz(5, seed=1)
    assert [showing.position for showing in showings] == [1, 2, 3, 4, 5]
    for showing in showings:
        assert showing.question is not None
        study.answer(showing, chosen=showing.question.letters, rating=Rating.GOOD, duration=1)
    assert study.today().answered == 5


def test_another_open_studykit_is_said(study: Study, home: Path) -> None:
    (home / "open-1.txt").write_text((START - timedelta(hours=1)).isoformat())
    with open_study(find_places({"STUDYKIT_HOME": str(home)}), study.library, Clock()) as other:
        assert other.today().notice == "Another studykit is open since 11:00. The answers of both are kept."


def test_a_card_whose_fact_is_gone_is_not_shown(study: Study) -> None:
    showing = show(study)
    answered = study.answer(showing, chosen="", rating=Rating.AGAIN, duration=1)
    left = Deck.of(card for name, card in study.cards.items() if name != answered.review.card)
    gone = Study(study.library, left, study.store, lambda: START + timedelta(minutes=5), study.days, "test")
    assert gone.today().due == 0
