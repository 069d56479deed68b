"""A learner's log → how ready for an exam the learner was on days of the past, by today's cards and parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.scheduling.past import Turn, turns
from studykit.scheduling.readiness import Answers, AreaEvidence, Readiness, readiness
from studykit.scheduling.worth import moves
from studykit.workflows.plan import Scope
from studykit.workflows.readiness import QUESTIONS, RECENT, Evidence, pass_share

if TYPE_CHECKING:
    from studykit.workflows.study import Study

MOMENTS = 9
"""Days that readiness is worked out for, today included."""
_WEEK = 7
_STEPS = 200
"""Recall of past days is counted to half a per cent, as readiness itself counts it."""
_SHARES = tuple(at / _STEPS for at in range(_STEPS + 1))


def days_back(today: int, first: int) -> tuple[int, ...]:
    """The days before today that are looked at: weeks apart, or nearer where the first answer was not long ago."""
    apart = _WEEK if today - first >= 2 * _WEEK else max(ceil((today - first) / (MOMENTS - 1)), 1)
    found = [today - apart * back for back in range(MOMENTS - 1, 0, -1)]
    return tuple(day for day in found if day >= first)


@dataclass(slots=True)
class Replay:
    """Takes the answers one by one, and keeps what readiness on some days needs of them."""

    scope: Scope
    parameters: tuple[float, ...]
    days: tuple[int, ...]
    first: int
    """Study day before which answers say nothing to any of the days."""
    known: dict[str, list[bytearray]] = field(init=False)
    """Area → for each day, the recall of every card begun by then, in steps of half a per cent."""
    judged: dict[str, list[tuple[int, float, bool]]] = field(init=False)
    """Area → day, expected recall and whether it was right, of each answer that tells something."""
    sights: list[tuple[int, bool]] = field(init=False, default_factory=list)
    """Day of each card's first answer, and whether that was right."""

    def __post_init__(self) -> None:
        self.known = {area.key: [bytearray() for _ in self.days] for area in self.scope.areas}
        self.judged = defaultdict(list)

    def take(self, answers: Iterator[Turn]) -> None:
        """All answers, by card."""
        areas = {card.card: card.area for card in self.scope.seen}
        recall = moves(self.parameters).recall
        days, number = self.days, len(self.days)
        before: Turn | None = None
        at = 0
        for turn in answers:
            if before is not None and turn.card != before.card:
                self._rest(areas.get(before.card), before, at)
                before, at = None, 0
            area = areas.get(turn.card)
            while at < number and days[at] < turn.day:
                if before is not None and area is not None:
                    kept = recall(days[at] - before.day, before.stability)
                    self.known[area][at].append(round(kept * _STEPS))
                at += 1
            if area is not None and turn.day >= self.first:
                if not turn.begun:
                    self.sights.append((turn.day, turn.right))
                elif turn.judged:
                    self.judged[area].append((turn.day, turn.expected, turn.right))
            before = turn
        if before is not None:
            self._rest(areas.get(before.card), before, at)

    def _rest(self, area: str | None, last: Turn, at: int) -> None:
        """The days after a card's last answer."""
        if area is not None:
            recall = moves(self.parameters).recall
            for later in range(at, len(self.days)):
                kept = recall(self.days[later] - last.day, last.stability)
                self.known[area][later].append(round(kept * _STEPS))

    def evidence(self, day: int) -> Evidence:
        """What the answers up to a day told."""
        span = range(day - RECENT, day + 1)
        answers = {
            area: Answers.of([(expected, right) for at, expected, right in rows if at in span])
            for area, rows in self.judged.items()
        }
        sights = [right for at, right in self.sights if at in span]
        return Evidence(answers, (len(sights), sum(sights)))

    def readiness(self, at: int) -> Readiness:
        """How an exam on the day with a number would have gone."""
        scope, evidence, sizes = self.scope, self.evidence(self.days[at]), self.scope.sizes()
        whole = sum(area.weight for area in scope.areas) or 1
        areas = [
            AreaEvidence(
                key=area.key,
                title=area.title,
                weight=area.weight / whole,
                cards=sizes[area.key],
                recalls=tuple(map(_SHARES.__getitem__, self.known[area.key][at])),
                answers=evidence.answers.get(area.key, Answers()),
            )
            for area in scope.areas
        ]
        return readiness(areas, questions=scope.questions or QUESTIONS, passing=pass_share(scope), first=evidence.first)


def replay(study: Study, scope: Scope, progress: Progress | None) -> Replay:
    """The whole log, read once."""
    from studykit.store.figures import Figures
    from studykit.workflows.stats import watched

    figures = Figures(study.store.engine, study.store.learner, study.device)
    counts, today = figures.counts(), study.day
    days = days_back(today, min(counts, default=today))
    parameters = tuple(study.model.parameters)
    found = Replay(scope, parameters, days, min([today, *days]) - RECENT)
    answers = figures.answers(0)
    if progress is not None:
        answers = watched(answers, sum(counts.values()), progress)
    found.take(turns(answers, parameters))
    return found
