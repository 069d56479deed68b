"""The plan as the app shows it: rows, typed days, forecasts, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.settings import Break, Settings
from studykit.store.study_store import StudyStore
from studykit.workflows.outlook import outlook
from studykit.workflows.plan_page import (
    Forecaster,
    WhatIf,
    chance_text,
    changes,
    keep,
    load_ahead,
    refused,
    with_break,
)
from studykit.workflows.plan_rows import PlanRow, can_type, reset, rows_of, turned, typed, week_turned
from studykit.workflows.plan_typed import off_text, read_day, read_off
from studykit.workflows.readiness_page import Moment
from studykit.workflows.settings import read_settings
from tests.kept import kept
from tests.tui.figures_stage import BLUEPRINTS
from tests.workflows.answered_study import CARDS, TODAY, give, live
from tests.workflows.test_statistics_page import with_pack

DRAFT = Settings(exam_day=TODAY + 14, minutes=2)


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-02", "2027-01-02"),
        ("2 Jan", "2027-01-02"),
        ("21 nov", "2026-11-21"),
        ("2. January 2028", "2028-01-02"),
        ("29 Feb", "2028-02-29"),
        ("in 42 days", "2027-01-02"),
        ("+1", "2026-11-22"),
        ("2 Jan 2025", "2025-01-02"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    assert read_day(text, TODAY) == date.fromisoformat(day).toordinal()


@pytest.mark.parametrize("text", ["2", "31 Feb", "Jan 2 x", "2027-13-01", "someday", "0 Jan"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("24–26 Dec", "24–26 Dec"),
        ("24-26 dec, 1 Jan", "24–26 Dec, 1 Jan"),
        ("30 Dec - 2 Jan", "30 Dec–2 Jan"),
        ("2026-12-24..26", "24–26 Dec"),
        ("24 Dec, 25 Dec", "24–25 Dec"),
        ("none", "none"),
    ],
)
def test_days_off_are_read_and_shown_alike(text: str, shown: str) -> None:
    found = read_off(text, TODAY)
    assert off_text(found, TODAY) == shown
    assert read_off(off_text(found, TODAY), TODAY) == found


def test_a_stretch_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        read_off("26–24 Dec", TODAY)


def test_a_day_off_is_set_and_taken_back_within_a_stretch() -> None:
    draft = replace(DRAFT, breaks=(Break(TODAY + 1, TODAY + 3),))
    split = with_break(draft, TODAY + 2)
    assert split.breaks == (Break(TODAY + 1, TODAY + 1), Break(TODAY + 3, TODAY + 3))
    assert with_break(split, TODAY + 2).breaks == draft.breaks


def test_rows_turn_within_their_ranges() -> None:
    assert turned(DRAFT, PlanRow.MINUTES, 1, TODAY, ()).minutes == 5
    assert turned(replace(DRAFT, minutes=13), PlanRow.MINUTES, 1, TODAY, ()).minutes == 15
    assert turned(replace(DRAFT, minutes=13), PlanRow.MINUTES, -1, TODAY, ()).minutes == 10
    assert turned(replace(DRAFT, minutes=5), PlanRow.MINUTES, -1, TODAY, ()).minutes == 5
    assert turned(replace(DRAFT, exam_day=TODAY), PlanRow.EXAM_DAY, -1, TODAY, ()).exam_day == TODAY
    assert turned(replace(DRAFT, exam_day=None), PlanRow.EXAM_DAY, 1, TODAY, ()).exam_day == TODAY + 42
    assert turned(DRAFT, PlanRow.EXAM, 1, TODAY, BLUEPRINTS).exam == "SAA-C03"
    assert (
        turned(turned(DRAFT, PlanRow.EXAM, 1, TODAY, BLUEPRINTS), PlanRow.EXAM, 1, TODAY, BLUEPRINTS).exam == "DVA-C02"
    )
    assert turned(DRAFT, PlanRow.NEW, 1, TODAY, ()) == DRAFT
    week = DRAFT
    for share in (0.5, 0.0, 1.0):
        week = week_turned(week, 6)
        assert week.easy_days == (1, 1, 1, 1, 1, 1, share)


def test_a_row_can_be_typed_and_reset() -> None:
    assert typed(DRAFT, PlanRow.MINUTES, " 40 min ", TODAY).minutes == 40
    assert typed(DRAFT, PlanRow.EXAM_DAY, "none", TODAY).exam_day is None
    assert reset(replace(DRAFT, minutes=90), PlanRow.MINUTES).minutes == Settings().minutes
    assert [row for row in PlanRow if can_type(DRAFT, row)] == [PlanRow.EXAM_DAY, PlanRow.MINUTES, PlanRow.BREAKS]
    for row, text in ((PlanRow.MINUTES, "0"), (PlanRow.EXAM_DAY, "2 Jan 2020"), (PlanRow.EXAM_DAY, "in 731 days")):
        with pytest.raises(UsageError):
            typed(DRAFT, row, text, TODAY)


def test_a_pack_without_exams_has_no_row_for_them() -> None:
    rows = [one.row for one in rows_of(DRAFT, TODAY, (), None)]
    assert PlanRow.EXAM not in rows
    assert [one.row for one in rows_of(DRAFT, TODAY, BLUEPRINTS, None)] == list(PlanRow)


def test_the_forecast_is_that_of_the_command_line(store: StudyStore) -> None:
    live(store, 40)
    study = with_pack(store)
    found, wanted = Forecaster(study).forecast(DRAFT), outlook(study, DRAFT)
    assert found.on_the_day.then == Moment(TODAY + 14, wanted.then.low, wanted.then.share, wanted.then.high)
    assert found.on_the_day.chance == wanted.then.pass_chance
    assert found.idle.share == wanted.idle.share
    assert found.days == wanted.plan.days
    assert found.enough == wanted.enough


def test_what_would_change_the_forecast_is_in_order(store: StudyStore) -> None:
    live(store, 40)
    maker = Forecaster(with_pack(store))
    forecast, what_if = maker.forecast(DRAFT), maker.what_if(DRAFT)
    share = forecast.on_the_day.then.share
    assert forecast.idle.share <= what_if.without.share <= share <= what_if.longer.share
    assert what_if.skipped in (
        "today",
        *(f"{name}day" for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")),
    )
    assert maker.what_if(replace(DRAFT, minutes=600)).short_days == 0


def test_a_plan_that_is_short_says_by_how_much() -> None:
    moment = Moment(TODAY, 0.1, 0.2, 0.3)
    assert WhatIf("today", moment, moment, 0, 0).warning(15) == ""
    assert WhatIf("today", moment, moment, 9, 4).warning(15).startswith("15 min is 4 min short on 9 days;")
    assert "10 min or more short on 1 day;" in WhatIf("today", moment, moment, 1, 12).warning(15)


def test_chances_are_never_all_or_none() -> None:
    assert [chance_text(chance) for chance in (0, 0.04, 0.81, 0.96, 1)] == [
        "under 1 in 10",
        "under 1 in 10",
        "about 8 in 10",
        "over 9 in 10",
        "over 9 in 10",
    ]


def test_what_cannot_be_planned_is_a_sentence(store: StudyStore) -> None:
    study = with_pack(store)
    assert refused(study, replace(DRAFT, exam_day=None)) == ""
    assert refused(study, DRAFT) == ""
    assert refused(study, replace(DRAFT, exam_day=TODAY - 1)) == "Fri 20 Nov 2026 is past."
    assert "730 days" in refused(study, replace(DRAFT, exam_day=TODAY + 731))
    assert "no day to study" in refused(study, replace(DRAFT, breaks=(Break(TODAY, TODAY + 13),)))
    assert "no day to study" in refused(study, replace(DRAFT, easy_days=(0.0,) * 7))


def test_only_what_changed_is_kept_and_the_study_knows_it(store: StudyStore) -> None:
    study = with_pack(store)
    draft = replace(study.settings, exam_day=TODAY + 14, breaks=(Break(TODAY + 1, TODAY + 2),))
    assert set(changes(study.settings, draft)) == {"exam_day", "breaks"}
    assert keep(study, draft) == "Kept. Exam in 14 days, 20 min a day."
    assert study.settings == read_settings(store) == draft
    assert set(store.settings()) == {"exam_day", "breaks"}
    assert keep(study, replace(draft, exam_day=None)) == "Kept. There is no exam date."


def test_without_an_exam_the_load_is_what_comes_back(store: StudyStore) -> None:
    give(store, CARDS[0].id, TODAY - 3, 3, 3)
    give(store, CARDS[1].id, TODAY - 9, 3, 3)
    rows = load_ahead(with_pack(store))
    assert [(one.name, one.cards) for one in rows[:2]] == [("overdue", 1), ("Sat 21 Nov", 1)]
