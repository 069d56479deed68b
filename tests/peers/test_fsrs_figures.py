"""Memory states equal those of fsrs-rs and of Anki's own library, over real local times.

Both are test-only; Anki's licence keeps it out of the program. Anki does not count local study days: it counts blocks
of 86,400 seconds back from its next day change. While a zone keeps one offset that comes to the same; on the other
side of a clock change its blocks begin at another hour than the learner's study days do (three or five instead of
four), and an answer between the two hours is on different days for the two. Such histories are found and counted.
They are held against fsrs-rs on our days, as all are, and against Anki by giving our fold Anki's days: so the
calendar is shown to be all that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import fsrs_rs_python
import pytest

from studykit.core.clock import offset_minutes
from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.core.settings import Settings
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import DEFAULT, STANDARD, after, replay
from studykit.scheduling.scheduler import Load, Scheduler
from tests.peers.zones import zone_of_this_computer

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "America/Santiago",
)
HISTORIES = 160
"""For each zone: 1,120 together."""
FEW = 0.35
"""Share of a zone's histories on which the calendars may differ, when a third of answers fall around the roll-over."""
ROLLOVER = 4
DAYS_BACK = 1300
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True)
class History:
    """A card's answers, and the rows of Anki's log that say the same."""

    reviews: tuple[Review, ...]
    kinds: tuple[int, ...]
    """Anki's numbers for the phase in which each answer was given: learning, review or relearning."""

    def with_days(self, days: Sequence[int]) -> tuple[Review, ...]:
        return tuple(replace(review, day=day) for review, day in zip(self.reviews, days, strict=True))


@pytest.fixture(scope="module", params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    with zone_of_this_computer(request.param) as named:
        yield named


@pytest.fixture(scope="module")
def anki(zone: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path_factory.mktemp("anki") / "anki.anki2"))
    opened.set_config("fsrs", val=True)
    opened.db.execute("pragma synchronous = off")
    yield opened
    opened.close()


def local_day(moment: datetime, zone: str) -> int:
    """The study day by the wall clock, worked out otherwise than by ``StudyDays``."""
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return (wall - timedelta(hours=ROLLOVER)).toordinal()


