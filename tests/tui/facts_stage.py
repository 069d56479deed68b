"""A small pack and notes of its own for the screens of facts, and an app that notes what they ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from studykit.core.verdict import Value
from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.tui.screens.fact import FactPage
from studykit.tui.widgets.frame import Frame
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.kept import kept_by
from tests.tui.alone import Alone
from tests.tui.stage import START, Ticking

HOSTILE = "[b]bold[/b] [red]x[/] \x1b[31m 漢字"
SHEET = """\
services:
  oven: {name: Oven, aliases: [stove]}
  tray: {name: Tray, aliases: [sheet]}
attributes:
  oven.heat_time:
    means: time that the oven heats up
    dimension: time
    unit: min
    aliases: [warm up, heating up]
    values:
      max: {value: 15 min, source: "oven handbook, page 3", as_of: "2026-01", exam: 12 min}
      default: {value: 10 min, source: "oven handbook, page 3", as_of: "2026-01"}
    history:
      - {bound: max, value: 12 min, until: "2025-10", source: old handbook}
      - {bound: max, value: 9 min, until: "2020", source: older handbook}
  oven.heat:
    means: heat that the oven reaches
    dimension: count
    unit: ""
    aliases: [degrees, temperature]
    values:
      max: {value: "300", source: "oven handbook, page 4", as_of: "2025"}
  tray.rest_time:
    means: time that a tray rests
    dimension: time
    unit: s
    aliases: [rest, resting]
    values: {}
"""
BEHAVIOURS = """\
behaviours:
  oven.door:
    asks: What does the oven do when its door is opened?
    about: [door]
    choices:
      stops: {says: It stops heating., cues: ["stop*"]}
      goes_on: {says: It goes on heating., cues: ["go* on", "keep* heating"]}
    right: stops
    source: "oven handbook, page 9"
    as_of: "2026"
"""
DOMAIN = """\
domain: oven.bake
title: Baking a tray
area: baking
wanted: baked
outcomes:
  baked: The bread is baked.
  raw: The bread is raw.
inputs:
  heating: {duration: [0 min, oven.heat_time.max], step: 1 min, title: heating time}
rules:
  - {id: too-short, when: heating < oven.heat_time.default, outcome: raw, because: The oven was not warm yet.}
  - {id: warm, outcome: baked, because: The oven was warm.}
misconceptions:
  - {id: five-is-enough, says: Five minutes are enough., change: {oven.heat_time.default: 5 min}}
questions:
  - {id: outcome, kind: outcome, stem: "The oven heats for {heating}. What comes out?", vary: [heating]}
examples:
  - {given: {heating: 5 min}, outcome: raw}
  - {given: {heating: 12 min}, outcome: baked}
"""
BLUEPRINT = """\
exam: COOK-1
title: Cook
areas:
  - {key: baking, title: Baking, weight: 100}
questions: 4
scored: 4
minutes: 20
passing: 700
source: guide
as_of: "2026"
"""
NOTES = {
    "oven.md": f"""\
# Oven
- The oven heats up for at most 15 minutes, says {HOSTILE}
- heat time of the oven: max 12 min
- heat time of the oven: max 20 min
- default heat time of the oven: 10 min
- degrees of the oven: max 300
- When the door is opened, the oven stops
""",
    "trays.md": "# Tray\n- rest time of a tray: max 30 s\n",
    "other-trays.md": "# Tray\n- rest time of a tray: max 45 s\n",
}


def write(folder: Path) -> Path:
    """The pack with its notes."""
    for name, text in (
        ("pack.yaml", "pack: oven\ntitle: Ovens\n"),
        ("attributes.yaml", SHEET),
        ("behaviours.yaml", BEHAVIOURS),
        ("blueprint.yaml", BLUEPRINT),
        ("domains/oven.bake.yaml", DOMAIN),
        *((f"notes/{name}", text) for name, text in NOTES.items()),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def ovens(home: Path) -> Library:
    """The pack, read."""
    return open_library(find_places({"STUDYKIT_HOME": str(home)}), str(write(home / "oven")), [])


def study_of(library: Library, home: Path) -> Study:
    return Study(library, Deck.of(library.cards), kept_by(StudyStore, home), Ticking(START), StudyDays(UTC), "test")


class Asked(Alone):
    """Notes which other screens are asked for; screens that are laid over are shown."""

    def __init__(self, make: Callable[[], Frame[Any]]) -> None:
        super().__init__(make)
        self.study: Study | None = None
        self.practised: list[Callable[[], Iterable[Showing]]] = []

    def lay(self, screen: Frame[Any], back: Callable[[Any], None] | None = None) -> None:
        self.push_screen(screen, back)

    def open_lab(self, domain: str, settings: Mapping[str, Value]) -> None:
        self.asked.append(f"lab {domain} {dict(settings)}")

    def open_conflicts(self, fact: str = "") -> None:
        self.asked.append(f"conflicts {fact}")

    def practise(self, title: str, showings: Callable[[], Iterable[Showing]]) -> None:
        self.asked.append(f"practise {title}")
        self.practised.append(showings)


def page(study: Study, fact: str) -> Asked:
    return Asked(lambda: FactPage(study, fact))
