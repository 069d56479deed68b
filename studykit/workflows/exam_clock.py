"""The clock of an exam: it measures with a clock that nobody can set, over sleep, kills and restarts."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from studykit.core.attempt import TimeUsed
from studykit.core.clock import utc

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_NOTEWORTHY = 60_000
"""Milliseconds by which clocks must differ before it is said; time services move a clock by less."""
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a computer."""

    wall: Callable[[], datetime]
    """Aware, in the learner's zone; anybody can set it."""
    steady: Callable[[], float]
    """Seconds; nobody can set it, and it goes on while the computer sleeps."""
    boot: Callable[[], str]
    """Names the run of the computer in which ``steady`` can be compared; empty where nothing does."""

    def read(self, used: int = 0, given_back: int = 0) -> TimeUsed:
        """What the clocks show now, with a time used."""
        return TimeUsed(used, given_back, utc(self.wall()), self.boot(), round(self.steady() * 1000))


def computer_clocks(wall: Callable[[], datetime]) -> Clocks:
    """The clocks of this computer."""
    return Clocks(wall, _steady, _boot)


@dataclass(frozen=True, slots=True)
class Away:
    """How long an exam was left."""

    milliseconds: int
    note: str
    """A sentence when the computer's clock was changed meanwhile; else empty."""


def away(last: TimeUsed, now: TimeUsed) -> Away:
    """The time between two readings of clocks, never negative.

    In one run of the computer the steady clock tells it; the other one is only compared with it. After a restart
    there is only the other one, but the computer has been on for as long as its steady clock says.
    """
    by_wall = (now.wall - last.wall) // _MILLISECOND
    by_steady = now.steady - last.steady
    if last.boot and last.boot == now.boot and by_steady >= 0:
        return Away(by_steady, changed(by_wall - by_steady))
    least = now.steady if last.boot and now.boot and last.boot != now.boot else 0
    if by_wall >= 0:
        return Away(max(by_wall, least), "")
    unknown = f"The computer's clock went back by at least {span(-by_wall)}, so how long you were away is not known."
    return Away(least, unknown)


def changed(difference: int) -> str:
    """A sentence when the computer's clock moved by ``difference`` milliseconds more than time did."""
    if abs(difference) < _NOTEWORTHY:
        return ""
    way = "forward" if difference > 0 else "back"
    return f"The computer's clock went {way} by {span(abs(difference))}; the exam's clock did not."


def span(milliseconds: int) -> str:
    """``1 h 12 min``, ``14 min``, ``20 s``."""
    if milliseconds < _NOTEWORTHY:
        return f"{max(round(milliseconds / 1000), 1)} s"
    hours, minutes = divmod(round(milliseconds / 60_000), 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


class ExamClock:
    """Runs while an exam is sat; the time used never becomes less."""

    def __init__(self, clocks: Clocks, begun: TimeUsed) -> None:
        """``begun`` is the time used so far, with the readings of this moment."""
        self._clocks, self._begun, self._used = clocks, begun, begun.used

    def time(self) -> TimeUsed:
        """The time used until now."""
        now = self._clocks.read()
        self._used = max(self._used, self._begun.used + now.steady - self._begun.steady)
        return replace(now, used=self._used, given_back=self._begun.given_back)

    def wall(self) -> datetime:
        """The learner's clock; aware."""
        return self._clocks.wall()

    def note(self) -> str:
        """A sentence when the computer's clock was changed since the sitting began; else empty."""
        now = self._clocks.read()
        by_wall = (now.wall - self._begun.wall) // _MILLISECOND
        return changed(by_wall - (now.steady - self._begun.steady))


def _steady() -> float:
    """Seconds of the first clock here that goes on in sleep."""
    which = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: the monotonic one stands still in sleep
    if which is None and sys.platform == "darwin":
        which = getattr(time, "CLOCK_MONOTONIC", None)  # macOS: unlike time.monotonic, it goes on
    return time.monotonic() if which is None else time.clock_gettime(which)


def _boot() -> str:
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
