"""What readiness foretold, against exams that were drawn: reliability, coverage of its interval, Brier score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random
from statistics import mean

from studykit.scheduling.curve import DEFAULT
from studykit.scheduling.readiness import Answers, AreaEvidence, Readiness, readiness
from studykit.scheduling.worth import foreseen
from tests.bench.review.guided import Plan
from tests.bench.review.learners import AREAS, PASSING, QUESTIONS, Learner
from tests.bench.review.policies import Fixed
from tests.bench.review.session import Session, run

BEFORE = (21, 14, 7, 3, 1, 0)
"""Days before the exam on which readiness is asked for, as if the exam were on that day."""
_HOURS = (0.1, 0.7)
"""Study time, as shares of what fixed 0.9 takes: so that many are near the pass mark."""
_BINS = 10
_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What was foretold of one exam, and what it came to."""

    chance: float
    share: float
    low: float
    high: float
    score: float
    """Share right in the exam that was drawn."""
    before: int

    @property
    def passed(self) -> bool:
        return self.score * QUESTIONS >= ceil(PASSING * QUESTIONS) - 1e-6

    @property
    def covered(self) -> bool:
        return self.low <= self.score <= self.high


def foretold(kind: str, seed: int) -> list[Told]:
    """A learner who follows the plan with some share of the hours, and readiness at several times."""
    learner = Learner(kind, seed)
    random = Random(f"{kind}/{seed}/exam")
    seconds = random.uniform(*_HOURS) * sum(run(learner, Fixed()).spent)
    session, plan, found = Session(learner), Plan(), []
    for day in range(learner.exam_day + 1):
        if learner.exam_day - day in BEFORE:
            now = readiness_of(session, day)
            score = _exam(session, day, random)
            found.append(Told(now.pass_chance, now.share, now.low, now.high, score, learner.exam_day - day))
        if day < learner.exam_day and day not in learner.missed and seconds > session.spent:
            today = plan.seconds(seconds - session.spent, day, learner.exam_day)
            plan.day(session, day, session.spent + today)
    return found


def readiness_of(session: Session, day: int) -> Readiness:
    """Readiness as the product has it: from states, coverage and every answer on a later day than the one before."""
    learner = session.learner
    areas = [
        AreaEvidence(
            key=key,
            title=key,
            weight=weight,
            cards=learner.areas.count(area),
            recalls=tuple(
                foreseen(day - state.day, state.stability, DEFAULT)
                for card, state in session.states.items()
                if learner.areas[card] == area
            ),
            answers=Answers.of(
                [(chance, right) for card, chance, right in session.answers if learner.areas[card] == area]
            ),
        )
        for area, (key, weight) in enumerate(AREAS)
    ]
    return readiness(areas, questions=QUESTIONS, passing=PASSING, first=session.first)


def _exam(session: Session, day: int, random: Random) -> float:
    """An exam with one question a card, answered as in study: share right."""
    learner = session.learner
    right = 0
    for card in random.choices(range(learner.size), learner.weights, k=QUESTIONS):
        known = random.random() < session.memory.recall(card, day)
        right += random.random() >= learner.ways.slip if known else random.random() < learner.ways.luck
    return right / QUESTIONS


def calibration_lines(found: Mapping[str, Sequence[Told]]) -> Iterable[str]:
    """Tables and the reliability curve."""
    every = [row for told in found.values() for row in told]
    yield "\nREADINESS: what was foretold, against an exam of 65 questions drawn on that day."
    heads = f"  {'':12}{'exams':>6}{'foretold':>9}{'passed':>8}{'Brier':>7}"
    yield heads + f"{'constant':>9}{'score off':>10}{'95 % holds':>11}"
    for kind, rows in (*found.items(), ("together", every)):
        rate = mean(row.passed for row in rows)
        yield (
            f"  {kind:12}{len(rows):6}{mean(row.chance for row in rows):9.2f}{rate:8.2f}{brier(rows):7.3f}"
            f"{rate * (1 - rate):9.3f}{100 * mean(row.share - row.score for row in rows):+10.1f}"
            f"{100 * mean(row.covered for row in rows):10.0f}%"
        )
    yield from _by_time(every)
    yield "\nReliability curve, all kinds together (o passed, | foretold):"
    yield from curve(every)


def _by_time(rows: Sequence[Told]) -> Iterable[str]:
    for before in BEFORE:
        some = [row for row in rows if row.before == before]
        yield (
            f"  {f'{before} days before' if before else 'on the day':16}{len(some):6} exams, Brier {brier(some):.3f}, "
            f"95 % interval holds {100 * mean(row.covered for row in some):.0f} %"
        )


def brier(rows: Sequence[Told]) -> float:
    """Mean squared distance of the pass chances from what happened."""
    return mean((row.chance - row.passed) ** 2 for row in rows)


def curve(rows: Sequence[Told]) -> Iterable[str]:
    """A line for each tenth of the pass chance: where foretold and passed lie between 0 and 1."""
    for number in range(_BINS):
        some = [row for row in rows if min(int(row.chance * _BINS), _BINS - 1) == number]
        if some:
            told, passed = mean(row.chance for row in some), mean(row.passed for row in some)
            line = [" "] * (_WIDTH + 1)
            line[round(told * _WIDTH)] = "|"
            line[round(passed * _WIDTH)] = "o"
            tenth = f"{number / _BINS:.1f}–{(number + 1) / _BINS:.1f}"
            yield f"  {tenth} {''.join(line)}  {told:.2f} {passed:.2f} {len(some):5}"
