"""The forms that settings have: each reads a learner's text, shows a value, and knows how JSON holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from studykit.core.errors import UsageError
from studykit.core.review import DAY_SECONDS
from studykit.core.settings import WEEK, Break
from studykit.core.text import listed

Form = tuple[Callable[[str], Any], Callable[[Any], str], Callable[[Any], Any], Callable[[Any], Any]]
"""``read``, ``show``, ``keep``, ``load`` of a Setting."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STEP = re.compile(r"(\d{1,5})\s*(s|m|min|h)")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600}
_MOST_STEPS = 10
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHORT = re.compile(r"(?:\d{2}-)?\d{2}")
"""The end of a break in the same month or year."""
_NONE = ("", "none", "-")
_LONGEST_NAME = 60


def whole(least: int, most: int) -> Form:
    """A whole number."""

    def load(kept: Any) -> int:
        if not isinstance(kept, int) or isinstance(kept, bool) or not least <= kept <= most:
            raise ValueError(kept)
        return kept

    def read(text: str) -> int:
        try:
            return load(int(text))
        except ValueError:
            raise UsageError(f"'{text}' is no whole number from {least} to {most}.") from None

    return read, str, _same, load


def share(least: float, most: float) -> Form:
    """A share: ``0.9`` or ``90 %``."""

    def load(kept: Any) -> float:
        if not isinstance(kept, int | float) or not least <= kept <= most:
            raise ValueError(kept)
        return float(kept)

    def read(text: str) -> float:
        try:
            if text.endswith("%"):
                return load(float(text[:-1]) / 100)
            return load(float(text))
        except ValueError:
            raise UsageError(f"'{text}' is no share from {least} to {most}.") from None

    return read, "{:g}".format, _same, load


def yes_no() -> Form:
    """Yes or no."""

    def load(kept: Any) -> bool:
        if not isinstance(kept, bool):
            raise TypeError(kept)
        return kept

    def read(text: str) -> bool:
        if text.casefold() not in ("yes", "no"):
            raise UsageError(f"'{text}' is neither yes nor no.")
        return text.casefold() == "yes"

    return read, lambda value: "yes" if value else "no", _same, load


def choice(names: Sequence[str], prefix: str = "") -> Form:
    """One of some names; ``prefix`` may be left out."""

    def load(kept: Any) -> str:
        if kept not in names:
            raise ValueError(kept)
        return str(kept)

    def read(text: str) -> str:
        folded = text.casefold()
        try:
            return load(folded if folded in names else prefix + folded)
        except ValueError:
            raise UsageError(f"'{text}' is none of {listed(names, 'or')}.") from None

    return read, str, _same, load


def name() -> Form:
    """A short text; ``none`` empties it."""

    def load(kept: Any) -> str:
        if not isinstance(kept, str) or len(kept) > _LONGEST_NAME or not kept.isprintable():
            raise ValueError(kept)
        return kept

    def read(text: str) -> str:
        try:
            return load("" if text.casefold() in _NONE else text)
        except ValueError:
            raise UsageError(f"A name has at most {_LONGEST_NAME} characters, all of which can be seen.") from None

    return read, lambda value: value or "none", _same, load


def steps() -> Form:
    """Waits: ``1m 10m``; ``none`` for no steps."""

    def load(kept: Any) -> tuple[int, ...]:
        found = tuple(_rows(kept))
        if len(found) > _MOST_STEPS or not all(isinstance(one, int) and 0 < one < DAY_SECONDS for one in found):
            raise ValueError(kept)
        return found

    def read(text: str) -> tuple[int, ...]:
        if text.casefold() in _NONE:
            return ()
        parts = [_STEP.fullmatch(part) for part in re.sub(r"(\d)\s+(?=[a-z])", r"\1", text.casefold()).split()]
        try:
            return load([int(part[1]) * _SECONDS[part[2]] if part else 0 for part in parts])
        except ValueError:
            raise UsageError(f"'{text}' are no waits under a day, such as: 1m 10m 2h (or: none).") from None

    def show(value: tuple[int, ...]) -> str:
        return " ".join(_wait(one) for one in value) or "none"

    return read, show, list, load


