"""Simulated learners of every kind under every policy, and readiness against what happened.

    python -m tests.bench.review [--learners N] [--seed N] [--quick]

Ends with 2 when the plan is worse than fixed retention 0.9, by more than the noise, for any kind of learner.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from multiprocessing import Pool
from typing import TypeVar

from studykit.cli.progress import told
from tests.bench.review.calibration import Told, calibration_lines, foretold
from tests.bench.review.contest import CAPPED, CRAM, FIXED, MOVED, PLAN, SAME_DAYS, SCARCE, SM2, contest, scarce
from tests.bench.review.figures import Outcomes, difference, table
from tests.bench.review.learners import KINDS
from tests.bench.review.session import Outcome

_PART = 4
"""Of the learners, one in so many is also under other plans, and with too little time."""
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
    first, count = arguments.seed * 100_000, arguments.learners
    part = max(count // _PART, 2)
    some, rest = range(first, first + part), range(first + part, first + count)
    print(f"{count} paired learners of each kind of memory, seed {arguments.seed}; points of 100, 95 % intervals.\n")
    full, shorter = _all(_contest, some, "Contest"), _all(_shorter, rest, "Contest, the rest")
    worse = equal_hours({kind: [*full[kind], *shorter[kind]] for kind in KINDS})
    too_little_time(_all(_scarce, some, "Too little time"))
    told_then = _all(_foretold, range(first, first + max(count // 2, 2)), "Readiness")
    for line in calibration_lines({kind: list(chain.from_iterable(found)) for kind, found in told_then.items()}):
        print(line)
    if worse:
        print(f"\nThe plan is worse than fixed 0.9 by more than the noise: {', '.join(worse)}.")
    return 2 if worse else 0


def _all(work: Callable[[Task], Done], seeds: range, what: str) -> dict[str, list[Done]]:
    """What comes of a task for all kinds and seeds; of each kind in the order of seeds."""
    tasks = [(kind, seed) for seed in seeds for kind in KINDS]
    found: dict[str, list[Done]] = {kind: [] for kind in KINDS}
    with Pool(os.cpu_count()) as pool, told(what) as bar:
        for done, result in enumerate(pool.imap(work, tasks)):
            found[tasks[done][0]].append(result)
            bar(done + 1, len(tasks))
    return found


def equal_hours(found: Mapping[str, Outcomes]) -> list[str]:
    """Prints the tables for equal hours; the kinds for which the plan is worse than fixed 0.9."""
    print("EQUAL HOURS: those that fixed 0.9 took; the plan spends the same minutes each day.")
    for kind, outcomes in found.items():
        print(f"\n{kind}")
        print("\n".join(table(outcomes)))
    print("\nTHE PLAN, LESS ...")
    others = (FIXED, SM2, CRAM, MOVED)
    print(f"  {'':12}{'fixed 0.9':>14}{'SM-2':>14}{'cramming':>14}{'0.8+rest':>14}")
    for kind, outcomes in found.items():
        print(f"  {kind:12}" + "".join(f"{difference(outcomes, PLAN, other)!s:>14}" for other in others))
    print("\nWHERE IT COMES FROM: the plan with the minutes that fixed 0.9 spent on each day,")
    print("less fixed 0.9 (choice of cards alone); and what moving the minutes adds.")
    for kind, outcomes in found.items():
        both = [row for row in outcomes if SAME_DAYS in row]
        choice, moved = difference(both, SAME_DAYS, FIXED), difference(both, PLAN, SAME_DAYS)
        print(f"  {kind:12} choice {choice}   moved {moved}")
    return [kind for kind, outcomes in found.items() if difference(outcomes, PLAN, FIXED).worse]


def too_little_time(found: Mapping[str, Outcomes]) -> None:
    """Prints the tables for less time than it takes."""
    print(f"\nTOO LITTLE TIME: {SCARCE:.0%} of those hours, same minutes each day; difference to fixed 0.9.")
    for kind, outcomes in found.items():
        print(f"\n{kind}")
        print("\n".join(table(outcomes, CAPPED)))


def _arguments(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench.review", description=__doc__)
    parser.add_argument("--learners", type=int, default=200, help="paired learners of each kind (default 200)")
    parser.add_argument("--seed", type=int, default=0, help="others give other learners")
    parser.add_argument("--quick", action="store_true", help="20 learners of each kind")
    arguments = parser.parse_args(words)
    if arguments.quick:
        arguments.learners = 20
    return arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
