"""A learner's history as Anki keeps it: the columns of a card that schedule it, and the rows of the review log.

Anki counts days from the day on which a collection began, so a due day is the same day of the calendar in every time
zone. Its review log tells the difficulty after each answer, which follows from the ratings alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter

from studykit.core.flashcard import History, Preset
from studykit.core.review import DAY_SECONDS, MemoryState, Review

CREATED_DAY = date(2020, 1, 1).toordinal()
"""The day from which due days are counted."""

LogRow = tuple[float, int, int, int, int, int, int, int]
"""Time in whole ms (a float: those are sorted in half the time), card, rating, interval, the interval before,
difficulty, duration in ms, phase."""
Schedule = tuple[int, int, int, int, int, int, int, int, str]
"""Type, queue, due, interval, ease factor, repetitions, lapses, steps left, memory."""

_NEW, _LEARNING, _REVIEW, _RELEARNING = range(4)
_SUSPENDED = -1
_LEARNED, _REVIEWED, _RELEARNED = range(3)
_EASE = 2500
"""Where Anki's own cards begin; it counts for who studies without FSRS."""
_HARDEST = 10.0
_LONGEST = 0x7FFF_FFFF
"""Milliseconds that Anki can read."""
_USUAL = 5.0
_RATINGS = range(5)
"""0 is none; a rating is its place."""
_PLAIN = tuple(_RATINGS)
"""Ratings as bare numbers."""
_PER_POINT = 1000 / 9
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = DAY_SECONDS * 1000


@dataclass(frozen=True, slots=True)
class _Difficulty:
    """What difficulty comes to with each rating: at first, and later ``add + times × difficulty``."""

    first: tuple[float, ...]
    add: tuple[float, ...]
    times: tuple[float, ...]

    @classmethod
    def of(cls, parameters: Sequence[float]) -> _Difficulty:
        """As FSRS-6 has it."""
        start, growth, step, back = parameters[4:8]
        first = [start - math.exp(growth * (rating - 1)) + 1 for rating in _RATINGS]
        slopes = [step * (rating - 3) / 9 for rating in _RATINGS]
        return cls(
            tuple(map(_clamped, first)),
            tuple(back * first[4] - (1 - back) * slope * 10 for slope in slopes),
            tuple((1 - back) * (1 + slope) for slope in slopes),
        )

    @classmethod
    def still(cls, memory: MemoryState | None) -> _Difficulty:
        """Where nobody knows how it moved: as it is now."""
        now = (memory.difficulty if memory else _USUAL,) * len(_RATINGS)
        return cls(now, now, (0.0,) * len(_RATINGS))


def log_rows(histories: Iterable[tuple[int, History]], preset: Preset | None) -> list[LogRow]:
    """The answers of cards, named by their numbers, in order of time; no two have one time."""
    moves = _Difficulty.of(preset.parameters) if preset else None
    rows: list[LogRow] = []
    for card, history in histories:
        if history.reviews:
            _add_rows(rows, card, history.reviews, moves or _Difficulty.still(history.memory))
    rows.sort(key=itemgetter(0))
    return rows if len(set(map(itemgetter(0), rows))) == len(rows) else list(_apart(sorted(rows)))


def _add_rows(rows: list[LogRow], card: int, reviews: Sequence[Review], moves: _Difficulty) -> None:
    """A card's answers. It is learned until it graduates, and again after it was forgotten."""
    add, times = moves.add, moves.times
    before, phase, difficulty = 0, _LEARNED, 0.0
    for review in reviews:
        rating, interval, took = _PLAIN[review.rating], review.interval, review.duration
        difficulty = add[rating] + times[rating] * difficulty if difficulty else moves.first[rating]
        if not 1 <= difficulty <= _HARDEST:
            difficulty = _clamped(difficulty)
        if not 0 <= took <= _LONGEST:
            took = _LONGEST
        days = interval // DAY_SECONDS or -interval
        since = review.at - _EPOCH
        at = since.days * _DAY + since.seconds * 1000.0 + (since.microseconds + 500) // 1000
        rows.append((at, card, rating, days, before, int(_PER_POINT * (difficulty - 1) + 100.5), took, phase))
        before = days
        if days > 0:
            phase = _REVIEWED
        elif phase:
            phase = _RELEARNED


def _clamped(difficulty: float) -> float:
    return 1.0 if difficulty < 1 else min(difficulty, _HARDEST)


def _apart(rows: Iterable[LogRow]) -> Iterator[LogRow]:
    """A millisecond later where one has that time already: it is the row's identity."""
    last = -1.0
    for row in rows:
        last = max(row[0], last + 1)
        yield last, *row[1:]


class Scheduling:
    """Turns what is remembered of a card into its columns."""

    def __init__(self, preset: Preset | None) -> None:
        self._learning = self._relearning = 1
        self._told, self._stretch = "", 1.0
        if preset:
            decay, retention = preset.parameters[20], preset.settings.retention
            self._learning = len(preset.settings.learning_steps)
            self._relearning = len(preset.settings.relearning_steps)
            self._told = f',"dr":{retention:.4g},"decay":{decay:.4g}'
            self._stretch = (retention ** (-1 / decay) - 1) / (0.9 ** (-1 / decay) - 1)

    def columns(self, history: History | None, position: int) -> Schedule:
        """``position`` is the place among new cards."""
        queue = _SUSPENDED if history and history.suspended else None
        memory = history.memory if history else None
        if memory is None:
            return _NEW, _NEW if queue is None else queue, position, 0, 0, 0, 0, 0, ""
        since = memory.last - _EPOCH
        last = since.days * DAY_SECONDS + since.seconds + (since.microseconds + 500) // 1_000_000  # as its row says it
        told = f'{{"s":{memory.stability:.4f},"d":{memory.difficulty:.3f}{self._told},"lrt":{last}}}'
        counts = memory.reps, memory.lapses
        if memory.step is None:
            due, days = memory.due_day - CREATED_DAY, max(memory.due_day - memory.day, 1)
            return _REVIEW, _REVIEW if queue is None else queue, due, days, _EASE, *counts, 0, told
        kind = _RELEARNING if memory.relearning else _LEARNING
        steps = self._relearning if memory.relearning else self._learning
        ease, days = (_EASE, max(round(memory.stability * self._stretch), 1)) if memory.relearning else (0, 0)
        left = max(steps - memory.step, 1)
        due = math.ceil(memory.ready.timestamp())
        return kind, _LEARNING if queue is None else queue, due, days, ease, *counts, left, told
