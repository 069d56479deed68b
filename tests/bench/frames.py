"""Key press → painted frame on Review and Quiz: ``python -m tests.bench.frames`` prints figures for each key.

The clock starts when the terminal's driver hands a key on, and stops when the first frame is written that shows all
that the key changes, as the app stands when it rests. ``cpu`` is what the app's own thread took of that; on a machine
that does nothing else, both are the same.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

import studykit.tui.app
from studykit.tui.app import StudykitApp
from studykit.tui.screens.question import Asked
from studykit.tui.screens.table import Table
from studykit.tui.widgets.forms.choosing import Choosing
from studykit.tui.widgets.forms.matching import Pairing
from studykit.tui.widgets.forms.ordering import InOrder
from studykit.workflows.study import Study
from tests.tui.looking import rows
from tests.tui.stage import Ticking, loaded, real, rested

SIZES = ((80, 24), (120, 36))
_REST = 0.08
"""Seconds without a frame after which the app rests."""
_GIVEN_UP = 2.0
_CARDS = 40
_SLOWEST = 16.0


class Watched(StudykitApp):
    """Keeps each frame: when it was written, after how much work, and what it showed."""

    CSS_PATH = str(Path(studykit.tui.app.__file__).with_name("app.tcss"))
    frames: list[tuple[float, float, list[str]]]

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        self.frames.append((time.perf_counter(), time.thread_time(), rows(self)))


@dataclass
class Taken:
    """Milliseconds by what was shown and which key was pressed: of the clock, and of work."""

    by_key: dict[tuple[str, str], list[tuple[float, float]]] = field(default_factory=dict)

    async def press(self, pilot: Pilot[int], key: str, name: str = "") -> None:
        app = pilot.app
        assert isinstance(app, Watched)
        assert app._driver is not None
        shown = part(app)
        await asyncio.sleep(_REST)  # what is made ahead is made by now: a learner reads for longer
        app.frames = []
        start, work = time.perf_counter(), time.thread_time()
        app._driver.send_message(events.Key(key, key if len(key) == 1 else None))
        while time.perf_counter() - start < _GIVEN_UP:
            await asyncio.sleep(0.002)
            if app.frames and time.perf_counter() - app.frames[-1][0] > _REST:
                break
        if app.frames:
            at, done, _ = next(frame for frame in app.frames if frame[2] == app.frames[-1][2])
            self.by_key.setdefault((shown, name or key), []).append(((at - start) * 1000, (done - work) * 1000))
        await rested(pilot)

    def tell(self) -> None:
        for (shown, key), taken in self.by_key.items():
            print(f"  {shown:10} {key:10} {figures(taken)}")
        every = [one for taken in self.by_key.values() for one in taken]
        print(f"  {'all':10} {'':10} {figures(every)}  {_said(every)}")


def _said(taken: list[tuple[float, float]]) -> str:
    return "ok" if share([one for one, _ in taken], 0.95) <= _SLOWEST else "TOO SLOW"


def share(taken: list[float], of: float) -> float:
    """The value that so many are not above."""
    order = sorted(taken)
    return order[min(int(len(order) * of), len(order) - 1)]


def figures(taken: list[tuple[float, float]]) -> str:
    """How many, median, 95 of 100, slowest."""
    return f"{len(taken):4} {_three([one for one, _ in taken])} ms   cpu {_three([one for _, one in taken])} ms"


def _three(taken: list[float]) -> str:
    return f"median {share(taken, 0.5):5.1f}  p95 {share(taken, 0.95):5.1f}  max {max(taken):5.1f}"


def part(app: StudykitApp) -> str:
    """What is shown."""
    screen = app.screen
    return type(screen.part).__name__ if isinstance(screen, Table) else type(screen).__name__


def letters(asked: Asked) -> tuple[str, ...]:
    """Keys that answer a question: the right answer, because a learner gives it most of the time."""
    form, question = asked.form, asked.question
    if isinstance(form, Choosing):
        return tuple(question.letters.lower())
    if isinstance(form, InOrder):
        return tuple(question.letters.lower())
    if isinstance(form, Pairing):
        return tuple(pair[1:] for pair in question.letters.split())
    return ()


async def learn(pilot: Pilot[int], taken: Taken, cards: int) -> None:
    """Answers cards as a learner would: a letter, Enter, a look at the reasons, Enter."""
    for _ in range(cards):
        table = pilot.app.screen
        if not isinstance(table, Table) or part_name(table) == "Summary":
            return
        if part_name(table) == "Turned":
            await taken.press(pilot, "space")
            await taken.press(pilot, "3", "rating")
            continue
        if isinstance(table.focused, Input):
            await taken.press(pilot, "1", "digit")
            await taken.press(pilot, "escape", "esc field")
            await taken.press(pilot, "s", "s")
        else:
            await taken.press(pilot, "down")
            for letter in letters(table.asked):
                await taken.press(pilot, letter, "letter")
            await taken.press(pilot, "enter")
        if part_name(table) == "Answer":
            await taken.press(pilot, "down")
            await taken.press(pilot, "enter")


def part_name(table: Table) -> str:
    """What is on the table."""
    return type(table.part).__name__


async def measure(load: Callable[[], Study], size: tuple[int, int], *, quiz: bool) -> Taken:
    """Presses keys in an app over a study."""
    taken, app = Taken(), Watched(load, clock=Ticking().stopwatch)
    app.frames = []
    async with app.run_test(size=size) as pilot:
        await loaded(pilot)
        if quiz:
            app.run_action_soon("quiz")
        else:
            await pilot.press("enter")
        for _ in range(100):
            await asyncio.sleep(0.05)
            if isinstance(app.screen, Table) and app.screen.part is not None:
                break
        await rested(pilot)
        await asyncio.sleep(0.3)
        await learn(pilot, taken, _CARDS)
    return taken


def main() -> None:
    """Both sessions at both sizes."""
    for size in SIZES:
        for quiz in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                taken = asyncio.run(measure(real(Path(folder)), size, quiz=quiz))
            print(f"{'Quiz' if quiz else 'Review'} at {size[0]}x{size[1]}")
            taken.tell()


if __name__ == "__main__":
    main()
