from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from studykit.core.card import CardKind
from studykit.core.mark import MarkKind
from studykit.core.review import DAY_SECONDS, MemoryState, Rating
from studykit.core.settings import Settings
from studykit.scheduling.memory import replay
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library, open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import find_places
from studykit.workflows.queue import LEARN_AHEAD, Queue
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.kept import places_of

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEW_A_DAY = Settings().new_a_day


@dataclass
class Clock:
    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def library(read_once: Path) -> Library:
    return open_library(find_places({"STUDYKIT_HOME": str(read_once)}), "aws-serverless", [])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(home: Path, library: Library, clock: Clock) -> Iterator[Callable[[], Study]]:
    """Opens one more session over the same file, as another process would."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(open_study(places_of(home), library, clock))


@pytest.fixture
def study(opened: Callable[[], Study]) -> Study:
    return opened()


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
    (home / "open-1.txt").write_text((START - timedelta(hours=1)).isoformat())
    with open_study(places_of(home), study.library, Clock()) as other:
        assert other.today().notice == "Another studykit is open since 11:00. The answers of both are kept."


def test_a_card_whose_fact_is_gone_is_not_shown(study: Study) -> None:
    showing = show(study)
    answered = study.answer(showing, chosen="", rating=Rating.AGAIN, duration=1)
    left = Deck.of(card for name, card in study.cards.items() if name != answered.review.card)
    gone = Study(study.library, left, study.store, lambda: START + timedelta(minutes=5), study.days, "test")
    assert gone.today().due == 0


def folded(study: Study) -> dict[str, MemoryState | None]:
    """What the log gives for each card."""
    cards = {review.card for review in study.store.reviews()}
    return {card: replay(study.store.reviews(card)) for card in cards}


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


def test_a_suspended_card_is_gone_until_it_is_released(study: Study, opened: Callable[[], Study]) -> None:
    first = show(study).card.id
    study.mark(first, MarkKind.SUSPEND)
    assert show(study).card.id != first
    assert show(opened()).card.id != first
    study.mark(first, MarkKind.RELEASE)
    assert show(study).card.id == first


def test_a_buried_card_comes_back_tomorrow(study: Study, clock: Clock) -> None:
    first = show(study).card.id
    study.mark(first, MarkKind.BURY)
    assert show(study).card.id != first
    clock.now += timedelta(days=1)
    assert show(study).card.id == first


def test_undo_brings_a_suspended_card_back_and_then_the_answer_before(study: Study) -> None:
    first = answer(study, Rating.EASY)
    second = show(study).card.id
    study.mark(second, MarkKind.SUSPEND)
    undone = study.undo()
    assert undone is not None
    assert undone.card.id == second == show(study).card.id
    assert study.undo() == first


def lapse(study: Study, clock: Clock, card: str) -> bool:
    """Forgets a card that is due, and learns it again; whether that made it a leech."""
    memory = study.memory(card)
    assert memory is not None
    clock.now += timedelta(days=max(memory.due_day - study.day, 0))
    lapsed = study.answer(Showing(study.cards[card], None, 1, 1), chosen="", rating=Rating.AGAIN, duration=1)
    clock.now += timedelta(minutes=11)
    study.answer(Showing(study.cards[card], None, 1, 1), chosen="", rating=Rating.EASY, duration=1)
    return lapsed.leech


def test_a_card_that_is_forgotten_again_and_again_is_a_leech(study: Study, clock: Clock) -> None:
    card = answer(study, Rating.EASY).card.id
    leeches = [lapse(study, clock, card) for _ in range(13)]
    assert [at + 1 for at, leech in enumerate(leeches) if leech] == [8, 12]
    assert study.store.marks()[card].why == "leech"


def test_undo_of_the_answer_that_made_a_leech_releases_it(study: Study, clock: Clock) -> None:
    study.rater.store.set_settings({"leech_lapses": "1"}, clock())
    card = answer(study, Rating.EASY).card.id
    study = replace_settings(study, Settings(leech_lapses=1))
    memory = study.memory(card)
    assert memory is not None
    clock.now += timedelta(days=memory.due_day - study.day)
    answered = study.answer(Showing(study.cards[card], None, 1, 1), chosen="", rating=Rating.AGAIN, duration=1)
    assert answered.leech
    assert set(study.store.marks()) == {card}
    study.undo()
    assert study.store.marks() == {}
    assert study.store.memories() == folded(study)


def replace_settings(study: Study, settings: Settings) -> Study:
    return Study(study.library, study.cards, study.store, study.clock, study.days, study.device, settings=settings)


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


def test_what_is_due_may_be_counted_while_the_next_card_is_looked_for() -> None:
    began, go_on = Event(), Event()

    def fresh() -> Iterator[str]:
        yield "one"
        began.set()
        assert go_on.wait(30)
        yield "two"

    queue = Queue(1, fresh=fresh())
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(queue.sizes, START)
        assert began.wait(30)
        second = threads.submit(lambda: list(queue.cards(START)))
        go_on.set()
        assert first.result(30) == (0, 2)
        assert second.result(30) == ["one", "two"]
    assert list(queue.cards(START)) == ["one", "two"]
