"""Statistics → a plain record for JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from studykit.scheduling.reliability import Retention
from studykit.scheduling.standing import Standing
from studykit.scheduling.statistics import Statistics

Record = dict[str, Any]


def statistics_record(found: Statistics) -> Record:
    """The statistics as one JSON object. The schema is stable: keys are added, never changed or taken away.

    Days are ISO dates, shares and recalls 0 to 1, times in minutes unless the name says otherwise::

        {"from", "to", "topic", "answers", "answers_ever", "minutes", "streak_days",
         "days": [{"day", "answers", "right", "minutes"}],                  # of the period, those with answers
         "calendar": [{"day", "answers"}],                                  # of the last 53 weeks
         "hours": [{"hour", "answers", "right"}],                           # of the learner's clock
         "ratings": {"again", "hard", "good", "easy"},
         "retention": [{"period", "cards", "answers", "right", "share", "low", "high", "expected"}],
         "reliability": null | {"answers", "log_loss", "rmse_bins",
                                "bins": [{"least", "most", "answers", "right", "share", "low", "high", "expected"}]},
         "cards": {"all", "new", "learning", "relearning", "young", "mature", "suspended", "leeches"},
         "forecast": {"overdue", "in_steps", "seconds_a_card", "days": [{"day", "cards", "minutes"}]},
         "weakest": [{"card", "fact", "topic", "recall", "lapses"}],
         "weakest_topics": [{"topic", "cards", "recall", "lapses"}],
         "stability": null | {"median", "parts": [{"range", "cards"}]},     # days
         "difficulty": null | {"median", "parts": [{"range", "cards"}]}}    # 1 to 10

    ``period`` is ``all`` or a month (``2026-11``), ``cards`` is ``all``, ``young`` or ``mature``.
    """
    return {
        "from": _iso(found.first),
        "to": _iso(found.today),
        "topic": found.topic,
        "answers": found.answers,
        "answers_ever": found.total,
        "minutes": round(found.minutes, 2),
        "streak_days": found.streak,
        "days": [
            {"day": _iso(one.day), "answers": one.answers, "right": one.right, "minutes": _minutes(one.milliseconds)}
            for one in found.days
        ],
        "calendar": [{"day": _iso(day), "answers": answers} for day, answers in sorted(found.calendar.items())],
        "hours": [{"hour": one.hour, "answers": one.answers, "right": one.right} for one in found.hours],
        "ratings": dict(zip(("again", "hard", "good", "easy"), found.ratings, strict=True)),
        "retention": [{"period": one.period, "cards": one.cards, **_retention(one)} for one in found.retentions],
        "reliability": _reliability(found),
        **_standing_record(found.standing),
    }


def _standing_record(found: Standing) -> Record:
    states, ahead = found.states, found.forecast
    return {
        "cards": {
            "all": states.cards,
            "new": states.new,
            "learning": states.learning,
            "relearning": states.relearning,
            "young": states.young,
            "mature": states.mature,
            "suspended": states.suspended,
            "leeches": found.leeches,
        },
        "forecast": {
            "overdue": ahead.overdue,
            "in_steps": ahead.in_steps,
            "seconds_a_card": round(ahead.seconds_a_card, 2),
            "days": [
                {"day": _iso(one.day), "cards": one.cards, "minutes": round(one.minutes, 2)} for one in ahead.days
            ],
        },
        "weakest": [
            {
                "card": one.card,
                "fact": one.fact,
                "topic": one.topic,
                "recall": round(one.recall, 4),
                "lapses": one.lapses,
            }
            for one in found.weakest
        ],
        "weakest_topics": [
            {"topic": one.topic, "cards": one.cards, "recall": round(one.recall, 4), "lapses": one.lapses}
            for one in found.weakest_topics
        ],
        **{
            name: None
            if spread is None
            else {
                "median": round(spread.median, 3),
                "parts": [{"range": part, "cards": number} for part, number in spread.parts],
            }
            for name, spread in (("stability", found.stability), ("difficulty", found.difficulty))
        },
    }


def _reliability(found: Statistics) -> Record | None:
    if found.reliability is None:
        return None
    one = found.reliability
    return {
        "answers": one.answers,
        "log_loss": round(one.log_loss, 5),
        "rmse_bins": round(one.rmse_bins, 5),
        "bins": [{"least": part.least, "most": part.most, **_retention(part.retention)} for part in one.bins],
    }


def _retention(one: Retention) -> Record:
    low, high = one.interval
    return {
        "answers": one.answers,
        "right": one.right,
        "share": round(one.share, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "expected": round(one.expected, 4),
    }


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _minutes(milliseconds: int) -> float:
    return round(milliseconds / 60_000, 2)
