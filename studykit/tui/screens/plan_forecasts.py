"""Forecasts of drafts of a plan: worked out in a thread when nothing changes for a moment, and kept for the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.timer import Timer

from studykit.core.progress import Progress
from studykit.core.settings import Settings
from studykit.tui.loading import Stopped
from studykit.tui.widgets.chart_forecast import Foreseen
from studykit.tui.widgets.frame import Frame
from studykit.workflows.plan_page import Forecaster, PlanForecast, WhatIf, changes, load_ahead, refused
from studykit.workflows.statistics_page import LoadRow
from studykit.workflows.study import Study

WAIT = 0.25
"""Seconds without a further change before a forecast is worked out."""
_WHAT = "forecast"


class Forecasts:
    """``draw`` is called when more is known."""

    def __init__(self, screen: Frame[Any], study: Study, forecaster: Forecaster, draw: Callable[[], None]) -> None:
        self._screen, self._study, self._forecaster, self._draw = screen, study, forecaster, draw
        self._wanted = study.settings
        self._known: dict[Settings, PlanForecast] = {}
        self._what_if: dict[Settings, WhatIf] = {}
        self._load: tuple[LoadRow, ...] = ()
        self._timer: Timer | None = None

    def of(self, draft: Settings, kept: Settings) -> Foreseen:
        """What is known of a draft by now."""
        return Foreseen(
            draft=draft,
            problem=refused(self._study, draft),
            forecast=self._known.get(draft),
            what_if=self._what_if.get(draft),
            was=self._known.get(kept) if changes(kept, draft) else None,
            last=next(reversed(self._known.values()), None),
            load=self._load,
        )

    def want(self, draft: Settings, *, at_once: bool = False) -> None:
        """A draft is shown: what is not known of it is worked out, that of others no longer."""
        if self._timer is not None:
            self._timer.stop()
        self._wanted = draft
        if draft.exam_day is None:
            self._screen.load(lambda _: load_ahead(self._study), self._show_load, _WHAT)
        elif refused(self._study, draft) or draft in self._what_if:
            return
        elif at_once:
            self._work_out()
        else:
            self._timer = self._screen.set_timer(WAIT, self._work_out)

    def _work_out(self) -> None:
        """First the figures, then what would change them."""
        draft, maker = self._wanted, self._forecaster
        told = self._while(draft)
        if draft not in self._known:
            self._screen.load(lambda _: (draft, maker.forecast(draft, told)), self._show_forecast, _WHAT)
        else:
            self._screen.load(lambda _: (draft, maker.what_if(draft, told)), self._show_what_if, _WHAT)

    def _while(self, draft: Settings) -> Progress:
        """Ends the work when another draft is wanted or nobody looks any more. Esc leaves, so it need not stop."""

        def told(done: int, total: int) -> None:
            del done, total
            if self._wanted != draft or not self._screen.is_attached:
                raise Stopped

        return told

    def _show_forecast(self, found: tuple[Settings, PlanForecast]) -> None:
        draft, forecast = found
        self._known[draft] = forecast
        self._draw()
        if draft == self._wanted:
            self._work_out()

    def _show_what_if(self, found: tuple[Settings, WhatIf]) -> None:
        draft, what_if = found
        self._what_if[draft] = what_if
        self._draw()

    def _show_load(self, load: tuple[LoadRow, ...]) -> None:
        self._load = load
        self._draw()
