"""What a process with our store measures of itself; ``tests.bench.scale`` starts it."""

from __future__ import annotations

import gc
import json
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from pathlib import Path

from studykit.core.card import Card, CardKind
from studykit.core.review import Rating
from studykit.core.settings import Settings
from studykit.scheduling import scheduler
from studykit.scheduling.days import StudyDays
from studykit.scheduling.fast_replay import fast_states
from studykit.scheduling.memory import STANDARD, replay
from studykit.store.study_store import StudyStore
from studykit.workflows.deck import Deck
from studykit.workflows.log import verify, verify_fast
from studykit.workflows.queue import Queue, make_queue
from studykit.workflows.rated import Answer, Rater
from studykit.workflows.settings import read_settings
from tests.bench.peak import peak_megabytes
from tests.bench.scale_rows import CARDS, card_id

ANSWERS, SESSION, NEW_A_DAY, AT_ONCE = 150, 50, 20, 5000
"""Answers that are timed, those of a short session, new cards a day (Anki's default), and histories at once."""
DAYS = StudyDays(UTC)
assert scheduler  # it is loaded before anything is measured, as Anki's backend is


def _deck() -> Deck:
    def read(card: str) -> Card:
        return Card(card, CardKind.LIMIT, "Bench", "service", "area", card, "", (), ())

    return Deck(((card_id(number), CardKind.LIMIT) for number in range(CARDS)), read)


def _queue(store: StudyStore, deck: Deck) -> tuple[Settings, Queue, str]:
    now = datetime.now(UTC)
    settings = replace(read_settings(store), new_a_day=NEW_A_DAY)
    queue = make_queue(store, deck, settings, DAYS.number(now), None)
    return settings, queue, next(queue.cards(now))


def queue(path: Path) -> dict[str, float]:
    """Seconds from opening the store to the first card, and until the new cards of the day are counted too."""
    deck = _deck()
    gc.collect()
    started = time.perf_counter()
    with StudyStore.open(path) as store:
        _, waiting, _ = _queue(store, deck)
        first = time.perf_counter() - started
        assert waiting.sizes(datetime.now(UTC))[1] == NEW_A_DAY
        return {"seconds": first, "counted": time.perf_counter() - started}


def _answered(path: Path, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the commit, and of all that happens from the key to it, of each answer."""
    deck = _deck()
    commits, wholes = [], []
    with StudyStore.open(path) as store:
        settings, waiting, _ = _queue(store, deck)
        rater = Rater(store, deck, DAYS, settings, "bench")
        for card in list(islice(waiting.cards(datetime.now(UTC)), count)):
            started = time.perf_counter()
            now, state = datetime.now(UTC), store.memory(card)
            seconds = rater.intervals(card, state, DAYS.number(now))[Rating.GOOD]
            review, memory = rater.rated(Answer(card, Rating.GOOD, 5000), state, now, seconds)
            ready = time.perf_counter()
            store.add(review, memory)
            done = time.perf_counter()
            commits.append((done - ready) * 1000)
            wholes.append((done - started) * 1000)
    return commits, wholes


def _bare(path: Path) -> Iterator[float]:
    """Milliseconds in which the disk alone takes a commit of about that size, without any index or program around."""
    with closing(sqlite3.connect(path.with_name("bare.db"), isolation_level=None)) as file:
        for statement in ("pragma journal_mode = wal", "pragma synchronous = full", "create table bare (text)"):
            file.execute(statement).close()
        for _ in range(ANSWERS):
            started = time.perf_counter()
            file.execute("insert into bare values (?)", ("x" * 400,)).close()
            yield (time.perf_counter() - started) * 1000


def answers(path: Path) -> dict[str, float]:
    """How long an answer takes."""
    commits, wholes = _answered(path, ANSWERS)
    return {
        "disk": statistics.median(_bare(path)),
        "median": statistics.median(commits),
        "p99": statistics.quantiles(commits, n=100)[-1],
        "whole": statistics.median(wholes),
        "whole_p99": statistics.quantiles(wholes, n=100)[-1],
    }


def session(path: Path) -> dict[str, float]:
    """Peak memory of a learner's short session."""
    _answered(path, SESSION)
    return {"peak": peak_megabytes()}


def _whole(work: Callable[[StudyStore], object]) -> Callable[[Path], dict[str, float]]:
    def measured(path: Path) -> dict[str, float]:
        started, processor = time.perf_counter(), time.process_time()
        with StudyStore.open(path) as store:
            assert work(store)
        took = time.perf_counter() - started
        return {"seconds": took, "cpu": time.process_time() - processor, "peak": peak_megabytes()}

    return measured


def _replayed(store: StudyStore) -> int:
    return sum(1 for _, reviews in groupby(store.log(), attrgetter("card")) if replay(reviews))


def _replayed_fast(store: StudyStore) -> int:
    histories = ([(day, rating) for _, day, rating in rows] for _, rows in groupby(store.ratings(), itemgetter(0)))
    done = 0
    while some := list(islice(histories, AT_ONCE)):
        done += len(fast_states(some, STANDARD))
    return done


_MEASURES: dict[str, Callable[[Path], dict[str, float]]] = {
    "queue": queue,
    "answers": answers,
    "session": session,
    "replay": _whole(_replayed),
    "fast": _whole(_replayed_fast),
    "verify": _whole(lambda store: verify(store, read_settings(store)).sound),
    "verify_fast": _whole(lambda store: verify_fast(store, read_settings(store)).sound),
}

if __name__ == "__main__":
    print(json.dumps(_MEASURES[sys.argv[1]](Path(sys.argv[2]))))
