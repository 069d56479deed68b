"""Simulated learners of every kind under every policy, and readiness against what happened.

    python -m tests.bench.review [--learners N] [--seed N] [--quick] [--write docs/review.md]

Ends with 2 when the plan is worse than fixed retention 0.9, by more than the noise, for any kind of learner, in the
same hours. Too little time is judged in words only. ``--write`` puts the tables in their places in a page.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from typing import TypeVar

from studykit.cli.progress import told
from tests.bench.review.calibration import Told, calibration_lines, foretold
from tests.bench.review.contest import CAPPED, FIXED, PLAN, contest, scarce
from tests.bench.review.figures import difference
from tests.bench.review.learners import KINDS
from tests.bench.review.page import absent, filled
from tests.bench.review.session import Outcome
from tests.bench.review.tables import equal_lines, judged, learners_lines, scarce_lines, short_lines

_PART = 4
"""Of the learners, one in so many is also under other plans, and with too little time."""
_FORETOLD = 3
"""One in so many is asked for readiness."""
Task = tuple[str, int]
"""Kind and seed of a learner."""
Done = TypeVar("Done")


def _contest(task: Task) -> dict[str, Outcome]:
    return contest(*task)


def _shorter(task: Task) -> dict[str, Outcome]:
    return contest(*task, more=False)


def _scarce(task: Task) -> dict[str, Outcome]:
    return scarce(*task)


def _foretold(task: Task) -> list[Told]:
    return foretold(*task)


def main(words: Sequence[str]) -> int:
    """Runs it all; the exit code."""
    arguments = _arguments(words)
    first, count, page = arguments.seed * 100_000, arguments.learners, arguments.write
    if page is not None and (missing := absent(page.read_text(encoding="utf-8"))):
        print(f"{page} has no place for: {', '.join(missing)}.", file=sys.stderr)
        return 1
    part = max(count // _PART, 2)
    some, rest = range(first, first + part), range(first + part, first + count)
    full, shorter = _all(_contest, some, "Contest"), _all(_shorter, rest, "Contest, the rest")
    equal = {kind: [*full[kind], *shorter[kind]] for kind in KINDS}
    scarce_found = _all(_scarce, some, "Too little time")
    told_then = _all(_foretold, range(first, first + max(count // _FORETOLD, 2)), "Readiness")
    tables = {
        "learners": learners_lines(count, part, arguments.seed),
        "short": [*short_lines(equal), *judged(equal, FIXED)],
        "hours": equal_lines(equal),
        "scarce": [*scarce_lines(scarce_found), *judged(scarce_found, CAPPED)],
        "readiness": calibration_lines({kind: list(chain.from_iterable(rows)) for kind, rows in told_then.items()}),
    }
    texts = {name: "\n".join(lines).strip("\n") for name, lines in tables.items()}
    print("\n\n".join(texts.values()))
    if page is not None:
        page.write_text(filled(page.read_text(encoding="utf-8"), texts), encoding="utf-8")
    return 2 if any(difference(rows, PLAN, FIXED).worse for rows in equal.values()) else 0


def _all(work: Callable[[Task], Done], seeds: range, what: str) -> dict[str, list[Done]]:
    """What comes of a task for all kinds and seeds; of each kind in the order of seeds."""
    tasks = [(kind, seed) for seed in seeds for kind in KINDS]
    found: dict[str, list[Done]] = {kind: [] for kind in KINDS}
    with Pool(os.cpu_count()) as pool, told(what) as bar:
        for done, result in enumerate(pool.imap(work, tasks)):
            found[tasks[done][0]].append(result)
            bar(done + 1, len(tasks))
    return found


def _arguments(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench.review", description=__doc__)
    parser.add_argument("--learners", type=int, default=200, help="paired learners of each kind (default 200)")
    parser.add_argument("--seed", type=int, default=0, help="others give other learners")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables in their places in this page")
    parser.add_argument("--quick", action="store_true", help="20 learners of each kind")
    arguments = parser.parse_args(words)
    if arguments.quick:
        arguments.learners = 20
    return arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
