"""A hundred thousand cards and a million answers: our store and Anki's own backend, side by side in one run.

Run with ``make bench``. Both hold the same cards, schedules and answers. Each figure comes from a process of its own
that has loaded its libraries; what Anki does too, it does in turn with ours. Exit 2: a goal was missed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.scale_rows import ANSWERS, CARDS, fill_anki, fill_ours, lived

ROUNDS = 5
_MISSED = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; ``figure`` must be at most ``goal``."""

    name: str
    figure: float
    goal: float
    unit: str
    beside: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.figure <= self.goal

    def __str__(self) -> str:
        """Aligned columns."""
        said = f"{self.name:<44}{self.figure:>9.2f} {self.unit:<3}{self.goal:>8g}   {'ok' if self.met else 'MISSED':<8}"
        return f"{said}{self.beside}".rstrip()


def main() -> int:
    """Makes both, measures, and prints a row a goal."""
    with tempfile.TemporaryDirectory() as folder:
        ours, anki = Path(folder) / "learner.db", Path(folder) / "collection.anki2"
        _make(ours, anki)
        print(f"{'what':<44}{'figure':>9}    {'goal':>8}")
        rows = []
        for row in _measured(ours, anki):
            print(row, flush=True)
            rows.append(row)
    return 0 if all(row.met for row in rows) else _MISSED


def _make(ours: Path, anki: Path) -> None:
    from studykit.store.study_store import StudyStore
    from tests.bench.scale_anki import new_collection

    started = time.perf_counter()
    today = datetime.now(UTC).toordinal()
    cards = list(lived(today))
    with StudyStore.open(ours) as store:
        learner = store.learner
    fill_ours(ours, learner, cards)
    model, anki_day = new_collection(anki)
    fill_anki(anki, model, cards, today, anki_day)
    sizes = f"ours {ours.stat().st_size / 1e6:.0f} MB, Anki's {anki.stat().st_size / 1e6:.0f} MB"
    took = time.perf_counter() - started
    print(f"{CARDS:,} cards, {len(cards):,} of them seen, {ANSWERS:,} answers; {sizes}; made in {took:.0f} s")


def _measured(ours: Path, anki: Path) -> Iterable[Row]:
    opened = [(_child("ours", "queue", ours), _child("anki", "queue", anki)) for _ in range(ROUNDS)]
    here, there = (statistics.median(pair[at]["seconds"] for pair in opened) for at in (0, 1))
    counted = statistics.median(pair[0]["counted"] for pair in opened)
    beside = f"{here * 1000:.0f} ms, Anki {there * 1000:.0f} ms; {counted * 1000:.0f} ms with new cards counted"
    yield Row("due queue: open to first card, to Anki's", here / there, 0.5, "x", beside)
    mine, theirs = _child("ours", "answers", ours), _child("anki", "answers", anki)
    disk = f"disk alone {mine['disk']:.2f}"
    said = f"Anki {theirs['median']:.2f}, p99 {theirs['p99']:.1f}"
    beside = f"p99 {mine['p99']:.1f}; {disk}; with interval and balance {mine['whole']:.2f}; {said}"
    yield Row("an answer commits (median)", mine["median"], 2, "ms", beside)
    session = _child("ours", "session", ours)
    beside = f"Anki {_child('anki', 'session', anki)['peak']:.0f} MB"
    yield Row("peak memory: open and answer 50 cards", session["peak"], 300, "MB", beside)
    for name, what, goal in _WHOLE_LOG:
        done = _child("ours", what, ours)
        beside = f"{done['cpu']:.1f} s of processor, {done['peak']:.0f} MB"
        yield Row(name, done["seconds"], goal, "s", beside)


_WHOLE_LOG = (
    ("replay of the whole log", "replay", 20),
    ("the same with the extra", "fast", 3),
    ("studykit log verify", "verify", 20),
    ("studykit log verify --fast", "verify_fast", 3),
)


def _child(whose: str, what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", f"tests.bench.scale_{whose}", what, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
