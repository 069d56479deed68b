"""Whether a schedule expression is one that the service takes, and when it starts something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._cron import read_cron
from studykit.rules.kernels._cron_field import CronProblemError
from studykit.rules.types import COUNT, TEXT, TIME, TRUTH, choice, many

_KINDS = ("rule", "scheduler")
_FORMS = ("rate", "cron", "at")
_CALL = re.compile(r"(rate|cron|at)\((.*)\)", re.DOTALL)
_RATE = re.compile(r"(\d{1,12}) (minute|hour|day)(s?)", re.ASCII)
_AT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_MOST_TIMES = 50
_USUAL_TIMES = 3
_LONGEST_TEXT = 100_000  # characters that a message may be made from


class _RefusedError(ValueError):
    """The service refuses the expression; the message says why."""


@dataclass(frozen=True, slots=True)
class _Schedule:
    """An expression that was read."""

    form: str
    after: timedelta | None = None
    """What a rate waits between two starts."""
    text: str = ""
    """What stands in the brackets of the others."""


def schedule(
    *,
    expression: str,
    length_max: Figure,
    year_min: Figure,
    year_max: Figure,
    kind: str,
    start: str | None = None,
    times: Figure | None = None,
) -> Run:
    """Read an expression, and find its next times after a start (ISO 8601; UTC where it names no zone).

    ``kind`` is ``rule`` for a scheduled rule or ``scheduler`` for EventBridge Scheduler. Raises UsageError for a
    start that is no time.
    """
    if len(expression) > _LONGEST_TEXT:
        raise UsageError("This text is too long for a schedule expression.")
    begin = None if start is None else _moment(start)
    wanted = _USUAL_TIMES if times is None else min(int(times), _MOST_TIMES)
    try:
        found, coming = _read(expression, kind, length_max, (int(year_min), int(year_max)), begin)
    except (_RefusedError, CronProblemError) as problem:
        gives = {**dict.fromkeys(_GIVES), "valid": False, "problem": str(problem)}
        return Run(gives, (Moment(None, str(problem)),))
    return _told(found, coming, begin, wanted)


def _read(
    expression: str, kind: str, length_max: Figure, years: tuple[int, int], begin: datetime | None
) -> tuple[_Schedule, Iterator[datetime]]:
    """The schedule and its times after the beginning."""
    if len(expression) > length_max:
        raise _RefusedError(f"The expression has {len(expression):,} characters, which is more than {length_max:,}.")
    call = _CALL.fullmatch(expression)
    if not call:
        raise _RefusedError("The expression is rate(…), cron(…) or at(…), in small letters.")
    form, inside = call.groups()
    if form == "rate":
        wait = _rate(inside, strict=kind == "rule")
        return _Schedule(form, after=wait), _every(wait, begin)
    if form == "cron":
        cron = read_cron(inside, *years)
        return _Schedule(form, text=inside), cron.times(begin) if begin else iter(())
    if kind == "rule":
        raise _RefusedError("A scheduled rule has no one-time schedule; at(…) belongs to EventBridge Scheduler.")
    once = _once(inside)
    return _Schedule(form, text=inside), iter(() if begin is not None and once <= begin else (once,))


def _rate(text: str, *, strict: bool) -> timedelta:
    """The wait of a rate; a scheduled rule wants the unit in the singular for one and in the plural otherwise."""
    found = _RATE.fullmatch(text)
    if not found:
        raise _RefusedError("A rate is a positive whole number, a space, and minutes, hours or days.")
    number, plural = int(found[1]), bool(found[3])
    if number < 1:
        raise _RefusedError("Value: a rate is at least one.")
    if strict and plural == (number == 1):
        right = found[2] if number == 1 else f"{found[2]}s"
        raise _RefusedError(f"Unit: with {number:,} the unit is '{right}'.")
    return _UNITS[found[2]] * min(number, 10**8)  # beyond that no calendar holds the next time


def _every(wait: timedelta, begin: datetime | None) -> Iterator[datetime]:
    at = begin
    while at is not None:
        try:
            at = at + wait
        except OverflowError:
            return
        yield at


def _once(text: str) -> datetime:
    try:
        if _AT.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise _RefusedError("A one-time schedule is a date and time such as at(2030-01-31T12:00:00).")


def _moment(text: str) -> datetime:
    """A time in ISO 8601, in UTC."""
    try:
        read = datetime.fromisoformat(text[:40])
        return (read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise UsageError(f"'{text[:40]}' is no time; write it like 2030-01-31T12:00:00Z.") from None


def _told(found: _Schedule, coming: Iterator[datetime], begin: datetime | None, wanted: int) -> Run:
    """The next times as texts and as moments."""
    next_times = list(islice(coming, max(wanted, 1)))
    moments = [
        Moment(None if begin is None else int((at - begin).total_seconds()), f"It starts at {_shown(at)}.", _shown(at))
        for at in next_times[:wanted]
    ]
    known = begin is not None or found.form == "at"
    return Run(
        {
            "valid": True,
            "problem": None,
            "form": found.form,
            "starts": bool(next_times) if known else None,
            "next": _shown(next_times[0]) if next_times else None,
            "next_times": tuple(_shown(at) for at in next_times[:wanted]) if known else None,
            "interval": None if found.after is None else int(found.after.total_seconds()),
        },
        tuple(moments),
    )


def _shown(at: datetime) -> str:
    return at.isoformat(timespec="seconds" if at.second else "minutes").replace("+00:00", "Z")


_GIVES = {
    "valid": TRUTH,
    "problem": TEXT,
    "form": choice(*_FORMS),
    "starts": TRUTH,
    "next": TEXT,
    "next_times": many(TEXT),
    "interval": TIME,
}

KERNEL = Kernel(
    run=schedule,
    takes={
        "expression": TEXT,
        "length_max": COUNT,
        "year_min": COUNT,
        "year_max": COUNT,
        "kind": choice(*_KINDS),
        "start": TEXT,
        "times": COUNT,
    },
    gives=_GIVES,
    optional=("start", "times"),
)
