"""A study session and a draft of its plan → what the app's plan screen shows; nothing is kept before it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studykit.core.errors import StudykitError
from studykit.core.pack import Blueprint
from studykit.core.progress import Progress
from studykit.core.settings import WEEK, Break, Settings
from studykit.core.text import count
from studykit.scheduling.plan import Planned
from studykit.scheduling.projection import ExamPlan, PlanDay
from studykit.scheduling.standing import FORECAST_DAYS, DueDay, Forecast
from studykit.workflows import plan as plans
from studykit.workflows.outlook import ENOUGH
from studykit.workflows.plan import Scope
from studykit.workflows.readiness import Evidence, evidence_of, pass_share, readiness_on
from studykit.workflows.readiness_page import Moment
from studykit.workflows.setting_texts import merged
from studykit.workflows.settings import change_all
from studykit.workflows.statistics_page import LoadRow, load_rows, minutes_of
from studykit.workflows.stats_drawn import date_words, short_text
from studykit.workflows.today import SECONDS_A_CARD

if TYPE_CHECKING:
    from studykit.workflows.study import Study

KEPT = ("exam_day", "exam", "minutes", "easy_days", "breaks", "new_a_day")
"""Settings that the plan changes."""
DAYS = 14
"""Days of the plan that are shown one by one."""
MORE = 10
"""Minutes a day that are tried beside the plan's."""
_SHORT_BY = 0.5
"""Minutes; a day that would take less than this more is not short."""
_GAIN = 0.005
"""Share of the exam that more minutes bring at least before a plan is called short of time."""
_TENTHS = 10
_NEWEST, _ENOUGH = 200, 20
"""Answers that say how long one takes, and those that are enough to say it."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Standing:
    """An exam's share right on its day with its interval, and the chance to pass; all 0 to 1."""

    then: Moment
    chance: float

    @property
    def chance_text(self) -> str:
        """``about 8 in 10``."""
        return chance_text(self.chance)


