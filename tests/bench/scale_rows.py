"""A hundred thousand cards and a million answers, the same in a store of ours and in an Anki collection.

A thousand lives of a card are made with the scheduler; every card lives one of them, moved in time so that it comes
back with equal chance on any day of its last interval. Rows lie in both files in the order in which they were answered.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.scheduling.memory import STANDARD, after
from studykit.store.moments import microseconds

CARDS = 100_000
ANSWERS = 1_000_000
_LIVES = 1000
_WAIT = 600
_BACKLOG = 1
"""Days that a learner may be behind."""
_LONGEST = 180
"""Days that an interval has at most, so that all lives fit into a few years."""
_MORNING = 8 * 3600
_ZERO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to a card; days count from its first answer."""

    reviews: tuple[Review, ...]
    end: MemoryState


@dataclass(frozen=True, slots=True)
class Lived:
    """A card that lived a life: its number, and the study day of its first answer."""

    number: int
    life: Life
    first: int

    def moved(self, moment: datetime) -> datetime:
        """A moment of the life, on this card's days; no two answers of all cards fall on the same millisecond."""
        return moment + timedelta(days=self.first - 1, milliseconds=self.number * 400)


def card_id(number: int) -> str:
    """A name as cards of a pack have it; two and two are siblings."""
    return f"limit:service{number // 200:03}.attribute{number // 2 % 100:02}.{'max' if number % 2 else 'min'}"


def lived(today: int, seed: int = 1) -> Iterator[Lived]:
    """Cards with ANSWERS answers in all; those of CARDS that are left are new."""
    chance = random.Random(seed)
    lives = [_life(chance) for _ in range(_LIVES)]
    left = ANSWERS
    for number in range(CARDS):
        life = lives[chance.randrange(_LIVES)] if left > 2 * _LIVES else _cut(lives[number % _LIVES], left)
        left -= len(life.reviews)
        due = today + chance.randint(-_BACKLOG, max(life.reviews[-1].days - 1, -_BACKLOG))
        yield Lived(number, life, due - life.end.due_day)
        if not left:
            return
    raise ValueError("lives are too short for so many answers")


def _life(chance: random.Random) -> Life:
    return _lived_through([_rating(chance) for _ in range(chance.randint(10, 14))])


def _cut(life: Life, left: int) -> Life:
    return life if len(life.reviews) <= left else _lived_through([one.rating for one in life.reviews[:left]])


def _rating(chance: random.Random) -> Rating:
    return chance.choices(list(Rating), (10, 5, 75, 10))[0]


def _lived_through(ratings: list[Rating]) -> Life:
    """The answers on the days on which they are due; the last one is never forgotten, so that the card is due again."""
    ratings[-1] = Rating.GOOD
    reviews: list[Review] = []
    state: MemoryState | None = None
    day = again = 0
    for at, rating in enumerate(ratings):
        moment = _ZERO + timedelta(days=day, seconds=_MORNING + again * _WAIT, milliseconds=at * 20 + again)
        known = at > 0 and rating is not Rating.AGAIN
        review = Review("", "", moment, 0, day, rating, 5000, at, "A", 0, STANDARD.name, "bench")
        days = min(max(round(after(state, review).stability), 1), _LONGEST) if known else 0
        made = Review(
            "", "", moment, 0, day, rating, 5000, at, "A", days * DAY_SECONDS or _WAIT, STANDARD.name, "bench"
        )
        reviews.append(made)
        state = after(state, made)
        day, again = day + days, 0 if days else again + 1
    assert state is not None
    return Life(tuple(reviews), state)


def fill_ours(path: Path, learner: str, cards: list[Lived], name_of: Callable[[int], str] = card_id) -> None:
    """Puts rows into a store whose tables were made; ``name_of`` gives a number's card."""
    chance = random.Random(2)

    def reviews() -> Iterator[tuple[object, ...]]:
        for one in cards:
            name = name_of(one.number)
            for review in one.life.reviews:
                key, at, day = (
                    f"{chance.getrandbits(128):032x}",
                    microseconds(one.moved(review.at)),
                    review.day + one.first,
                )
                rest = (review.variant, review.chosen, review.interval, review.scheduler, review.device)
                yield learner, key, name, at, 0, day, int(review.rating), review.duration, *rest

    def memories() -> Iterator[tuple[object, ...]]:
        for one in cards:
            end = one.life.end
            last, ready = microseconds(one.moved(end.last)), microseconds(one.moved(end.ready))
            days = (end.day + one.first, ready, end.due_day + one.first)
            counts = (end.step, end.relearning, end.reps, end.lapses)
            yield learner, name_of(one.number), end.stability, end.difficulty, last, *days, *counts

    with closing(_quick(path)) as file, file:
        file.execute("create temp table told as select * from review limit 0")
        file.executemany("insert into told values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", reviews())
        _without_indexes(file, "review", "insert into review select * from told order by at")
        file.executemany("insert into memory values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", memories())


def fill_anki(path: Path, model: int, cards: list[Lived], today: int, anki_day: int) -> None:
    """Puts the same cards into a collection of Anki's: notes, cards with FSRS states, and the history."""

    def notes() -> Iterator[tuple[object, ...]]:
        for number in range(CARDS):
            front = card_id(number)
            yield number + 1, f"guid-{number}", model, 1, -1, "", f"{front}\x1f{number}", front, number, 0, ""

    def rows() -> Iterator[tuple[object, ...]]:
        for one in cards:
            end, last = one.life.end, one.life.reviews[-1]
            data = {"s": round(end.stability, 4), "d": round(end.difficulty, 3), "dr": 0.9, "decay": 0.154}
            text = json.dumps({**data, "lrt": _milliseconds(one, last) // 1000}, separators=(",", ":"))
            due = end.due_day + one.first - today + anki_day
            state = (2, 2, due, last.days, 2500, end.reps, end.lapses, 0, 0, 0, 0, text)
            yield one.number + 1, one.number + 1, 1, 0, 1, -1, *state
        for number in range(len(cards), CARDS):
            yield number + 1, number + 1, 1, 0, 1, -1, 0, 0, number, 0, 0, 0, 0, 0, 0, 0, 0, "{}"

    def history() -> Iterator[tuple[object, ...]]:
        for one in cards:
            for review in one.life.reviews:
                days = review.days or -review.interval
                yield _milliseconds(one, review), one.number + 1, -1, int(review.rating), days, 0, 500, 5000, 1

    with closing(_quick(path)) as file, file:
        file.execute("create temp table told as select * from revlog limit 0")
        file.executemany("insert into told values (?, ?, ?, ?, ?, ?, ?, ?, ?)", history())
        _without_indexes(file, "revlog", "insert into revlog select * from told order by id")
        file.executemany("insert into notes values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", notes())
        file.executemany("insert into cards values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())


def _without_indexes(file: sqlite3.Connection, table: str, statement: str) -> None:
    """Rows go in several times faster when indexes are made afterwards."""
    made = "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null"
    indexes = file.execute(made, (table,)).fetchall()
    for name, _ in indexes:
        file.execute(f"drop index {name}")
    file.execute(statement)
    for _, sql in indexes:
        file.execute(sql)


def _milliseconds(one: Lived, review: Review) -> int:
    return microseconds(one.moved(review.at)) // 1000


def _quick(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path)
    file.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    for pragma in ("synchronous = off", "cache_size = -400000", "temp_store = memory"):
        file.execute(f"pragma {pragma}").close()
    return file