def anki_day(moment: datetime, day_change: int) -> int:
    """Blocks of 86,400 seconds before the next day change, as Anki counts them (its figure, the sign turned)."""
    return -((day_change - int(moment.timestamp())) // DAY_SECONDS)


def next_moment(at: datetime, zone: str, chance: Random) -> datetime:
    """Within the hour, within about a day, within two months, or close to a later roll-over."""
    kind = chance.randrange(4)
    if kind < 3:
        shortest, longest = [(_MINUTE, _HOUR), (_HOUR, 25 * _HOUR), (DAY_SECONDS, 60 * DAY_SECONDS)][kind]
        return at + timedelta(seconds=chance.randrange(shortest, longest))
    days = StudyDays(ZoneInfo(zone), ROLLOVER)
    start = days.start(days.number(at) + chance.randrange(1, 30))
    return max(start + timedelta(seconds=chance.randrange(-2 * _HOUR, 2 * _HOUR)), at + timedelta(seconds=_MINUTE))


def kind_of(state: MemoryState | None) -> int:
    if state is None or (state.step is not None and not state.relearning):
        return 0
    return 2 if state.relearning else 1


def history(number: int, begin: datetime, zone_of: Sequence[str], chance: Random) -> History:
    """Answers as the program would have kept them; each in the zone where the learner was by then."""
    scheduler, state = Scheduler(Settings(), STANDARD), None
    at = begin + timedelta(seconds=chance.randrange(300 * DAY_SECONDS), milliseconds=number)
    reviews, kinds = [], []
    for _ in range(chance.randrange(1, 12)):
        zone = chance.choice(zone_of)
        local = at.astimezone(ZoneInfo(zone))
        day = StudyDays(ZoneInfo(zone), ROLLOVER).number(at)
        rating = Rating(chance.choice([1, 2, 3, 3, 3, 4]))
        interval = scheduler.choices(str(number), state, day, Load())[rating]
        review = Review("id", "card", at, offset_minutes(local), day, rating, 1000, 0, "A", interval, "fsrs 6", "test")
        reviews.append(review)
        kinds.append(kind_of(state))
        state = after(state, review)
        at = next_moment(at, zone, chance)
    return History(tuple(reviews), tuple(kinds))


def gaps(days: Sequence[int]) -> list[int]:
    return [0, *(max(later - earlier, 0) for earlier, later in pairwise(days))]


def in_fsrs_rs(ratings: Sequence[Rating], elapsed: Sequence[int]) -> tuple[float, float]:
    reviews = [fsrs_rs_python.FSRSReview(int(rating), gap) for rating, gap in zip(ratings, elapsed, strict=True)]
    state = fsrs_rs_python.FSRS(list(DEFAULT)).memory_state(fsrs_rs_python.FSRSItem(reviews))
    return state.stability, state.difficulty


def in_anki(anki: Any, told: Sequence[History]) -> list[tuple[float, float]]:
    """What Anki works out from its own log, for cards that were answered so."""
    kind, deck = anki.models.by_name("Basic"), anki.decks.id("Default")
    requests = [collection.AddNoteRequest(note=anki.new_note(kind), deck_id=deck) for _ in told]
    for request in requests:
        request.note["Front"] = "?"
    anki.add_notes(requests)
    cards = [request.note.cards()[0].id for request in requests]
    rows = [
        (round(review.at.timestamp() * 1000), card, -1, int(review.rating), interval(review), 1, 0, 1000, kind_then)
        for card, history_told in zip(cards, told, strict=True)
        for review, kind_then in zip(history_told.reviews, history_told.kinds, strict=True)
    ]
    anki.db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    states = [anki.compute_memory_state(card) for card in cards]
    return [(state.stability, state.difficulty) for state in states]


def interval(review: Review) -> int:
    """As Anki writes it: days, or seconds below zero."""
    return review.days or -review.interval


def figures(reviews: Sequence[Review]) -> tuple[float, float]:
    state = replay(reviews)
    assert state is not None
    return state.stability, state.difficulty


def same(theirs: tuple[float, float]) -> Any:
    """To four decimals; of stabilities above five days to five digits, as theirs are worked out in 32-bit floats."""
    return pytest.approx(theirs, rel=2e-5, abs=5e-5)


def test_any_history_of_local_times_gives_the_states_of_fsrs_rs_and_of_anki(
    anki: Any, zone: str, record_property: Any
) -> None:
    chance, day_change = Random(zone), anki.sched.day_cutoff
    begin = datetime.fromtimestamp(day_change, UTC) - timedelta(days=DAYS_BACK)
    histories = [history(number, begin, [zone], chance) for number in range(HISTORIES)]
    apart = 0
    for told, from_anki in zip(histories, in_anki(anki, histories), strict=True):
        ours = [review.day for review in told.reviews]
        assert ours == [local_day(review.at, zone) for review in told.reviews]
        ratings = [review.rating for review in told.reviews]
        assert figures(told.reviews) == same(in_fsrs_rs(ratings, gaps(ours)))

        theirs = [anki_day(review.at, day_change) for review in told.reviews]
        if gaps(theirs) == gaps(ours):
            assert figures(told.reviews) == same(from_anki)
        else:
            apart += 1
            assert any(beside_a_moved_rollover(review, zone) for review in told.reviews)
            assert figures(told.with_days(theirs)) == same(from_anki)
    print(f"{zone}: Anki's calendar gives {apart} of {HISTORIES} histories other days than the wall clock")
    record_property("histories_on_which_the_calendars_differ", apart)
    assert apart <= FEW * HISTORIES
    if zone in {"UTC", "Asia/Kathmandu"}:
        assert apart == 0


def beside_a_moved_rollover(review: Review, zone: str) -> bool:
    """Whether an answer came within the hour between our roll-over and Anki's, on other offsets than now.

    Or in the very second of the roll-over, with which our day begins and Anki's ends.
    """
    wall = review.at.astimezone(ZoneInfo(zone))
    if (wall.hour, wall.minute, wall.second) == (ROLLOVER, 0, 0):
        return True
    moved = wall.utcoffset() != datetime.now(ZoneInfo(zone)).utcoffset()
    return moved and abs(wall.hour + wall.minute / 60 - ROLLOVER) <= 1


def test_the_calendars_differ_in_the_small_hours_only(anki: Any, zone: str) -> None:
    """Between three and five; so on no day of who sleeps then, and rarely on those of who does not."""
    chance, day_change = Random(zone), anki.sched.day_cutoff
    today = datetime.now(UTC)
    shift = local_day(today, zone) - anki_day(today, day_change)
    apart = 0
    for _ in range(5000):
        moment = today - timedelta(seconds=chance.randrange(4 * 365 * DAY_SECONDS))
        differs = local_day(moment, zone) - anki_day(moment, day_change) != shift
        apart += differs
        before = moment - timedelta(seconds=1)  # Anki's day begins a second after ours
        assert not differs or before.astimezone(ZoneInfo(zone)).hour in {3, 4}
    print(f"{zone}: {apart} of 5,000 answers at any hour of four years are on other days")
    assert apart <= 5000 / 24 * 0.7


def test_a_learner_who_travels_is_told_the_days_that_were_lived() -> None:
    """Every answer in another zone: the days are those of the wall clock there, and the states those of fsrs-rs."""
    chance, back = Random(7), 0
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(200):
        told = history(number, begin, ZONES, chance)
        ours = [review.day for review in told.reviews]
        wall = [(review.at + timedelta(minutes=review.offset)).replace(tzinfo=None) for review in told.reviews]
        assert ours == [(moment - timedelta(hours=ROLLOVER)).toordinal() for moment in wall]
        back += any(later < earlier for earlier, later in pairwise(ours))
        ratings = [review.rating for review in told.reviews]
        assert figures(told.reviews) == same(in_fsrs_rs(ratings, gaps(ours)))
    assert back > 0  # some flew west into the day before, which counts as the same day


def test_two_answers_46_hours_and_two_study_days_apart(anki: Any, zone: str) -> None:
    """A span of 46 hours is one day to the bare library (7.315) and two days to Anki (10.964)."""
    noon = datetime.fromtimestamp(anki.sched.day_cutoff, UTC) - timedelta(days=9, hours=16)
    told = history(0, noon, [zone], Random(0))
    days = StudyDays(ZoneInfo(zone), ROLLOVER)
    reviews = tuple(
        replace(told.reviews[0], at=at, day=days.number(at), rating=Rating.GOOD, interval=DAY_SECONDS)
        for at in (noon, noon + timedelta(hours=46))
    )
    assert figures(reviews)[0] == pytest.approx(10.964, abs=1e-3)
    assert [figures(reviews)] == [same(state) for state in in_anki(anki, [History(reviews, (0, 1))])]
