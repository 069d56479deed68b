"""A study over a small library for tests of the app, and the screen's rows as text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.app import App
from textual.pilot import Pilot

from studykit.core.card import Card, CardKind
from studykit.core.question import Option, Question
from studykit.core.response import Choices, Response
from studykit.core.source import SourceSpan
from studykit.exchange.anki.connect import AnkiConnect
from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.tui.app import StudykitApp
from studykit.tui.screens.part import Part
from studykit.tui.screens.table import Table
from studykit.tui.widgets.frame import Frame
from studykit.workflows import sync_anki_page
from studykit.workflows.deck import Deck
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.kept import kept_by
from tests.tui.looking import rows

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG = "x" * 300
_TURNS = 5
NOBODY = "http://127.0.0.1:1"
"""Where nobody listens."""
SPAN = SourceSpan("sqs.md", 17, 17)


@dataclass
class Ticking:
    """A clock that stands still until it is moved, and a stopwatch that always moves on."""

    now: datetime = field(default=START)
    seconds: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def stopwatch(self) -> float:
        self.seconds += 1
        return self.seconds


def card(name: str, kind: CardKind = CardKind.LIMIT, front: str = "front", back: str = "back") -> Card:
    return Card(name, kind, "Deck", "lambda", "", front, back, (), (SPAN,))


def question(name: str, stem: str, options: tuple[tuple[str, bool], ...]) -> Question:
    made = tuple(Option(text, right=right, reason=f"reason of {text}") for text, right in options)
    return asking(name, stem, Choices(made))


def asking(name: str, stem: str, response: Response) -> Question:
    return Question(name, "limit", "lambda", "", 0, stem, response, ("sqs.visibility_timeout.max",), (SPAN,))


def one_question(stem: str = "What is the [x] limit [/b] of [red]this[/red]?") -> tuple[Card, Question]:
    options = ((f"wrong [/b] {LONG}", False), ("right 👍 漢字", True), ("third", False), ("fourth", False))
    return card("limit:one"), question("limit:one", stem, options)


class Staged(Study):
    """A study whose cards and questions are given."""

    given: tuple[tuple[Card, Question | None], ...] = ()
    served: int = 0

    def next(self) -> Showing | None:
        if self.served >= len(self.given):
            return None
        found, asked = self.given[self.served]
        self.served += 1
        return Showing(found, asked, self.served, len(self.given))


@cache
def library() -> Library:
    """The built-in pack, read once for all screens."""
    return open_library(find_places(os.environ), "aws-serverless", [])


def staged(home: Path, *given: tuple[Card, Question | None]) -> Callable[[], Study]:
    def load() -> Study:
        store = kept_by(StudyStore, home)
        study = Staged(library(), Deck.of(library().cards), store, Ticking(), StudyDays(UTC), "test")
        study.given = given
        return study

    return load


def real(home: Path, clock: Ticking | None = None) -> Callable[[], Study]:
    def load() -> Study:
        content = library()
        store = kept_by(StudyStore, home)
        return Study(content, Deck.of(content.cards), store, clock or Ticking(), StudyDays(UTC), "test")

    return load


def app(load: Callable[[], Study]) -> StudykitApp:
    return StudykitApp(load, clock=Ticking().stopwatch)


async def loaded(pilot: Pilot[Any]) -> None:
    """Waits until the notes are read and the screen has come to rest."""
    await pilot.pause()  # reading begins after the first frame
    opening = [one for one in pilot.app.workers if one.name == "_open"]
    if opening:  # none would mean all, and one of them waits for the learner
        await pilot.app.workers.wait_for_complete(opening)
    await worked_out(pilot)
    await rested(pilot)


async def worked_out(pilot: Pilot[Any]) -> None:
    """Waits until nothing is worked out in a thread: what came of one may begin another."""
    await pilot.pause()
    while loading := [one for one in pilot.app.workers if one.name == "load" and not one.is_finished]:
        await pilot.app.workers.wait_for_complete(loading)
        await pilot.pause()


async def made(pilot: Pilot[Any]) -> None:
    """Waits until the questions of an exam are made, where they are being made."""
    making = [one for one in pilot.app.workers if one.name == "_make"]
    if making:
        await pilot.app.workers.wait_for_complete(making)
        await pilot.pause()
        await pilot.pause()


async def rested(pilot: Pilot[Any]) -> None:
    """Waits until the screen stays as it is: a slow machine takes several turns to lay it out."""
    before: list[str] = []
    for _ in range(_TURNS):
        await pilot.pause()
        now = rows(pilot.app)
        if now == before:
            return
        before = now


@contextmanager
def without_anki() -> Iterator[None]:
    """Whoever asks for Anki finds nobody: keys that are pressed here must not reach the one of whoever runs this."""
    with patch.object(sync_anki_page, "connection", lambda _, waiting: AnkiConnect(NOBODY, waiting=waiting)):
        yield


def place(shown: App[Any], words: str) -> tuple[int, int]:
    """Where words are shown: column and row to click on."""
    at = next(at for at, row in enumerate(rows(shown)) if words in row)
    return rows(shown)[at].index(words), at


def later(clock: Ticking, minutes: int) -> None:
    clock.now += timedelta(minutes=minutes)


def on(shown: App[Any], what: type[Frame[Any] | Part[Any]]) -> bool:
    """Whether a screen of this kind is shown, or the table with this part."""
    screen = shown.screen
    return isinstance(screen.part if isinstance(screen, Table) else screen, what)
