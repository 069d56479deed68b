"""The page of figures says what the log says, and past readiness ends in today's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studykit.core.settings import Break, Settings
from studykit.scheduling.memory import replay
from studykit.scheduling.past import turns
from studykit.scheduling.recalls import recalls
from studykit.scheduling.reliability import Retention
from studykit.scheduling.standing import DueDay, Forecast
from studykit.store.study_store import StudyStore
from studykit.workflows.card_rows import answers_of_day, cards_of_band
from studykit.workflows.readiness import readiness_now
from studykit.workflows.readiness_page import readiness_page, readiness_table, readiness_then
from studykit.workflows.readiness_past import MOMENTS, days_back
from studykit.workflows.statistics_page import (
    Band,
    calendar_table,
    load_rows,
    load_table,
    recall_table,
    statistics_page,
)
from studykit.workflows.study import Study
from tests.kept import kept
from tests.workflows.answered_study import CARDS, NOON, TODAY, Clock, give, live, study_of


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


def with_pack(store: StudyStore) -> Study:
    study = study_of(store)
    library: Any = study.library
    library.pack = SimpleNamespace(title="A pack", key="pack", blueprints=())
    return study


def test_every_day_of_the_year_has_the_answers_of_its_log(store: StudyStore) -> None:
    live(store, 60)
    page = statistics_page(study_of(store))
    log = store.reviews()
    assert {day: one.answers for day, one in page.year.items()} == Counter(one.day for one in log)
    assert sum(one.right for one in page.year.values()) == sum(one.rating > 1 for one in log)
    assert len(calendar_table(page)) == len(page.year) + 1
    busy = max(page.year.values(), key=lambda one: one.answers)
    assert f": {busy.answers} answers, {busy.right} right" in page.said_of_day(busy.day)
    assert page.said_of_day(TODAY - 370).endswith("nothing answered")


def test_a_day_lists_its_answers_in_their_order(store: StudyStore) -> None:
    give(store, CARDS[1].id, TODAY, 3, 3, hour=9, seconds=12)
    give(store, CARDS[0].id, TODAY, 1, 0, hour=8, seconds=3)
    give(store, "limit:gone.max", TODAY, 4, 9, hour=20)
    give(store, CARDS[2].id, TODAY - 1, 3, 3)
    page = answers_of_day(study_of(store), TODAY)
    assert page.head == "Sat 21 Nov 2026: 3 answers, 2 right"
    assert [" ".join(one.figures.split()) for one in page.rows] == [
        "08:00 3 s again",
        "09:00 12 s good",
        "20:00 10 s easy",
    ]
    assert [one.right for one in page.rows] == [False, True, True]
    assert [one.fact for one in page.rows] == ["lambda.f0.max", "lambda.async.f1.max", ""]
    assert answers_of_day(study_of(store), TODAY - 5).rows == ()


def test_the_cards_of_the_bands_have_together_the_answers_of_the_bands(store: StudyStore) -> None:
    live(store, 80)
    study = study_of(store)
    page = statistics_page(study)
    assert len(page.bands) > 2
    for band in page.bands:
        rows = cards_of_band(study, band).rows
        asked = [tuple(map(int, one.figures.replace("of", "").replace("right", "").split())) for one in rows]
        assert sum(one[1] for one in asked) == band.retention.answers
        assert sum(one[0] for one in asked) == band.retention.right
        lost = [one[1] - one[0] for one in asked]
        assert lost == sorted(lost, reverse=True)


@pytest.mark.parametrize(
    ("answers", "right", "expected", "said"),
    [
        (19, 2, 0.9, "too few to tell"),
        (62, 40, 0.77, "below"),
        (141, 140, 0.92, "above"),
        (104, 88, 0.83, ""),
    ],
)
def test_a_band_is_judged_in_words(answers: int, right: int, expected: float, said: str) -> None:
    band = Band(0.7, 0.8, Retention("all", "all", answers, right, expected))
    assert band.judgement == said
    assert band.name == "70–80 %"
    assert band.figures.endswith(said)


def test_the_load_knows_the_days_off_and_the_easy_ones() -> None:
    week = (1, 1, 1, 1, 1, 0.5, 0.0)
    settings = Settings(minutes=10, easy_days=week, breaks=(Break(TODAY + 2, TODAY + 3),))
    ahead = Forecast(4, 0, 30.0, tuple(DueDay(TODAY + at, 30, 15.0) for at in range(30)))
    rows = list(load_rows(ahead, settings, TODAY))
    assert len(rows) == 1 + 14 + 3
    assert (rows[0].name, rows[0].off, rows[0].over) == ("overdue", False, False)
    assert [(one.limit, one.off, one.over) for one in rows[1:6]] == [
        (5.0, False, True),
        (0.0, True, True),
        (0.0, True, True),
        (0.0, True, True),
        (10.0, False, True),
    ]
    assert rows[1].figures == "30 cards, 15 min, over 5"
    assert rows[2].figures == "day off, 30 cards due"
    assert (rows[-1].days, rows[-1].cards) == (2, 60)


def test_tables_have_equally_many_cells_in_every_row(store: StudyStore) -> None:
    live(store, 60)
    study = with_pack(store)
    page = statistics_page(study)
    ready = readiness_page(study)
    for table in (calendar_table(page), recall_table(page), load_table(page), readiness_table(ready, None)):
        assert len({len(row) for row in table}) == 1
        assert json.dumps(table)


def test_each_turn_agrees_with_the_fold_that_statistics_use(store: StudyStore) -> None:
    live(store, 80)
    study = study_of(store)
    rows = [(one.card, one.day, one.interval, int(one.rating)) for one in store.log()]
    found = list(turns(rows, study.model.parameters))
    judged = [(one.day, one.right) for one in found if one.judged]
    wanted = list(recalls(rows, study.model.parameters, 0))
    assert judged == [(one.day, one.right) for one in wanted]
    assert [one.expected for one in found if one.judged] == pytest.approx([one.expected for one in wanted])
    last = {one.card: one.stability for one in found}
    assert last == pytest.approx({card: state.stability for card, state in store.memories().items()})


def test_past_readiness_ends_in_todays_and_each_day_is_as_it_was_then(store: StudyStore) -> None:
    live(store, 70)
    study = with_pack(store)
    page = readiness_page(study)
    now = readiness_now(study)
    assert (page.now.share, page.now.low, page.now.high) == pytest.approx((now.share, now.low, now.high))
    assert page.moments[-1].day == TODAY
    assert len(page.moments) == MOMENTS
    assert page.text == page.moments[-1].text


def test_a_day_of_the_past_is_as_it_was_said_then(store: StudyStore) -> None:
    live(store, 70)
    told = readiness_page(with_pack(store)).moments[2]
    for one in reversed([one for one in store.reviews() if one.day > told.day]):
        store.withdraw(one.id, NOON, replay)
    then = with_pack(store)
    then.clock = Clock(NOON - timedelta(days=TODAY - told.day))
    said = readiness_now(then)
    assert (told.share, told.low, told.high) == pytest.approx((said.share, said.low, said.high), abs=0.004)


def test_the_day_of_the_exam_is_foretold_only_where_there_is_one_ahead(store: StudyStore) -> None:
    live(store, 30)
    study = with_pack(store)
    assert readiness_then(study, readiness_page(study)) is None
    study.settings = replace(study.settings, exam_day=TODAY - 1)
    assert readiness_page(study).exam_day is None
    study.settings = replace(study.settings, exam_day=TODAY + 10)
    then = readiness_then(study, readiness_page(study))
    assert then is not None
    assert (then.day, 0 < then.low < then.share < then.high <= 1) == (TODAY + 10, True)


def test_nothing_answered_is_readiness_too(store: StudyStore) -> None:
    page = readiness_page(with_pack(store))
    assert [one.day for one in page.moments] == [TODAY]
    assert page.rests == "It rests on 0 repeated answers only, so it is wide."
    assert page.weakest is None
    assert statistics_page(study_of(store)).bands == ()


@pytest.mark.parametrize(("since", "number", "apart"), [(0, 0, 0), (3, 3, 1), (10, 5, 2), (14, 2, 7), (400, 8, 7)])
def test_days_that_are_looked_at_are_weeks_apart_or_nearer(since: int, number: int, apart: int) -> None:
    days = (*days_back(TODAY, TODAY - since), TODAY)
    assert len(days) == number + 1
    assert {later - day for day, later in pairwise(days)} <= {apart}
