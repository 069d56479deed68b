"""Files as the studykits of versions 1 to 3 left them, from their own SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_ANSWERS = """
create table review (id varchar not null, card varchar not null, at integer not null, "offset" integer not null,
  rating integer not null, duration integer not null, variant integer not null, chosen varchar not null,
  scheduler varchar not null, device varchar not null, primary key (id));
create index ix_review_at on review (at);
create index ix_review_card on review (card);
create table withdrawal (review varchar not null, at integer not null, primary key (review));
create table memory (card varchar not null, stability float not null, difficulty float not null, due integer not null,
  last integer not null, step integer, relearning boolean not null, reps integer not null, lapses integer not null,
  primary key (card));
create index ix_memory_due on memory (due);
create table exported (package varchar not null, card varchar not null, content varchar not null, mod integer not null,
  primary key (package, card));
"""
_IDENTITY = """
create table anchor (card varchar not null, kind varchar not null, about varchar not null, text varchar not null,
  note varchar not null, primary key (card));
create table decision (draft varchar not null, card varchar not null, primary key (draft));
"""
_EXAMS = """
create table remembered (content varchar not null, names varchar not null, primary key (content));
create table attempt (id varchar not null, exam varchar not null, seed integer not null, started integer not null,
  minutes integer, deadline integer, paper varchar not null, position integer not null, used integer not null,
  given_back integer not null, wall integer not null, boot varchar not null, steady integer not null, ended integer,
  primary key (id));
create index ix_attempt_ended on attempt (ended);
create index ix_attempt_started on attempt (started);
create table given (attempt varchar not null, position integer not null, chosen varchar, marked boolean not null,
  milliseconds integer not null, at integer not null, primary key (attempt, position));
"""
_TABLES = {1: _ANSWERS, 2: _ANSWERS + _IDENTITY, 3: _ANSWERS + _IDENTITY + _EXAMS}
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


def micros(text: str) -> int:
    """Microseconds of a moment that is spelled in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def answer(number: int, card: str, at: str, rating: int, offset: int = 60) -> tuple[Any, ...]:
    """A row of the old log; ``at`` is spelled in UTC."""
    return (f"{number:032x}", card, micros(at), offset, rating, 4000 + number, number, "AB", "fsrs 6", "laptop")


REVIEWS = (
    answer(1, "steady", "2026-11-01 09:00", GOOD),
    answer(2, "steady", "2026-11-01 09:15", GOOD),
    answer(3, "steady", "2026-11-04 09:00", AGAIN),
    answer(4, "steady", "2026-11-04 09:10", HARD),
    answer(5, "steady", "2026-11-05 01:30", GOOD),  # 02:30 by the learner's clock: still the day before
    answer(6, "begun", "2026-11-05 09:00", AGAIN),
    answer(7, "begun", "2026-11-05 09:02", HARD),
    answer(8, "slipped", "2026-11-05 10:00", AGAIN),
    answer(9, "slipped", "2026-11-05 10:00", EASY),
    answer(10, "undone", "2026-11-05 11:00", GOOD),
    answer(11, "summer", "2026-03-20 09:00", EASY),
)
"""``slipped`` was given another rating, ``undone`` was taken back."""
WITHDRAWALS = ((f"{8:032x}", micros("2026-11-05 10:01")), (f"{10:032x}", micros("2026-11-05 11:01")))
MEMORIES = (
    ("steady", 3.5, 6.25, micros("2026-11-07 03:00"), micros("2026-11-05 01:30"), None, False, 5, 1),
    ("begun", 0.25, 7.5, micros("2026-11-05 09:07") + 30_000_000, micros("2026-11-05 09:02"), 0, False, 2, 0),
    ("slipped", 8.25, 1.0, micros("2026-11-13 03:00"), micros("2026-11-05 10:00"), None, False, 1, 0),
    # due at 04:00 of summer time, which is the day before by the clock of the answer
    ("summer", 10.5, 1.0, micros("2026-03-31 02:00"), micros("2026-03-20 09:00"), None, False, 1, 0),
)
EXPORTED = (("anki", "steady", "hash", 5), ("anki", "begun", "hash2", 6))
ANCHORS = (("steady", "fact", "what", "this", "note.md"),)
DECISIONS = (("draft", "steady"),)
REMEMBERED = (("older", '{"a": "b"}'), ("newer", "{}"))
ATTEMPTS = (
    (
        *("a" * 32, "DVA-C02", 7, micros("2026-11-06 09:00"), 130, micros("2026-11-06 11:14"), "the paper", 3),
        *(9000, 240_000, micros("2026-11-06 09:05"), "boot-1", 5000, micros("2026-11-06 10:00")),
    ),
    (
        *("b" * 32, "DVA-C02", 8, micros("2026-11-07 09:00"), None, None, "another", 0),
        *(100, 0, micros("2026-11-07 09:01"), "boot-1", 6000, None),
    ),
)
"""One that was finished after a break of four minutes, and one without a clock that was not."""
GIVEN = (("a" * 32, 0, "A", False, 1000, 1), ("a" * 32, 3, None, True, 50, 2), ("b" * 32, 0, "", False, 70, 3))
_ROWS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "review": REVIEWS,
    "withdrawal": WITHDRAWALS,
    "memory": MEMORIES,
    "exported": EXPORTED,
    "anchor": ANCHORS,
    "decision": DECISIONS,
    "remembered": REMEMBERED,
    "attempt": ATTEMPTS,
    "given": GIVEN,
}


def write(path: Path, version: int, more_answers: int = 0) -> None:
    """An old file with these rows, and more answers when a long one is wanted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma journal_mode = wal")
        file.executescript(_TABLES[version])
        for table, rows in _ROWS.items():
            if f"create table {table} " in _TABLES[version]:
                marks = ", ".join("?" * len(rows[0]))
                file.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608 - of the names above
        long = (answer(1000 + n, f"card {n % 50}", "2026-10-01 09:00", GOOD) for n in range(more_answers))
        file.executemany("insert into review values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", long)
        file.execute(f"pragma user_version = {version}")
        file.commit()
