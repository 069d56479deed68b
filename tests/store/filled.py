"""Files of answers for tests, made fast: many rows in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.store.database import put
from studykit.store.rows import memory_row, review_row
from studykit.store.study_store import StudyStore
from studykit.store.tables import MEMORY, REVIEW

BEGIN = datetime(2026, 11, 1, 9, tzinfo=UTC)
CARDS = 40
PAGE = 4096


def review(number: int, device: str = "laptop") -> Review:
    """The answer with a number; cards take turns."""
    at = BEGIN + timedelta(minutes=7 * number)
    return Review(
        id=f"{device}-{number:024x}",
        card=f"card-{number % CARDS:04d}",
        at=at,
        offset=60,
        day=at.date().toordinal(),
        rating=Rating(1 + number % 4),
        duration=4000 + number,
        variant=number % 7,
        chosen="AD"[: number % 3],
        interval=DAY_SECONDS * (1 + number % 5),
        scheduler="fsrs 6",
        device=device,
    )


def memory(last: Review) -> MemoryState:
    """Some state after an answer."""
    return MemoryState(
        stability=2.5,
        difficulty=5.25,
        last=last.at,
        day=last.day,
        ready=last.at,
        due_day=last.day + last.days,
        step=None,
        relearning=False,
        reps=1,
        lapses=0,
    )


def fill(path: Path, answers: range) -> None:
    """Adds the answers with these numbers to a file."""
    with StudyStore.open(path) as store:
        add(store, answers)


def add(store: StudyStore, answers: range, device: str = "laptop") -> None:
    """Adds the answers with these numbers, all in one transaction."""
    made = [review(number, device) for number in answers]
    with store._writing() as connection:
        connection.execute(insert(REVIEW), [review_row(store.learner, one) for one in made])
        put(connection, MEMORY, [memory_row(store.learner, one.card, memory(one)) for one in made])


def ids(path: Path) -> set[str]:
    """The answers that a file holds."""
    with StudyStore.open(path) as store:
        return {one.id for one in store.reviews()}


def leaves(path: Path) -> list[int]:
    """Numbers, from 0, of the pages that hold answers."""
    written = path.read_bytes()
    pages = [written[at : at + PAGE] for at in range(0, len(written), PAGE)]
    return [number for number, page in enumerate(pages) if page[0] == 13 and b"fsrs 6" in page]


def blank(path: Path, pages: Iterable[int]) -> None:
    """Overwrites pages with zeros, as a failing disk does."""
    for number in pages:
        overwrite(path, number * PAGE, bytes(PAGE))


def overwrite(path: Path, start: int, data: bytes) -> None:
    """Puts bytes in the place of others."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)
