"""Answers of an exam → its result: share right with its interval, practice score, areas, time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from studykit.core.attempt import AreaResult, Attempt, Given, Paper, Result
from studykit.core.share import interval
from studykit.workflows.exam_clock import span

_BOTTOM, _RANGE = 100, 900
_SECOND, _MINUTE = 1000, 60_000
_SLOW = 1.5


def practice_score(share: float) -> int:
    """100 + 900 × share; the provider's own scale is not published."""
    return round(_BOTTOM + _RANGE * share)


def result_of(attempt: Attempt, paper: Paper, given: Mapping[int, Given]) -> Result:
    """The result; a question without an answer counts as wrong."""
    questions = paper.questions
    chosen = tuple(given[at].chosen if at in given else None for at in range(len(questions)))
    wins = tuple(
        answer is not None and question.response.right(answer)
        for question, answer in zip(questions, chosen, strict=True)
    )
    low, high = interval(sum(wins), len(wins))
    spent = {at: one.milliseconds for at, one in given.items() if one.chosen is not None}
    slow = round(paper.minutes * _MINUTE * _SLOW / max(len(questions), 1))
    used = attempt.time.used if attempt.minutes is None else min(attempt.time.used, attempt.minutes * _MINUTE)
    return Result(
        exam=paper.exam,
        title=paper.title,
        seed=attempt.seed,
        started=attempt.started,
        right=sum(wins),
        total=len(wins),
        open=sum(answer is None for answer in chosen),
        low=low,
        high=high,
        score=practice_score(sum(wins) / max(len(wins), 1)),
        score_low=practice_score(low),
        score_high=practice_score(high),
        passing=paper.passing,
        areas=tuple(_areas(paper, wins)),
        minutes_used=round(used / _MINUTE),
        minutes=attempt.minutes,
        break_minutes=round(attempt.time.given_back / _MINUTE),
        median_seconds=round(median(spent.values()) / _SECOND) if spent else 0,
        slow_seconds=round(slow / _SECOND),
        slow=tuple(at for at, milliseconds in sorted(spent.items()) if milliseconds > slow),
        wrong=tuple(at for at, right in enumerate(wins) if not right),
        marked=tuple(at for at, one in sorted(given.items()) if one.marked),
        note=_note(attempt),
        shortfalls=paper.shortfalls,
        questions=questions,
        chosen=chosen,
        as_exam=paper.as_exam,
    )


def _areas(paper: Paper, wins: Sequence[bool]) -> Iterable[AreaResult]:
    for area in paper.areas:
        asked = [win for question, win in zip(paper.questions, wins, strict=True) if question.area == area.key]
        yield AreaResult(area.key, area.title, sum(asked), len(asked), *interval(sum(asked), len(asked)))


def _note(attempt: Attempt) -> str:
    """What was not as in the exam."""
    parts = ["without a clock"] if attempt.minutes is None else []
    if attempt.time.given_back >= _SECOND:
        parts.append(f"with a break of {span(attempt.time.given_back)}")
    return ", ".join(parts)
