"""Figures made by hand for the screens of statistics and the plan, and a study that has none of its own."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from studykit.core.pack import Area, Blueprint
from studykit.core.progress import Progress
from studykit.core.settings import Break, Settings
from studykit.scheduling.projection import PlanDay
from studykit.scheduling.readiness import AreaReadiness, Readiness
from studykit.scheduling.reliability import Retention
from studykit.scheduling.standing import DueDay, Forecast, Standing, States
from studykit.scheduling.statistics import Day, Statistics
from studykit.store.study_store import StudyStore
from studykit.workflows.plan_page import Forecaster, PlanForecast, WhatIf
from studykit.workflows.plan_page import Standing as Foretold
from studykit.workflows.readiness import Evidence
from studykit.workflows.readiness_page import Moment, ReadinessPage
from studykit.workflows.statistics_page import Band, StatisticsPage, load_rows
from studykit.workflows.study import Study
from tests.workflows.answered_study import TODAY, give, study_of

EXAM_DAY = TODAY + 42
HOSTILE = "Dev [b]x[/b] \x1b[31m 漢字 [/]"
SETTINGS = Settings(
    minutes=15, easy_days=(1, 1, 1, 1, 1, 0.5, 0.0), breaks=(Break(TODAY + 6, TODAY + 6),), exam_day=EXAM_DAY
)
AREAS = (Area("dev", HOSTILE, 32), Area("sec", "Security", 26))
BLUEPRINTS = (
    Blueprint("DVA-C02", "Developer [x]", AREAS, 65, 50, 130, 720, "a page", "2026-01"),
    Blueprint("SAA-C03", "Architect", AREAS, 65, 50, 130, 720, "a page", "2026-01"),
)


def study(store: StudyStore, settings: Settings = SETTINGS, *, answered: bool = True) -> Study:
    """A study over nothing, with one answer."""
    if answered:
        give(store, "limit:lambda.f0.max", TODAY - 3, 3, 3)
    made = study_of(store)
    library: Any = made.library
    library.pack = SimpleNamespace(title="A pack", key="pack", blueprints=BLUEPRINTS)
    made.settings = settings
    return made


def page() -> StatisticsPage:
    """A year with a break, five bands, and a load that is too much on two days."""
    year = {day: _day(day) for day in range(TODAY - 170, TODAY + 1) if day % 7 != 2 and not 60 < TODAY - day < 75}
    ahead = Forecast(7, 2, 35.0, tuple(DueDay(TODAY + at, n, n * 35 / 60) for at, n in enumerate(_CARDS)))
    standing = Standing(States(90, 2, 0, 60, 40, 1), 0, ahead, (), (), None, None)
    whole = Retention("all", "all", 344, 292, 0.86)
    found = Statistics(
        topic="",
        first=TODAY - 89,
        today=TODAY,
        total=1204,
        streak=9,
        calendar={day: one.answers for day, one in year.items()},
        days=tuple(year.values()),
        hours=(),
        retentions=(whole,),
        reliability=None,
        standing=standing,
    )
    return StatisticsPage(found, year, (Band(0, 1, whole), *_BANDS), tuple(load_rows(ahead, SETTINGS, TODAY)), 15)


def empty_page() -> StatisticsPage:
    """One day of answers, from which nothing can be judged."""
    made = page()
    day = _day(TODAY)
    found = replace(made.found, calendar={TODAY: day.answers}, days=(day,), retentions=(), total=day.answers, streak=1)
    return replace(made, found=found, year={TODAY: day}, bands=())


def readiness(exam_day: int | None = EXAM_DAY) -> ReadinessPage:
    """Nine days of the past, two mock exams, four areas."""
    shares = (0.58, 0.6, 0.61, 0.63, 0.64, 0.66, 0.68, 0.70, 0.71)
    past = tuple(
        Moment(TODAY - 7 * (8 - at), share - 0.09 + at / 200, share, share + 0.08 - at / 400)
        for at, share in enumerate(shares)
    )
    moments = (*past[:-1], Moment(TODAY, 0.63, 0.71, 0.78))
    exams = (Moment(TODAY - 30, 0.5, 0.62, 0.73), Moment(TODAY - 2, 0.59, 0.71, 0.8))
    areas = (
        _area("dev", HOSTILE, 0.32, 0.78),
        _area("sec", "Security", 0.26, 0.66),
        _area("dep", "Deployment", 0.24, 0.72),
        _area("tro", "Troubleshooting", 0.18, 0.61),
    )
    now = Readiness(0.62, 0.71, 0.63, 0.78, areas)
    return ReadinessPage("Developer", TODAY, now, moments, exams, 0.69, exam_day, Evidence({}, (0, 0)))


THEN = Moment(EXAM_DAY, 0.70, 0.78, 0.84)


class Teller(Forecaster):
    """Foretells by minutes alone, and remembers what it was asked."""

    def __init__(self, given: Study) -> None:
        super().__init__(given)
        self.asked: list[Settings] = []

    def forecast(self, draft: Settings, progress: Progress | None = None) -> PlanForecast:
        if progress is not None:
            progress(1, 2)
        self.asked.append(draft)
        assert draft.exam_day is not None
        share = min(0.60 + draft.minutes / 80, 0.97)
        days = tuple(PlanDay(TODAY + at, 20 + at, at % 4, 14.0 + at / 10, off=False) for at in range(14))
        off = PlanDay(TODAY + 6, 0, 0, 0.0, off=True)
        return PlanForecast(
            exam_day=draft.exam_day,
            on_the_day=Foretold(Moment(draft.exam_day, share - 0.08, share, share + 0.03), min(share + 0.02, 1)),
            idle=Moment(draft.exam_day, 0.5, 0.58, 0.66),
            passing=0.69,
            days=(*days[:6], off, *days[7:]),
            new_a_day=6.2,
            last_new=TODAY + 30,
            not_begun=0,
        )

    def what_if(self, draft: Settings, progress: Progress | None = None) -> WhatIf:
        del progress
        assert draft.exam_day is not None
        short = (9, 4) if draft.minutes < 20 else (0, 0)
        without, longer = Moment(draft.exam_day, 0.69, 0.77, 0.84), Moment(draft.exam_day, 0.74, 0.81, 0.87)
        return WhatIf("Friday", without, longer, *short)


def _day(day: int) -> Day:
    number = 3 + day * 37 % 45
    return Day(day, number, number * 40_000, (number // 6, 1, number - number // 6 - 1, 0))


def _area(key: str, title: str, weight: float, share: float) -> AreaReadiness:
    return AreaReadiness(key, title, weight, share, 0.9, share, share - 0.08, share + 0.07, 100, 70)


_CARDS = (24, 31, 28, 26, 12, 20, 0, 22, 18, 9, 15, 14, 16, 11, *range(16))
_BANDS = tuple(
    Band(least, most, Retention("all", "all", answers, right, expected))
    for least, most, answers, right, expected in (
        (0.5, 0.6, 7, 4, 0.56),
        (0.6, 0.7, 30, 20, 0.66),
        (0.7, 0.8, 62, 40, 0.77),
        (0.8, 0.85, 104, 88, 0.83),
        (0.9, 0.95, 141, 140, 0.92),
    )
)
