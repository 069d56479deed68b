"""Study days: days of the learner's zone that begin at a roll-over hour, not at midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from studykit.core.clock import utc


@dataclass(frozen=True, slots=True)
class StudyDays:
    """Counts study days in a zone; correct over daylight saving, because it counts calendar days."""

    zone: tzinfo
    rollover: int = 4
    """Hour of the local clock at which a study day begins."""

    def number(self, moment: datetime) -> int:
        """The number of the study day that an aware moment belongs to."""
        return self._number(utc(moment).astimezone(self.zone))

    def number_at(self, at: datetime, offset_minutes: int) -> int:
        """The number of the study day by a clock that was so many minutes ahead of UTC, wherever the learner is now."""
        return self._number(utc(at).astimezone(timezone(timedelta(minutes=offset_minutes))))

    def start(self, number: int) -> datetime:
        """The moment, in UTC, at which a study day begins."""
        local = datetime.combine(date.fromordinal(number), time(self.rollover), tzinfo=self.zone)
        return local.astimezone(UTC)

    def today_end(self, now: datetime) -> datetime:
        """The moment, in UTC, at which the study day of ``now`` ends."""
        return self.start(self.number(now) + 1)

    def elapsed(self, earlier: datetime, later: datetime) -> int:
        """Study days from one moment to another; 0 within one study day and for a clock that was set back."""
        return max(self.number(later) - self.number(earlier), 0)

    def _number(self, local: datetime) -> int:
        day = local.toordinal()
        return day - 1 if local.hour < self.rollover else day
