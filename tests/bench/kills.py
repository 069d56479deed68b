"""kill -9 at random points of all that writes: what was said to be saved is there, and nothing is half done.

    python -m tests.bench.kills [SEED]

Run with ``make bench``. Each kind is killed in forks of this process, at a random line of the program or at a random
moment, and as the program itself, run by a command. After each kill the next start opens the file: every page is
checked, every answer that was said to be saved is looked for, and all memory states are compared with the log.
Exit 2: something was lost or damaged.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studykit.store.backup import backups
from studykit.workflows.backup import keep_safe
from studykit.workflows.open_library import open_library
from studykit.workflows.restore import restore
from tests.bench.kill_exam import Examining
from tests.bench.kill_home import Found, Home, filled
from tests.bench.kill_kind import Kind, logged
from tests.bench.kill_kinds import Answering, Exporting, kinds
from tests.bench.killing import End, Length, Stop, killed, killed_program, lines_of, moment, seconds_of

FORKS, PROGRAMS = 26, 8
"""Kills of each kind; those of programs may come after their end."""
DAYS = 11
TEN = 10
_BAD = 2
_SAVED = re.compile(r"^(?:> )?Saved", re.MULTILINE)
_ASKING = ("review", "exam")
"""Verbs that wait for answers."""
_SHOWN = 5
_TRIES = 4
"""Rounds for each kill that is wanted: work that is quicker than it was ends before its kill comes."""


@dataclass
class Tally:
    """A line of the table."""

    name: str
    kills: int = 0
    by_program: int = 0
    """Of these, runs of the program itself."""
    committed: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, end: End, found: Found, *, program: bool) -> None:
        """Counts a round."""
        self.kills += end.killed
        self.by_program += end.killed and program
        self.lost += found.lost
        self.problems += found.problems
        if end.problem:
            self.problems.append(end.problem)

    def __str__(self) -> str:
        """Aligned columns."""
        numbers = (self.kills, self.by_program, self.committed, self.lost, len(self.problems))
        return f"{self.name:<14}" + "".join(f"{number:>13,}" for number in numbers)


def main(words: list[str]) -> int:
    """Prints a row a kind; the first problems of each below it."""
    seed = int(words[0]) if words else random.randrange(10_000)
    began = time.monotonic()
    print(f"seed {seed}")
    print(f"{'killed':<14}{'kills':>13}{'by command':>13}{'committed':>13}{'lost':>13}{'corrupt':>13}")
    total = Tally("all")
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(Path(folder), random.Random(seed)):
            print(row, flush=True)
            for problem in row.problems[:_SHOWN]:
                print(f"  {problem}")
            for name in ("kills", "by_program", "committed", "lost"):
                setattr(total, name, getattr(total, name) + getattr(row, name))
            total.problems += row.problems
        print(total)
        good = _days(Path(folder) / "days")
    print(f"{DAYS} days of study: {good} of the {TEN} newest backups restore to the answers of their day")
    print(f"{time.monotonic() - began:.0f} s")
    return _BAD if total.lost or total.problems or good < TEN else 0


def _rows(root: Path, chance: random.Random) -> Iterator[Tally]:
    for kind in (*_with_content(root), *kinds(root)):
        yield _campaign(kind, chance)
        shutil.rmtree(kind.home.path)


def _with_content(root: Path) -> tuple[Kind, ...]:
    """Those whose program reads cards; they were read before."""
    read_once = Home(root / "read-once")
    open_library(read_once.places, "aws-serverless", [])
    homes = [filled(root / name, answers) for name, answers in (("answer", 100), ("exam", 0), ("export", 60))]
    for home in homes:
        shutil.copytree(read_once.path / "cache", home.path / "cache")
    return Answering(homes[0]), Examining(homes[1]), Exporting(homes[2])


def _campaign(kind: Kind, chance: random.Random) -> Tally:
    tally = Tally(kind.name)
    for end, found in killed_in_forks(kind, FORKS, chance):
        tally.add(end, found, program=False)
    usual, output = 0.0, kind.home.path.with_name("said.txt")
    first = kind.number + 1
    for kind.number in range(first, first + PROGRAMS):
        kind.prepare()
        run = killed_program(kind.words, kind.home.path, output, _stop(kind.words, usual, chance))
        kind.killed, kind.printed = run.end.killed, run.said
        if not kind.killed:
            usual = run.seconds
        tally.add(run.end, kind.look(), program=True)
    tally.committed = kind.committed()
    return tally


def killed_in_forks(kind: Kind, kills: int, chance: random.Random) -> Iterator[tuple[End, Found]]:
    """Rounds of a kind until so many were killed, after two that come to their end: each end, and what was left."""
    lines, seconds, left = 0, 0.0, kills
    for kind.number in range(1, 2 + _TRIES * kills + 1):
        kind.prepare()
        end = End(killed=False)
        if kind.number == 1:
            lines = lines_of(kind.work)
        elif kind.number == 2:
            seconds = seconds_of(kind.work)
        else:
            end = killed(kind.work, Length(lines, seconds), chance)
        kind.killed = end.killed
        yield end, kind.look()
        left -= end.killed
        if not left:
            return


def _stop(words: Sequence[str], usual: float, chance: random.Random) -> Stop:
    """When to kill a run of the program: once it saved some answers, or at a moment of a run that never waits."""
    if words[0] in _ASKING:
        answers, least = chance.randrange(4), chance.random()
        return lambda said, seconds: seconds > least and len(_SAVED.findall(said)) >= answers
    if not usual:
        return lambda _said, _seconds: False
    least = moment(usual, chance)
    return lambda _said, seconds: seconds > least


def _days(root: Path) -> int:
    """Studies for some days; how many of the newest daily backups give what was there when they were made."""
    home = filled(root, 20)
    held = dict[str, set[str]]()
    for number in range(1, DAYS + 1):
        day = f"2026-12-{number:02}"
        home.answer(10, number)
        held[day] = logged(home.database)
        keep_safe(home.database, day)
    kept = [one.path for one in backups(home.database)]
    good = 0
    for path in kept[:TEN]:
        other = Home(root / path.stem)
        restore(other.database, path)
        looked = other.look()
        good += logged(other.database) == held[path.stem[-10:]] and not looked.problems
    return good if len(kept) == TEN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
