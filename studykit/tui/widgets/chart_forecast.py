"""What a plan comes to: figures on the day of the exam, what would change them, and the next days."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from studykit.core.settings import Settings
from studykit.drawing.bars import Bar, bars
from studykit.drawing.dot_whisker import Interval, dot_whiskers
from studykit.drawing.lines import Drawing, Piece, Role
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.chart_rows import load_drawing
from studykit.tui.widgets.drawn import Picture, drawn
from studykit.tui.widgets.frame import words
from studykit.workflows.plan_page import MORE, PlanForecast, WhatIf
from studykit.workflows.readiness_page import Moment
from studykit.workflows.statistics_page import LoadRow
from studykit.workflows.stats_drawn import day_text, per_cent

WORKING = "working out…"
_MOST = 84
"""Columns of text."""
_LEAST_DAYS, _OTHERS = 5, 14
"""Days of the load that are shown at least, and rows of the screen that are not for them."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is known of a draft."""

    draft: Settings
    problem: str
    """Why there can be no plan by it; empty when there can."""
    forecast: PlanForecast | None
    """None while it is worked out."""
    what_if: WhatIf | None
    """None while it is worked out."""
    was: PlanForecast | None
    """Of the plan that is kept, where that is another one."""
    last: PlanForecast | None
    """What was worked out last, of whatever draft."""
    load: tuple[LoadRow, ...]
    """What comes back without an exam date; empty while it is read."""


class ForecastPart(Vertical):
    """The lower half of the plan."""

    DEFAULT_CSS = "ForecastPart { height: auto; }  ForecastPart Static { height: auto; }"

    def __init__(self) -> None:
        self._heading, self._figures = Picture(name="heading"), Static(id="forecast", markup=False)
        self._load = Picture(name="load")
        super().__init__(self._heading, self._figures, self._load, id="foreseen")
        self._shown: Foreseen | None = None

    def on_resize(self) -> None:
        """Draws for the new width."""
        if self._shown is not None:
            self.show(self._shown)

    def show(self, known: Foreseen) -> None:
        """Draws what is known."""
        self._shown = known
        dated = known.draft.exam_day is not None
        self._heading.show(_dated_heading if dated else _undated_heading)
        self._load.show(None if dated or not known.load else self._load_drawn)
        self._figures.update(self._text(known, min(self.content_size.width, _MOST)))

    def _text(self, known: Foreseen, width: int) -> Content:
        minutes = known.draft.minutes
        if known.draft.exam_day is None:
            aim = per_cent(known.draft.retention)
            return words(f"No exam date. Without one, each card aims at {aim} % recall.")
        if known.problem:
            return words(plain(f"{signs().conflict} {known.problem}"), "$warning")
        if known.forecast is not None:
            return forecast_text(known.forecast, known.what_if, known.was, minutes, width)
        if known.last is not None:
            return muted(forecast_text(known.last, None, None, minutes, width, working=False))
        return words(plain(WORKING), "$muted")

    def _load_drawn(self, width: int, flat: bool) -> Drawing:
        """As many days of the load as there is room for."""
        rows = max(self.app.size.height - _OTHERS, _LEAST_DAYS)
        return load_drawing(self._shown.load[:rows] if self._shown else (), width, flat)


def forecast_text(
    forecast: PlanForecast,
    what_if: WhatIf | None,
    was: PlanForecast | None,
    minutes: int,
    width: int,
    *,
    working: bool = True,
) -> Content:
    """The figures with their intervals, the chance to pass, and what is short.

    ``was``: by the plan that is kept. ``working``: says so while ``what_if`` is still worked out.
    """
    rows = [_row("On the day", forecast.on_the_day.then, forecast.passing)]
    if what_if is not None:
        rows.append(_row(f"Skip {what_if.skipped}", what_if.without, forecast.passing, Role.MUTED))
        rows.append(_row(f"{MORE} more min a day", what_if.longer, forecast.passing, Role.MUTED))
    rows.append(_row("Stop today", forecast.idle, forecast.passing, Role.MUTED))
    parts = [drawn(dot_whiskers(rows, width, signs() is PLAIN))]
    chance = f"Chance to pass {forecast.on_the_day.chance_text}"
    before = f" (was {was.on_the_day.chance_text})" if was is not None else ""
    said = f"{chance}{before}. Pass mark {per_cent(forecast.passing)} %."
    parts.append(words(plain(said), "bold $success" if forecast.enough else "bold"))
    if what_if is None:
        parts += [words(plain(WORKING), "$muted")] if working else []
    elif warning := what_if.warning(minutes):
        parts.append(words(plain(f"{signs().conflict} {warning}"), "$warning"))
    return Content("\n").join(parts)


def muted(content: Content) -> Content:
    """Figures of another plan than the one that is shown, while its own are worked out."""
    return Content.assemble(words(content.plain, "$muted"), words(plain(f"\n{WORKING}"), "bold $muted"))


def days_drawing(forecast: PlanForecast, limit: int, width: int, plain: bool) -> Drawing:
    """The next days of a plan as bars of minutes, the learner's minutes as a mark."""
    rows = []
    for one in forecast.days:
        work = [f"{one.reviews} again"] if one.reviews else []
        work += [f"{one.new} new"] if one.new else []
        said = "day off" if one.off else ", ".join([*work, f"{one.minutes:.0f} min"]) if work else "nothing"
        rows.append(Bar(day_text(one.day), one.minutes, said, Role.MUTED if one.off else Role.PRIMARY))
    return bars(rows, width, plain, marks=[-1.0 if one.off else float(limit) for one in forecast.days])


def _row(label: str, one: Moment, passing: float, role: Role = Role.PRIMARY) -> Interval:
    return Interval(label, one.low, one.share, one.high, one.text, passing, role)


def _dated_heading(width: int, flat: bool) -> Drawing:
    return _heading("with this plan", width, flat)


def _undated_heading(width: int, flat: bool) -> Drawing:
    return _heading("ahead, as scheduled now", width, flat)


def _heading(text: str, width: int, flat: bool) -> Drawing:
    rule = "-" if flat else "─"
    return Drawing(((Piece(f"{rule * 2} {text} ".ljust(width, rule), Role.MUTED),),), (text,))
