"""The learner's plan for an exam: what to do today, what the days to the exam look like, how ready that makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.card import sibling_group
from studykit.core.errors import UsageError
from studykit.core.mark import MarkKind
from studykit.core.pack import Area, Blueprint
from studykit.core.progress import Progress
from studykit.core.review import Rating, Review
from studykit.core.settings import WEEK, Break, Settings
from studykit.scheduling.plan import Planned, Unseen, today
from studykit.scheduling.projection import ExamPlan, project
from studykit.scheduling.worth import Costs

if TYPE_CHECKING:
    from studykit.workflows.study import Study


_MINUTE = 60.0
_NEWEST = 400
"""Answers from which the learner's pace is read."""
_USUAL, _TRUST = 30.0, 20
"""Seconds of an answer before any was measured, and the answers that this counts for."""
_PAUSE = 180.0
"""Seconds after which the next answer belongs to another sitting."""
_SPACED = 2
"""Days before the exam in which cards about one thing are no longer kept apart."""
FARTHEST = 730
"""Days ahead that an exam may be."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The cards of an exam as they stand."""

    exam: str
    title: str
    areas: tuple[Area, ...]
    questions: int
    passing: int
    """Scaled score, 100 to 1,000."""
    seen: tuple[Planned, ...]
    unseen: tuple[Unseen, ...]
    held: frozenset[str]
    """Suspended cards: nothing asks them, but the exam may."""
    hidden: frozenset[str]
    """Cards that do not come from the plan today: buried ones, and those in their steps, which come by themselves."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every card of the exam."""
        return (*(card.card for card in self.seen), *(card.card for card in self.unseen))

    def sizes(self) -> Counter[str]:
        """Area → how many cards it has."""
        return Counter(card.area for card in self.seen) + Counter(card.area for card in self.unseen)


_ALL = Area("all", "All cards", 100)


def scope_of(study: Study, exam: str = "") -> Scope:
    """The cards of an exam (empty: the one that is set, else the pack's own). Raises UsageError for an unknown one."""
    blueprint = _blueprint(study, exam)
    pools = _pools(study, blueprint)
    areas = blueprint.areas if blueprint is not None else (_ALL,)
    day, marks = study.day, study.store.marks()
    memories = study.store.memories()
    seen: list[Planned] = []
    unseen: list[Unseen] = []
    stepping: set[str] = set()
    whole = sum(area.weight for area in areas) or 1
    for area in areas:
        pool = pools.get(area.key, ())
        for card in pool:
            weight = area.weight / whole / len(pool)
            state = memories.get(card)
            if state is None:
                unseen.append(Unseen(card, area.key, weight))
                continue
            seen.append(Planned(card, area.key, weight, state.stability, state.difficulty, state.day))
            if state.step is not None:
                stepping.add(card)
    buried = {card for card, mark in marks.items() if mark.kind is MarkKind.BURY and mark.day == day}
    return Scope(
        exam=blueprint.exam if blueprint is not None else "",
        title=blueprint.title if blueprint is not None else study.library.pack.title,
        areas=areas,
        questions=blueprint.questions if blueprint is not None else 0,
        passing=blueprint.passing if blueprint is not None else 0,
        seen=tuple(seen),
        unseen=tuple(unseen),
        held=frozenset(card for card, mark in marks.items() if mark.kind is MarkKind.SUSPEND),
        hidden=frozenset(buried | stepping),
    )


def _blueprint(study: Study, exam: str) -> Blueprint | None:
    wanted = exam or study.settings.exam
    if not wanted and not study.library.pack.blueprints:
        return None
    try:
        return study.library.blueprint(wanted)
    except UsageError:
        if exam or not study.library.pack.blueprints:
            raise
        return study.library.blueprint("")  # the exam that is set belongs to another pack


def _pools(study: Study, blueprint: Blueprint | None) -> Mapping[str, Sequence[str]]:
    """Area → its cards in the order in which new ones come, by the ids under which the learner knows them."""
    if blueprint is None:
        return {_ALL.key: tuple(study.cards)}
    from studykit.questions.exam import cards_of

    places = {card: place for place, card in enumerate(study.cards)}
    found = {
        key: {study.names.get(card.id, card.id) for card in cards}
        for key, cards in cards_of(study.library.cards, blueprint).items()
    }
    return {key: sorted(cards & places.keys(), key=places.__getitem__) for key, cards in found.items()}


