"""What a process with Anki's own backend measures of itself; ``tests.bench.scale`` starts it."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer

from tests.bench.peak import peak_megabytes

DAYS = 3000
"""Age of the collection."""
ANSWERS, SESSION = 140, 50


def new_collection(path: Path) -> tuple[int, int]:
    """An empty collection with FSRS, begun years ago: id of the note type, and today's day in it."""
    made = Collection(str(path))
    made.set_config("fsrs", val=True)
    model = made.models.by_name("Basic")["id"]
    made.db.execute("update col set crt = crt - ?", DAYS * 86_400)
    made.close()
    again = Collection(str(path))
    day = again.sched.today
    again.close()
    return int(model), int(day)


def _opened(path: Path) -> tuple[Any, Any]:
    collection = Collection(str(path))
    return collection, collection.sched.get_queued_cards().cards[0]


def queue(path: Path) -> dict[str, float]:
    """Seconds from opening the collection to the first card."""
    gc.collect()
    started = time.perf_counter()
    collection, _ = _opened(path)
    took = time.perf_counter() - started
    collection.close()
    return {"seconds": took}


def _answered(path: Path, count: int) -> list[float]:
    """Milliseconds that each answer takes until it is kept."""
    collection, first = _opened(path)
    took = []
    for _ in range(count):
        card = collection.get_card(first.card.id)
        card.start_timer()
        answer = collection.sched.build_answer(card=card, states=first.states, rating=CardAnswer.GOOD)
        started = time.perf_counter()
        collection.sched.answer_card(answer)
        took.append((time.perf_counter() - started) * 1000)
        first = collection.sched.get_queued_cards().cards[0]
    collection.close()
    return took


def answers(path: Path) -> dict[str, float]:
    """How long an answer takes."""
    took = _answered(path, ANSWERS)
    return {"median": statistics.median(took), "p99": statistics.quantiles(took, n=100)[-1]}


def session(path: Path) -> dict[str, float]:
    """Peak memory of a learner's short session."""
    _answered(path, SESSION)
    return {"peak": peak_megabytes()}


_MEASURES = {"queue": queue, "answers": answers, "session": session}

if __name__ == "__main__":
    print(json.dumps(_MEASURES[sys.argv[1]](Path(sys.argv[2]))))
