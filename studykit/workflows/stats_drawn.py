"""Statistics → drawings in a given width, for the command line and the app."""

from __future__ import annotations

from datetime import date

from studykit.core.text import count
from studykit.drawing.bars import Bar, bars
from studykit.drawing.dot_whisker import Interval, dot_whiskers
from studykit.drawing.heatmap import heatmap, weeks_in
from studykit.drawing.lines import Drawing, Piece, Role
from studykit.drawing.step_chart import Step, step_chart
from studykit.scheduling.reliability import Retention
from studykit.scheduling.standing import DueDay, Forecast, Spread
from studykit.scheduling.statistics import Statistics

CALENDAR_WEEKS = 12
_WEEK = 7
_LEGEND = 50
_DAILY = 14
"""Days of the forecast that have a row each; after them weeks have."""
_ROWS = 4
_STEPS = (0.05, 0.1, 0.25)
"""Share of one row of the chart of months."""
_RATINGS = (("again", Role.ERROR), ("hard", Role.WARNING), ("good", Role.SUCCESS), ("easy", Role.SUCCESS))


def calendar_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """Answers a day of the last twelve weeks, or of as many as fit."""
    return heatmap(found.calendar, found.today, min(CALENDAR_WEEKS, weeks_in(width)), plain)


def weeks_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """Minutes of the weeks of the period, newest last, twelve at most."""
    monday = found.today - date.fromordinal(found.today).weekday()
    weeks = [monday - _WEEK * back for back in range(CALENDAR_WEEKS) if monday - _WEEK * back + _WEEK > found.first]
    rows = []
    for begin in reversed(weeks):
        days = [one for one in found.days if begin <= one.day < begin + _WEEK]
        minutes = sum(one.milliseconds for one in days) / 60_000
        said = f"{time_text(minutes)}, {count(sum(one.answers for one in days), 'answer')}, {count(len(days), 'day')}"
        rows.append(Bar(day_text(begin), minutes, said))
    return bars(rows, width, plain)


def retention_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """Share right and share expected: of the period for all, young and mature cards, and of each month."""
    rows = [
        _interval(one.cards if one.period == "all" else month_text(one.period), one)
        for one in found.retentions
        if one.period == "all" or one.cards == "all"
    ]
    return _with_legend(rows, width, plain, _scale(rows))


def months_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """Share right of each month as steps, on a scale that ends at 100 %."""
    months = [one for one in found.retentions if one.cards == "all" and one.period != "all"]
    points = [Step(month_text(one.period)[:3], one.share, f"{per_cent(one.share)} %") for one in months]
    step = next(
        (one for one in _STEPS if _ROWS * one >= 1 - min((one.share for one in months), default=1.0)), _STEPS[-1]
    )
    return step_chart(points, width, _ROWS + 1, plain, (1 - _ROWS * step, 1.0))


def reliability_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """The reliability curve: answers by the recall expected before them, and how many of them were right."""
    bins = found.reliability.bins if found.reliability else ()
    rows = [_interval(f"{per_cent(one.least)}–{per_cent(one.most)} %", one.retention) for one in bins]
    return _with_legend(rows, width, plain, (0.0, 1.0))


def ratings_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """How answers were rated."""
    rows = [
        Bar(name, number, f"{number:,} = {per_cent(number / max(found.answers, 1))} %", role)
        for (name, role), number in zip(_RATINGS, found.ratings, strict=True)
    ]
    return bars(rows, width, plain, most=found.answers)


def hours_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """Answers by the hour of the learner's clock, with the share right."""
    rows = [
        Bar(f"{one.hour:02}:00", one.answers, f"{one.answers:,}, {per_cent(one.right / one.answers)} % right")
        for one in found.hours
    ]
    return bars(rows, width, plain)


