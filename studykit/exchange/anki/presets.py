"""How a learner studies, as a preset of Anki's deck options (schema 11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studykit.core.flashcard import Preset
from studykit.core.settings import Settings

DEFAULT = 1
"""Id of the preset that every collection has."""
STUDYKIT = 1795305601001
"""Id of ours. It never changes: another would make Anki keep a second preset of the name."""
_NAME = "studykit"
_SUSPENDS, _TAGS = 0, 1
_MINUTE = 60


def presets(preset: Preset | None, made: int) -> dict[str, Any]:
    """Anki's own preset, and the learner's, made at ``made`` (seconds since 1970)."""
    found = {str(DEFAULT): _preset(DEFAULT, "Default", 0, Settings(new_a_day=20, siblings_apart=False))}
    if preset:
        found[str(STUDYKIT)] = _preset(STUDYKIT, _NAME, made, preset.settings) | _fsrs(preset)
    return found


def _preset(number: int, name: str, made: int, settings: Settings) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "mod": made,
        "usn": -1 if made else 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": _new(settings),
        "rev": _review(settings),
        "lapse": _lapse(settings),
        "dyn": False,
        "buryInterdayLearning": settings.siblings_apart,
    }


def _new(settings: Settings) -> Mapping[str, Any]:
    return {
        "bury": settings.siblings_apart,
        "delays": _minutes(settings.learning_steps),
        "initialFactor": 2500,
        "ints": [1, 4, 0],
        "order": 1,
        "perDay": settings.new_a_day,
    }


def _review(settings: Settings) -> Mapping[str, Any]:
    return {
        "bury": settings.siblings_apart,
        "ease4": 1.3,
        "hardFactor": 1.2,
        "ivlFct": 1,
        "maxIvl": settings.longest,
        "perDay": settings.reviews_a_day,
    }


def _lapse(settings: Settings) -> Mapping[str, Any]:
    return {
        "delays": _minutes(settings.relearning_steps),
        "leechAction": _SUSPENDS if settings.suspend_leeches else _TAGS,
        "leechFails": settings.leech_lapses,
        "minInt": 1,
        "mult": 0,
    }


def _fsrs(preset: Preset) -> dict[str, Any]:
    return {
        "fsrsParams6": list(preset.parameters),
        "desiredRetention": preset.settings.retention,
        "easyDaysPercentages": list(preset.settings.easy_days),
    }


def _minutes(seconds: tuple[int, ...]) -> list[float]:
    return [one / _MINUTE for one in seconds]