def costs_of(newest: Sequence[Review]) -> Costs:
    """What answers cost this learner, from the newest ones, newest first: 30 s each while there are few.

    The time of an answer goes from the one before it, reading its reason included, where both are of one sitting.
    """
    right: list[float] = []
    wrong: list[float] = []
    for at, review in enumerate(newest):
        spent = review.duration / 1000
        if at + 1 < len(newest):
            since = (review.at - newest[at + 1].at).total_seconds()
            spent = max(spent, since) if since < _PAUSE else spent
        (wrong if review.rating is Rating.AGAIN else right).append(min(spent, _PAUSE))
    usual = (sum(right) + _USUAL * _TRUST) / (len(right) + _TRUST)
    lapse = (sum(wrong) + usual * _TRUST) / (len(wrong) + _TRUST)
    return Costs(usual, max(lapse, 1.0), usual + lapse)


def seconds_of(settings: Settings, day: int) -> float:
    """Seconds that the learner has on a study day, without regard to breaks."""
    return settings.minutes * _MINUTE * settings.easy_days[(day - 1) % WEEK]


def plan_today(study: Study) -> tuple[str, ...]:
    """The cards of this study day in the order in which to do them, within the time that is left of it."""
    settings, day = study.settings, study.day
    if settings.exam_day is None or settings.exam_day < day:
        return ()
    return cards_today(scope_of(study), study, settings)


def cards_today(scope: Scope, study: Study, settings: Settings) -> tuple[str, ...]:
    """The cards of today under some settings; nothing without an exam that is ahead."""
    day, exam_day = study.day, settings.exam_day
    if exam_day is None or exam_day < day:
        return ()
    costs = costs_of(study.store.last_reviews(_NEWEST))
    left = time_left(study, settings, costs)
    usual = settings.minutes * _MINUTE * sum(settings.easy_days) / WEEK
    away = scope.held | scope.hidden

    def ask(seconds: float, without: frozenset[str]) -> tuple[str, ...]:
        # What is held today still counts as begun; its last review is put on today, so that it is not chosen.
        return today(
            [_put_off(card, day) if card.card in without else card for card in scope.seen],
            [card for card in scope.unseen if card.card not in without],
            day=day,
            exam_day=exam_day,
            seconds=seconds,
            costs=costs,
            parameters=study.model.parameters,
            breaks=settings.breaks,
            daily=usual,
        )

    chosen = ask(left, away)
    if not settings.siblings_apart or exam_day - day <= _SPACED:
        return chosen
    groups = {sibling_group(card) for card in study.store.answered(day)}
    kept = _apart(chosen, groups)
    missing = len(chosen) - len(kept)
    if missing:
        others = (card for card in scope.names if sibling_group(card) in groups)
        kept += _apart(ask(left * missing / len(chosen), away | frozenset(others)), groups)
    return kept


def _put_off(card: Planned, day: int) -> Planned:
    return Planned(card.card, card.area, card.weight, card.stability, card.difficulty, day)


def _apart(cards: Sequence[str], groups: set[str]) -> tuple[str, ...]:
    """Cards of which no sibling comes today."""
    kept = []
    for card in cards:
        group = sibling_group(card)
        if group not in groups:
            groups.add(group)
            kept.append(card)
    return tuple(kept)


def time_left(study: Study, settings: Settings, costs: Costs) -> float:
    """Seconds that are left of the day's time."""
    return max(seconds_of(settings, study.day) - study.store.counts(study.day).answers * costs.review_seconds, 0.0)


def projected(
    scope: Scope,
    study: Study,
    settings: Settings,
    *,
    skipped: Sequence[int] = (),
    prices: Sequence[float] = (),
    progress: Progress | None = None,
) -> ExamPlan:
    """The days to the exam under some settings. Raises UsageError without an exam that is ahead."""
    day, costs = study.day, costs_of(study.store.last_reviews(_NEWEST))
    return project(
        [card for card in scope.seen if card.card not in scope.held],
        [card for card in scope.unseen if card.card not in scope.held],
        day=day,
        exam_day=checked_day(settings.exam_day, day),
        seconds=settings.minutes * _MINUTE,
        costs=costs,
        parameters=study.model.parameters,
        breaks=settings.breaks,
        skipped=skipped,
        first=time_left(study, settings, costs),
        week=settings.easy_days,
        prices=prices,
        progress=progress,
    )


def checked_day(exam_day: int | None, day: int) -> int:
    """The day of an exam that is ahead. Raises UsageError."""
    if exam_day is None:
        raise UsageError("No exam date is set. Set one: studykit plan --exam 2027-01-15")
    if exam_day < day:
        raise UsageError("The exam's day is past. Set another: studykit plan --exam 2027-01-15 (or: --no-exam)")
    if exam_day > day + FARTHEST:
        raise UsageError(f"The exam is more than {FARTHEST} days ahead. Plan for it when it is nearer.")
    return exam_day


def free_days(day: int, exam_day: int, breaks: Sequence[Break]) -> int:
    """Study days from today to the day before the exam that are no break (today counts on the exam's own day)."""
    return sum(not any(at in one for one in breaks) for at in range(day, max(exam_day, day + 1)))
