from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from studykit.core.settings import Settings
from studykit.workflows.library import Library
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.workflows.answered_study import Clock
from tests.workflows.study_stage import answer, folded, sessions, show


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
