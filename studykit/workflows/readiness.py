"""How an exam would go for this learner, now or on its day: states, coverage and answers → chances with intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.scheduling.plan import Planned
from studykit.scheduling.readiness import Answers, AreaEvidence, Readiness, readiness
from studykit.scheduling.worth import foreseen
from studykit.workflows.plan import Scope, scope_of

if TYPE_CHECKING:
    from studykit.workflows.study import Study

RECENT = 90
"""Study days of answers that say how recall turns out."""
_LOWEST, _RANGE = 100, 900
QUESTIONS, _PASSING = 65, 700
"""Taken for an exam whose format nobody wrote down."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How recall turned out so far."""

    answers: Mapping[str, Answers]
    """By area of the exam."""
    first: tuple[int, int]
    """Cards asked at first sight, and how many of them were right."""


def evidence_of(study: Study, scope: Scope) -> Evidence:
    """What the learner's answers of the last months tell, quizzes and mock exams included: they are all in the log."""
    from studykit.scheduling.recalls import recalls
    from studykit.store.figures import Figures

    figures = Figures(study.store.engine, study.store.learner, study.device)
    first = study.day - RECENT
    areas = {card.card: card.area for card in scope.seen}
    begun: dict[str, bool | None] = {}
    card = ""

    def passing() -> Iterator[tuple[str, int, int, int]]:
        # Rows come by card, and there may be a million: none is kept, only the card that is read just now.
        nonlocal card
        for row in figures.answers(first):
            card, day, _, rating = row
            if card in areas:
                begun.setdefault(card, rating > 1 if day >= first else None)
                yield row

    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in recalls(passing(), study.model.parameters, first):
        found[areas[card]].append((one.expected, one.right))
    sights = [right for right in begun.values() if right is not None]
    return Evidence({area: Answers.of(told) for area, told in found.items()}, (len(sights), sum(sights)))


def readiness_on(
    scope: Scope, evidence: Evidence, cards: Sequence[Planned], day: int, parameters: Sequence[float]
) -> Readiness:
    """How the exam would go on a study day with these cards as they are remembered."""
    recalls: dict[str, list[float]] = defaultdict(list)
    for card in cards:
        recalls[card.area].append(foreseen(max(day - card.day, 0), card.stability, parameters))
    sizes = scope.sizes()
    whole = sum(area.weight for area in scope.areas) or 1
    return readiness(
        [
            AreaEvidence(
                key=area.key,
                title=area.title,
                weight=area.weight / whole,
                cards=sizes[area.key],
                recalls=tuple(recalls[area.key]),
                answers=evidence.answers.get(area.key, Answers()),
            )
            for area in scope.areas
        ],
        questions=scope.questions or QUESTIONS,
        passing=pass_share(scope),
        first=evidence.first,
    )


def pass_share(scope: Scope) -> float:
    """Share right at which the practice score reaches the pass mark."""
    return ((scope.passing or _PASSING) - _LOWEST) / _RANGE


def readiness_now(study: Study, exam: str = "") -> Readiness:
    """How an exam would go today. Raises UsageError for an unknown one."""
    scope = scope_of(study, exam)
    return readiness_on(scope, evidence_of(study, scope), scope.seen, study.day, study.model.parameters)
