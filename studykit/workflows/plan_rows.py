"""A draft of a plan → the rows in which it is changed: what each is called, what it is, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from studykit.core.errors import UsageError
from studykit.core.pack import Blueprint
from studykit.core.settings import WEEK, Settings
from studykit.core.text import count
from studykit.workflows.plan import FARTHEST
from studykit.workflows.plan_page import PlanForecast
from studykit.workflows.plan_typed import off_text, read_day, read_off
from studykit.workflows.settings import SETTINGS
from studykit.workflows.stats_drawn import date_words

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_SHARES = (1.0, 0.5, 0.0)
"""What a day of the week may have: all, half, nothing."""
_STEP, _MOST = 5, 1440
_FIRST_GUESS = 42
"""Days ahead at which the date begins when there was none."""


class PlanRow(StrEnum):
    """What can be changed, in the order of the rows."""

    EXAM_DAY = "Exam date"
    EXAM = "Exam"
    MINUTES = "Minutes a day"
    WEEK = "Days of the week"
    BREAKS = "Days off"
    NEW = "New cards a day"


_NAMES = {
    PlanRow.EXAM_DAY: "exam_day",
    PlanRow.EXAM: "exam",
    PlanRow.MINUTES: "minutes",
    PlanRow.WEEK: "easy_days",
    PlanRow.BREAKS: "breaks",
    PlanRow.NEW: "new_a_day",
}
"""Settings behind the rows."""


@dataclass(frozen=True, slots=True)
class RowText:
    """A row as it is read."""

    row: PlanRow
    value: str
    note: str
    turns: bool
    """Whether ← and → change it."""


def rows_of(
    draft: Settings, today: int, exams: Sequence[Blueprint], forecast: PlanForecast | None
) -> tuple[RowText, ...]:
    """Every row; ``forecast`` is None where nothing was worked out yet, or nothing can be."""
    found = [RowText(PlanRow.EXAM_DAY, *_exam_day(draft, today), turns=True)]
    if exams:
        one = exam_of(draft, exams)
        note = f"{one.title}, pass mark {one.passing}"
        found.append(RowText(PlanRow.EXAM, one.exam, note, turns=len(exams) > 1))
    found.append(RowText(PlanRow.MINUTES, f"{draft.minutes}", "", turns=True))
    found.append(RowText(PlanRow.WEEK, week_text(draft), "", turns=False))
    off = sum(max(one.last - max(one.first, today) + 1, 0) for one in draft.breaks)
    found.append(RowText(PlanRow.BREAKS, off_text(draft.breaks, today), count(off, "day") if off else "", turns=False))
    if draft.exam_day is None:
        found.append(RowText(PlanRow.NEW, f"{draft.new_a_day}", "yours, without an exam date", turns=True))
    else:
        value, note = ("worked out", "") if forecast is None else forecast.new_said
        found.append(RowText(PlanRow.NEW, value, note, turns=False))
    return tuple(found)


def exam_of(draft: Settings, exams: Sequence[Blueprint]) -> Blueprint:
    """The exam that a draft is for; the pack's own where it names none of the pack's."""
    return next((one for one in exams if one.exam == draft.exam), exams[0])


def week_text(draft: Settings) -> str:
    """``all alike``, or what is less: ``Sa half, Su off``."""
    eased = [
        f"{name} {'off' if not share else 'half' if share == _SHARES[1] else f'{share:.0%}'}"
        for name, share in zip(WEEKDAYS, draft.easy_days, strict=True)
        if share < 1
    ]
    return ", ".join(eased) or "all alike"


def turned(draft: Settings, row: PlanRow, by: int, today: int, exams: Sequence[Blueprint]) -> Settings:
    """The draft with a row one step on (``by`` 1) or back (-1)."""
    if row is PlanRow.EXAM_DAY:
        day = today + _FIRST_GUESS if draft.exam_day is None else max(draft.exam_day, today) + by
        return replace(draft, exam_day=min(max(day, today), today + FARTHEST))
    if row is PlanRow.EXAM and len(exams) > 1:
        names = [one.exam for one in exams]
        at = names.index(exam_of(draft, exams).exam)
        return replace(draft, exam=names[(at + by) % len(names)])
    if row is PlanRow.MINUTES:
        stepped = (draft.minutes + by * _STEP) // _STEP if by > 0 else -(-(draft.minutes + by * _STEP) // _STEP)
        return replace(draft, minutes=min(max(stepped * _STEP, _STEP), _MOST))
    if row is PlanRow.NEW and draft.exam_day is None:
        return replace(draft, new_a_day=min(max(draft.new_a_day + by, 0), 9999))
    return draft


def week_turned(draft: Settings, weekday: int) -> Settings:
    """The draft with a day of the week (0 is Monday) from all to half, from half to nothing, or back to all."""
    week = list(draft.easy_days)
    lower = [share for share in _SHARES if share < week[weekday]]
    week[weekday] = lower[0] if lower else _SHARES[0]
    return replace(draft, easy_days=tuple(week[:WEEK]))


def typed(draft: Settings, row: PlanRow, text: str, today: int) -> Settings:
    """The draft with what was typed for a row. Raises UsageError with a sentence for the learner."""
    if row is PlanRow.EXAM_DAY:
        day = read_day(text, today)
        if day is not None and day < today:
            raise UsageError(f"{date_words(day)} is past.")
        if day is not None and day > today + FARTHEST:
            raise UsageError(f"An exam can be {FARTHEST} days ahead at most.")
        return replace(draft, exam_day=day)
    if row is PlanRow.BREAKS:
        return replace(draft, breaks=read_off(text, today))
    name = _NAMES[row]
    return replace(draft, **{name: SETTINGS[name].read(text.strip().removesuffix("min").strip())})


def reset(draft: Settings, row: PlanRow) -> Settings:
    """The draft with a row's usual value."""
    name = _NAMES[row]
    return replace(draft, **{name: getattr(Settings(), name)})


def can_type(draft: Settings, row: PlanRow) -> bool:
    """Whether a row takes typed text."""
    return row in (PlanRow.EXAM_DAY, PlanRow.MINUTES, PlanRow.BREAKS) or (row is PlanRow.NEW and draft.exam_day is None)


def _exam_day(draft: Settings, today: int) -> tuple[str, str]:
    if draft.exam_day is None:
        return "none", "←→ or a typed date sets one"
    left = draft.exam_day - today
    note = "today" if not left else "is past" if left < 0 else f"in {count(left, 'day')}"
    return date_words(draft.exam_day), note
