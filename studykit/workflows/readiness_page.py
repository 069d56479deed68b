"""A study session → readiness over time: worked out anew for past days, as of today, and the mock exams between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.scheduling.readiness import AreaReadiness, Readiness
from studykit.workflows.plan import Scope, projected, scope_of
from studykit.workflows.readiness import Evidence, pass_share, readiness_on
from studykit.workflows.readiness_past import replay
from studykit.workflows.stats_drawn import date_words, per_cent

if TYPE_CHECKING:
    from studykit.workflows.study import Study

_FEW = 50
"""Answers below which readiness rests on little."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A share right on a study day, with its 95 % interval; all 0 to 1."""

    day: int
    low: float
    share: float
    high: float

    @property
    def text(self) -> str:
        """``71 % (63–78)``."""
        return share_text(self.low, self.share, self.high)


@dataclass(frozen=True, slots=True)
class ReadinessPage:
    """How ready a learner is and was."""

    exam: str
    """Its title, or the pack's."""
    today: int
    now: Readiness
    moments: tuple[Moment, ...]
    """Oldest first, today last; at least one."""
    exams: tuple[Moment, ...]
    """Mock exams of this exam that were finished, oldest first."""
    passing: float
    """Share right that passes."""
    exam_day: int | None
    """None without an exam that is ahead."""
    evidence: Evidence
    """How recall turned out, as of today."""

    @property
    def text(self) -> str:
        """``71 % (63–78)``."""
        return share_text(self.now.low, self.now.share, self.now.high)

    @property
    def rests(self) -> str:
        """One sentence on what readiness rests on."""
        asked = count(self.now.asked, "repeated answer")
        if self.now.asked < _FEW:
            return f"It rests on {asked} only, so it is wide."
        return f"It rests on {asked} and on what was begun."

    @property
    def weakest(self) -> AreaReadiness | None:
        """The area with the lowest share; None when there is but one."""
        return min(self.now.areas, key=lambda one: one.share) if len(self.now.areas) > 1 else None


def share_text(low: float, share: float, high: float) -> str:
    """``71 % (63–78)``: readiness is never said without its interval."""
    return f"{per_cent(share)} % ({per_cent(low)}–{per_cent(high)})"


def readiness_page(study: Study, progress: Progress | None = None) -> ReadinessPage:
    """Readiness as of now and on days of the past, by today's cards and parameters.

    ``progress`` is told how many answers of how many were read.
    """
    scope, today = scope_of(study), study.day
    replayed = replay(study, scope, progress)
    exam_day = study.settings.exam_day
    evidence = replayed.evidence(today)
    now = readiness_on(scope, evidence, scope.seen, today, study.model.parameters)
    past = [_moment(day, replayed.readiness(at)) for at, day in enumerate(replayed.days)]
    return ReadinessPage(
        exam=scope.title,
        today=today,
        now=now,
        moments=(*past, _moment(today, now)),
        exams=tuple(_exams(study, scope)),
        passing=pass_share(scope),
        exam_day=exam_day if exam_day is not None and exam_day >= today else None,
        evidence=evidence,
    )


def readiness_then(study: Study, page: ReadinessPage, progress: Progress | None = None) -> Moment | None:
    """Readiness on the day of the exam, by the plan; None without an exam that is ahead."""
    if page.exam_day is None:
        return None
    scope = scope_of(study)
    plan = projected(scope, study, study.settings, progress=progress)
    held = [card for card in scope.seen if card.card in scope.held]
    found = readiness_on(scope, page.evidence, [*plan.final, *held], page.exam_day, study.model.parameters)
    return _moment(page.exam_day, found)


def _moment(day: int, found: Readiness) -> Moment:
    return Moment(day, found.low, found.share, found.high)


def _exams(study: Study, scope: Scope) -> Iterator[Moment]:
    from studykit.workflows.exam import results

    for one in reversed(results(study)):
        if one.exam == scope.exam:
            yield Moment(study.days.number(one.started), one.low, one.share, one.high)


def readiness_table(page: ReadinessPage, then: Moment | None) -> tuple[tuple[str, ...], ...]:
    """Each day that is drawn, then the areas."""
    days = [("readiness", one) for one in page.moments] + [("mock exam", one) for one in page.exams]
    if then is not None:
        days.append(("on the day", then))
    rows: list[Sequence[str]] = [
        (what, date.fromordinal(one.day).isoformat(), *_shares(one.low, one.share, one.high)) for what, one in days
    ]
    rows += [("area", one.title, *_shares(one.low, one.share, one.high)) for one in page.now.areas]
    return (("what", "day or area", "from %", "share %", "to %"), *(tuple(row) for row in rows))


def said_of(page: ReadinessPage, one: Moment) -> str:
    """What a day of the drawing says."""
    return f"{'Today' if one.day == page.today else date_words(one.day)}: {one.text}"


def _shares(low: float, share: float, high: float) -> tuple[str, str, str]:
    return f"{low * 100:.1f}", f"{share * 100:.1f}", f"{high * 100:.1f}"
