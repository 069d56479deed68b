"""A mock exam from its beginning to its result; every answer is on disk when it is given, and so is the clock.

Positions go from 0. ``draw`` makes the questions and ``start`` begins with them; ``begin`` does both, ``go_on`` goes on
later. Only one program at a time has the Sitting that they give.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from itertools import islice
from typing import NoReturn

from studykit.core.attempt import AreaResult, Attempt, Left, Paper, Result
from studykit.core.clock import utc
from studykit.core.errors import UsageError
from studykit.workflows.exam_clock import Clocks, ExamClock, away, computer_clocks
from studykit.workflows.exam_paper import Drawn, draw, read_paper, write_paper
from studykit.workflows.exam_result import result_of
from studykit.workflows.sitting import Sitting
from studykit.workflows.study import Study

__all__ = [
    "AreaResult",
    "Drawn",
    "Left",
    "Result",
    "Sitting",
    "begin",
    "draw",
    "go_on",
    "results",
    "start",
    "unfinished",
]

_MINUTE = 60_000


def begin(
    study: Study,
    exam: str = "",
    seed: int | None = None,
    *,
    untimed: bool = False,
    count: int | None = None,
    as_exam: bool = True,
    clocks: Clocks | None = None,
) -> Sitting:
    """Makes the questions of an exam, as ``draw`` does, and begins it.

    Raises UsageError for an unknown exam, and StoreError while another one is not finished.
    """
    study.store.attempts.hold().let_go()  # nobody waits for questions of an exam that cannot begin
    return start(study, draw(study, exam, seed, count=count, as_exam=as_exam), untimed=untimed, clocks=clocks)


def start(study: Study, drawn: Drawn, *, untimed: bool = False, clocks: Clocks | None = None) -> Sitting:
    """Begins an exam whose questions are made; its clock starts now. Raises StoreError while another one is open."""
    hold = study.store.attempts.hold()
    try:
        _clear_unreadable(study)
        dials = clocks or computer_clocks(study.clock)
        now = dials.read()
        paper = drawn.paper
        minutes, text = None if untimed else paper.minutes, write_paper(paper)
        attempt = Attempt(uuid.uuid4().hex, paper.exam, drawn.seed, now.wall, minutes, text, 0, now)
        study.store.attempts.add(attempt)
        return Sitting(study, attempt, paper, ExamClock(dials, now), hold)
    except BaseException:
        hold.let_go()
        raise


def unfinished(study: Study, *, clocks: Clocks | None = None) -> Left | None:
    """The exam that was begun and not finished."""
    found = _open(study)
    if found is None:
        return None
    attempt, paper = found
    absent = away(attempt.time, (clocks or computer_clocks(study.clock)).read())
    given = study.store.attempts.given(attempt.id)
    left = None if attempt.minutes is None else attempt.minutes * _MINUTE - attempt.time.used
    return Left(
        exam=paper.exam,
        title=paper.title,
        position=attempt.position,
        answered=sum(one.chosen is not None for one in given.values()),
        total=len(paper.questions),
        away_seconds=absent.milliseconds // 1000,
        left_if_kept=None if left is None else -(-max(left - absent.milliseconds, 0) // 1000),
        left_if_given_back=None if left is None else -(-max(left, 0) // 1000),
        clock_note=absent.note,
    )


def go_on(study: Study, *, give_back: bool, clocks: Clocks | None = None) -> Sitting:
    """Goes on with it; the time away is given back, or the clock ran on.

    Raises UsageError when there is none, and StoreError while another studykit has it open.
    """
    hold = study.store.attempts.hold()
    try:
        attempt, paper = _open(study) or _none_open()
        dials = clocks or computer_clocks(study.clock)
        now = dials.read()
        lost = away(attempt.time, now).milliseconds
        used, back = attempt.time.used, attempt.time.given_back
        time = replace(now, used=used if give_back else used + lost, given_back=back + lost if give_back else back)
        sitting = Sitting(study, replace(attempt, time=time), paper, ExamClock(dials, time), hold)
        sitting.beat()
    except BaseException:
        hold.let_go()
        raise
    return sitting


def results(study: Study, most: int | None = None) -> tuple[Result, ...]:
    """The finished exams that this version of the program can read, newest first; ``most`` of them, or all."""
    store = study.store.attempts
    found = ((attempt, read_paper(attempt)) for attempt in store.ended())
    told = (result_of(attempt, paper, store.given(attempt.id)) for attempt, paper in found if paper is not None)
    return tuple(islice(told, most))


def _open(study: Study) -> tuple[Attempt, Paper] | None:
    attempt = study.store.attempts.open()
    paper = None if attempt is None else read_paper(attempt)
    return None if attempt is None or paper is None else (attempt, paper)


def _none_open() -> NoReturn:
    raise UsageError("No exam is open. Begin one: studykit exam")


def _clear_unreadable(study: Study) -> None:
    """Ends an open attempt that cannot be gone on with, so that it does not stand in the way for ever."""
    attempt = study.store.attempts.open()
    if attempt is not None and read_paper(attempt) is None:
        study.store.attempts.end(attempt.id, utc(study.clock()), attempt.time, ())
