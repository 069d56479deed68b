"""Where one can go: one row a place; the go-to menu and the palette are made from it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from studykit.tui.widgets.frame import Frame
    from studykit.workflows.study import Study


@dataclass(frozen=True, slots=True)
class Place:
    """A screen over the study, or something that the app does."""

    name: str
    key: str
    """After ``g``."""
    label: str
    screen: str = ""
    """Module below ``tui.screens`` and class, loaded when it is first opened; empty: an action of the app."""


PLACES: tuple[Place, ...] = (
    Place("today", "t", "Today"),
    Place("review", "r", "Review"),
    Place("quiz", "q", "Quiz"),
    Place("exam", "e", "Exam"),
    Place("lab", "l", "Lab", "domains:Domains"),
    Place("export", "x", "Export", "export:Export"),
    Place("from_anki", "a", "From Anki", "from_anki:FromAnki"),
    Place("sync_anki", "y", "Sync Anki", "sync_anki:SyncAnki"),
    Place("facts", "f", "Facts", "facts:Facts"),
    Place("conflicts", "c", "Conflicts", "conflicts:Conflicts"),
    Place("diagnostics", "i", "Diagnostics", "diagnostics:Diagnostics"),
    Place("notes", "n", "Notes", "notes:Notes"),
    Place("statistics", "s", "Statistics", "statistics:Statistics"),
    Place("help", "h", "Help"),
    Place("plan", "p", "Plan", "plan:Plan"),
    Place("settings", "o", "Settings", "settings:Settings"),
    Place("packs", "k", "Packs", "packs:Packs"),
)
BY_NAME: Mapping[str, Place] = {one.name: one for one in PLACES}
BY_KEY: Mapping[str, Place] = {one.key: one for one in PLACES}


_ROOM = "studykit.tui.screens"
_OTHERS = (
    "go_to:GoTo",
    "palette:Palette",
    "help:Help",
    "fact:FactPage",
    "note:Note",
    "lab:Lab",
    "table:Table",
    "exam_start:Start",
    "exam:Exam",
    "overview:Overview",
    "exam_result:Outcome",
    "exam_review:Reviewed",
)
"""Screens that are no places."""


def get_ready(is_wanted: Callable[[], bool]) -> None:
    """Loads what every screen is made of, so that the first key to it is as quick as the next; asks before each."""
    screens = (*_OTHERS, *(one.screen for one in PLACES if one.screen))
    for screen in screens:
        if f"{_ROOM}.{screen.partition(':')[0]}" not in sys.modules and is_wanted():
            opened(screen)


def screen_of(place: Place, study: Study) -> Frame[Any]:
    """A fresh screen of a place that has one."""
    made: Frame[Any] = opened(place.screen)(study)
    return made


def opened(screen: str) -> Any:
    """The class of a screen by ``module:class``."""
    module, _, name = screen.partition(":")
    return getattr(import_module(f"{_ROOM}.{module}"), name)
