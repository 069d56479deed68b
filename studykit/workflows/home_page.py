"""What Today shows beside what is due: how ready, what comes, what was, and where it is weakest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from studykit.core.uncollected import uncollected
from studykit.workflows.home_view import QUIZ, WEEKS, Area, Beside, Due, Ready, Unsaid
from studykit.workflows.plan import costs_of, scope_of, seconds_of
from studykit.workflows.readiness import evidence_of, pass_share, readiness_on

if TYPE_CHECKING:
    from studykit.core.review import Review
    from studykit.workflows.showing import Showing
    from studykit.workflows.study import Study

ENOUGH = 20
"""Answers from which on readiness is said."""
_DAYS = 7
_NEWEST = 400
_LATELY, _SOME = 60, 4
"""Answers that are looked at for what went badly lately, and how many of a topic tell something."""


State = tuple[object, ...]


def state(study: Study) -> State:
    """Changes when an answer, a setting or the day does: as long as it is the same, so is what ``beside`` gives."""
    newest = study.store.last_reviews(1)
    counts = study.store.counts(study.day)
    return (study.day, newest[0].id if newest else "", counts.answers, study.settings, study.library.key)


def beside(study: Study, due: int, go_on: Callable[[], None] = lambda: None) -> Beside:
    """Works it out; ``due`` are today's cards. A second of a processor for a hundred thousand answers.

    ``go_on`` is called between the parts; what it raises stops the work.
    """
    newest = study.store.last_reviews(_NEWEST)
    seconds = costs_of(newest).review_seconds
    week = tuple(_week(study, due, seconds))
    go_on()
    calendar = _calendar(study)
    go_on()
    with uncollected():  # a screen answers keys beside this
        ready = _ready(study, bool(newest), go_on)
    return Beside(
        day=study.day,
        ready=ready,
        week=week,
        calendar=calendar,
        lately=tuple(_lately(study, newest[:_LATELY])),
        quiz_minutes=max(round(QUIZ * seconds / 60), 1),
    )


def practise_area(study: Study, ready: Ready, area: Area) -> tuple[Showing, ...]:
    """A quick quiz about one area of the exam. Raises UsageError when there is nothing to ask."""
    from studykit.workflows.exam_practice import practise

    return practise(study, ready.exam, area.key, count=QUIZ, seed=quiz_seed(study), as_exam=False)


def quiz_seed(study: Study) -> int:
    """Another one after each answer."""
    return study.clock().toordinal() * 1000 + study.store.counts(study.day).answers


def _week(study: Study, due: int, seconds: float) -> Sequence[Due]:
    today = study.day
    load = study.store.load(today + 1, today + _DAYS - 1)
    return [
        Due(
            day,
            cards := due if day == today else load.get(day, 0),
            round(cards * seconds / 60),
            _limit(study, day),
        )
        for day in range(today, today + _DAYS)
    ]


def _limit(study: Study, day: int) -> int:
    off = any(day in one for one in study.settings.breaks)
    return 0 if off else round(seconds_of(study.settings, day) / 60)


def _calendar(study: Study) -> Mapping[int, int]:
    from studykit.store.figures import Figures

    figures = Figures(study.store.engine, study.store.learner, study.device)
    rows = figures.days(study.day - _DAYS * WEEKS, study.day)
    return {day: row.answers for day, row in rows.items()}


def _ready(study: Study, begun: bool, go_on: Callable[[], None]) -> Ready | Unsaid:
    if not study.library.pack.blueprints:
        return Unsaid("This pack describes no exam, so there is no pass mark to hold answers against.")
    if not begun:
        return Unsaid(f"Readiness is said after {ENOUGH} answers.")
    scope = scope_of(study)
    go_on()
    evidence = evidence_of(study, scope)
    go_on()
    found = readiness_on(scope, evidence, scope.seen, study.day, study.model.parameters)
    answers = found.asked + evidence.first[0]
    if answers < ENOUGH:
        return Unsaid(f"Readiness is said after {ENOUGH} answers. {answers} so far, without repeats of the same day.")
    return Ready(
        exam=scope.exam,
        share=found.share,
        low=found.low,
        high=found.high,
        passing=pass_share(scope),
        chance=found.pass_chance,
        areas=tuple(Area(one.key, one.title, one.weight, one.low, one.share, one.high) for one in found.areas),
    )


def _lately(study: Study, newest: Sequence[Review]) -> Sequence[str]:
    """The topic that went worst in the newest answers, and how the last mock exam went."""
    from studykit.workflows.exam import results

    topics: dict[str, list[bool]] = defaultdict(list)
    for review in newest:
        if review.card in study.cards:
            topics[study.cards[review.card].topic].append(review.rating > 1)
    asked = {topic: rights for topic, rights in topics.items() if len(rights) >= _SOME and not all(rights)}
    said = []
    if asked:
        topic = min(asked, key=lambda one: (sum(asked[one]) / len(asked[one]), one))
        said.append(f"{topic} {sum(asked[topic])} of {len(asked[topic])} right")
    said += [f"mock exam {round(one.share * 100)} %" for one in results(study, 1)]
    return said
