"""Anki's own library imports what we write. Test-only: the library's licence keeps it out of the program."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from studykit.core.card import Card, CardKind
from studykit.core.source import SourceSpan
from studykit.exchange.anki import write_package

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

CARDS = tuple(
    Card(
        id=f"limit:oven.{name}.max",
        kind=CardKind.LIMIT,
        deck="Ovens",
        topic="oven",
        area="baking",
        front=f"What is <b>{name}</b> {{{{c1::x}}}} [sound:a.mp3] \\(x\\)?",
        back="12 min & more\nsecond line",
        facts=(),
        sources=(SourceSpan("oven.md", 3, 3),),
    )
    for name in ("heat", "time", "size")
)


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    yield opened
    opened.close()


def take(anki: Any, package: Path) -> tuple[int, int, int, int]:
    """(new, updated, already there, conflicting) as Anki's importer counts them."""
    options = collection.ImportAnkiPackageOptions(merge_notetypes=True)
    request = collection.ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = anki.import_anki_package(request).log
    return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)


def test_anki_adds_updates_and_leaves_what_the_export_said(anki: Any, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    first = write_package(CARDS, package, deck="Ovens", previous={}, now=1_700_000_000)
    assert take(anki, package) == (3, 0, 0, 0)
    assert take(anki, package) == (0, 0, 3, 0)

    edited = (replace(CARDS[0], front="What is the heat?"), *CARDS[1:])
    second = write_package(edited, package, deck="Ovens", previous=first.contents, now=1_700_000_100)
    assert (second.new, second.changed, second.unchanged, second.removed) == (0, 1, 2, 0)
    assert take(anki, package) == (0, 1, 2, 0)
    assert anki.card_count() == 3


def test_every_card_shows_its_text_verbatim(anki: Any, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    write_package(CARDS, package, deck="Ovens", previous={}, now=1_700_000_000)
    take(anki, package)
    shown = [anki.get_card(number) for number in anki.find_cards("")]
    fronts = [unescape(card.question()) for card in shown]
    backs = [unescape(card.answer()) for card in shown]
    assert all(any(card.front in front for front in fronts) for card in CARDS)
    assert all("12 min & more<br>second line" in back and "oven.md:3" in back for back in backs)
    assert all("[sound:" not in card.question() for card in shown)
    assert {anki.decks.name(card.did) for card in shown} == {"Ovens::oven"}
    assert anki.tags.all() == ["baking", "limit", "oven", "studykit"]


ODD = (
    "plain",
    "a < b & c",
    "line one\n    indented line two",
    "[sound:x.mp3] \\(y\\) \\[z\\] {{w}} {{{v}}}",
    "a\u00a0b  c\tend",
    "<script>x</script> &nbsp; &lt;",
    "re\u0301gion \u00e9",
    "12",
    '::a:: "quoted" it\'s',
    "🍞 \u4e16\u754c",
)


def test_anki_would_have_written_the_notes_as_we_did(anki: Any, tmp_path: Path) -> None:
    """Sort field and checksum, by which Anki finds notes and duplicates, are those of an edit in Anki."""
    package = tmp_path / "deck.apkg"
    cards = [replace(CARDS[0], id=f"limit:odd.{number}.max", front=front) for number, front in enumerate(ODD)]
    write_package(cards, package, deck="Ovens", previous={}, now=1_700_000_000)
    with (
        zipfile.ZipFile(package) as packed,
        closing(sqlite3.connect(packed.extract("collection.anki2", tmp_path))) as db,
    ):
        ours = {identity: [*rest] for identity, *rest in db.execute("select guid, sfld, csum from notes")}
    assert take(anki, package) == (len(ODD), 0, 0, 0)
    for number in anki.find_notes(""):
        note = anki.get_note(number)
        note["Back"] += "!"
        anki.update_note(note)
        assert anki.db.first("select sfld, csum from notes where id = ?", number) == ours[note.guid]


def test_anki_finds_nothing_to_mend(anki: Any, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    write_package(CARDS, package, deck="Ovens", previous={}, now=1_700_000_000)
    take(anki, package)
    _, fine = anki.fix_integrity()
    assert fine
    assert anki.card_count() == len(CARDS)
    assert len(anki.find_cards("is:new")) == len(CARDS)


def test_text_written_by_people_shows_as_they_wrote_it(anki: Any, tmp_path: Path) -> None:
    package = tmp_path / "deck.apkg"
    cards = [replace(CARDS[0], id=f"limit:odd.{number}.max", front=front) for number, front in enumerate(ODD)]
    write_package(cards, package, deck="Ovens", previous={}, now=1_700_000_000)
    take(anki, package)
    shown = set()
    for number in anki.find_cards(""):
        card = anki.get_card(number)
        page = re.fullmatch(r'<style>.*?</style><div class="text">(.*)</div>', card.question(), re.DOTALL)
        assert page, card.question()
        shown.add(unescape(page[1].replace("<br>", "\n")))
        assert not card.question_av_tags()
        assert "white-space: pre-wrap" in card.question()
    assert shown == {unicodedata.normalize("NFC", front) for front in ODD}
