from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from studykit.core.card import Card, CardKind, sibling_group
from studykit.core.mark import Mark, MarkKind
from studykit.core.review import DAY_SECONDS, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.memory import after
from studykit.store.study_store import StudyStore
from studykit.workflows.deck import Deck
from studykit.workflows.queue import LEARN_AHEAD, Queue, make_queue
from tests.kept import kept

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOON.date().toordinal()
FREE = Settings(siblings_apart=False)


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


def deck(*names: str) -> Deck:
    return Deck.of(Card(name, CardKind.LIMIT, "Deck", "lambda", "", "front", "back", (), ()) for name in names)


def answered(store: StudyStore, card: str, *, ago: int, interval: int, rating: Rating = Rating.GOOD) -> None:
    """A card that was answered some days ago and comes back after ``interval`` seconds."""
    at = NOON - timedelta(days=ago)
    row = Review(
        uuid.uuid4().hex, card, at, 0, TODAY - ago, rating, 5000, 0, "A", max(interval, 0), "fsrs 6", store.device
    )
    store.add(row, after(store.memory(card), row))


def due(store: StudyStore, card: str, *, late: int = 0) -> None:
    answered(store, card, ago=3 + late, interval=3 * DAY_SECONDS)


def mark(store: StudyStore, card: str, kind: MarkKind, day: int = TODAY) -> None:
    store.add_mark(Mark(uuid.uuid4().hex, card, kind, day, NOON + timedelta(days=day - TODAY), store.device))


def order(queue: Queue, now: datetime = NOON) -> list[str]:
    return list(queue.cards(now))


def test_steps_come_first_then_what_is_due_longest_then_new_cards(store: StudyStore) -> None:
    due(store, "limit:due")
    due(store, "limit:late", late=5)
    answered(store, "limit:step", ago=0, interval=600)
    cards = deck("limit:new", "limit:due", "limit:late", "limit:step", "limit:other")
    queue = make_queue(store, cards, FREE, TODAY, None)
    assert order(queue, NOON + timedelta(minutes=10)) == [
        "limit:step",
        "limit:late",
        "limit:due",
        "limit:new",
        "limit:other",
    ]
    assert queue.sizes(NOON + timedelta(minutes=10)) == (3, 2)


def test_a_step_that_is_not_ready_comes_last_and_only_when_it_is_near(store: StudyStore) -> None:
    answered(store, "limit:near", ago=0, interval=600)
    answered(store, "limit:far", ago=0, interval=7200)
    queue = make_queue(store, deck("limit:near", "limit:far", "limit:new"), FREE, TODAY, None)
    assert order(queue) == ["limit:new", "limit:near"]
    assert queue.sizes(NOON) == (0, 1)
    assert order(queue, NOON + timedelta(seconds=7200) - LEARN_AHEAD) == ["limit:near", "limit:new", "limit:far"]


def test_cards_that_are_not_in_the_deck_are_not_asked(store: StudyStore) -> None:
    due(store, "limit:gone")
    assert order(make_queue(store, deck("limit:new"), FREE, TODAY, None)) == ["limit:new"]


def test_the_limits_of_a_day_count_what_was_done_already(store: StudyStore) -> None:
    names = [f"limit:{number}" for number in range(10)]
    for name in names[:5]:
        due(store, name)
    settings = Settings(siblings_apart=False, new_a_day=3, reviews_a_day=4)
    cards = deck(*names)
    assert make_queue(store, cards, settings, TODAY, None).sizes(NOON) == (4, 3)
    answered(store, names[0], ago=0, interval=9 * DAY_SECONDS)
    answered(store, names[5], ago=0, interval=9 * DAY_SECONDS)
    assert make_queue(store, cards, settings, TODAY, None).sizes(NOON) == (3, 2)
    assert make_queue(store, cards, settings, TODAY + 1, None).sizes(NOON + timedelta(days=1)) == (4, 3)


