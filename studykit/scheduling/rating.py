"""The rating that an objective answer gives."""

from __future__ import annotations

from studykit.core.review import Rating
from studykit.core.settings import Settings

_MILLISECONDS = 1000


def rate(right: bool, milliseconds: int, settings: Settings) -> Rating:
    """Again for a wrong answer, Good for a right one, Hard for one that took longer than the learner's own limit.

    Easy is only ever the learner's word: a quick answer may have been a guess.
    """
    if not right:
        return Rating.AGAIN
    slow = 0 < settings.hard_seconds * _MILLISECONDS < milliseconds
    return Rating.HARD if slow else Rating.GOOD
