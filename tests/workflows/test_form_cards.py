"""Cards of behaviours, sets and steps: kept with the library, known again after an edit, exported like any other."""

from __future__ import annotations

import sqlite3
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.relation import RelationKind
from studykit.core.review import Rating
from studykit.questions.forms import steps_of
from studykit.workflows.deck import Deck
from studykit.workflows.export import Leaving, export_anki
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import Places
from studykit.workflows.showing import Showing
from tests.kept import places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOTE = """# Gardens

Trees that lose their leaves:

- Larch
- Beech
- Maple

Trees that keep their leaves:

- Spruce
- Yew
- Holly

## Steps of planting a hedge

1. Dig a trench
2. Loosen the ground
3. Set the plants
4. Water them well
"""


@pytest.fixture
def places(home: Path) -> Places:
    return places_of(home)


def opened(places: Places, tmp_path: Path, text: str = NOTE) -> Library:
    note = tmp_path / "mine.md"
    note.write_text(text)
    return open_library(places, "aws-serverless", [note])


def test_the_notes_own_sets_and_steps_are_cards_beside_those_of_behaviours(places: Places, tmp_path: Path) -> None:
    cards = {card.id: card for card in opened(places, tmp_path).cards}
    assert cards["set:gardens/trees-that-lose-their-leaves"].back == "Larch, Beech and Maple."
    assert cards["steps:steps-of-planting-a-hedge"].back.splitlines()[0] == "1. Dig a trench"
    assert cards["behaviour:lambda.latest_version"].front == "What does $LATEST stand for?"
    assert cards["set:lambda.invoked_by/polled"].kind is CardKind.SET
    assert not cards["set:lambda.invoked_by/polled"].free
    assert cards["steps:steps-of-planting-a-hedge"].free


def test_relations_are_kept_note_by_note_and_the_cache_gives_the_same(places: Places, tmp_path: Path) -> None:
    first, again = (opened(places, tmp_path).built.relations for _ in range(2))
    assert tuple(first) == tuple(again)
    mine = [one for one in first if one.span.note == "mine.md"]
    assert [one.kind for one in mine] == [RelationKind.STEP] * 4 + [RelationKind.MEMBER] * 6
    notes = [one.span.note for one in first]
    assert len(set(notes)) == sum(note != before for note, before in zip(notes, ["", *notes], strict=False))


def test_every_new_card_can_be_asked_and_the_steps_are_found(places: Places, tmp_path: Path) -> None:
    library = opened(places, tmp_path)
    for kind in (CardKind.BEHAVIOUR, CardKind.SET):
        cards = [card for card in library.cards if card.kind is kind]
        asked = [library.question(card, variant) for card in cards for variant in range(3)]
        assert sum(question is not None for question in asked) > 0.95 * len(asked) > 0
    (card,) = [card for card in library.cards if card.id == "steps:steps-of-planting-a-hedge"]
    assert [step.subject for step in steps_of(library.ground(), card)][-1] == "Water them well"


@pytest.mark.parametrize(
    ("before", "after"),
    [("Trees that lose their leaves:", "Trees which lose their leaves:"), ("- Maple", "- Maple\n- Birch")],
)
def test_an_edited_set_keeps_its_history(places: Places, tmp_path: Path, before: str, after: str) -> None:
    name = "set:gardens/trees-that-lose-their-leaves"
    with open_study(places, opened(places, tmp_path), lambda: NOW) as study:
        study.answer(Showing(study.cards[name], None, 1, 1), chosen="", rating=Rating.GOOD, duration=1)
    library = opened(places, tmp_path, NOTE.replace(before, after))
    with open_study(places, library, lambda: NOW) as study:
        assert set(study.store.memories()) == {name}
        card = study.cards[name]
        assert "Larch" in card.back
        question = library.question(card, 1)
        assert question is not None
        assert {option.text for option in question.options if option.right} <= {"Larch", "Beech", "Maple", "Birch"}


def test_anki_gets_the_new_cards_with_front_and_back(places: Places, tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    with open_study(places, opened(places, tmp_path), lambda: NOW) as study:
        export_anki(study, Leaving(topic="sequences"), path)
    with zipfile.ZipFile(path) as package:
        (tmp_path / "collection").write_bytes(package.read("collection.anki2"))
    fields = [row[0] for row in sqlite3.connect(tmp_path / "collection").execute("select flds from notes")]
    assert any("Steps of planting a hedge" in text and "4. {{c1::Water them well}}" in text for text in fields)


def test_kinds_of_new_cards_come_in_turn(places: Places, tmp_path: Path) -> None:
    deck = Deck.of(opened(places, tmp_path).cards)
    there = {card.kind for card in deck.values()}
    first = [deck[name].kind for name in list(deck)[: len(there) + 1]]
    assert set(first) == there > {CardKind.BEHAVIOUR, CardKind.SET, CardKind.SEQUENCE}
    assert first.count(CardKind.LIMIT) == 2
