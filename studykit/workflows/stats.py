"""A study session → a learner's statistics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError, nearest
from studykit.core.mark import MarkKind
from studykit.core.progress import Progress
from studykit.scheduling.recalls import recalls
from studykit.scheduling.reliability import Tally
from studykit.scheduling.standing import Standing, stand
from studykit.scheduling.statistics import Day, Hour, Statistics, streak_of
from studykit.workflows.study import Study
from studykit.workflows.today import SECONDS_A_CARD

if TYPE_CHECKING:
    from studykit.store.figures import DayRow, Figures

USUAL_DAYS = 90
LONGEST_DAYS = 36_500
CALENDAR_DAYS = 371
"""Fifty-three weeks."""
Row = tuple[str, int, int, int]
_STEP = 20_000
_ENOUGH = 20
"""Answers whose time is measured rather than taken for the usual one."""
_ASKED_ALONE = (CardKind.LIMIT, CardKind.BEHAVIOUR)
"""Kinds whose card asks one fact."""


def statistics(
    study: Study, *, days: int = USUAL_DAYS, topic: str = "", progress: Progress | None = None
) -> Statistics:
    """The figures of the last so many study days (today included), of all cards or of one topic's.

    Recall expected is worked out with the parameters that hold today. ``progress`` is told how many answers of how
    many were read, at most. Raises UsageError for a topic that no card has.
    """
    from studykit.store.figures import Figures

    figures = Figures(study.store.engine, study.store.learner, study.device)
    abouts = dict(_abouts(study))
    if topic:
        abouts = _of_topic(abouts, topic)
    only = abouts if topic else None
    today = study.day
    first = today - min(max(days, 1), LONGEST_DAYS) + 1
    counts = figures.counts(only)
    period = tuple(day_of(row) for _, row in sorted(figures.days(first, today, only).items()))
    tally = Tally()
    answers = figures.answers(first, only)
    if progress is not None:
        answers = watched(answers, sum(counts.values()), progress)
    tally.take(recalls(answers, study.model.parameters, first))
    return Statistics(
        topic=topic,
        first=first,
        today=today,
        total=sum(counts.values()),
        streak=streak_of(counts, today),
        calendar={day: number for day, number in counts.items() if day > today - CALENDAR_DAYS},
        days=period,
        hours=tuple(Hour(hour, *sums) for hour, sums in sorted(figures.hours(first, only).items())),
        retentions=tally.retentions(),
        reliability=tally.reliability(),
        standing=_standing(study, figures, abouts, _seconds(period)),
    )


def watched(answers: Iterator[Row], total: int, progress: Progress) -> Iterator[Row]:
    """The same answers; how many of how many were taken is told now and then."""
    done = 0
    while some := list(islice(answers, _STEP)):
        yield from some
        done += len(some)
        progress(min(done, total), total)


def _abouts(study: Study) -> Iterator[tuple[str, tuple[str, str]]]:
    """Card → the fact that it asks (or its own id) and its topic; cards are read one by one and not kept."""
    for card in study.library.cards:
        name = study.names.get(card.id, card.id)
        if name in study.cards:
            yield name, (fact_asked(card) or name, card.topic)


def fact_asked(card: Card) -> str:
    """The fact that a card asks; empty when it asks none, or several."""
    return card.facts[0] if card.facts and card.kind in _ASKED_ALONE else ""


def _of_topic(abouts: dict[str, tuple[str, str]], topic: str) -> dict[str, tuple[str, str]]:
    wanted = topic.casefold()
    found = {card: about for card, about in abouts.items() if f"{about[1].casefold()}.".startswith(f"{wanted}.")}
    if not found:
        topics = sorted({one for _, one in abouts.values()})
        raise UsageError(f"No card has the topic '{topic}'.{nearest(topic, topics)}")
    return found


def day_of(row: DayRow) -> Day:
    """The sums of a day as the store has them."""
    return Day(row.day, row.answers, row.milliseconds, (row.again, row.hard, row.good, row.easy))


def _seconds(period: tuple[Day, ...]) -> float:
    answers = sum(one.answers for one in period)
    if answers < _ENOUGH:
        return float(SECONDS_A_CARD)
    return sum(one.milliseconds for one in period) / answers / 1000


def _standing(study: Study, figures: Figures, abouts: dict[str, tuple[str, str]], seconds: float) -> Standing:
    marks = study.store.marks().items()
    return stand(
        figures.memories(),
        abouts,
        suspended={card for card, mark in marks if mark.kind is MarkKind.SUSPEND and card in abouts},
        today=study.day,
        parameters=study.model.parameters,
        leech_lapses=study.settings.leech_lapses,
        seconds_a_card=seconds,
    )
