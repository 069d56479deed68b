"""Answers that Anki itself took come back and make the memory that Anki works out. Test-only, for its licence."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from studykit.core.card import Card, CardKind
from studykit.core.flashcard import Basic, Flashcard, History
from studykit.core.review import Review
from studykit.exchange.anki.package import write_package
from studykit.exchange.anki.reader import open_package
from studykit.scheduling.days import StudyDays
from studykit.scheduling.fast_replay import agrees
from studykit.store.study_store import StudyStore
from studykit.workflows.import_anki import Returned, import_reviews
from studykit.workflows.log import verify
from studykit.workflows.study import Study
from tests.kept import kept
from tests.workflows.answered_study import Clock, give, study_of

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

DAYS, SEED = 12, 5
DAY = 86_400
CARDS = tuple(Card(f"limit:oven.f{at}.max", CardKind.LIMIT, "Ovens", "oven", "", "?", "!", (), ()) for at in range(12))
KNOWN = [card.id for card in CARDS[:4]]
"""Cards with answers from here before they leave."""
NOW = datetime.now(UTC)
TODAY = (NOW.astimezone() - timedelta(hours=4)).toordinal()
TRIES = ("old.apkg", "new.apkg", "old.colpkg", "new.colpkg")


@dataclass(frozen=True)
class Way:
    """What Anki holds after some days, as packages and as Anki says it."""

    folder: Path
    states: dict[str, tuple[float, float]]
    """Card → stability and difficulty that Anki works out of its log."""
    answers: int
    """Given in Anki."""


def begun(store: StudyStore, today: int) -> tuple[Review, ...]:
    """Answers before the day on which the cards left."""
    made: list[Review] = []
    for at, card in enumerate(KNOWN):
        made.append(give(store, card, today - 20, 3, 0, hour=13))
        made.append(give(store, card, today - 20, 3, 2, hour=13))
        made.append(give(store, card, today - 17 + at, 2 + at % 2, 6 + at, hour=13))
    return tuple(made)


def histories(store: StudyStore) -> dict[str, History]:
    return {card: History(store.memory(card), store.reviews(card)) for card in KNOWN}


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Way:
    """A package goes to Anki, is studied there for some days, and leaves in every form that Anki writes."""
    folder = tmp_path_factory.mktemp("way")
    with StudyStore.open(folder / "learner.db", "") as store:
        begun(store, TODAY)
        past = histories(store)
    flashcards = [Flashcard(card.id, Basic(f"What is {card.id}?", "It is so."), "Ovens::oven") for card in CARDS]
    write_package(flashcards, folder / "there.apkg", previous={}, now=1_700_000_000, history=past)
    anki = collection.Collection(str(folder / "anki.anki2"))
    anki.db.execute("pragma synchronous = off")
    anki.set_config("fsrs", val=True)
    options = collection.ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
    request = collection.ImportAnkiPackageRequest(package_path=str(folder / "there.apkg"), options=options)
    assert len(anki.import_anki_package(request).log.new) == len(CARDS)
    before = anki.db.scalar("select count(*) from revlog")
    anki = studied(anki)
    states = {}
    for number in anki.find_cards(""):
        found = anki.compute_memory_state(number)
        if anki.db.scalar("select count(*) from revlog where cid = ?", number):
            states[anki.get_card(number).note()["Id"]] = (found.stability, found.difficulty)
    answers = anki.db.scalar("select count(*) from revlog") - before
    leave(anki, folder)
    return Way(folder, states, answers)


def studied(anki: Any) -> Any:
    """Some days: Anki's clock cannot be set, so after each day everything that happened is moved a day back."""
    chance = random.Random(SEED)
    for _ in range(DAYS):
        anki.decks.select(anki.decks.id("Ovens"))
        for _ in range(14):
            queued = anki.sched.get_queued_cards(fetch_limit=1).cards
            if not queued:
                break
            card = anki.get_card(queued[0].card.id)
            card.start_timer()
            rating = chance.choice((0, 1, 2, 2, 2, 3))
            anki.sched.answer_card(anki.sched.build_answer(card=card, states=queued[0].states, rating=rating))
        anki = a_day_later(anki)
    return anki


def a_day_later(anki: Any) -> Any:
    anki.db.execute("update revlog set id = -id")
    anki.db.execute("update revlog set id = -id - ?", DAY * 1000)
    anki.db.execute("update col set crt = crt - ?", DAY)
    anki.db.execute("update cards set due = due - ? where queue = 1", DAY)
    moved = "update cards set data = json_set(data, '$.lrt', json_extract(data, '$.lrt') - ?) where data like '%lrt%'"
    anki.db.execute(moved, DAY)
    path = anki.path
    anki.close()
    return collection.Collection(path)


def leave(anki: Any, folder: Path) -> None:
    for name, legacy in (("old", True), ("new", False)):
        options = collection.ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        anki.export_anki_package(out_path=str(folder / f"{name}.apkg"), limit=None, options=options)
    for name, legacy in (("old", True), ("new", False)):
        anki.export_collection_package(str(folder / f"{name}.colpkg"), include_media=True, legacy=legacy)
        anki.reopen()
    anki.close()


