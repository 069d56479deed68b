"""Many learners who answer at once in one PostgreSQL database: how fast, and whether every answer is there afterwards.

``python -m tests.bench.crowd [learners] [seconds]``. The server is the tests' own, on loopback, and writes through to
the disk as one that is in use does.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from multiprocessing.pool import AsyncResult

from studykit.core.review import MemoryState, Review
from studykit.store.study_store import StudyStore
from tests.store.examples import DAY, MEMORY, review
from tests.store.postgres import empty, server

LEARNERS, SECONDS = 200, 60
_PROCESSES = 4
_CARDS = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What one learner was told is kept."""

    name: str
    answers: int
    seconds: tuple[float, ...]
    """How long each took."""


def answer_until(address: str, name: str, until: float) -> Told:
    """A learner who answers as fast as the database can, with a connection of their own."""
    took: list[float] = []
    with StudyStore.open(address, name) as store:
        for number in count():
            begun = time.time()
            if begun >= until:
                break
            store.answer(f"card {number % _CARDS}", partial(_made, number))
            took.append(time.time() - begun)
    return Told(name, len(took), tuple(took))


def _made(number: int, before: MemoryState | None) -> tuple[Review, MemoryState]:
    now = datetime.now(UTC)
    given = replace(review(0, f"card {number % _CARDS}"), id=uuid.uuid4().hex, at=now)
    return given, replace(MEMORY, last=now, ready=now, reps=(before.reps if before else 0) + 1)


def some(address: str, names: Sequence[str], until: float) -> list[Told]:
    """A process with a thread for each of its learners."""
    told: list[Told] = []
    threads = [threading.Thread(target=partial(_one, told, address, name, until)) for name in names]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def _one(told: list[Told], address: str, name: str, until: float) -> None:
    told.append(answer_until(address, name, until))


def lost(address: str, told: Told) -> int:
    """How many answers of a learner are not there, or not in what is remembered."""
    with StudyStore.open(address, told.name) as store:
        remembered = sum(state.reps for state in store.memories().values())
        return max(abs(told.answers - store.counts(DAY).answers), abs(told.answers - remembered))


def main(learners: int = LEARNERS, seconds: float = SECONDS) -> int:
    """Prints answers a second, the 99th percentile, and what was lost; 1 when anything was."""
    names = [f"learner {number}" for number in range(learners)]
    with server(("max_connections=300",)) as postgres:
        address = empty(postgres)
        StudyStore.open(address, "the one who makes the tables").close()
        until = time.time() + seconds
        with multiprocessing.get_context("spawn").Pool(_PROCESSES) as pool:
            running: list[AsyncResult[list[Told]]] = [
                pool.apply_async(some, (address, names[first::_PROCESSES], until)) for first in range(_PROCESSES)
            ]
            told = [one for result in running for one in result.get()]
        gone = sum(lost(address, one) for one in told)
    took = sorted(second for one in told for second in one.seconds)
    middle, late = took[len(took) // 2], took[len(took) * 99 // 100]
    print(f"{len(told)} learners, {len(took)} answers in {seconds:.0f} s: {len(took) / seconds:.0f} a second")
    print(f"an answer took {middle * 1000:.0f} ms (median), {late * 1000:.0f} ms (99th percentile)")
    print(f"lost: {gone}")
    return 1 if gone or len(told) != learners else 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