def forecast_drawing(ahead: Forecast, width: int, plain: bool = False) -> Drawing:
    """What is due: overdue cards, then a row a day for two weeks, then a row a week."""
    rows = [
        Bar("overdue", ahead.overdue, _load(ahead.overdue, ahead.overdue * ahead.seconds_a_card / 60), Role.WARNING)
    ]
    rows += [_due(day_text(one.day), (one,)) for one in ahead.days[:_DAILY]]
    for at in range(_DAILY, len(ahead.days), _WEEK):
        some = ahead.days[at : at + _WEEK]
        rows.append(_due(f"{short_text(some[0].day)}–{short_text(some[-1].day)}", some))
    return bars(rows, width, plain)


def states_drawing(found: Statistics, width: int, plain: bool = False) -> Drawing:
    """How many cards stand how."""
    states = found.standing.states
    parts = ("new", "learning", "relearning", "young", "mature", "suspended")
    rows = [Bar(name, getattr(states, name), f"{getattr(states, name):,}") for name in parts]
    return bars(rows, width, plain, most=states.cards)


def spread_drawing(spread: Spread, width: int, plain: bool = False) -> Drawing:
    """Cards in each range of stability or difficulty."""
    return bars([Bar(part, number, f"{number:,}") for part, number in spread.parts], width, plain)


def day_text(day: int) -> str:
    """``Sat 21 Nov``."""
    at = date.fromordinal(day)
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[at.weekday()]} {at.day:2} {MONTHS[at.month - 1]}"


def date_text(day: int) -> str:
    """``Sat 21 Nov 2026``."""
    return f"{day_text(day)} {date.fromordinal(day).year}"


def date_words(day: int) -> str:
    """``Sat 2 Jan 2027``: the same within a sentence, not lined up with others."""
    return " ".join(date_text(day).split())


def month_text(period: str) -> str:
    """``Nov 2026`` of ``2026-11``."""
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def time_text(minutes: float) -> str:
    """``under 1 min``, ``12 min``, ``2 h 5 min``."""
    whole = round(minutes)
    if not whole:
        return "under 1 min" if minutes else "0 min"
    hours, rest = divmod(whole, 60)
    return f"{hours:,} h {rest} min" if hours else f"{rest} min"


def per_cent(share: float) -> int:
    """A share as per cent."""
    return round(share * 100)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _interval(label: str, one: Retention) -> Interval:
    low, high = one.interval
    said = f"{per_cent(one.share)} % ({per_cent(low)}–{per_cent(high)}), expected {per_cent(one.expected)} %"
    if not one.enough:
        said = f"{one.right} of {one.answers}: too few to tell"
    else:
        said += f", of {one.answers:,}"
    return Interval(label, low, one.share, high, said, one.expected)


def _with_legend(rows: list[Interval], width: int, plain: bool, scale: tuple[float, float]) -> Drawing:
    drawing = dot_whiskers(rows, width, plain=plain, scale=scale)
    first, last = map(per_cent, scale)
    signs = "o right  + : expected  |-| 19 in 20" if plain else "● right  ┼ │ expected  ├─┤ 19 in 20"
    parts = [signs, f"{first} to {last} %"]
    texts = ["  ".join(parts)] if width > _LEGEND else parts
    legend = tuple((Piece(text, Role.MUTED),) for text in texts)
    return Drawing((*drawing.lines, *legend), drawing.spoken)


def _scale(rows: list[Interval]) -> tuple[float, float]:
    """From half on where all lies there: true retention seldom leaves the upper half."""
    half = 0.5
    return (half, 1.0) if all(min(row.low, row.mark or 1.0) >= half for row in rows) else (0.0, 1.0)


def short_text(day: int) -> str:
    """``21 Nov``."""
    at = date.fromordinal(day)
    return f"{at.day} {MONTHS[at.month - 1]}"


def _due(label: str, some: tuple[DueDay, ...]) -> Bar:
    cards = sum(one.cards for one in some)
    return Bar(label, cards, _load(cards, sum(one.minutes for one in some)))


def _load(cards: int, minutes: float) -> str:
    return f"{count(cards, 'card')}, {time_text(minutes)}" if cards else "0 cards"
