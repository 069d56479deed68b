"""A learner with weeks behind them: answers on a clock that is moved, right as often as they remember."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from studykit.core.review import Rating
from studykit.scheduling.memory import retrievability
from studykit.workflows.settings import change_all
from studykit.workflows.study import Study
from tests.tui.stage import START, Ticking, real

_ANSWER = timedelta(seconds=25)


def study_for(home: Path, days: int, *, a_day: int = 22, exam_in: int = 42, seed: int = 7) -> Ticking:
    """Fills a home with answers of so many days up to START, and gives the clock that stands there."""
    clock = Ticking(START - timedelta(days=days))
    chance = random.Random(seed)
    with real(home, clock)() as study:
        values = {"exam_day": START.date().toordinal() + exam_in, "minutes": 20, "exam": ""}
        change_all(study.store, values, clock.now)
        study.refresh()
        for day in range(days):
            clock.now = START - timedelta(days=days - day) + timedelta(minutes=chance.randrange(120))
            if chance.random() > 0.12:
                _sit(study, clock, chance, chance.randrange(a_day // 2, a_day * 3 // 2))
    clock.now = START
    return clock


def _sit(study: Study, clock: Ticking, chance: random.Random, answers: int) -> None:
    for _ in range(answers):
        showing = study.next()
        if showing is None:
            return
        memory = study.memory(showing.card.id)
        knows = 0.55 if memory is None else retrievability(memory, study.day, study.model)
        right = chance.random() < knows
        clock.now += _ANSWER
        if showing.question is None:
            chosen, rating = "", Rating.GOOD if right else Rating.AGAIN
        else:
            chosen = showing.question.response.shown if right else ""
            rating = Rating.GOOD if right else Rating.AGAIN
        study.answer(showing, chosen=chosen, rating=rating, duration=chance.randrange(8_000, 40_000))
