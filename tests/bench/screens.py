"""Key press → painted frame on every screen, over 100,000 cards and 1,000,000 answers, and while slow work goes on.

    python -m tests.bench.screens [FOLDER] [COLUMNS ROWS]

Notes and answers are made once and stay in FOLDER (some minutes). The clock starts when the terminal's driver hands a
key on and stops at the first frame that shows something else; ``cpu`` is what the app's own thread took of that.
Opening a screen is a key too. Exit 2: a screen is over the goal.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

import studykit.tui.app
from studykit.tui.app import StudykitApp
from studykit.tui.widgets.frame import Frame
from tests.bench.large import opened_over
from tests.bench.walks import HELD, WALKS, Walk
from tests.tui.looking import rows
from tests.tui.stage import loaded, worked_out

SIZE = (120, 36)
GOAL = 50.0
_MISSED = 2
_PATIENCE, _PAUSE = 1.0, 0.03
_RATE = 30
"""Keys a second that a held key sends."""
_HELD = 10
"""Seconds that it is held."""


class Watched(StudykitApp):
    """Notes the first frame that differs from what was shown."""

    CSS_PATH = str(Path(studykit.tui.app.__file__).with_name("app.tcss"))
    before: list[str] | None = None
    seen: tuple[float, float] | None = None
    changed: asyncio.Event
    painted = 0.0
    """When the last frame was painted."""

    @property
    def first(self) -> tuple[float, float] | None:
        """When the first frame that differs was painted, and after how much work; None while there is none."""
        return self.seen

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        at = time.perf_counter(), time.thread_time()
        self.painted = at[0]
        if self.before is not None and self.seen is None and rows(self) != self.before:
            self.seen = at
            self.changed.set()


class Hands:
    """Presses keys in an app, and keeps how long each took."""

    def __init__(self, pilot: Pilot[int], app: Watched) -> None:
        self.pilot, self.app = pilot, app
        self.taken: dict[str, list[tuple[float, float, str]]] = {}
        self.silent: list[str] = []

    def send(self, key: str) -> None:
        """Hands a key on as the driver does."""
        assert self.app._driver is not None
        self.app._driver.send_message(events.Key(key, key if len(key) == 1 else None))

    async def press(self, where: str, key: str) -> None:
        """One key, up to the frame that shows it."""
        app = self.app
        app.before, app.seen = rows(app), None
        app.changed.clear()
        start, work = time.perf_counter(), time.thread_time()
        self.send(key)
        with suppress(TimeoutError):
            await asyncio.wait_for(app.changed.wait(), _PATIENCE)
        if app._exception is not None:
            raise app._exception
        seen = app.first
        if seen is None:
            self.silent.append(f"{where} {key}")
        else:
            took = ((seen[0] - start) * 1000, (seen[1] - work) * 1000, key)
            self.taken.setdefault(where, []).append(took)
        app.before = None

    @property
    def busy(self) -> bool:
        """Whether a thread works for the screen."""
        return isinstance(self.app.screen, Frame) and self.app.screen.is_loading

    async def rest(self) -> None:
        """Waits as a learner does, and until nothing works in a thread."""
        await asyncio.sleep(_PAUSE)
        await worked_out(self.pilot)

    async def walk(self, walk: Walk) -> None:
        """The keys of a walk through screens; those of ``meanwhile`` while its work goes on."""
        for key in walk.opens:
            await self.press("Go to" if key == "g" else walk.name, key)
            if key != walk.opens[-1] or not walk.meanwhile:
                await self.rest()
        for key in walk.meanwhile * 40:
            if not self.busy:
                break
            await self.press(f"{walk.name}, while it works", key)
            await asyncio.sleep(_PAUSE)
        await self.rest()
        for key in walk.keys:
            await self.press(walk.name, key)
            await self.rest()
        for key in walk.leaves:
            self.send(key)
            await self.rest()

    async def hold(self, walk: Walk) -> None:
        """Holds ↓: how far the last frame is behind the last key, in milliseconds."""
        for key in (*walk.opens, *walk.keys):
            self.send(key)
            await self.rest()
        start = sent = time.perf_counter()
        for at in range(_HELD * _RATE):
            await asyncio.sleep(max(start + at / _RATE - time.perf_counter(), 0))
            sent = time.perf_counter()
            self.send("down")
        await asyncio.sleep(_PATIENCE)
        late, spent = self.app.painted - sent, sent - start - _HELD
        print(f"↓ held {_HELD} s on {walk.name}: last frame {late * 1000:.0f} ms after the last key, {spent:+.2f} s")
        for key in walk.leaves:
            self.send(key)
            await self.rest()


def share(taken: Iterable[float], of: float) -> float:
    """The value that so many are not above."""
    order = sorted(taken)
    return order[min(int(len(order) * of), len(order) - 1)]


def table(taken: dict[str, list[tuple[float, float, str]]]) -> bool:
    """Prints a line a screen; whether all are within the goal."""
    print(f"{'screen':<32}{'keys':>5}{'median':>8}{'p95':>8}{'max':>8}{'cpu p95':>9}  slowest")
    good = True
    for name, one in taken.items():
        wall, cpu = [took for took, _, _ in one], [took for _, took, _ in one]
        slowest, over = max(one), share(wall, 0.95) > GOAL
        good &= not over
        line = f"{name:<32}{len(one):>5}{share(wall, 0.5):>8.1f}{share(wall, 0.95):>8.1f}{max(wall):>8.1f}"
        print(f"{line}{share(cpu, 0.95):>9.1f}  {slowest[2]}{'   OVER' if over else ''}")
    return good


def memory() -> str:
    """What the process holds, and what it held at most."""
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    now, most = (next(int(line.split()[1]) for line in status if line.startswith(name)) for name in ("VmRSS", "VmHWM"))
    return f"memory {now / 1024:.0f} MB, at most {most / 1024:.0f} MB"


async def measure(app: Watched, size: tuple[int, int], wanted: str) -> bool:
    """All walks; ``wanted``: only those whose name has it."""
    app.changed = asyncio.Event()
    async with app.run_test(size=size) as pilot:
        hands, start = Hands(pilot, app), time.perf_counter()
        await loaded(pilot)
        assert app.study is not None
        await hands.rest()
        print(
            f"{len(app.study.cards):,} cards, {size[0]}x{size[1]}; read in {time.perf_counter() - start:.1f} s;",
            memory(),
        )
        for walk in WALKS:
            if wanted in walk.name:
                await hands.walk(walk)
        good = table(hands.taken)
        print(f"{len(hands.silent)} keys changed nothing: {', '.join(hands.silent)}")
        for walk in HELD:
            if wanted in walk.name:
                await hands.hold(walk)
        print(memory())
    return good


def main(words: list[str]) -> int:
    """Prints the table."""
    sys.setswitchinterval(studykit.tui.app.TURN)
    folder = Path(words[0]) if words else Path(tempfile.gettempdir(), "studykit-large")
    size = (int(words[1]), int(words[2])) if len(words) > 2 else SIZE
    app = Watched(opened_over(folder))
    return 0 if asyncio.run(measure(app, size, words[3] if len(words) > 3 else "")) else _MISSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
