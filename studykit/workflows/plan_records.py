"""A plan's outlook → a plain record for JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from studykit.scheduling.readiness import Readiness
from studykit.workflows.exam_result import practice_score
from studykit.workflows.outlook import Outlook

Record = dict[str, Any]


def outlook_record(found: Outlook) -> Record:
    """The outlook as one JSON object. The schema is stable: keys are added, never changed or taken away.

    Days are ISO dates; chances, shares and recalls 0 to 1. ``low`` and ``high`` are the ends of 95 % intervals: of an
    exam's result in the whole, of what is known in an area.
    """
    plan = found.plan
    return {
        "exam": found.scope.exam,
        "title": found.scope.title,
        "day": _iso(found.day),
        "exam_day": _iso(found.exam_day),
        "minutes": found.settings.minutes,
        "breaks": [{"first": _iso(one.first), "last": _iso(one.last)} for one in found.settings.breaks],
        "today": {
            "cards": list(found.cards),
            "reviews": len(found.cards) - found.new,
            "new": found.new,
            "minutes": round(plan.days[0].minutes, 1),
        },
        "days": [
            {
                "day": _iso(day.day),
                "reviews": day.reviews,
                "new": day.new,
                "minutes": round(day.minutes, 1),
                "off": day.off,
            }
            for day in plan.days
        ],
        "recall": {
            "now": round(plan.recall, 4),
            "on_the_day": round(plan.recall_then, 4),
            "if_stopped": round(plan.recall_idle, 4),
        },
        "areas": [
            {
                "key": area.key,
                "cards": area.cards,
                "begun": area.begun,
                "begun_on_the_day": area.begun_then,
                "recall": round(area.recall, 4),
                "recall_on_the_day": round(area.recall_then, 4),
            }
            for area in plan.areas
        ],
        "readiness": {
            "now": readiness_record(found.now),
            "on_the_day": readiness_record(found.then),
            "if_stopped": readiness_record(found.idle),
        },
        "skipping_today_costs": round(found.skipping, 4),
        "pass_share": round(found.passing, 4),
        "enough": found.enough,
        "not_begun": plan.not_begun,
        "more": None
        if found.more is None
        else {"minutes": found.more.minutes, "on_the_day": readiness_record(found.more.then)},
    }


def readiness_record(found: Readiness) -> Record:
    """Readiness with its areas."""
    return {
        "pass_chance": round(found.pass_chance, 4),
        "share": _share(found.low, found.share, found.high),
        "practice_score": {
            "low": practice_score(found.low),
            "value": practice_score(found.share),
            "high": practice_score(found.high),
        },
        "answers": found.asked,
        "areas": [
            {
                "key": area.key,
                "title": area.title,
                "weight": round(area.weight, 4),
                "recall": round(area.recall, 4),
                "coverage": round(area.coverage, 4),
                "share": _share(area.low, area.share, area.high),
                "asked": area.asked,
                "right": area.right,
            }
            for area in found.areas
        ],
    }


def _share(low: float, value: float, high: float) -> Record:
    return {"low": round(low, 4), "value": round(value, 4), "high": round(high, 4)}


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
