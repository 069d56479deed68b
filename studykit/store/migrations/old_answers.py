"""Answers as versions 1 to 3 kept them → the study day and the interval that version 4 keeps with each.

The study day is worked out from the moment and the clock of then, with the roll-over at four that was the only one.
The interval of an answer that left its card in the steps is known, because the steps were the same for everybody. Of
the others, the last one's is known from the day on which the card comes back; those before are taken from the day on
which the card was answered next, which is when it came back unless the learner was early or late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_AGAIN, _HARD, _EASY = 1, 2, 4
_LEARNING, _RELEARNING = (60, 600), (600,)
"""Seconds of the steps that all cards had."""
_DAY = 86_400
_SECOND = 1_000_000
_ROLLOVER = 4 * 3600
_FIRST_DAY = 719_163
"""``date(1970, 1, 1).toordinal()``."""
_NOON = 12 * 3600 * _SECOND
"""A graduated card was due when its day began. Half a day later is that day by either clock of a daylight saving."""


class OldReview(NamedTuple):
    """A row of the old log; moments are microseconds since 1970."""

    id: str
    card: str
    at: int
    offset: int
    rating: int
    duration: int
    variant: int
    chosen: str
    scheduler: str
    device: str
    withdrawn: bool

    @property
    def day(self) -> int:
        """Its study day."""
        return _day(self.at, self.offset)


class OldMemory(NamedTuple):
    """A row of the old memory states."""

    stability: float
    difficulty: float
    due: int
    last: int
    step: int | None
    relearning: bool
    reps: int
    lapses: int


class _Place(NamedTuple):
    """Where a card is in its steps."""

    step: int | None = 0
    relearning: bool = False


def new_reviews(log: Sequence[OldReview], memory: OldMemory | None) -> Iterator[dict[str, object]]:
    """The new rows of a card's old ones, oldest first."""
    place = _Place()
    for number, review in enumerate(log):
        after, seconds = _answered(place, review.rating)
        if after.step is None:
            seconds = _DAY * _days(review, log[number + 1 :], memory)
        if not review.withdrawn:
            place = after
        row = review._asdict()
        del row["withdrawn"]
        yield {**row, "day": review.day, "interval": seconds}


def new_memory(memory: OldMemory, offset: int) -> dict[str, object]:
    """The new row of an old memory state; ``offset`` is that of its last review."""
    day = _day(memory.last, offset)
    learned = memory.step is None
    return {
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "last": memory.last,
        "day": day,
        "ready": memory.last if learned else memory.due,
        "due_day": _day(memory.due + _NOON, offset) if learned else day,
        "step": memory.step,
        "relearning": bool(memory.relearning),
        "reps": memory.reps,
        "lapses": memory.lapses,
    }


def _day(at: int, offset: int) -> int:
    return (at // _SECOND + offset * 60 - _ROLLOVER) // _DAY + _FIRST_DAY


def _days(review: OldReview, later: Sequence[OldReview], memory: OldMemory | None) -> int:
    """Days after which a card that graduated came back."""
    following = next((one for one in later if not one.withdrawn), None)
    if following is not None:
        return max(following.day - review.day, 1)
    if memory is not None and memory.step is None and not review.withdrawn:
        return max(_day(memory.due + _NOON, review.offset) - review.day, 1)
    return 1


def _answered(place: _Place, rating: int) -> tuple[_Place, int]:
    """The place after an answer, and the seconds to wait there; none once the card has graduated."""
    if place.step is None:
        return (_Place(0, relearning=True), _RELEARNING[0]) if rating == _AGAIN else (place, 0)
    steps = _RELEARNING if place.relearning else _LEARNING
    if rating == _AGAIN:
        return place._replace(step=0), steps[0]
    if rating == _HARD:
        return place, _hard(steps, place.step)
    if rating == _EASY or place.step + 1 >= len(steps):
        return _Place(None), 0
    return place._replace(step=place.step + 1), steps[place.step + 1]


def _hard(steps: Sequence[int], step: int) -> int:
    """Waits between the first step and the second; half as long again where there is no second."""
    if step > 0:
        return steps[step]
    return steps[0] * 3 // 2 if len(steps) == 1 else (steps[0] + steps[1]) // 2
