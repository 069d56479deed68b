"""A plan with all that it comes to: days, readiness now and on the day, what skipping and more time would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.settings import Settings
from studykit.scheduling.projection import ExamPlan
from studykit.scheduling.readiness import Readiness
from studykit.workflows import plan as plans
from studykit.workflows.plan import Scope
from studykit.workflows.readiness import Evidence, evidence_of, pass_share, readiness_on

if TYPE_CHECKING:
    from studykit.workflows.study import Study


ENOUGH = 0.8
"""Chance to pass from which on a plan is called enough."""
_TRIED = (1.5, 2.0, 3.0, 5.0)
"""More minutes that are tried, as factors."""
_MOST = 600
"""Minutes a day that nobody is asked for more than."""
_PARTS = 3


@dataclass(frozen=True, slots=True)
class More:
    """What more time a day would bring."""

    minutes: int
    then: Readiness


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan comes to."""

    scope: Scope
    settings: Settings
    day: int
    """Today's study day."""
    exam_day: int
    cards: tuple[str, ...]
    """Today's, in their order."""
    new: int
    """How many of them are new."""
    plan: ExamPlan
    now: Readiness
    """Were the exam today."""
    then: Readiness
    """On its day, by the plan."""
    idle: Readiness
    """On its day, were nothing done any more."""
    skipping: float
    """Share right on the day that is lost when today is skipped, 0 to 1."""
    more: More | None
    """The first amount of time tried that makes passing likely, else the largest; None where no more is needed."""

    @property
    def enough(self) -> bool:
        """Whether passing is likely with this plan."""
        return self.then.pass_chance >= ENOUGH

    @property
    def passing(self) -> float:
        """Share right that passes."""
        return pass_share(self.scope)


def outlook(study: Study, settings: Settings, progress: Progress | None = None) -> Outlook:
    """What the plan under these settings comes to. Raises UsageError when there is nothing to plan."""
    day, scope = study.day, plans.scope_of(study, settings.exam)
    exam_day = plans.checked_day(settings.exam_day, day)
    if not plans.free_days(day, exam_day, settings.breaks):
        raise UsageError("The breaks leave no day to study before the exam.")
    told = _Parts(progress, exam_day - day or 1)
    evidence = evidence_of(study, scope)
    plan = plans.projected(scope, study, settings, progress=told.next())
    skipped = plans.projected(scope, study, settings, skipped=(day,), prices=plan.prices, progress=told.next())
    look = _Look(study, scope, evidence, exam_day)
    then = look.on_the_day(plan)
    cards = plans.cards_today(scope, study, settings)
    unseen = {card.card for card in scope.unseen}
    found = Outlook(
        scope=scope,
        settings=settings,
        day=day,
        exam_day=exam_day,
        cards=cards,
        new=sum(card in unseen for card in cards),
        plan=plan,
        now=readiness_on(scope, evidence, scope.seen, day, study.model.parameters),
        then=then,
        idle=readiness_on(scope, evidence, scope.seen, exam_day, study.model.parameters),
        skipping=max(then.share - look.on_the_day(skipped).share, 0.0),
        more=None if then.pass_chance >= ENOUGH else look.more(settings, told),
    )
    told.close()
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    study: Study
    scope: Scope
    evidence: Evidence
    exam_day: int

    def on_the_day(self, plan: ExamPlan) -> Readiness:
        """Readiness at the end of a plan; suspended cards fade."""
        held = [card for card in self.scope.seen if card.card in self.scope.held]
        cards = [*plan.final, *held]
        return readiness_on(self.scope, self.evidence, cards, self.exam_day, self.study.model.parameters)

    def more(self, settings: Settings, told: _Parts) -> More | None:
        """The first of some longer days that makes passing likely, else the longest."""
        found: More | None = None
        for times in _TRIED:
            minutes = min(round(settings.minutes * times), _MOST)
            if minutes <= (found.minutes if found else settings.minutes):
                break
            longer = plans.projected(self.scope, self.study, replace(settings, minutes=minutes), progress=told.next())
            found = More(minutes, self.on_the_day(longer))
            if found.then.pass_chance >= ENOUGH:
                break
        return found


class _Parts:
    """Progress of several projections as one."""

    def __init__(self, progress: Progress | None, days: int) -> None:
        self._progress, self._days, self._begun = progress, days, 0

    def next(self) -> Progress | None:
        """The progress of the next one."""
        if self._progress is None:
            return None
        before, tell = self._begun, self._progress
        self._begun += 1
        total = self._days * max(self._begun, _PARTS)

        def told(done: int, _: int) -> None:
            tell(min(before * self._days + done, total - 1), total)

        return told

    def close(self) -> None:
        """All is done."""
        if self._progress is not None:
            self._progress(1, 1)
