"""A learner's figures agree with the log, whatever part of it is asked for."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.mark import Mark, MarkKind
from studykit.scheduling.memory import replay
from studykit.store.study_store import StudyStore
from studykit.workflows.stats import CALENDAR_DAYS, statistics
from studykit.workflows.stats_drawn import calendar_drawing, day_text, time_text
from studykit.workflows.stats_records import statistics_record
from tests.kept import kept
from tests.workflows.answered_study import CARDS, NOON, TODAY, give, live, study_of


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


def test_the_figures_of_a_period_are_those_of_its_answers(store: StudyStore) -> None:
    live(store, 60)
    found = statistics(study_of(store), days=30)
    log = store.reviews()
    period = [one for one in log if one.day >= TODAY - 29]
    assert found.total == len(log)
    assert found.answers == len(period) == sum(found.ratings) == sum(one.answers for one in found.hours)
    assert found.minutes == pytest.approx(sum(one.duration for one in period) / 60_000)
    assert sum(one.right for one in found.days) == sum(one.right for one in found.hours)
    assert found.calendar == Counter(one.day for one in log)
    sums = [int(row[28:].replace(",", "")) for row in calendar_drawing(found, 80).rows[1:8]]
    assert sum(sums) == len(log)
    assert found.reliability is not None
    assert 0 < found.reliability.answers <= len(period)
    assert found.standing.states.cards == len(CARDS)


def test_an_answer_taken_back_is_gone_from_every_figure(store: StudyStore) -> None:
    live(store, 40)
    study = study_of(store)
    before = statistics_record(statistics(study))
    extra = [give(store, CARDS[at].id, TODAY, 1, 0) for at in range(0, 30, 3)]
    assert statistics_record(statistics(study)) != before
    for one in reversed(extra):
        store.withdraw(one.id, NOON, replay)
    assert statistics_record(statistics(study)) == before


def test_topics_are_parts_of_the_whole(store: StudyStore) -> None:
    live(store, 50)
    study = study_of(store)
    whole, part, rest = (statistics(study, topic=topic) for topic in ("", "lambda", "sqs"))
    assert whole.answers == part.answers + rest.answers > part.answers > 0
    assert whole.total == part.total + rest.total
    assert whole.standing.states.cards == part.standing.states.cards + rest.standing.states.cards
    assert {one.topic for one in part.standing.weakest} == {"lambda", "lambda.async"}
    assert whole.reliability is not None
    assert part.reliability is not None
    assert rest.reliability is not None
    assert whole.reliability.answers == part.reliability.answers + rest.reliability.answers
    assert statistics(study, topic="LAMBDA.async").answers < part.answers
    with pytest.raises(UsageError, match=r"No card has the topic 'lamda'\. Did you mean 'lambda'\?"):
        statistics(study, topic="lamda")


def test_nothing_was_answered_yet(store: StudyStore) -> None:
    found = statistics(study_of(store))
    assert (found.total, found.answers, found.streak, found.retentions, found.reliability) == (0, 0, 0, (), None)
    assert found.standing.states.new == len(CARDS)
    assert json.loads(json.dumps(statistics_record(found)))["reliability"] is None


def test_a_streak_may_be_longer_than_the_calendar(store: StudyStore) -> None:
    for back in range(CALENDAR_DAYS + 40):
        give(store, CARDS[0].id, TODAY - CALENDAR_DAYS - 39 + back, 3, 1)
    found = statistics(study_of(store), days=7)
    assert found.streak == CALENDAR_DAYS + 40
    assert len(found.calendar) == CALENDAR_DAYS
    assert len(found.days) == 7


def test_suspended_cards_are_neither_due_nor_new(store: StudyStore) -> None:
    give(store, CARDS[0].id, TODAY - 3, 3, 3)
    give(store, CARDS[1].id, TODAY - 3, 3, 3)
    for card in (CARDS[0].id, CARDS[5].id):
        store.add_mark(Mark(uuid.uuid4().hex, card, MarkKind.SUSPEND, TODAY, NOON, "here"))
    standing = statistics(study_of(store)).standing
    assert (standing.states.suspended, standing.states.new) == (2, len(CARDS) - 3)
    assert standing.forecast.days[0].cards == 1


def test_cards_of_other_content_count_as_answers_but_stand_nowhere(store: StudyStore) -> None:
    give(store, "limit:gone.max", TODAY, 3, 5)
    found = statistics(study_of(store))
    assert found.answers == 1
    assert found.standing.states.new == found.standing.states.cards == len(CARDS)
    assert found.standing.weakest == ()


def test_the_weakest_card_names_the_fact_that_can_be_asked_for(store: StudyStore) -> None:
    give(store, CARDS[0].id, TODAY - 90, 3, 3)
    (weak,) = statistics(study_of(store)).standing.weakest
    assert (weak.card, weak.fact, weak.topic) == ("limit:lambda.f0.max", "lambda.f0.max", "lambda")
    assert 0 < weak.recall < 0.9


def test_days_and_times_read_well() -> None:
    assert day_text(TODAY) == "Sat 21 Nov"
    assert [time_text(minutes) for minutes in (0, 0.2, 12.4, 125)] == ["0 min", "under 1 min", "12 min", "2 h 5 min"]
