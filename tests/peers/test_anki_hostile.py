"""Texts made to hurt go into Anki and are read there as they were written; in a browser nothing of them runs."""

from __future__ import annotations

from html import escape
from pathlib import Path
from unicodedata import normalize

import pytest

from studykit.core.flashcard import Flashcard, Typing
from studykit.exchange.anki.check import flaws
from studykit.exchange.anki.guid import guid
from studykit.exchange.anki.notes import fields_of
from studykit.exchange.anki.reader import open_package
from studykit.exchange.anki.render import render
from studykit.exchange.anki.types import NOTE_TYPES
from tests.exchange.hostile_texts import ATOMS, NET, RUNS, cards, huge, missing, shown, texts
from tests.exchange.read_html import Page
from tests.peers.hostile_cards import AGAIN, Told, in_browser, taken
from tests.tui import browser

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

COUNT = len(ATOMS) + 40
KNOWN = {"div", "hr", "br", "a", "ol", "li", "b", "p", "i", "span", "script", "style"}

RUNNING = ("javascript:", "data:", "vbscript:")


@pytest.fixture(scope="module")
def given() -> list[Flashcard]:
    return cards([*texts(COUNT), huge()[2]])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def told(given: list[Flashcard], folder: Path) -> dict[str, Told]:
    return taken(collection, folder, given)


def test_every_text_is_read_in_anki_as_it_was_written(given: list[Flashcard], told: dict[str, Told]) -> None:
    assert told.keys() == {guid(card.id) for card in given}
    for card in given:
        there = told[guid(card.id)]
        assert missing(card, there.back_page.text) is None, card.id
        assert there.fields[-1] == escape(card.id)
        assert not there.sounds


def test_what_anki_exports_again_is_read_as_it_left(
    given: list[Flashcard], told: dict[str, Told], folder: Path
) -> None:
    with open_package(folder / AGAIN) as package:
        back = {note.guid: note.fields for note in package.notes()}
    for card in given:
        assert back[guid(card.id)] == tuple(normalize("NFC", field) for field in fields_of(card)), card.id


def test_a_card_holds_no_markup_but_ours(given: list[Flashcard], told: dict[str, Told]) -> None:
    for card in given:
        there = told[guid(card.id)]
        for page in (there.front_page, there.back_page):
            assert not page.odd
            for tag, attributes in page.tags:
                assert tag in KNOWN, (card.id, tag)
                assert not any(name.startswith("on") or name in ("src", "style") for name in attributes), card.id
                assert not (attributes.get("href") or "").lower().startswith(RUNNING), card.id


def test_the_check_sees_them_as_anki_does(given: list[Flashcard], told: dict[str, Told]) -> None:
    """What we render is what Anki renders, and of none do we say that Anki would read it as more than text."""
    for card in given:
        kind, there = NOTE_TYPES[card.form], told[guid(card.id)]
        ours = render(kind, fields_of(card))
        assert Page(ours.front).text == there.front_page.text, card.id
        assert Page(ours.back).text == there.back_page.text, card.id
    refused = {flaw.says for flaw in flaws(given, ()) if flaw.refused}
    assert refused <= {"Its front is empty: Anki would show nothing and offer to delete it."}


def test_a_typed_answer_is_right_as_it_was_written(given: list[Flashcard], tmp_path: Path) -> None:
    anki = collection.Collection(str(tmp_path / "anki.anki2"))
    try:
        for card in given:
            if isinstance(card.body, Typing) and (answer := shown(card.body.answer).strip()) and "\n" not in answer:
                compared = anki.compare_answer(fields_of(card)[1], answer)
                assert "typeBad" not in compared, (card.id, compared)
                assert "typeMissed" not in compared, (card.id, compared)
    finally:
        anki.close()


@pytest.mark.skipif(not browser.PROGRAM, reason="Chromium is not installed: nothing is opened by a browser")
async def test_nothing_runs_in_a_browser_and_all_is_read(
    given: list[Flashcard], told: dict[str, Told], tmp_path: Path
) -> None:
    in_turn = [told[guid(card.id)] for card in given]
    read, ran, asked = await in_browser(tmp_path, [side for there in in_turn for side in (there.front, there.back)])
    assert (ran, asked) == (0, [])
    for card, text in zip(given, read[1::2], strict=True):
        assert missing(card, text) is None, card.id


@pytest.mark.skipif(not browser.PROGRAM, reason="Chromium is not installed: nothing is opened by a browser")
async def test_what_was_not_escaped_would_run_and_be_told(tmp_path: Path) -> None:
    attacks = [f"<script>{RUNS}</script>", f"<img src=x onerror={RUNS}>", f"<img src={NET}c.png>", "a<b>c"]
    read, ran, asked = await in_browser(tmp_path, attacks)
    assert ran == 2
    assert f"{NET}c.png" in asked
    assert read == ["", "", "", "ac"]
