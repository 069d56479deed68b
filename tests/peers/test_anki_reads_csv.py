"""Anki's own library reads our tables, and we read the text that it writes. Test-only: its licence keeps it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studykit.core.explained import clean
from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Part
from studykit.core.response import Choices
from studykit.exchange.anki.guid import guid
from studykit.exchange.anki.package import write_package
from studykit.exchange.cards.cells import fields_of
from studykit.exchange.cards.csv import read_cards, write_cards
from tests.exchange.cards import CARDS
from tests.exchange.hostile_texts import cards as hostile_cards
from tests.exchange.hostile_texts import texts as hostile_texts

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

FIRST = tuple(replace(card, id=f"first.{card.id}", media=()) for card in CARDS)
HOSTILE = (
    Flashcard("h.1", Basic('<b>"x"</b>,\n{{c1::y}}', "=1+1"), "Kitchen"),
    Flashcard("h.2", Cloze((Part("{{"), Part("a}}b::c", hidden=True), Part("}} :: <i>")), "'=x"), "Kitchen"),
    Flashcard("h.3", Basic("#x\ty", "a\u202eb\x00"), "Kitchen"),
)


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    """A collection that has our note types, as one has that took a package of ours."""
    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    package(opened, FIRST, tmp_path)
    yield opened
    opened.close()


def package(anki: Any, cards: tuple[Flashcard, ...], folder: Path) -> Any:
    path = folder / "cards.apkg"
    write_package(cards, path, previous={}, now=1_795_000_000)
    request = collection.ImportAnkiPackageRequest(package_path=str(path))
    return anki.import_anki_package(request).log


def table(anki: Any, text: str, path: Path) -> Any:
    path.write_text(text, "utf-8", newline="")
    metadata = anki.get_csv_metadata(str(path), None)
    return anki.import_csv(collection.ImportCsvRequest(path=str(path), metadata=metadata)).log


def note(anki: Any, card: str) -> Any:
    notes = [anki.get_note(found) for found in anki.find_notes("")]
    [found] = [one for one in notes if one.fields[-1] == card]
    return found


@pytest.mark.parametrize(("separator", "name"), [(",", "cards.csv"), ("\t", "cards.tsv")])
def test_anki_takes_every_card_once(anki: Any, tmp_path: Path, separator: str, name: str) -> None:
    cards = CARDS + HOSTILE
    log = table(anki, write_cards(cards, separator=separator), tmp_path / name)
    assert (len(log.new), log.found_notes, anki.note_count()) == (len(cards), len(cards), len(FIRST) + len(cards))
    for card in cards:
        there = note(anki, card.id)
        assert there.guid == guid(card.id)
        assert there.note_type()["name"] == f"studykit {card.form.capitalize()}"
        assert [anki.decks.name(one.did) for one in there.cards()] == [card.deck or "studykit"]
    again = table(anki, write_cards(cards, separator=separator), tmp_path / name)
    assert (len(again.new), len(again.updated), anki.note_count()) == (0, 0, len(FIRST) + len(cards))


def test_fields_are_as_they_were(anki: Any, tmp_path: Path) -> None:
    table(anki, write_cards(CARDS + HOSTILE), tmp_path / "cards.csv")
    assert note(anki, "oven.heat").fields == ["How hot?", "250 °C", "", "oven.heat"]
    assert note(anki, "oven.rest").fields[:2] == ["Dough rests {{c1::24 h}} at {{c1::4 °C}}", "In a box."]
    assert note(anki, "oven.pans").fields[1] == "A) iron<br>B) glass<br>C) paper"
    assert note(anki, "oven.name").tags == ["studykit", "studykit::removed"]
    assert note(anki, "h.1").fields[:2] == ["&lt;b&gt;&quot;x&quot;&lt;/b&gt;,<br>{{c1::y}}", "&#x27;=1+1"]
    assert note(anki, "h.2").cards()[0].question().count("[...]") == 1


def test_hostile_texts_make_one_card_each(anki: Any, tmp_path: Path) -> None:
    cards = [card for card in hostile_cards(list(hostile_texts(400))) if clean(fields_of(card)[0]).strip()]
    log = table(anki, write_cards(cards), tmp_path / "cards.csv")
    assert len(log.new) == len(cards)
    made = {anki.get_note(found).guid: anki.get_note(found) for found in anki.find_notes("deck:Hostile")}
    assert {name: len(found.cards()) for name, found in made.items()} == {guid(card.id): 1 for card in cards}


def test_a_package_after_the_table_makes_no_second_note(anki: Any, tmp_path: Path) -> None:
    cards = tuple(replace(card, media=()) for card in CARDS)
    table(anki, write_cards(cards), tmp_path / "cards.csv")
    count = anki.note_count()
    log = package(anki, cards, tmp_path)
    assert (len(log.new), len(log.conflicting), anki.note_count()) == (0, 0, count)


def test_a_table_leaves_notes_of_a_package_as_they_are(anki: Any, tmp_path: Path) -> None:
    before = [anki.get_note(one).fields for one in anki.find_notes("")]
    log = table(anki, write_cards(FIRST), tmp_path / "cards.csv")
    assert (len(log.new), len(log.updated)) == (0, 0)
    assert [anki.get_note(one).fields for one in anki.find_notes("")] == before


def exported(anki: Any, path: Path) -> str:
    anki.export_note_csv(
        out_path=str(path),
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    return path.read_text("utf-8")


def as_shown(body: Body) -> Body:
    """A card shows the first line that it cites, not the last one."""
    if not isinstance(body, Choice):
        return body
    options = tuple(
        replace(one, sources=tuple(replace(span, end=span.line) for span in one.sources))
        for one in body.response.options
    )
    return replace(body, response=Choices(options))


def test_what_anki_writes_of_our_cards_is_read_as_they_were(anki: Any, tmp_path: Path) -> None:
    cards, problems = read_cards(exported(anki, tmp_path / "notes.txt"), "notes.txt")
    assert not problems
    known = {card.id: card for card in FIRST}
    for card in cards:
        was = known[card.id]
        assert card == replace(was, body=as_shown(was.body), deck=was.deck or "studykit", tags=tuple(sorted(was.tags)))
    assert len(cards) == len(FIRST)


def test_notes_of_others_are_read(tmp_path: Path) -> None:
    anki = collection.Collection(str(tmp_path / "theirs.anki2"))
    for kind, *fields in (
        ("Basic", "<b>How</b> hot&nbsp;?", "250 °C<br>or more"),
        ("Cloze", "{{c1::Dough}} rests {{c2::24 h::how long}}", "in a <i>box</i>"),
    ):
        made = anki.new_note(anki.models.by_name(kind))
        made.fields = fields
        made.tags = ["a::b"]
        anki.add_note(made, anki.decks.id("Theirs::deck"))
        made_guid = made.guid
    cards, problems = read_cards(exported(anki, tmp_path / "notes.txt"), "notes.txt")
    anki.close()
    assert not problems
    assert [card.body for card in cards] == [
        Basic("How hot ?", "250 °C\nor more"),
        Cloze((Part("Dough", hidden=True), Part(" rests 24 h")), "in a box"),
        Cloze((Part("Dough rests "), Part("24 h", hidden=True)), "in a box"),
    ]
    assert {card.deck for card in cards} == {"Theirs::deck"}
    assert cards[0].tags == ("a::b",)
    assert [card.id for card in cards[1:]] == [f"{made_guid}/0", f"{made_guid}/1"]
