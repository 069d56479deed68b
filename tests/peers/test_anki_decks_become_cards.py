"""Decks as Anki itself writes them become cards of a pack; what is done by hand there is no answer. Test-only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from studykit.core.flashcard import Basic, Cloze, Flashcard, Part, Typing
from studykit.exchange.anki.package import write_package
from studykit.exchange.anki.reader import open_package
from studykit.workflows.import_anki import import_reviews
from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from studykit.workflows.their_deck import Taken, take_deck
from studykit.workflows.their_notes import flashcards
from tests.kept import kept, places_of
from tests.workflows.answered_study import CARDS, Clock, study_of

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

NOTES = {
    "Basic": ("What is <b>flour</b>?", "Ground grain<br>[sound:a b.mp3]"),
    "Basic (and reversed card)": ("Crumb", "Inside"),
    "Basic (optional reversed card)": ("Crust", "Outside", ""),
    "Basic (type in the answer)": ("2 &lt; 3?", "yes"),
    "Cloze": ("{{c1::Yeast}} makes {{c2::gas::what?}} in {{c1::dough}}", "at <i>30</i> degrees"),
}
SAID = {
    "Basic": [Basic("What is flour?", "Ground grain\n[sound: a b.mp3]")],
    "Basic (and reversed card)": [Basic("Crumb", "Inside"), Basic("Inside", "Crumb")],
    "Basic (optional reversed card)": [Basic("Crust", "Outside")],
    "Basic (type in the answer)": [Typing("2 < 3?", "yes")],
    "Cloze": [
        Cloze(
            (Part("Yeast", hidden=True), Part(" makes gas in "), Part("dough", hidden=True)),
            "at 30 degrees",
        ),
        Basic("Yeast makes [what?] in dough", "gas\n\nYeast makes gas in dough\nat 30 degrees"),
    ],
}


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("theirs")
    opened = collection.Collection(str(folder / "anki.anki2"))
    opened.set_config("fsrs", val=True)
    (folder / "a b.mp3").write_bytes(b"ID3 sound")
    opened.media.add_file(str(folder / "a b.mp3"))
    for name, fields in NOTES.items():
        note = opened.new_note(opened.models.by_name(name))
        note.fields = list(fields)
        opened.add_note(note, opened.decks.id("Baking::Words"))
    yield opened
    opened.close()


def packed(anki: Any, path: Path, *, legacy: bool) -> Path:
    options = collection.ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
    anki.export_anki_package(out_path=str(path), limit=None, options=options)
    return path


@pytest.fixture(params=["legacy", "modern"])
def deck(anki: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return packed(anki, tmp_path / "deck.apkg", legacy=request.param == "legacy")


def taken(home: Path, folder: Path, deck: Path, *, with_history: bool = False) -> Taken:
    if not folder.exists():
        write_pack(folder)
    library = open_library(places_of(home), str(folder), [])
    with open_package(deck) as package:
        return take_deck(folder, package, library, file=deck.name, with_history=with_history)


def test_the_cards_of_every_stock_note_type_say_what_they_say_there(deck: Path) -> None:
    with open_package(deck) as package:
        notes = {note.id: note for note in package.notes()}
        kinds = {note.guid: package.note_types[note.type_id].name for note in notes.values()}
        found: dict[str, list[Any]] = {}
        for one in flashcards(package, notes, str):
            assert one.flashcard is not None
            assert one.flashcard.deck == "Baking::Words"
            found.setdefault(kinds[one.flashcard.id.rpartition("/")[0]], []).append(one.flashcard.body)
    assert found == SAID


def test_a_deck_of_anki_becomes_a_pack(home: Path, tmp_path: Path, deck: Path) -> None:
    folder = tmp_path / "bread"
    first = taken(home, folder, deck)
    assert (first.written.new, first.media, first.problems, first.ours) == (7, 1, (), 0)
    assert (folder / "media" / "a_b.mp3").read_bytes() == b"ID3 sound"
    again = taken(home, folder, deck)
    assert (again.written.new, again.written.updated, again.written.unchanged, again.media) == (0, 0, 7, 0)
    cards = {card.id for card in open_library(places_of(home), str(folder), []).cards}
    assert {one.id for one in first.written.given} <= cards


def test_a_picture_with_parts_hidden_is_told_and_left_out(anki: Any, home: Path, tmp_path: Path) -> None:
    anki._backend.add_image_occlusion_notetype()
    note = anki.new_note(anki.models.by_name("Image Occlusion"))
    note.fields[0] = "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2}}"
    note.fields[1] = '<img src="x.png">'
    anki.add_note(note, 1)
    found = taken(home, tmp_path / "bread", packed(anki, tmp_path / "more.apkg", legacy=False))
    anki.remove_notes([note.id])
    assert found.written.new == 7
    assert "hides a part of a picture, which only Anki can show" in found.problems[0].message


def answered(anki: Any, deck: str) -> int:
    """Answers the first card of a deck and gives its number."""
    anki.decks.select(anki.decks.id(deck))
    queued = anki.sched.get_queued_cards(fetch_limit=1).cards[0]
    card = anki.get_card(queued.card.id)
    card.start_timer()
    anki.sched.answer_card(anki.sched.build_answer(card=card, states=queued.states, rating=3))
    return int(card.id)


def test_what_is_done_by_hand_in_anki_is_told_and_is_no_answer(home: Path, tmp_path: Path) -> None:
    anki = collection.Collection(str(tmp_path / "anki.anki2"))
    anki.set_config("fsrs", val=True)
    leaving = [Flashcard(card.id, Basic(card.id, "?"), "Ovens") for card in CARDS[:4]]
    write_package(leaving, tmp_path / "there.apkg", previous={}, now=1_700_000_000)
    options = collection.ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True)
    path = str(tmp_path / "there.apkg")
    anki.import_anki_package(collection.ImportAnkiPackageRequest(package_path=path, options=options))
    first = answered(anki, "Ovens")
    second = answered(anki, "Ovens")
    anki.sched.schedule_cards_as_new([first])
    anki.sched.set_due_date([second], "7")
    cram = anki.decks.new_filtered("Cram")
    filtered = anki.decks.get(cram)
    filtered["resched"] = False
    filtered["terms"] = [["deck:Ovens", 10, 0]]
    anki.decks.save(filtered)
    anki.sched.rebuild_filtered_deck(cram)
    answered(anki, "Cram")
    kinds = anki.db.list("select type from revlog order by id")
    package = packed(anki, tmp_path / "back.apkg", legacy=False)
    anki.close()
    assert sorted(kinds) == [0, 0, 3, 4, 4]
    with kept(home) as store, open_package(package) as opened:
        found = import_reviews(study_of(store, Clock(datetime.now(UTC))), opened)
        assert (found.answers, found.manual, found.problems) == (2, 2, ())
