"""A group → a plain record for JSON."""

from __future__ import annotations

from typing import Any

from studykit.questions.item_analysis import Item
from studykit.workflows.cohort_figures import Group, Part

Record = dict[str, Any]


def group_record(group: Group) -> Record:
    """The group as one JSON object.

    Shares and recalls are 0 to 1, and keys are added and never changed::

        {"group", "learners", "least", "answers", "cards", "whole": PART, "areas": [PART], "topics": [PART],
         "weakest": [{"card", "fact", "topic", "learners", "recall"}],
         "questions": [{"card", "learners", "facility", "low", "high", "flags",
                        "discrimination": null | {"value", "low", "high", "needed"}}]}

    with ``PART`` = ``{"key", "title", "learners", "answers", "share", "low", "high", "recall"}``.
    """
    return {
        "group": group.name,
        "learners": group.learners,
        "least": group.least,
        "answers": group.answers,
        "cards": group.cards,
        "whole": _part_record(group.whole),
        "areas": [_part_record(one) for one in group.areas],
        "topics": [_part_record(one) for one in group.topics],
        "weakest": [
            {
                "card": one.card,
                "fact": one.fact,
                "topic": one.topic,
                "learners": one.learners,
                "recall": round(one.recall, 4),
            }
            for one in group.weakest
        ],
        "questions": [_item_record(one) for one in group.items],
    }


def _part_record(part: Part) -> Record:
    return {
        "key": part.key,
        "title": part.title,
        "learners": part.learners,
        "answers": part.answers,
        "share": round(part.share, 4),
        "low": round(part.low, 4),
        "high": round(part.high, 4),
        "recall": round(part.recall, 4),
    }


def _item_record(item: Item) -> Record:
    low, high = item.interval
    found = item.discrimination
    return {
        "card": item.card,
        "learners": item.learners,
        "facility": round(item.facility, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "flags": list(item.flags),
        "discrimination": None
        if found is None
        else {
            "value": round(found.value, 4),
            "low": round(found.low, 4),
            "high": round(found.high, 4),
            "needed": found.needed,
        },
    }
