from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from studykit.core.flashcard import Carried
from studykit.core.log_row import RowKind
from studykit.core.review import DAY_SECONDS, Rating
from studykit.exchange.anki.guid import guid
from studykit.exchange.anki.reader import AnkiReview, open_package
from studykit.scheduling.days import StudyDays
from studykit.scheduling.memory import replay
from studykit.store.merge import Merge
from studykit.store.study_store import StudyStore
from studykit.workflows.import_anki import Returned, bring_back, import_reviews
from studykit.workflows.log import verify
from studykit.workflows.study import Study
from tests.exchange.anki_packages import CLOZE_TYPE, NOTE, TYPE, card, collection, legacy, modern, note, review
from tests.kept import kept
from tests.workflows.answered_study import CARDS, NOON, TODAY, give, study_of

OURS = CARDS[0].id
MIDNIGHT = int(datetime.fromordinal(TODAY).replace(tzinfo=UTC).timestamp()) * 1000
MORNING = MIDNIGHT + 9 * 3_600_000
"""Milliseconds at nine of the study day."""
BEFORE_ANKI = round(datetime(2006, 1, 1, tzinfo=UTC).timestamp() * 1000) - 1
OURS_TYPE = {
    "id": CLOZE_TYPE,
    "name": "studykit Basic",
    "type": 0,
    "css": "",
    "flds": [{"name": "Front", "ord": 0}, {"name": "Id", "ord": 1}],
    "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{Front}}"}],
}
THEIRS_TYPE = {**OURS_TYPE, "id": TYPE, "name": "Basic"}


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


@pytest.fixture
def study(store: StudyStore) -> Study:
    return study_of(store)


def row(number: int, **other: Any) -> AnkiReview:
    told = {"card_id": 1, "ease": 3, "interval": 4, "last_interval": 1, "factor": 300, "time": 5000, "type": 1}
    return AnkiReview(id=number, **{**told, **other})


def came(study: Study, *rows: AnkiReview, card: str = OURS, **other: Any) -> Returned:
    return bring_back(study, [(card, one) for one in rows], **other)


def test_an_answer_of_anki_becomes_a_row_of_the_log(study: Study) -> None:
    found = came(study, row(MORNING, ease=2, interval=6, time=7300))
    assert (found.answers, found.known, found.cards, found.manual) == (1, 0, 1, 0)
    (one,) = study.store.reviews()
    assert (one.card, one.rating, one.interval, one.duration) == (OURS, Rating.HARD, 6 * DAY_SECONDS, 7300)
    assert (one.at, one.day, one.offset) == (datetime.fromordinal(TODAY).replace(tzinfo=UTC, hour=9), TODAY, 0)
    assert (one.scheduler, one.device, one.chosen, one.variant) == ("anki", "anki", "", 0)
    state = study.store.memory(OURS)
    assert state == replay([one])
    assert state is not None
    assert state.due_day == TODAY + 6
    assert verify(study.store, study.settings).sound


def test_the_session_knows_what_came(study: Study) -> None:
    study.queue()
    assert study.memory(OURS) is None
    came(study, row(MORNING))
    assert study.memory(OURS) is not None
    assert OURS not in set(study.queue().cards(NOON))


@pytest.mark.parametrize(
    ("theirs", "seconds"),
    [
        (1, DAY_SECONDS),
        (36_500, 36_500 * DAY_SECONDS),
        (2**40, 36_500 * DAY_SECONDS),
        (0, 0),
        (-60, 60),
        (-86_399, 86_399),
        (-86_400, DAY_SECONDS),
        (-130_000, 2 * DAY_SECONDS),
        (-(2**40), 36_500 * DAY_SECONDS),
    ],
)
def test_days_count_upwards_and_seconds_downwards(study: Study, theirs: int, seconds: int) -> None:
    came(study, row(MORNING, interval=theirs))
    assert study.store.reviews()[0].interval == seconds
    assert verify(study.store, study.settings).sound


def test_a_second_time_brings_nothing(study: Study) -> None:
    rows = [row(MORNING + at * 60_000, ease=1 + at % 4) for at in range(8)]
    assert came(study, *rows).answers == 8
    log = list(study.store.everything())
    again = came(study, *reversed(rows), *rows)
    assert (again.answers, again.cards) == (0, 0)
    assert list(study.store.everything()) == log
    assert came(study, *rows, row(MORNING - 60_000)).answers == 1
    assert study.store.reviews()[0].at < log[0][0].at


def test_one_row_that_is_there_twice_is_one(study: Study) -> None:
    assert came(study, row(MORNING), row(MORNING)).answers == 1