def test_siblings_are_asked_on_different_days(store: StudyStore) -> None:
    due(store, "limit:lambda.timeout.max", late=1)
    due(store, "limit:lambda.timeout.min")
    names = ("limit:lambda.timeout.max", "limit:lambda.timeout.min", "limit:lambda.timeout.default", "limit:a.b.max")
    queue = make_queue(store, deck(*names), Settings(), TODAY, None)
    assert order(queue) == ["limit:lambda.timeout.max", "limit:a.b.max"]
    answered(store, "limit:lambda.timeout.max", ago=0, interval=9 * DAY_SECONDS)
    assert order(make_queue(store, deck(*names), Settings(), TODAY, None)) == ["limit:a.b.max"]
    assert order(make_queue(store, deck(*names), Settings(), TODAY + 1, None))[0] == "limit:lambda.timeout.min"
    assert len(order(make_queue(store, deck(*names), FREE, TODAY, None))) == 3


def test_only_cards_about_one_thing_are_siblings() -> None:
    assert sibling_group("limit:lambda.timeout.max") == sibling_group("limit:lambda.timeout.default")
    assert sibling_group("scenario:lambda.async/outcome") == sibling_group("scenario:lambda.async/repair")
    alone = ("limit:a", "limit:lambda.timeout", "definition:what-is-a.b.c", "behaviour:sqs.order.first", "answer:x/y")
    assert [sibling_group(card) for card in alone] == list(alone)


def test_suspended_cards_wait_for_their_release_and_buried_ones_for_tomorrow(store: StudyStore) -> None:
    cards = deck("limit:a", "limit:b", "limit:c")
    mark(store, "limit:a", MarkKind.SUSPEND, TODAY - 3)
    mark(store, "limit:b", MarkKind.BURY)
    assert order(make_queue(store, cards, FREE, TODAY, None)) == ["limit:c"]
    assert order(make_queue(store, cards, FREE, TODAY + 1, None)) == ["limit:b", "limit:c"]
    mark(store, "limit:a", MarkKind.RELEASE)
    assert order(make_queue(store, cards, FREE, TODAY, None)) == ["limit:a", "limit:c"]


def test_a_plan_has_its_own_order_without_what_is_held(store: StudyStore) -> None:
    due(store, "limit:due")
    answered(store, "limit:step", ago=0, interval=60)
    mark(store, "limit:held", MarkKind.SUSPEND)
    planned = ("limit:new", "limit:held", "limit:due", "limit:step")
    cards = deck(*planned, "limit:other")
    queue = make_queue(store, cards, FREE, TODAY, planned)
    assert order(queue, NOON + timedelta(minutes=1)) == ["limit:step", "limit:new", "limit:due"]
    assert queue.sizes(NOON + timedelta(minutes=1)) == (2, 1)


def test_an_answer_moves_a_card_and_undo_puts_it_back(store: StudyStore) -> None:
    due(store, "limit:due")
    queue = make_queue(store, deck("limit:due", "limit:new"), FREE, TODAY, None)
    before = store.memory("limit:due")
    answered(store, "limit:due", ago=0, interval=600, rating=Rating.AGAIN)
    lapsed = store.memory("limit:due")
    assert before
    assert lapsed
    queue.answered("limit:due", lapsed)
    assert order(queue) == ["limit:new", "limit:due"]
    queue.taken_back("limit:due", before)
    assert order(queue) == ["limit:due", "limit:new"]
    queue.answered("limit:new", before)
    queue.taken_back("limit:new", None)
    assert order(queue) == ["limit:new", "limit:due"]


def test_what_is_due_may_be_counted_while_the_next_card_is_looked_for() -> None:
    began, go_on = Event(), Event()

    def fresh() -> Iterator[str]:
        yield "one"
        began.set()
        assert go_on.wait(30)
        yield "two"

    queue = Queue(1, fresh=fresh())
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(queue.sizes, NOON)
        assert began.wait(30)
        second = threads.submit(lambda: list(queue.cards(NOON)))
        go_on.set()
        assert first.result(30) == (0, 2)
        assert second.result(30) == ["one", "two"]
    assert list(queue.cards(NOON)) == ["one", "two"]
