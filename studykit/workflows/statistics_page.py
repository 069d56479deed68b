"""A study session → what the app's page of figures shows: each day of a year, recall by band, the load ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.core.settings import WEEK, Settings
from studykit.core.text import count
from studykit.scheduling.reliability import Retention
from studykit.scheduling.standing import Forecast
from studykit.scheduling.statistics import Day, Statistics
from studykit.workflows.stats import CALENDAR_DAYS, day_of, statistics
from studykit.workflows.stats_drawn import day_text, per_cent, short_text, time_text

if TYPE_CHECKING:
    from studykit.workflows.study import Study

Table = tuple[tuple[str, ...], ...]
"""Rows of cells; the first one names the columns."""

_DAILY = 14
"""Days of the load that have a row each; after them weeks have."""


@dataclass(frozen=True, slots=True)
class Band:
    """Answers whose expected recall lay between two shares."""

    least: float
    most: float
    """0 to 1 is all of them."""
    retention: Retention

    @property
    def name(self) -> str:
        """``70–80 %``."""
        whole = self.least == 0 and self.most == 1
        return "all" if whole else f"{per_cent(self.least)}–{per_cent(self.most)} %"

    @property
    def judgement(self) -> str:
        """In words, how what was remembered compares with what was predicted."""
        one, (low, high) = self.retention, self.retention.interval
        if not one.enough:
            return "too few to tell"
        return "below" if one.expected > high else "above" if one.expected < low else ""

    @property
    def figures(self) -> str:
        """``68 % (55–78), 62 answers, below``."""
        one, (low, high) = self.retention, self.retention.interval
        if not one.enough:
            return f"{one.right} of {one.answers}: too few to tell"
        told = f"{per_cent(one.share)} % ({per_cent(low)}–{per_cent(high)}), {one.answers:,} answers"
        return f"{told}, {self.judgement}" if self.judgement else told


@dataclass(frozen=True, slots=True)
class LoadRow:
    """What is due in a span of days, as scheduled now."""

    name: str
    cards: int
    minutes: float
    limit: float
    """Minutes that the learner has in these days."""
    days: int
    """0 for what is overdue, which has no day of its own."""

    @property
    def off(self) -> bool:
        """Whether nothing is to be done in these days."""
        return self.days > 0 and not self.limit

    @property
    def over(self) -> bool:
        """Whether it takes longer than the learner has."""
        return self.days > 0 and round(self.minutes) > self.limit

    @property
    def figures(self) -> str:
        """``31 cards, 18 min, over 15``."""
        if self.off:
            off = "day off" if self.days == 1 else "days off"
            return f"{off}, {count(self.cards, 'card')} due" if self.cards else off
        told = f"{count(self.cards, 'card')}, {time_text(self.minutes)}"
        return f"{told}, over {round(self.limit)}" if self.over else told


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """The figures of one learner."""

    found: Statistics
    year: Mapping[int, Day]
    """Study day → what was answered on it, of the last fifty-three weeks."""
    bands: tuple[Band, ...]
    """All answers of the period that say something about memory, then each band; empty while there are none."""
    load: tuple[LoadRow, ...]
    minutes: int
    """A day, that the learner has."""

    def day(self, day: int) -> Day:
        """What was answered on a study day."""
        return self.year.get(day, Day(day, 0, 0, (0, 0, 0, 0)))

    def said_of_day(self, day: int) -> str:
        """``Sat 21 Nov: 18 answers, 15 right, 12 min``."""
        one = self.day(day)
        if not one.answers:
            return f"{day_text(day)}: nothing answered"
        spent = time_text(one.milliseconds / 60_000)
        return f"{day_text(day)}: {count(one.answers, 'answer')}, {one.right:,} right, {spent}"

    @property
    def sums(self) -> tuple[str, ...]:
        """This week and the best one, the streak, and all."""
        monday = self.found.today - date.fromordinal(self.found.today).weekday()
        weeks: dict[int, int] = {}
        for day, number in self.found.calendar.items():
            begin = day - date.fromordinal(day).weekday()
            weeks[begin] = weeks.get(begin, 0) + number
        return (
            f"answers a day · this week {weeks.get(monday, 0):,} · best week {max(weeks.values(), default=0):,}",
            f"{count(self.found.streak, 'day')} in a row · {self.found.total:,} answers in all",
        )

    @property
    def advice(self) -> str:
        """One sentence on what the bands come to."""
        low = [one.name for one in self.bands[1:] if one.judgement == "below"]
        high = [one.name for one in self.bands[1:] if one.judgement == "above"]
        if low:
            return f"{low[0]} came out lower than predicted. Fitting may help: studykit fit."
        if high:
            return f"{high[0]} came out higher than predicted. Fitting may help: studykit fit."
        if any(one.retention.enough for one in self.bands):
            return "What was remembered agrees with what was predicted."
        return "Too few answers to tell so far."

    @property
    def load_said(self) -> str:
        """One sentence on the load."""
        over = sum(one.over for one in self.load if one.days == 1)
        ahead = self.found.standing.forecast
        each = f"{ahead.seconds_a_card:.0f} s a card"
        if over:
            take = "takes" if over == 1 else "take"
            return f"{count(over, 'day')} {take} longer than {self.minutes} min, at {each}; new cards come on top."
        return f"No day takes longer than {self.minutes} min, at {each}; new cards come on top."


def statistics_page(study: Study, progress: Progress | None = None) -> StatisticsPage:
    """The page as of now; ``progress`` is told how many answers of how many were read."""
    from studykit.store.figures import Figures

    found = statistics(study, progress=progress)
    figures = Figures(study.store.engine, study.store.learner, study.device)
    year = figures.days(found.today - CALENDAR_DAYS + 1, found.today)
    return StatisticsPage(
        found=found,
        year={day: day_of(row) for day, row in year.items()},
        bands=tuple(_bands(found)),
        load=tuple(load_rows(found.standing.forecast, study.settings, found.today)),
        minutes=study.settings.minutes,
    )


def _bands(found: Statistics) -> Iterator[Band]:
    whole = next((one for one in found.retentions if (one.period, one.cards) == ("all", "all")), None)
    if whole is not None and found.reliability is not None:
        yield Band(0.0, 1.0, whole)
        yield from (Band(one.least, one.most, one.retention) for one in found.reliability.bins)


def load_rows(ahead: Forecast, settings: Settings, today: int) -> Iterator[LoadRow]:
    """What is overdue, then a row a day for two weeks, then a row a week."""
    if ahead.overdue:
        yield LoadRow("overdue", ahead.overdue, ahead.overdue * ahead.seconds_a_card / 60, 0.0, 0)
    days = [one for one in ahead.days if one.day >= today]
    for one in days[:_DAILY]:
        yield LoadRow(day_text(one.day), one.cards, one.minutes, minutes_of(settings, one.day), 1)
    for at in range(_DAILY, len(days), WEEK):
        some = days[at : at + WEEK]
        name = f"{short_text(some[0].day)}–{short_text(some[-1].day)}"
        limit = sum(minutes_of(settings, one.day) for one in some)
        yield LoadRow(name, sum(one.cards for one in some), sum(one.minutes for one in some), limit, len(some))


def minutes_of(settings: Settings, day: int) -> float:
    """Minutes that the learner has on a study day; none on a day off."""
    if any(day in one for one in settings.breaks):
        return 0.0
    return settings.minutes * settings.easy_days[date.fromordinal(day).weekday()]


def calendar_table(page: StatisticsPage) -> Table:
    """Each day with answers, newest first."""
    days = sorted(page.year.values(), key=lambda one: -one.day)
    rows = [
        (date.fromordinal(one.day).isoformat(), f"{one.answers}", f"{one.right}", f"{one.milliseconds / 60_000:.1f}")
        for one in days
    ]
    return (("day", "answers", "right", "minutes"), *rows)


def recall_table(page: StatisticsPage) -> Table:
    """Each band with its figures."""
    rows = [
        (
            one.name,
            f"{one.retention.expected * 100:.1f}",
            f"{one.retention.share * 100:.1f}",
            *(f"{end * 100:.1f}" for end in one.retention.interval),
            f"{one.retention.answers}",
            one.judgement,
        )
        for one in page.bands
    ]
    return (("predicted", "predicted %", "remembered %", "from %", "to %", "answers", "remark"), *rows)


def load_table(page: StatisticsPage) -> Table:
    """Each span of days."""
    rows = [
        (one.name, f"{one.cards}", f"{one.minutes:.1f}", f"{one.limit:.0f}", "over" if one.over else "")
        for one in page.load
    ]
    return (("days", "cards", "minutes", "limit", "remark"), *rows)