def test_what_went_to_anki_from_here_is_known_there(study: Study) -> None:
    mine = give(study.store, OURS, TODAY, 3, 2)
    at = round(mine.at.timestamp() * 1000)
    found = came(study, row(at + 1), row(at - 999), row(at + 1000), row(at, ease=4), row(at, ease=3))
    assert (found.answers, found.known) == (2, 3)
    assert came(study, row(at), card=CARDS[1].id).answers == 1


def test_an_answer_that_was_taken_back_does_not_come_back(study: Study) -> None:
    mine = give(study.store, OURS, TODAY, 3, 2)
    study.store.withdraw(mine.id, NOON, study.rater.fold)
    came(study, row(MORNING + 120_000))
    study.store.withdraw(study.store.last_reviews(1)[0].id, NOON, study.rater.fold)
    again = came(study, row(round(mine.at.timestamp() * 1000)), row(MORNING + 120_000))
    assert (again.answers, again.known) == (0, 2)
    assert study.store.memory(OURS) is None


def test_what_is_no_answer_is_none(study: Study) -> None:
    found = came(
        study,
        row(MORNING, ease=0, type=4),  # Forget
        row(MORNING + 1, ease=3, type=4),
        row(MORNING + 2, ease=0, type=5),  # rescheduled by a new preset
        row(MORNING + 3, ease=3, type=3, factor=0),  # looked at in a filtered deck
        row(MORNING + 4, ease=5),
        row(MORNING + 5, ease=-1),
        row(MORNING + 6, ease=3, type=3, factor=300),
    )
    assert (found.answers, found.manual, found.problems) == (1, 2, ())


@pytest.mark.parametrize("at", [0, -5, BEFORE_ANKI, MORNING * 1000, 2**62, MORNING + 2 * DAY_SECONDS * 1000])
def test_a_time_that_cannot_be_is_left_out_and_told(study: Study, at: int) -> None:
    found = came(study, row(at), row(MORNING), file="deck.apkg")
    assert found.answers == 1
    assert [str(one) for one in found.problems] == [
        "deck.apkg: warning: 1 answer with a time or an interval that cannot be; left out."
    ]


def test_absurd_durations_are_bounded(study: Study) -> None:
    found = came(study, row(MORNING, time=-5), row(MORNING + 5000, time=2**62))
    assert (found.answers, len(found.problems)) == (1, 1)
    assert study.store.reviews()[0].duration == 0


def test_a_dry_run_counts_and_writes_nothing(study: Study) -> None:
    rows = [row(MORNING), row(MORNING + 9000)]
    told = came(study, *rows, dry_run=True)
    assert told.answers == 2
    assert not list(study.store.everything())
    assert came(study, *rows) == told


def test_older_answers_go_before_those_that_are_here(study: Study) -> None:
    give(study.store, OURS, TODAY, 3, 9)
    came(study, row(MORNING - 5 * DAY_SECONDS * 1000, interval=3))
    state = study.store.memory(OURS)
    assert state == replay(study.store.reviews(OURS))
    assert state is not None
    assert (state.reps, state.due_day) == (2, TODAY + 9)


def test_ids_never_change_so_that_devices_that_import_the_same_have_the_same_rows(study: Study) -> None:
    came(study, row(MORNING))
    came(study, row(MORNING), card="given:theirs", identity=lambda _: ("abc", 2))
    named = (f"anki\n{guid(OURS)}\n0\n{MORNING}\n0", f"anki\nabc\n2\n{MORNING}\n0")
    expected = {hashlib.blake2b(name.encode(), digest_size=16).hexdigest() for name in named}
    assert {one.id for one in study.store.reviews()} == expected


def test_devices_that_import_the_same_in_different_zones_come_to_the_same(tmp_path: Path) -> None:
    with StudyStore.open(tmp_path / "a.db") as home, StudyStore.open(tmp_path / "b.db") as abroad:
        for store, zone in ((home, UTC), (abroad, timezone(timedelta(hours=14)))):
            study = study_of(store)
            study.days = StudyDays(zone)
            came(study, row(MORNING - 10 * 3600 * 1000), row(MORNING, interval=3))
        assert home.reviews()[0].day != abroad.reviews()[0].day
        for to, of in ((home, abroad), (abroad, home), (home, abroad)):
            rows = [one for kind in (RowKind.REVIEW, RowKind.WITHDRAWAL) for one in merging(of).rows(kind)]
            merging(to).merge(rows, replay)
        assert home.reviews() == abroad.reviews()
        assert len(home.reviews()) == 2
        assert home.memories() == abroad.memories()


