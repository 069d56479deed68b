"""Which cards a sync with Anki sends, against a stand-in for Anki that keeps what packages bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.errors import StudykitError, UsageError
from studykit.core.review import Rating
from studykit.exchange.anki.connect import AnkiConnect
from studykit.exchange.anki.guid import guid
from studykit.workflows.export import Leaving
from studykit.workflows.sync_anki import Wanted, sync_anki
from tests.exchange.anki_stand_in import Refused
from tests.workflows.anki_desk import HARD, Desk, beside_anki, went
from tests.workflows.leaving import NOTE

WRITING = {"storeMediaFile", "importPackage", "deleteMediaFile", "insertReviews", "setSpecificValueOfCard", "multi"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with beside_anki(tmp_path) as made:
        yield made


def test_the_first_sync_sends_all_and_the_second_nothing(desk: Desk) -> None:
    first = desk.sync()
    total = len(desk.kept.notes)
    assert went(first) == (total, 0, 0)
    assert total > 3
    assert {note["guid"] for note in desk.kept.notes.values()} == {
        guid(note["fields"]["Id"]) for note in desk.kept.notes.values()
    }
    imports = len(desk.kept.imports)
    second = desk.sync()
    assert went(second) == (0, 0, total)
    assert not second.changes
    assert not second.problems
    assert len(desk.kept.imports) == imports


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk) -> None:
    told = desk.sync(dry_run=True)
    assert told.dry_run
    assert not WRITING & set(desk.anki.asked)
    assert not desk.kept.notes
    with desk.open() as study:
        assert not study.store.carried()
    done = desk.sync()
    assert replace(told, dry_run=False) == done


def test_only_what_was_edited_goes_again(desk: Desk) -> None:
    total = desk.sync().new
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    assert went(desk.sync(dry_run=True)) == (0, 1, total - 1)
    assert went(desk.sync()) == (0, 1, total - 1)
    assert desk.kept.imports[-1] == [guid(HARD)]
    assert "brown" in str(desk.note(HARD)["fields"])
    assert went(desk.sync()) == (0, 0, total)


def test_what_was_exported_to_a_file_is_known_by_its_text(desk: Desk, tmp_path: Path) -> None:
    """A package that nobody imported changes nothing: what counts is what is in Anki."""
    from studykit.workflows.export import export_anki

    total = desk.sync().new
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    with desk.open() as study:
        export_anki(study, Leaving(), tmp_path / "never.apkg")
    assert went(desk.sync()) == (0, 1, total - 1)


@pytest.mark.parametrize("later", [0, 100])
def test_what_was_changed_in_anki_stays_until_it_changes_here(desk: Desk, later: int) -> None:
    total = desk.sync().new
    note = desk.note(HARD)
    note["fields"]["Back"], note["mod"] = "my own words", note["mod"] + later
    for _ in range(2):
        met = desk.sync(dry_run=not later)
        assert (went(met), met.edited) == ((0, 0, total - 1), 1)
    assert note["fields"]["Back"] == "my own words"
    note["mod"] -= 2 * later
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    assert went(desk.sync()) == (0, 1, total - 1)
    assert "brown" in desk.note(HARD)["fields"]["Back"]


def test_what_is_back_loses_its_tag(desk: Desk) -> None:
    total = desk.sync().new
    for note, tagged in (("", True), ("- **Crust**: the hard outside", False)):
        desk.write(NOTE.replace("- **Crust**: the hard outside", note))
        assert went(desk.sync()) == (0, 1, total - 1)
        assert ("studykit::removed" in desk.note(HARD)["tags"]) is tagged


def test_a_tag_that_somebody_added_stays(desk: Desk) -> None:
    total = desk.sync().new
    desk.note(HARD)["tags"].append("leech")
    assert went(desk.sync()) == (0, 0, total)
    assert "leech" in desk.note(HARD)["tags"]


def test_what_was_deleted_in_anki_stays_deleted_until_it_is_wanted_again(desk: Desk) -> None:
    total = desk.sync().new
    number = desk.kept.cards.pop(desk.card(HARD))["nid"]
    del desk.kept.notes[number]
    for _ in range(2):
        met = desk.sync()
        assert (went(met), met.deleted) == ((0, 0, total - 1), 1)
    assert went(desk.sync(again=True)) == (1, 0, total - 1)
    met = desk.sync()
    assert (went(met), met.deleted) == ((0, 0, total), 0)


def test_what_is_gone_here_is_tagged_there_and_not_sent_where_it_is_not(desk: Desk) -> None:
    total = desk.sync().new
    desk.write(NOTE.replace("- **Crust**: the hard outside\n", "\n"))
    for updated in (1, 0):
        met = desk.sync()
        assert (went(met), met.removed) == ((0, updated, total - updated), 1)
    assert "studykit::removed" in desk.note(HARD)["tags"]
    desk.kept.cards.pop(desk.card(HARD))
    for number in [number for number, note in desk.kept.notes.items() if note["fields"]["Id"] == HARD]:
        del desk.kept.notes[number]
    met = desk.sync()
    assert (went(met), met.removed, met.deleted) == ((0, 0, total - 1), 0, 0)


def test_a_sync_that_was_cut_off_goes_on_the_next_time(desk: Desk) -> None:
    total = desk.sync().new
    desk.answer(Rating.EASY)
    desk.write(NOTE.replace("the hard outside", "the hard and brown outside"))
    for cut, how in (("insertReviews", Refused("Anki was closed")), ("importPackage", False)):
        desk.anki.answers = {cut: how}
        with pytest.raises(StudykitError, match=r"Anki was closed|Anki did not import"):
            desk.sync()
    desk.anki.answers = {}
    met = desk.sync()
    assert (went(met), met.answers + len(desk.kept.revlog)) == ((0, 1, total - 1), 1)
    assert went(desk.sync()) == (0, 0, total)


def test_what_did_not_arrive_is_told_and_tried_again(desk: Desk) -> None:
    desk.anki.answers["importPackage"] = True
    met = desk.sync()
    assert met.new == 0
    assert "did not arrive" in str(met.problems[0])
    desk.anki.answers = {}
    assert desk.sync().new == len(desk.kept.notes) > 0


def test_a_copy_that_somebody_made_in_anki_is_left_alone(desk: Desk) -> None:
    total = desk.sync().new
    note = desk.note(HARD)
    last = max(desk.kept.notes)
    desk.kept.notes[last + 1] = {**note, "guid": "copy", "fields": {**note["fields"], "Back": "mine"}}
    desk.kept.cards[last + 1] = {**desk.kept.cards[next(iter(desk.kept.cards))], "nid": last + 1}
    assert went(desk.sync()) == (0, 0, total)


def test_many_cards_go_in_several_packages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.workflows.anki_sending._AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    with desk.open() as study:
        met = sync_anki(study, AnkiConnect(desk.anki.url), Wanted(), lambda done, total: told.append((done, total)))
    assert met.new == len(desk.kept.notes) == sum(map(len, desk.kept.imports))
    assert max(map(len, desk.kept.imports)) == 2
    assert told == sorted(told)
    assert told[-1] == (100, 100)


def test_pictures_go_along(desk: Desk) -> None:
    desk.sync()
    assert any("<img" in str(note["fields"]) for note in desk.kept.notes.values())


def test_only_a_topic_goes_and_the_rest_is_not_deleted(desk: Desk) -> None:
    with pytest.raises(UsageError, match="No card is about 'nothing'"):
        desk.sync(leaving=Leaving(topic="nothing"))
    with desk.open() as study:
        topics = {study.cards[name].topic for name in study.cards}
    topic = min(topics)
    some = desk.sync(leaving=Leaving(topic=topic)).new
    met = desk.sync()
    assert (met.unchanged, met.deleted) == (some, 0)
    assert desk.sync(leaving=Leaving(topic=topic)).unchanged == some


def test_cards_of_another_form_there_stay_so(desk: Desk) -> None:
    """Without a record of what left, as after a restore, a card may be asked otherwise there."""
    total = desk.sync().new
    note = desk.note(HARD)
    note["type"] = "studykit Cloze"
    met = desk.sync()
    assert went(met) == (0, 0, total - 1)
    assert "of another form there" in str(met.problems[0])


def test_notes_of_an_older_studykit_are_updated(desk: Desk) -> None:
    old = {"guid": guid(HARD), "type": "studykit", "fields": {"Front": "x", "Back": "y"}, "tags": [], "mod": 5}
    desk.kept.notes[5], desk.kept.cards[6] = old, {"nid": 5, "type": 0, "queue": 0, "due": 1}
    met = desk.sync()
    assert (met.updated, met.deleted) == (1, 0)
    assert met.new == len(desk.kept.notes) - 1


def test_new_looks_of_note_types_go_along_once_and_are_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a card of each; the cards themselves are unchanged."""
    total = desk.sync().new
    desk.sync()
    before = len(desk.kept.imports)
    monkeypatch.setattr("studykit.exchange.anki.types.DESIGNED", 2_000_000_000)
    forms = {note["type"] for note in desk.kept.notes.values()}
    for dry_run, looks in ((True, len(forms)), (False, len(forms)), (True, 0), (False, 0)):
        met = desk.sync(dry_run=dry_run)
        assert (went(met), met.looks, met.changes) == ((0, 0, total), looks, bool(looks))
    assert [len(some) for some in desk.kept.imports[before:]] == [len(forms)]


