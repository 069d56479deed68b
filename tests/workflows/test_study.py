from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.review import DAY_SECONDS, Rating
from studykit.core.settings import Settings
from studykit.scheduling.memory import replay
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library
from studykit.workflows.open_study import open_study
from studykit.workflows.queue import LEARN_AHEAD
from studykit.workflows.study import Study
from tests.kept import places_of
from tests.workflows.answered_study import NOON, Clock
from tests.workflows.study_stage import answer, folded, sessions, show

NEW_A_DAY = Settings().new_a_day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(home: Path, library: Library, clock: Clock) -> Iterator[Callable[[], Study]]:
    with sessions(home, library, clock) as one_more:
        yield one_more


@pytest.fixture
def study(opened: Callable[[], Study]) -> Study:
    return opened()


def test_a_first_day_offers_a_few_newcards(study: Study) -> None:
    today = study.today()
    assert (today.due, today.new, today.first_run) == (0, NEW_A_DAY, True)
    assert today.minutes == 12  # 30 s an answer while none was measured; a new card is shown twice on its first day
    assert today.facts > 50


def test_newcards_mix_kinds_from_the_beginning(study: Study) -> None:
    kinds = set()
    for _ in range(NEW_A_DAY):
        kinds.add(answer(study, Rating.EASY).card.kind)
    assert kinds == {card.kind for card in study.cards.values()} >= set(CardKind) - {CardKind.GIVEN}


def test_an_answer_is_saved_before_anything_else_happens(study: Study, home: Path, library: Library) -> None:
    showing = answer(study)
    with open_study(places_of(home), library, Clock()) as other:
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
    assert re.fullmatch(r"\d+ cards? in \d+ days", today.next_due)
    assert sum(study.store.load(study.day, study.day + 60).values()) == NEW_A_DAY
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
    assert study.store.memories()[review.card] == replay([review])


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
    assert choices[3].interval in ("7 days", "8 days", "9 days")
    answered = study.answer(showing, chosen="", rating=Rating.EASY, duration=1)
    memory = study.memory(showing.card.id)
    assert memory is not None
    assert answered.review.interval == choices[3].seconds == (memory.due_day - study.day) * DAY_SECONDS


def test_a_quiz_counts_for_thecards(study: Study) -> None:
    showings = study.quiz(5, seed=1)
    assert [showing.position for showing in showings] == [1, 2, 3, 4, 5]
    for showing in showings:
        assert showing.question is not None
        study.answer(showing, chosen=showing.question.letters, rating=Rating.GOOD, duration=1)
    assert study.today().answered == 5


def test_another_open_studykit_is_said(study: Study, home: Path) -> None:
    (home / "open-1.txt").write_text((NOON - timedelta(hours=1)).isoformat())
    with open_study(places_of(home), study.library, Clock()) as other:
        assert other.today().notice == "Another studykit is open since 11:00. The answers of both are kept."


def test_a_card_whose_fact_is_gone_is_not_shown(study: Study) -> None:
    showing = show(study)
    answered = study.answer(showing, chosen="", rating=Rating.AGAIN, duration=1)
    left = Deck.of(card for name, card in study.cards.items() if name != answered.review.card)
    gone = Study(study.library, left, study.store, lambda: NOON + timedelta(minutes=5), study.days, "test")
    assert gone.today().due == 0


def test_undo_goes_on_into_earlier_sessions(study: Study, opened: Callable[[], Study]) -> None:
    given = [answer(study).card.id for _ in range(3)]
    later = opened()
    assert [shown.card.id for _ in range(3) if (shown := later.undo())] == given[::-1]
    assert later.undo() is None
    assert later.store.reviews() == ()
    assert later.store.memories() == {}
    assert later.today().new == NEW_A_DAY


def test_two_sessions_that_answer_one_card_lose_nothing(study: Study, opened: Callable[[], Study]) -> None:
    other = opened()
    mine, theirs = show(study), show(other)
    assert mine.card == theirs.card
    study.answer(mine, chosen="", rating=Rating.AGAIN, duration=1)
    other.answer(theirs, chosen="", rating=Rating.EASY, duration=1)
    first, second = study.store.reviews(mine.card.id)
    assert first.at < second.at
    assert study.store.memories() == folded(study)
    study.undo()
    assert study.store.memories() == folded(study)


def test_a_clock_that_is_set_back_keeps_the_order_of_answers(study: Study, clock: Clock) -> None:
    first = answer(study, Rating.AGAIN)
    clock.now -= timedelta(days=3)
    study.answer(first, chosen="", rating=Rating.EASY, duration=1)
    ratings = [review.rating for review in study.store.reviews(first.card.id)]
    assert ratings == [Rating.AGAIN, Rating.EASY]
    assert study.store.memories() == folded(study)


def test_with_a_plan_the_day_has_its_cards_in_its_order(study: Study) -> None:
    wanted = tuple(list(study.cards)[5:8])
    planned = Study(study.library, study.cards, study.store, study.clock, study.days, "test", plan=lambda _: wanted)
    assert planned.today().new == 3
    assert tuple(answer(planned, Rating.EASY).card.id for _ in wanted) == wanted
    assert planned.next() is None


def test_a_new_study_day_begins_at_the_roll_over_hour_of_the_settings(
    study: Study, opened: Callable[[], Study], clock: Clock
) -> None:
    study.store.set_settings({"rollover": "13"}, clock())
    later = opened()
    before = later.day
    clock.now += timedelta(hours=1)
    assert later.day == before + 1
    assert study.day == before + 1


def test_the_row_of_an_answer_holds_the_day_and_the_interval_that_was_promised(study: Study) -> None:
    showing = answer(study, Rating.EASY)
    (review,) = study.store.reviews()
    memory = study.memory(showing.card.id)
    assert memory is not None
    assert (review.day, review.scheduler, review.device) == (study.day, "fsrs 6", study.device)
    assert memory.due_day == review.day + review.days


def test_a_study_is_never_shown_with_all_its_content(study: Study) -> None:
    assert len(repr(study)) < 200
    assert len(repr(study.library)) < 200
