"""What Anki's own library exports is read as it is in Anki. Test-only: its licence keeps it out of the program."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.exchange.anki.reader import AnkiCard, AnkiNote, AnkiReview, TheirTemplate, TheirType, open_package

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

FIELDS = (
    "plain",
    'a <b>b</b> & <img src="re\u0301gion.png">',
    "中 🍞 \u202eright",
    "[sound:hört.mp3] \\(x\\)",
    "{{c1::x}}",
)
MEDIA = {"re\u0301gion.png": b"\x89PNG" + bytes(500), "hört.mp3": b"ID3"}
FORMS = [(form, legacy) for form in ("apkg", "colpkg") for legacy in (False, True)]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[tuple[str, bool], Path], Any]]:
    """One collection in every form that Anki writes, and the collection itself."""
    folder = tmp_path_factory.mktemp("anki")
    anki = collection.Collection(str(folder / "anki.anki2"))
    _fill(anki, folder)
    written = {(form, legacy): folder / f"{legacy}.{form}" for form, legacy in FORMS}
    for (form, legacy), path in written.items():
        if form == "colpkg":
            anki.export_collection_package(str(path), include_media=True, legacy=legacy)
            anki.reopen()
            continue
        options = collection.ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
        )
        anki.export_anki_package(out_path=str(path), limit=None, options=options)
    yield written, anki
    anki.close()


def _fill(anki: Any, folder: Path) -> None:
    deck = anki.decks.id("Outer::Inner ü")
    for name, content in MEDIA.items():
        (folder / name).write_bytes(content)
        anki.media.add_file(str(folder / name))
    for number, text in enumerate(FIELDS):
        kind = "Cloze" if "c1::" in text else "Basic (and reversed card)"
        note = anki.new_note(anki.models.by_name(kind))
        note.fields[0], note.fields[1], note.tags = text, f"back {number}", ["a", "b::ü"]
        anki.add_note(note, deck)
    anki.set_config("fsrs", val=True)
    anki.decks.set_current(deck)
    for ease in (1, 2, 3, 4):
        anki.sched.answerCard(anki.sched.getCard(), ease)
    anki.sched.suspend_cards(anki.find_cards("is:new")[:1])


@pytest.mark.parametrize(("form", "legacy"), FORMS)
def test_every_form_holds_what_is_in_anki(packages: Any, form: str, *, legacy: bool) -> None:
    written, anki = packages
    with open_package(written[form, legacy]) as package:
        notes, cards, reviews = list(package.notes()), list(package.cards()), list(package.reviews())
        decks, types, created = package.decks, package.note_types, package.created
        media = {name: package.read_media(name) for name in package.media}
    assert notes == [
        AnkiNote(id_, guid, kind, mod, tuple(tags.split()), tuple(fields.split("\x1f")))
        for id_, guid, kind, mod, tags, fields in anki.db.all("select id, guid, mid, mod, tags, flds from notes")
    ]
    assert cards == [_card(anki.get_card(number)) for number in sorted(anki.find_cards(""))]
    assert reviews == [
        AnkiReview(*row)
        for row in anki.db.all("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by cid, id")
    ]
    assert len(reviews) == 4
    assert created == anki.crt
    assert media == {unicodedata.normalize("NFC", name): content for name, content in MEDIA.items()}
    assert decks == {deck.id: deck.name for deck in anki.decks.all_names_and_ids()}
    assert {note.type_id for note in notes} <= set(types)
    assert types.items() <= {_type_id(kind): _type(kind) for kind in anki.models.all()}.items()


def test_the_memory_is_there(packages: Any) -> None:
    written, _ = packages
    with open_package(written["apkg", False]) as package:
        known = [card for card in package.cards() if card.reps]
    assert len(known) == 4
    assert all(card.stability and card.difficulty for card in known)


def test_every_note_type_of_anki_is_read(packages: Any) -> None:
    written, anki = packages
    expected = {_type_id(kind): _type(kind) for kind in anki.models.all()}
    for legacy in (False, True):
        with open_package(written["colpkg", legacy]) as package:
            assert package.note_types == expected


@pytest.mark.parametrize("legacy", [False, True])
def test_a_deck_without_progress_has_none(packages: Any, tmp_path: Path, *, legacy: bool) -> None:
    _, anki = packages
    path = tmp_path / "shared.apkg"
    options = collection.ExportAnkiPackageOptions(with_scheduling=False, with_media=False, legacy=legacy)
    anki.export_anki_package(out_path=str(path), limit=None, options=options)
    with open_package(path) as package:
        assert (len(list(package.notes())), package.media, list(package.reviews())) == (len(FIELDS), (), [])
        assert {(card.type, card.reps, card.stability) for card in package.cards()} == {(0, 0, None)}


def _card(card: Any) -> AnkiCard:
    memory = card.memory_state
    numbers = (card.id, card.nid, card.ord, card.did, card.type, card.queue, card.due, card.ivl, card.reps, card.lapses)
    if memory is None:
        return AnkiCard(*numbers, None, None)
    return AnkiCard(*numbers, round(memory.stability, 4), round(memory.difficulty, 3))


def _type_id(kind: Any) -> int:
    return int(kind["id"])


def _type(kind: Any) -> TheirType:
    templates = (TheirTemplate(one["name"], one["qfmt"], one["afmt"]) for one in kind["tmpls"])
    fields = tuple(field["name"] for field in kind["flds"])
    return TheirType(kind["name"], kind["type"] == 1, fields, tuple(templates), kind["css"])
