"""The learner's own plan: which cards come today, what the outlook says, what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from studykit.core.card import sibling_group
from studykit.core.errors import UsageError
from studykit.core.mark import MarkKind
from studykit.core.review import DAY_SECONDS, Rating, Review
from studykit.core.settings import Break, Settings
from studykit.scheduling.memory import replay
from studykit.workflows.library import Library
from studykit.workflows.open_study import open_study
from studykit.workflows.outlook import outlook
from studykit.workflows.plan import cards_today, costs_of, plan_today, scope_of
from studykit.workflows.plan_records import outlook_record
from studykit.workflows.readiness import readiness_now
from studykit.workflows.study import Study
from tests.kept import places_of
from tests.workflows.answered_study import NOON, Clock


@pytest.fixture
def study(home: Path, library: Library) -> Iterator[Study]:
    with open_study(places_of(home), library, Clock()) as opened:
        yield opened


def towards(study: Study, days: int = 20, *, breaks: tuple[Break, ...] = (), apart: bool = True) -> Settings:
    study.settings = replace(study.settings, exam_day=study.day + days, minutes=10, breaks=breaks, siblings_apart=apart)
    return study.settings


def answer(study: Study, card: str, *, days: int, rating: Rating = Rating.GOOD, seconds: int = 5) -> None:
    at = NOON - timedelta(days=days) + timedelta(seconds=len(study.store.reviews()))
    number = study.day - days
    review = Review(uuid4().hex, card, at, 0, number, rating, seconds * 1000, 0, "", 3 * DAY_SECONDS, "fsrs 6", "test")
    state = replay([*study.store.reviews(card), review], study.model)
    assert state is not None
    study.store.add(review, state)


def test_without_an_exam_ahead_there_is_no_plan(study: Study) -> None:
    assert plan_today(study) == ()
    towards(study, -1)
    assert plan_today(study) == ()


def test_a_beginner_is_given_new_cards_in_the_blueprints_proportion(study: Study) -> None:
    towards(study, apart=False)
    chosen = plan_today(study)
    areas = {card.card: card.area for card in scope_of(study).unseen}
    counts = Counter(areas[card] for card in chosen)
    assert len(chosen) == 10  # a new card takes a minute until the learner's pace is known
    for area in scope_of(study).areas:
        assert abs(counts[area.key] - area.weight / 100 * len(chosen)) <= 1


def test_the_queue_asks_what_the_plan_chose(study: Study) -> None:
    towards(study)
    showing = study.next()
    assert showing is not None
    assert showing.card.id == plan_today(study)[0]


def test_suspended_buried_and_answered_cards_do_not_come(study: Study) -> None:
    settings = towards(study)
    first, second, third, *_ = plan_today(study)
    study.mark(first, MarkKind.SUSPEND)
    study.mark(second, MarkKind.BURY)
    answer(study, third, days=0)
    again = plan_today(study)
    assert again
    assert not {first, second, third} & set(again)
    for card in scope_of(study).names:
        study.mark(card, MarkKind.SUSPEND)
    assert cards_today(scope_of(study), study, settings) == ()
    found = outlook(study, settings)
    assert found.plan.minutes == 0
    assert found.then.areas[0].coverage < 0.01


def test_cards_about_one_thing_come_on_different_days_until_the_last(study: Study) -> None:
    settings = towards(study, 20)
    groups = [sibling_group(card) for card in plan_today(study)]
    assert len(set(groups)) == len(groups)
    assert cards_today(scope_of(study), study, replace(settings, exam_day=study.day + 1))


def test_the_time_that_was_used_today_is_used(study: Study) -> None:
    towards(study)
    before = plan_today(study)
    for card in before[:8]:
        answer(study, card, days=0, seconds=60)
    assert len(plan_today(study)) < len(before)


def test_costs_are_the_learners_own_once_there_are_answers(study: Study) -> None:
    assert costs_of([]).review_seconds == 30
    for number, card in enumerate(scope_of(study).names[:60]):
        answer(study, card, days=number, seconds=6)
    costs = costs_of(study.store.last_reviews(400))
    assert 6 < costs.review_seconds < 15


def test_the_outlook_shows_work_readiness_and_what_skipping_costs(study: Study) -> None:
    for number, card in enumerate(scope_of(study).names[::4]):
        answer(study, card, days=number % 9 + 1)
    told: list[tuple[int, int]] = []
    found = outlook(
        study, towards(study, 12, breaks=(Break(study.day + 3, study.day + 4),)), lambda *at: told.append(at)
    )
    assert found.idle.share < found.then.share
    assert found.then.low < found.then.share < found.then.high
    assert [day.off for day in found.plan.days].count(True) == 2
    assert found.skipping >= 0
    assert told[-1] == (1, 1)
    record = outlook_record(found)
    assert record["today"]["cards"] == list(found.cards)
    assert record["exam_day"] == "2026-12-03"
    assert len(record["days"]) == 12
    assert record["readiness"]["on_the_day"]["share"]["value"] == pytest.approx(found.then.share, abs=1e-4)


def test_wrong_answers_make_a_learner_less_ready(study: Study) -> None:
    cards = scope_of(study).names[:80]
    for card in cards:
        answer(study, card, days=6)
    before = readiness_now(study)
    for card in cards[:40]:
        answer(study, card, days=2, rating=Rating.AGAIN)
    after = readiness_now(study)
    assert after.share < before.share
    assert after.asked == 40


def test_what_cannot_be_planned_is_refused(study: Study) -> None:
    day = study.day
    with pytest.raises(UsageError, match="No exam date"):
        outlook(study, Settings())
    with pytest.raises(UsageError, match="is past"):
        outlook(study, Settings(exam_day=day - 1))
    with pytest.raises(UsageError, match="more than"):
        outlook(study, Settings(exam_day=day + 5000))
    with pytest.raises(UsageError, match="no day to study"):
        outlook(study, Settings(exam_day=day + 5, breaks=(Break(day, day + 9),)))
    with pytest.raises(UsageError, match="There is no exam"):
        scope_of(study, "nonsense")