def here(store: StudyStore) -> Study:
    """A session in the zone that Anki finds on this computer."""
    study = study_of(store, Clock(NOW), CARDS)
    study.days = StudyDays(datetime.now().astimezone().tzinfo or UTC)
    return study


@pytest.fixture
def study(home: Path) -> Iterator[Study]:
    with kept(home) as store:
        begun(store, TODAY - DAYS)  # all that Anki knows was moved
        yield here(store)


def brought(study: Study, path: Path, *, dry_run: bool = False) -> Returned:
    with open_package(path) as package:
        return import_reviews(study, package, dry_run=dry_run, file=path.name)


def test_days_begin_where_anki_begins_them(home: Path, tmp_path: Path) -> None:
    """Answers at any minute, many around the hour at which a study day begins."""
    leaving = [Flashcard(card.id, Basic(card.id, "?"), "Ovens") for card in CARDS]
    write_package(leaving, tmp_path / "there.apkg", previous={}, now=1_700_000_000)
    anki = collection.Collection(str(tmp_path / "anki.anki2"))
    anki.set_config("fsrs", val=True)
    options = collection.ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True)
    path = str(tmp_path / "there.apkg")
    anki.import_anki_package(collection.ImportAnkiPackageRequest(package_path=path, options=options))
    chance = random.Random(SEED)
    start = round(datetime.combine(NOW, datetime.min.time(), UTC).timestamp()) - 60 * DAY
    for card in anki.find_cards(""):
        times = [chance.choice((chance.randrange(13_000, 16_000), chance.randrange(DAY))) for _ in range(12)]
        moments = {start + chance.randrange(50) * DAY + time for time in times}
        for at, moment in enumerate(sorted(moments)):
            kind, days = (1, chance.randint(1, 9)) if at else (0, -600)
            row = (moment * 1000 + card % 997, card, -1, chance.choice((1, 2, 3, 3, 4)), days, 0, 300, 5000, kind)
            anki.db.execute("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)
    found = {anki.get_card(one).note()["Id"]: anki.compute_memory_state(one) for one in anki.find_cards("")}
    leave(anki, tmp_path)
    with kept(home) as store:
        brought(here(store), tmp_path / "new.apkg")
        ours = store.memories()
    assert len(ours) == len(CARDS)
    for card_id, state in ours.items():
        theirs = found[card_id]
        assert agrees((theirs.stability, theirs.difficulty), state.stability, state.difficulty), card_id


@pytest.mark.parametrize("name", TRIES)
def test_every_answer_given_in_anki_comes_back_and_makes_its_memory(way: Way, study: Study, name: str) -> None:
    before = len(study.store.reviews())
    found = brought(study, way.folder / name)
    assert (found.answers, found.known) == (way.answers, before)
    assert (found.manual, found.strange, found.theirs, found.problems) == (0, 0, 0, ())
    assert len(study.store.reviews()) == before + way.answers
    ours = study.store.memories()
    assert set(ours) == set(way.states)
    for card, state in ours.items():
        assert agrees(way.states[card], state.stability, state.difficulty), card
    assert verify(study.store, study.settings).sound


def test_a_second_time_brings_nothing_whatever_the_form(way: Way, study: Study) -> None:
    brought(study, way.folder / TRIES[0])
    log = list(study.store.everything())
    states = study.store.memories()
    for name in TRIES:
        again = brought(study, way.folder / name)
        assert (again.answers, again.cards, again.known) == (0, 0, len(log))
    assert list(study.store.everything()) == log
    assert study.store.memories() == states


def test_a_dry_run_says_the_same_and_changes_nothing(way: Way, study: Study) -> None:
    log = list(study.store.everything())
    told = brought(study, way.folder / TRIES[1], dry_run=True)
    assert list(study.store.everything()) == log
    assert told == brought(study, way.folder / TRIES[1])


def test_an_answer_taken_back_here_stays_so(way: Way, study: Study) -> None:
    taken = study.store.reviews(KNOWN[0])[-1]
    study.store.withdraw(taken.id, NOW, study.rater.fold)
    found = brought(study, way.folder / TRIES[1])
    assert found.answers == way.answers
    assert taken.id not in {one.id for one in study.store.reviews()}


def test_what_came_back_goes_again_to_an_empty_anki_and_comes_back_as_nothing_new(
    way: Way, study: Study, tmp_path: Path
) -> None:
    brought(study, way.folder / TRIES[1])
    ids = [card.id for card in CARDS]
    past = {card: History(study.store.memory(card), study.store.reviews(card)) for card in ids}
    flashcards = [Flashcard(card, Basic(f"What is {card}?", "It is so."), "Ovens::oven") for card in ids]
    write_package(flashcards, tmp_path / "again.apkg", previous={}, now=1_700_000_000, history=past)
    found = brought(study, tmp_path / "again.apkg")
    assert (found.answers, found.known) == (0, len(study.store.reviews()))