def test_an_add_on_that_does_not_say_when_a_note_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anki decides then, and what it left shows afterwards."""
    total = desk.sync().new
    note, said = desk.note(HARD), desk.kept.note
    note["fields"]["Back"], note["mod"] = "my own words", note["mod"] + 100

    def less(number: int) -> dict[str, object] | None:
        found = said(number)
        return found and {name: value for name, value in found.items() if name != "mod"}

    monkeypatch.setattr(desk.kept, "note", less)
    met = desk.sync()
    assert (went(met), met.edited) == ((0, 0, total - 1), 1)
    assert note["fields"]["Back"] == "my own words"


def refusing(desk: Desk, cards: set[str]) -> None:
    """Anki refuses every package with one of these cards."""
    take, guids = desk.kept.take, {guid(card) for card in cards}

    def picky(path: str) -> None:
        before = dict(desk.kept.notes), dict(desk.kept.cards), dict(desk.kept.revlog)
        take(path)
        if guids & {*desk.kept.imports[-1]}:
            desk.kept.notes, desk.kept.cards, desk.kept.revlog = before
            raise Refused("Cloze note types cannot be merged.")

    desk.kept.take = picky  # type: ignore[method-assign]


def test_a_card_that_anki_refuses_does_not_keep_the_others_back(desk: Desk) -> None:
    refusing(desk, {HARD})
    met = desk.sync()
    assert met.new == len(desk.kept.notes) > 3
    assert [(one.file, one.message) for one in met.problems] == [
        (HARD, "Anki could not do 'importPackage': Cloze note types cannot be merged.")
    ]
    del desk.kept.__dict__["take"]
    assert went(desk.sync()) == (1, 0, met.new)


def test_when_all_are_refused_it_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.workflows.anki_sending._ENOUGH", 5)
    desk.anki.answers["importPackage"] = Refused("no space left")
    with pytest.raises(StudykitError, match="no space left"):
        desk.sync()
    assert desk.anki.asked.count("importPackage") == 2 * 6  # where the package lies, and among Anki's media