def week() -> Form:
    """A share for each day of the week: ``sat=0.5 sun=0``; days that are not named have 1."""

    def load(kept: Any) -> tuple[float, ...]:
        found = tuple(float(one) for one in _rows(kept))
        if len(found) != WEEK or not all(0 <= one <= 1 for one in found):
            raise ValueError(kept)
        return found

    def read(text: str) -> tuple[float, ...]:
        shares = dict.fromkeys(_DAYS, 1.0)
        try:
            for part in () if text.casefold() in _NONE else text.casefold().replace(",", " ").split():
                day, _, number = part.partition("=")
                shares[_DAYS[_DAYS.index(day[:3])]] = float(number)
            return load(list(shares.values()))
        except ValueError:
            raise UsageError(
                f"'{text}' is not understood. Write shares from 0 to 1: sat=0.5 sun=0 (or: none)."
            ) from None

    def show(value: tuple[float, ...]) -> str:
        eased = [f"{day}={one:g}" for day, one in zip(_DAYS, value, strict=True) if one < 1]
        return " ".join(eased) or "none"

    return read, show, list, load


def day() -> Form:
    """A date, kept as the number of its study day; ``none`` for none."""

    def load(kept: Any) -> int | None:
        return None if kept is None else date.fromordinal(kept).toordinal()

    def read(text: str) -> int | None:
        return None if text.casefold() in _NONE else read_date(text)

    return read, lambda value: "none" if value is None else date.fromordinal(value).isoformat(), _same, load


def breaks() -> Form:
    """Stretches of days: ``2026-12-24..26 2027-01-01``."""

    def load(kept: Any) -> tuple[Break, ...]:
        return merged(Break(int(first), int(last)) for first, last in _rows(kept))

    def read(text: str) -> tuple[Break, ...]:
        return () if text.casefold() in _NONE else merged(read_break(part) for part in text.replace(",", " ").split())

    def show(value: tuple[Break, ...]) -> str:
        return " ".join(break_text(one) for one in value) or "none"

    return read, show, lambda value: [[one.first, one.last] for one in value], load


def read_date(text: str) -> int:
    """The study day of ``2027-01-15``. Raises UsageError."""
    message = f"'{text}' is no date. Write year-month-day, such as 2027-01-15."
    if not _DATE.fullmatch(text):
        raise UsageError(message)
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise UsageError(message) from None


def read_break(text: str) -> Break:
    """``2026-12-24``, ``2026-12-24..26`` or ``2026-12-24..2027-01-02``. Raises UsageError."""
    begin, dots, end = text.partition("..")
    first = read_date(begin)
    if not dots:
        return Break(first, first)
    last = read_date(begin[: len(begin) - len(end)] + end if _SHORT.fullmatch(end) else end)
    if last < first:
        raise UsageError(f"The break '{text}' ends before it begins.")
    return Break(first, last)


def break_text(one: Break) -> str:
    """A break as it is typed."""
    first, last = date.fromordinal(one.first), date.fromordinal(one.last)
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.isoformat()}..{last:%d}"
    return f"{first.isoformat()}..{last.isoformat()}"


def merged(found: Any) -> tuple[Break, ...]:
    """Breaks in order, those that touch made one."""
    whole_ones: list[Break] = []
    for one in sorted(found, key=lambda one: (one.first, one.last)):
        date.fromordinal(one.first), date.fromordinal(one.last)
        if one.last < one.first:
            raise ValueError(one)
        if whole_ones and one.first <= whole_ones[-1].last + 1:
            whole_ones[-1] = Break(whole_ones[-1].first, max(whole_ones[-1].last, one.last))
        else:
            whole_ones.append(one)
    return tuple(whole_ones)


def _wait(seconds: int) -> str:
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _rows(kept: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(kept, list | tuple):
        raise TypeError(kept)
    return kept


def _same(value: Any) -> Any:
    return value