def merging(store: StudyStore) -> Merge:
    return Merge(store.engine, store.learner, store.device)


@contextmanager
def packed(folder: Path, *, new: bool = False, **parts: Any) -> Iterator[Any]:
    models = json.dumps({str(TYPE): THEIRS_TYPE, str(CLOZE_TYPE): OURS_TYPE})
    content = collection(folder, models=models, **parts)
    with open_package((modern if new else legacy)(folder / "deck.apkg", content)) as package:
        yield package


def test_notes_are_known_by_their_guid_or_by_the_card_they_name(study: Study, tmp_path: Path) -> None:
    study.store.carry("some", {"limit:left.long.ago": Carried("", 1, "")})
    notes = [
        note(NOTE, guid=guid(OURS)),
        note(NOTE + 1, f"Q\x1f{CARDS[1].id}", mid=CLOZE_TYPE),
        note(NOTE + 2, "Q\x1flimit:of.somebody.else", mid=CLOZE_TYPE),
        note(NOTE + 3, "Q\x1fA"),
        note(NOTE + 4, guid=guid("limit:left.long.ago")),
        note(NOTE + 5, f"Q\x1f{OURS}", mid=CLOZE_TYPE, guid="a copy"),
        note(NOTE + 6, f"Q\x1f{CARDS[2].id}"),  # of no type of ours
    ]
    cards = [card(NOTE + at, NOTE + at) for at in range(7)]
    reviews = [review(MORNING + at * 5000, NOTE + at) for at in range(7)]
    with packed(tmp_path, notes=notes, cards=cards, reviews=reviews) as package:
        found = import_reviews(study, package)
    assert (found.answers, found.cards, found.strange, found.theirs) == (3, 3, 1, 2)
    assert {one.card for one in study.store.reviews()} == {OURS, CARDS[1].id, "limit:left.long.ago"}


def test_cards_that_only_the_log_knows_are_ours(study: Study, tmp_path: Path) -> None:
    """A device that got the log by a sync never sent a card to Anki, and may not have the notes."""
    give(study.store, "definition:from.elsewhere", TODAY - 3, 3, 2)
    notes = [note(NOTE, guid=guid("definition:from.elsewhere"))]
    with packed(tmp_path, notes=notes, cards=[card()], reviews=[review(MORNING, NOTE)]) as package:
        found = import_reviews(study, package)
    assert (found.answers, found.strange, found.lost) == (1, 0, 0)


def test_answers_to_cards_that_nobody_knows_are_counted(study: Study, tmp_path: Path) -> None:
    notes = [note(NOTE, "Q\x1fdefinition:gone", mid=CLOZE_TYPE), note(NOTE + 1)]
    reviews = [review(MORNING + at * 5000, NOTE + at // 3, ease=at % 3) for at in range(6)]
    with packed(tmp_path, notes=notes, cards=[card(), card(NOTE + 1, NOTE + 1)], reviews=reviews) as package:
        found = import_reviews(study, package)
    assert (found.answers, found.strange, found.lost, found.theirs) == (0, 1, 2, 1)


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_answer_that_is_here_under_another_card_is_no_new_one(study: Study, *, dry_run: bool) -> None:
    came(study, row(MORNING), card="given:a", identity=lambda _: ("abc", 0))
    rows = (row(MORNING), row(MORNING + 9000))
    found = came(study, *rows, card="given:b", identity=lambda _: ("abc", 0), dry_run=dry_run)
    assert (found.answers, found.known, found.cards) == (1, 1, 1)
    assert len(study.store.reviews()) == (1 if dry_run else 2)


def test_only_the_card_that_we_made_of_a_note_is_ours(study: Study, tmp_path: Path) -> None:
    notes = [note(NOTE, guid=guid(OURS))]
    cards = [card(NOTE + 1, NOTE, ord=1), card(NOTE, NOTE)]
    reviews = [review(MORNING, NOTE), review(MORNING + 5000, NOTE + 1), review(MORNING + 9000, 12345)]
    for new in (False, True):
        with packed(tmp_path, new=new, notes=notes, cards=cards, reviews=reviews) as package:
            found = import_reviews(study, package)
        assert (found.answers, found.known) == ((0, 1) if new else (1, 0))
    assert [round(one.at.timestamp() * 1000) for one in study.store.reviews()] == [MORNING]


def test_an_empty_package_brings_nothing(study: Study, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with packed(tmp_path, notes=[note()], cards=[card()]) as package:
        found = import_reviews(study, package, progress=lambda done, total: told.append((done, total)))
    assert replace(found, theirs=0) == Returned(0, 0, 0)
    assert told[-1] == (3, 3)
