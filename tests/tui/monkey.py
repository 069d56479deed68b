"""Somebody who presses anything: random keys, clicks and window sizes; what was answered must be there afterwards."""

from __future__ import annotations

import os
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import OutOfBounds, Pilot

from studykit.store.study_store import StudyStore
from studykit.tui.app import StudykitApp
from studykit.workflows.desk import Desk
from studykit.workflows.places import find_places
from tests.kept import kept_by
from tests.tui.stage import Ticking, loaded, real, without_anki

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHINORSTUVWXYZ0123456789"
OTHERS = (
    *("enter",) * 24,
    *("escape",) * 14,
    *("down", "up", "left", "right") * 8,
    *("space", "tab", "shift+tab", "backspace", "home", "end", "pageup", "pagedown", "ctrl+u", "ctrl+d") * 2,
    *("slash", "colon", "question_mark", "plus", "minus", "left_square_bracket", "right_square_bracket", "full_stop"),
    *("f1", "ctrl+p", "delete", "ctrl+w", "ctrl+a", "ctrl+e", "ctrl+k", "percent_sign", "circumflex_accent"),
)
SIZES = ((80, 24), (120, 36), (40, 12), (32, 12), (28, 9), (200, 60), (60, 20), (100, 10))
GO = tuple("trqelxayfcinspok")
_QUIT = frozenset(("q", "ctrl+q", "ctrl+c"))


@dataclass
class Told:
    """What a monkey did and saw."""

    keys: int = 0
    starts: int = 0
    answers: int = 0
    screens: Counter[str] = field(default_factory=Counter)


def app_over(home: Path, clock: Ticking) -> StudykitApp:
    """The whole app: it can read again, change its look and open other content."""
    places = find_places({**os.environ, "STUDYKIT_HOME": str(home)})
    return StudykitApp(real(home, clock), clock=clock.stopwatch, desk=Desk(places, "aws-serverless", ()))


async def press(home: Path, seed: int, keys: int) -> Told:
    """Presses so many keys; starts the app again when it was quit. Raises whatever the app raises."""
    chance, told, clock = random.Random(seed), Told(), Ticking()
    while told.keys < keys:
        shown = app_over(home, clock)
        told.starts += 1
        with without_anki():
            async with shown.run_test(size=SIZES[0]) as pilot:
                await loaded(pilot)
                most = told.keys + max((keys - told.keys) // 3, 200)
                while told.keys < min(keys, most) and shown.is_running and shown.return_code is None:
                    await _one(pilot, chance, told)
        if shown._exception is not None:
            raise shown._exception
        told.answers = kept(home, at_least=told.answers if not told.screens["undo"] else 0)
    return told


async def _one(pilot: Pilot[int], chance: random.Random, told: Told) -> None:
    shown, what = pilot.app, chance.random()
    told.screens[type(shown.screen).__name__] += 1
    told.keys += 1
    if what < 0.02:
        await pilot.resize_terminal(*chance.choice(SIZES))
    elif what < 0.05:
        width, height = shown.size
        with suppress(OutOfBounds):
            await pilot.click(
                offset=(chance.randrange(width), chance.randrange(height)), times=chance.choice((1, 1, 2))
            )
    elif what < 0.12:
        await pilot.press("g", chance.choice(GO))
    else:
        key = chance.choice(LETTERS) if what < 0.45 else chance.choice(OTHERS)
        if key == "u":
            told.screens["undo"] += 1
        if not (key in _QUIT and chance.random() < 0.97):
            await pilot.press(key)
    if chance.random() < 0.3:
        await pilot.pause()


def kept(home: Path, *, at_least: int) -> int:
    """Answers in the learner's file, each of which is remembered as the log says."""
    store = kept_by(StudyStore, home)
    try:
        answers = sum(1 for _ in store.log())
        assert answers >= at_least, f"{at_least} answers were saved, {answers} are there"
        return answers
    finally:
        store.close()
