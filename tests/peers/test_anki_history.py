"""Schedules, review log and settings arrive in Anki's own library as they are here. Test-only, for its licence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from studykit.core.clock import offset_minutes
from studykit.core.flashcard import Flashcard, History, Preset
from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review
from studykit.core.settings import Settings
from studykit.exchange.anki.package import guid, write_package
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import DEFAULT, STANDARD, after
from studykit.scheduling.scheduler import Load, Scheduler
from tests.exchange.flashcards_made import ALL, BASIC, with_front
from tests.peers.test_fsrs_figures import beside_a_moved_rollover
from tests.peers.zones import zone_of_this_computer

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

ZONES = ("UTC", "Asia/Kathmandu", "America/Los_Angeles")
CARDS = 120
SETTINGS = Settings(
    retention=0.87,
    new_a_day=7,
    reviews_a_day=77,
    learning_steps=(60, 600, 1200),
    relearning_steps=(300,),
    longest=1000,
    easy_days=(1.0, 0.5, 1.0, 1.0, 1.0, 0.0, 1.0),
    leech_lapses=5,
)
PRESET = Preset(SETTINGS, DEFAULT)


def live(card: Flashcard, zone: str, chance: Random) -> History:
    """Answers over the last months, each when it was due or later, up to now."""
    scheduler, state, reviews = Scheduler(SETTINGS, STANDARD), None, []
    days, at = StudyDays(ZoneInfo(zone)), datetime.now(UTC) - timedelta(days=chance.randrange(200))
    for _ in range(chance.randrange(9)):
        if at > datetime.now(UTC) - timedelta(minutes=1):
            break
        rating, day = Rating(chance.choice([1, 2, 3, 3, 3, 4])), days.number(at)
        interval = scheduler.choices(card.id, state, day, Load())[rating]
        offset = offset_minutes(at.astimezone(ZoneInfo(zone)))
        review = Review("id", card.id, at, offset, day, rating, 4321, 0, "", interval, STANDARD.name, "test")
        reviews.append(review)
        state = after(state, review)
        at += timedelta(seconds=interval + chance.randrange(3) * DAY_SECONDS + chance.randrange(7200), milliseconds=3)
    return History(state, tuple(reviews), suspended=chance.random() < 0.1)


@pytest.fixture(scope="module", params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    with zone_of_this_computer(request.param) as named:
        yield named


@pytest.fixture(scope="module")
def histories(zone: str) -> dict[str, History]:
    chance = Random(zone)
    cards = [replace(BASIC, id=f"limit:oven.{number}.max") for number in range(CARDS)]
    found = {card.id: live(card, zone, chance) for card in cards}
    assert sum(len(history.reviews) for history in found.values()) > CARDS
    return found


@pytest.fixture(scope="module")
def anki(zone: str, histories: dict[str, History], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A collection begun on another day, into which the cards were imported."""
    folder = tmp_path_factory.mktemp("anki")
    made = collection.Collection(str(folder / "anki.anki2"))
    made.db.execute("update col set crt = crt - 86400 * 37")
    made.close()
    opened = collection.Collection(str(folder / "anki.anki2"))
    opened.set_config("fsrs", val=True)
    cards = [replace(BASIC, id=card) for card in histories]
    write_package(cards, folder / "d.apkg", previous={}, now=1_700_000_000, history=histories, preset=PRESET)
    take(opened, folder / "d.apkg")
    yield opened
    opened.close()


def take(anki: Any, package: Path) -> None:
    options = collection.ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    anki.import_anki_package(collection.ImportAnkiPackageRequest(package_path=str(package), options=options))


def card_of(anki: Any, card: str) -> Any:
    return anki.get_card(
        anki.db.scalar("select c.id from cards c, notes n where c.nid = n.id and guid = ?", guid(card))
    )


def test_memory_arrives_and_cards_come_back_on_the_same_day_of_the_calendar(
    anki: Any, zone: str, histories: dict[str, History]
) -> None:
    today = StudyDays(ZoneInfo(zone)).number(datetime.now(UTC))
    kinds = set()
    for name, history in histories.items():
        card, memory = card_of(anki, name), history.memory
        kinds.add((card.type, card.queue))
        assert (card.queue == -1) is history.suspended
        if memory is None:
            assert (card.type, card.reps, card.memory_state) == (0, 0, None)
            continue
        assert card.memory_state.stability == pytest.approx(memory.stability, abs=6e-5)
        assert card.memory_state.difficulty == pytest.approx(memory.difficulty, abs=6e-4)
        assert card.desired_retention == pytest.approx(0.87)
        assert card.decay == pytest.approx(DEFAULT[20], abs=6e-4)
        logged = memory.last + timedelta(microseconds=500)  # the log rounds to milliseconds
        assert card.last_review_time == int(logged.timestamp())
        assert (card.reps, card.lapses) == (memory.reps, memory.lapses)
        if memory.step is None:
            assert (card.type, card.due - anki.sched.today) == (2, memory.due_day - today)
            assert card.ivl == memory.due_day - memory.day
        else:
            assert card.type == (3 if memory.relearning else 1)
            assert card.due == pytest.approx(memory.ready.timestamp(), abs=1)
            assert card.left == max(len(steps(memory)) - memory.step, 1)
    assert {(0, 0), (2, 2), (1, 1)} <= kinds