@dataclass(frozen=True, slots=True)
class PlanForecast:
    """What a plan comes to."""

    exam_day: int
    on_the_day: Standing
    idle: Moment
    """On the day, were nothing done any more."""
    passing: float
    days: tuple[PlanDay, ...]
    """From today on, fourteen at most."""
    new_a_day: float
    """New cards on a day that has some; 0 when there are none."""
    last_new: int | None
    """Day on which the last new card comes; None when there is none."""
    not_begun: int
    """Cards for which there is no time before the exam."""

    @property
    def enough(self) -> bool:
        """Whether passing is likely."""
        return self.on_the_day.chance >= ENOUGH

    @property
    def new_said(self) -> tuple[str, str]:
        """New cards a day, and when all were seen."""
        if self.last_new is None:
            return ("0 (worked out)", "all begun" if not self.not_begun else f"{self.not_begun:,} not begun in time")
        if self.not_begun:
            return (f"{self.new_a_day:.0f} (worked out)", f"{self.not_begun:,} not begun in time")
        return (f"{max(self.new_a_day, 1):.0f} (worked out)", f"all seen by {short_text(self.last_new)}")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change the figure of a plan."""

    skipped: str
    """Name of the day that is skipped: ``Friday``, ``today``."""
    without: Moment
    """On the day of the exam, were that day skipped."""
    longer: Moment
    """With more minutes a day."""
    short_days: int
    """Days on which the longer plan uses more than the minutes that are given."""
    short_by: int
    """Minutes, on average over these days."""

    def warning(self, minutes: int) -> str:
        """A sentence that the minutes are short; empty when they are not."""
        if not self.short_days:
            return ""
        by = f"{self.short_by} min" if self.short_by < MORE else f"{MORE} min or more"
        return f"{minutes} min is {by} short on {count(self.short_days, 'day')}; cards that bring little wait."


def chance_text(chance: float) -> str:
    """``about 8 in 10``; never all or none."""
    tenths = round(chance * _TENTHS)
    if tenths <= 0:
        return "under 1 in 10"
    return "over 9 in 10" if tenths >= _TENTHS else f"about {tenths} in 10"


def exams_of(study: Study) -> tuple[Blueprint, ...]:
    """The exams that the pack describes; the first one is its own."""
    return tuple(study.library.pack.blueprints)


def refused(study: Study, draft: Settings) -> str:
    """Why there can be no plan by a draft, as a sentence; empty when there can, or when it has no exam date."""
    day, exam_day = study.day, draft.exam_day
    if exam_day is None:
        return ""
    if exam_day < day:
        return f"{date_words(exam_day)} is past."
    try:
        plans.checked_day(exam_day, day)
    except StudykitError:
        return f"An exam can be {plans.FARTHEST} days ahead at most."
    if not plans.free_days(day, exam_day, draft.breaks) or not any(draft.easy_days):
        return "The days off leave no day to study before the exam."
    return ""


def load_ahead(study: Study) -> tuple[LoadRow, ...]:
    """What comes back on the next days as scheduled now: for a plan without an exam."""
    today, store = study.day, study.store
    counts = store.load(0, today + FORECAST_DAYS - 1)
    spent = store.durations(_NEWEST)
    seconds = sum(spent) / len(spent) / 1000 if len(spent) >= _ENOUGH else float(SECONDS_A_CARD)
    days = [DueDay(day, counts.get(day, 0), counts.get(day, 0) * seconds / 60) for day in ahead(today)]
    overdue = sum(cards for day, cards in counts.items() if day < today)
    return tuple(load_rows(Forecast(overdue, 0, seconds, tuple(days)), study.settings, today))


def ahead(today: int) -> range:
    """Days that a load is shown for."""
    return range(today, today + FORECAST_DAYS)


def changes(before: Settings, draft: Settings) -> Mapping[str, Any]:
    """Settings of the plan that a draft changes."""
    return {name: getattr(draft, name) for name in KEPT if getattr(draft, name) != getattr(before, name)}


def keep(study: Study, draft: Settings) -> str:
    """Writes what a draft changes and reads the study anew; says what holds now, in one sentence."""
    change_all(study.store, changes(study.settings, draft), study.clock())
    study.refresh()
    exam_day = study.settings.exam_day
    if exam_day is None or exam_day < study.day:
        return "Kept. There is no exam date."
    left = exam_day - study.day
    when = f"in {count(left, 'day')}" if left else "today"
    return f"Kept. Exam {when}, {study.settings.minutes} min a day."


def with_break(draft: Settings, day: int) -> Settings:
    """A draft in which a day is off, or no longer."""
    off = {at for one in draft.breaks for at in range(one.first, one.last + 1)} ^ {day}
    return replace(draft, breaks=merged(Break(at, at) for at in off))


class Forecaster:
    """Works out forecasts of drafts; what all drafts of an exam share is read once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._read: dict[str, tuple[Scope, Evidence]] = {}
        self._plan: tuple[Settings, ExamPlan] | None = None
        """The latest; there may be a hundred thousand cards in it."""

    def forecast(self, draft: Settings, progress: Progress | None = None) -> PlanForecast:
        """What a draft comes to. Raises UsageError when there is nothing to plan."""
        study, (scope, evidence) = self._study, self._exam(draft)
        plan = self._planned(draft, progress)
        new = [one for one in plan.days if one.new]
        found = readiness_on(scope, evidence, self._final(scope, plan), plan.exam_day, study.model.parameters)
        idle = readiness_on(scope, evidence, scope.seen, plan.exam_day, study.model.parameters)
        return PlanForecast(
            exam_day=plan.exam_day,
            on_the_day=Standing(Moment(plan.exam_day, found.low, found.share, found.high), found.pass_chance),
            idle=Moment(plan.exam_day, idle.low, idle.share, idle.high),
            passing=pass_share(scope),
            days=plan.days[:DAYS],
            new_a_day=sum(one.new for one in new) / len(new) if new else 0.0,
            last_new=new[-1].day if new else None,
            not_begun=plan.not_begun,
        )

    def what_if(self, draft: Settings, progress: Progress | None = None) -> WhatIf:
        """What would change a draft's forecast; ``forecast`` comes first."""
        scope, _ = self._exam(draft)
        plan = self._planned(draft, progress)
        day = busiest(plan.days)
        skipped = plans.projected(scope, self._study, draft, skipped=(day,), prices=plan.prices, progress=progress)
        longer = plans.projected(scope, self._study, replace(draft, minutes=draft.minutes + MORE), progress=progress)
        gain = self._moment(draft, longer).share - self._moment(draft, plan).share
        short = [
            one.minutes - minutes_of(draft, one.day)
            for one in longer.days
            if gain >= _GAIN and one.minutes - minutes_of(draft, one.day) >= _SHORT_BY and not one.off
        ]
        return WhatIf(
            skipped="today" if day == self._study.day else _WEEKDAYS[(day - 1) % WEEK],
            without=self._moment(draft, skipped),
            longer=self._moment(draft, longer),
            short_days=len(short),
            short_by=max(round(sum(short) / len(short)), 1) if short else 0,
        )

    def _exam(self, draft: Settings) -> tuple[Scope, Evidence]:
        if draft.exam not in self._read:
            scope = plans.scope_of(self._study, draft.exam)
            self._read[draft.exam] = (scope, evidence_of(self._study, scope))
        return self._read[draft.exam]

    def _planned(self, draft: Settings, progress: Progress | None) -> ExamPlan:
        known = self._plan
        if known is not None and known[0] == draft:
            return known[1]
        scope, _ = self._exam(draft)
        plan = plans.projected(scope, self._study, draft, progress=progress)
        self._plan = (draft, plan)
        return plan

    def _moment(self, draft: Settings, plan: ExamPlan) -> Moment:
        scope, evidence = self._exam(draft)
        parameters = self._study.model.parameters
        found = readiness_on(scope, evidence, self._final(scope, plan), plan.exam_day, parameters)
        return Moment(plan.exam_day, found.low, found.share, found.high)

    @staticmethod
    def _final(scope: Scope, plan: ExamPlan) -> list[Planned]:
        """The cards on the day; suspended ones fade."""
        return [*plan.final, *(card for card in scope.seen if card.card in scope.held)]


def busiest(days: Sequence[PlanDay]) -> int:
    """The day of the next seven with the most work, the nearest of equal ones."""
    return max(days[:WEEK], key=lambda one: (one.minutes, -one.day)).day
