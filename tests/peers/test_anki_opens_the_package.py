"""Anki's own library imports what we write. Test-only: the library's licence keeps it out of the program."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studykit.core.flashcard import Basic, Flashcard, Typing
from studykit.exchange.anki.package import Written, write_package
from tests.exchange.flashcards_made import ALL, BASIC, CHOICE, CLOZE, TYPED, with_front

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    yield opened
    opened.close()


def take(anki: Any, package: Path, *, merge: bool = False) -> tuple[int, int, int, int]:
    """(new, updated, already there, conflicting) as Anki's importer counts them."""
    options = collection.ImportAnkiPackageOptions(merge_notetypes=merge, with_scheduling=True, with_deck_configs=True)
    request = collection.ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = anki.import_anki_package(request).log
    return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)


def told(written: Written) -> tuple[int, int, int, int]:
    return written.new, written.updated, written.unchanged, 0


@pytest.mark.parametrize("merge", [False, True])
def test_anki_adds_updates_and_leaves_what_the_export_said(anki: Any, tmp_path: Path, merge: bool) -> None:
    """With and without the option to merge note types, which add-ons that import set."""
    package = tmp_path / "deck.apkg"
    first = write_package(ALL, package, previous={}, now=1_700_000_000)
    assert take(anki, package, merge=merge) == told(first) == (4, 0, 0, 0)
    again = write_package(ALL, package, previous=first.contents, now=1_700_000_050)
    assert take(anki, package, merge=merge) == told(again) == (0, 0, 4, 0)

    edited = (with_front(BASIC, "What is the heat?"), CLOZE, replace(CHOICE, gone=True), TYPED)
    new = replace(BASIC, id="limit:oven.size.max")
    second = write_package((*edited, new), package, previous=again.contents, now=1_700_000_100)
    assert take(anki, package, merge=merge) == told(second) == (1, 2, 2, 0)
    assert anki.card_count() == anki.note_count() == 5
    assert [note["Front"] for note in map(anki.get_note, anki.find_notes('"Front:What*"'))] == ["What is the heat?"]
    assert len(anki.find_notes("tag:studykit::removed")) == 1
    assert sorted(kind.name for kind in anki.models.all_names_and_ids() if kind.name.startswith("studykit")) == [
        "studykit Basic",
        "studykit Choice",
        "studykit Cloze",
        "studykit Typed",
    ]


@pytest.mark.parametrize("merge", [False, True])
def test_a_card_that_is_asked_otherwise_by_now_does_no_harm(anki: Any, tmp_path: Path, merge: bool) -> None:
    package = tmp_path / "deck.apkg"
    first = write_package([BASIC, CLOZE], package, previous={}, now=1_700_000_000)
    take(anki, package, merge=merge)
    turned = [replace(BASIC, body=Typing("Q?", "A")), replace(CLOZE, body=Basic("Crumb?", "soft"))]
    second = write_package(turned, package, previous=first.contents, now=1_700_000_100)
    assert take(anki, package, merge=merge) == told(second) == (0, 0, 2, 0)


def test_anki_refuses_a_package_with_another_kind_of_note_type_for_a_note(anki: Any, tmp_path: Path) -> None:
    """Why a card leaves as it was asked at first."""
    package = tmp_path / "deck.apkg"
    write_package([CLOZE], package, previous={}, now=1_700_000_000)
    take(anki, package)
    write_package([replace(CLOZE, body=Basic("Crumb?", "soft"))], package, previous={}, now=1_700_000_100)
    assert take(anki, package) == (0, 0, 0, 1)
    with pytest.raises(Exception, match="cannot be merged"):
        take(anki, package, merge=True)


def test_every_note_is_one_card_in_its_deck(anki: Any, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    write_package(ALL, package, previous={}, now=1_700_000_000)
    take(anki, package)
    shown = [anki.get_card(number) for number in anki.find_cards("")]
    assert len(shown) == len(ALL)
    assert {anki.decks.name(card.did) for card in shown} == {"Ovens::oven"}
    assert {card.note()["Id"] for card in shown} == {card.id for card in ALL}
    assert anki.tags.all() == ["oven", "studykit"]
    assert len(anki.find_cards("is:new")) == len(ALL)


ODD = (
    "plain",
    "a < b & c",
    "line one\n    indented line two",
    "[sound:x.mp3] \\(y\\) \\[z\\] {{w}} {{{v}}}",
    "a\u00a0b  c\tend",
    "a\u00a0b & c",
    "<script>x</script> &nbsp; &lt;",
    "re\u0301gion \u00e9",
    "12",
    "012",
    '::a:: "quoted" it\'s',
    "🍞 \u4e16\u754c",
    "[picture: a b&c.png] <img src='x.png'> [sound: oven.mp3]",
    "",
)


def odd() -> list[Flashcard]:
    return [
        replace(with_front(BASIC, front), id=f"limit:odd.{number}.max", media=("a b&c.png", "oven.mp3"))
        for number, front in enumerate(ODD)
    ]


def test_anki_would_have_written_the_notes_as_we_did(anki: Any, tmp_path: Path) -> None:
    """Sort field and checksum, by which Anki finds notes and duplicates, are those of an edit in Anki."""
    package = tmp_path / "deck.apkg"
    cards = [*odd(), CLOZE, CHOICE, TYPED]
    write_package(cards, package, previous={}, now=1_700_000_000)
    with (
        zipfile.ZipFile(package) as packed,
        closing(sqlite3.connect(packed.extract("collection.anki2", tmp_path))) as db,
    ):
        ours = {identity: [*rest] for identity, *rest in db.execute("select guid, sfld, csum, flds from notes")}
    assert take(anki, package) == (len(cards), 0, 0, 0)
    for number in anki.find_notes(""):
        note = anki.get_note(number)
        imported = anki.db.first("select sfld, csum, flds from notes where id = ?", number)
        assert imported == ours[note.guid]
        note["Back"] += "!"
        anki.update_note(note)
        assert anki.db.first("select sfld, csum from notes where id = ?", number) == ours[note.guid][:2]


def test_anki_finds_nothing_to_mend(anki: Any, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    write_package(ALL, package, previous={}, now=1_700_000_000)
    take(anki, package)
    problems, fine = anki.fix_integrity()
    assert (fine, problems) == (True, "Database rebuilt and optimized.")
    assert anki.card_count() == len(ALL)


def test_media_arrive(anki: Any, tmp_path: Path) -> None:
    picture = tmp_path / "a b&c.png"
    picture.write_bytes(b"\x89PNG of a loaf")
    card = replace(with_front(BASIC, "Look: [picture: a b&c.png]"), media=("a b&c.png",))
    write_package([card], tmp_path / "d.apkg", previous={}, now=1, media={"a b&c.png": picture})
    assert take(anki, tmp_path / "d.apkg") == (1, 0, 0, 0)
    assert (Path(anki.media.dir()) / "a b&c.png").read_bytes() == b"\x89PNG of a loaf"
    assert not anki.media.check().missing