def steps(memory: MemoryState) -> tuple[int, ...]:
    return SETTINGS.relearning_steps if memory.relearning else SETTINGS.learning_steps


def test_every_answer_arrives(anki: Any, histories: dict[str, History]) -> None:
    for name, history in histories.items():
        rows = anki.db.all(
            "select id, ease, ivl, time, factor from revlog where cid = ? order by id", card_of(anki, name).id
        )
        assert [row[1:4] for row in rows] == [
            [int(one.rating), one.days or -one.interval, one.duration] for one in history.reviews
        ]
        for row, review in zip(rows, history.reviews, strict=True):
            assert row[0] / 1000 == pytest.approx(review.at.timestamp(), abs=0.01)
        if history.memory:
            assert rows[-1][4] == pytest.approx((history.memory.difficulty - 1) / 9 * 1000 + 100, abs=0.51)


def test_anki_works_out_the_same_memory_from_the_log(anki: Any, zone: str, histories: dict[str, History]) -> None:
    """Where Anki counts other days than the wall clock (see ``test_fsrs_figures``) it may differ; nowhere else."""
    for name, history in histories.items():
        if history.memory:
            state = anki.compute_memory_state(card_of(anki, name).id)
            ours = history.memory.stability, history.memory.difficulty
            if (state.stability, state.difficulty) != pytest.approx(ours, rel=2e-5, abs=5e-5):
                assert any(beside_a_moved_rollover(review, zone) for review in history.reviews), name


def test_settings_arrive_as_the_preset_of_the_decks(anki: Any) -> None:
    preset = anki.decks.config_dict_for_deck_id(anki.decks.id("Ovens::oven"))
    assert preset["name"] == "studykit"
    assert preset["fsrsParams6"] == pytest.approx(list(DEFAULT))
    assert preset["desiredRetention"] == pytest.approx(0.87)
    assert preset["easyDaysPercentages"] == [1.0, 0.5, 1.0, 1.0, 1.0, 0.0, 1.0]
    assert (preset["new"]["perDay"], preset["rev"]["perDay"], preset["rev"]["maxIvl"]) == (7, 77, 1000)
    assert (preset["new"]["delays"], preset["lapse"]["delays"]) == ([1.0, 10.0, 20.0], [5.0])
    assert (preset["lapse"]["leechFails"], preset["lapse"]["leechAction"]) == (5, 0)
    assert preset["new"]["bury"]
    assert preset["rev"]["bury"]
    assert preset["buryInterdayLearning"]


def test_anki_finds_nothing_to_mend(anki: Any) -> None:
    assert anki.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_an_update_leaves_the_schedule_as_anki_has_it(anki: Any, histories: dict[str, History], tmp_path: Path) -> None:
    """Also when ours went on meanwhile: a package moves progress once."""
    before = state_of(anki)
    later = {name: replace(history, reviews=(), memory=None) for name, history in histories.items()}
    cards = [with_front(replace(BASIC, id=card), "Changed") for card in histories]
    write_package(cards, tmp_path / "d.apkg", previous={}, now=1_800_000_000, history=later, preset=PRESET)
    take(anki, tmp_path / "d.apkg")
    assert state_of(anki) == before
    assert len(anki.find_notes("Front:Changed")) == CARDS


def state_of(anki: Any) -> Any:
    cards = anki.db.all(
        "select id, did, type, queue, due, ivl, factor, reps, lapses, left, data from cards order by id"
    )
    return cards, anki.db.all("select * from revlog order by id")


def test_answers_of_one_moment_stay_apart(tmp_path: Path) -> None:
    """The time of an answer is its identity in Anki; the later one by id of the card moves by a millisecond."""
    at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    histories = {}
    for card in ALL:
        review = Review(
            "id", card.id, at, 0, date(2026, 1, 5).toordinal(), Rating.EASY, 10, 0, "", DAY_SECONDS, "f", "t"
        )
        histories[card.id] = History(after(None, review), (review,))
    write_package(ALL, tmp_path / "d.apkg", previous={}, now=1, history=histories)
    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    take(opened, tmp_path / "d.apkg")
    times = opened.db.list("select id from revlog order by id")
    opened.close()
    assert times == [round(at.timestamp() * 1000) + more for more in range(len(ALL))]
