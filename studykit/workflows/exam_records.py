"""Exams that a pack describes and exams that were sat → plain records for JSON."""

from __future__ import annotations

from typing import Any

from studykit.core.attempt import Result
from studykit.core.pack import Blueprint
from studykit.workflows.library import Library

Record = dict[str, Any]


def cards_by_area(library: Library, blueprint: Blueprint) -> dict[str, int]:
    """Area of an exam → how many cards of the pack belong to it."""
    from studykit.questions.exam import cards_of

    return {key: len(cards) for key, cards in cards_of(library.cards, blueprint).items()}


def blueprint_record(library: Library, blueprint: Blueprint) -> Record:
    """The format of an exam, with what the pack has for each area."""
    cards, several = cards_by_area(library, blueprint), blueprint.multiple
    return {
        "exam": blueprint.exam,
        "title": blueprint.title,
        "questions": blueprint.questions,
        "scored": blueprint.scored,
        "minutes": blueprint.minutes,
        "passing": blueprint.passing,
        "responses": [str(form) for form in blueprint.responses],
        "multiple": None
        if several is None
        else {"least": several.least, "most": several.most, "source": several.source},
        "areas": [
            {"key": area.key, "title": area.title, "weight": area.weight, "cards": cards[area.key]}
            for area in blueprint.areas
        ],
        "source": blueprint.source,
        "as_of": blueprint.as_of,
        "remark": blueprint.remark,
    }


def result_record(result: Result) -> Record:
    """An exam that was sat, without its questions."""
    return {
        "exam": result.exam,
        "title": result.title,
        "seed": result.seed,
        "started": result.started.isoformat(),
        "values": "exam" if result.as_exam else "today",
        "right": result.right,
        "total": result.total,
        "open": result.open,
        "share": {"low": round(result.low, 4), "value": round(result.share, 4), "high": round(result.high, 4)},
        "practice_score": {"low": result.score_low, "value": result.score, "high": result.score_high},
        "pass_mark": result.passing,
        "areas": [
            {
                "key": area.key,
                "title": area.title,
                "right": area.right,
                "total": area.total,
                "low": round(area.low, 4),
                "high": round(area.high, 4),
            }
            for area in result.areas
        ],
        "minutes": result.minutes,
        "minutes_used": result.minutes_used,
        "break_minutes": result.break_minutes,
        "median_seconds": result.median_seconds,
        "slow": [at + 1 for at in result.slow],
        "wrong": [at + 1 for at in result.wrong],
        "marked": [at + 1 for at in result.marked],
        "answers": list(result.chosen),
        "keys": [question.letters for question in result.questions],
        "note": result.note,
        "shortfalls": list(result.shortfalls),
    }
