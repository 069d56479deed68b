"""Files of cards are told from files of questions, and their cards come into a pack."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.flashcard import Basic, Flashcard, History
from studykit.exchange.plain_text import MAX_BYTES
from studykit.workflows.card_formats import CARD_FORMATS, FORMS, card_form
from studykit.workflows.quizzes import form_of, read_bank
from tests.exchange.cards import CARDS, history


@pytest.mark.parametrize("name", CARD_FORMATS)
def test_a_file_of_each_form_is_known_and_read(name: str, tmp_path: Path) -> None:
    form = CARD_FORMATS[name]
    text = form.write(CARDS, {CARDS[0].id: history(CARDS[0].id)})
    path = tmp_path / f"cards{form.suffix}"
    path.write_bytes(text.encode())
    assert CARD_FORMATS[FORMS[form_of(path, text)]].read is form.read
    cards, problems = form.read(text, path.name)
    assert sorted(card.id for card in cards) == sorted(card.id for card in CARDS)
    assert not problems
    bank = read_bank(path)
    assert [one.title for one in bank.given] == [card.id for card in cards if not card.gone]
    assert bank.titled
    assert "marked as removed" in bank.diagnostics[0].message


def test_only_json_tells_what_a_learner_did() -> None:
    known = {CARDS[0].id: History(None, suspended=True)}
    told = {name for name, form in CARD_FORMATS.items() if form.write(CARDS, known) != form.write(CARDS, {})}
    assert told == {name for name, form in CARD_FORMATS.items() if form.history} == {"json"}


def test_markdown_has_the_cards_of_a_deck_together() -> None:
    text = CARD_FORMATS["md"].write((CARDS[0], CARDS[1], replace(CARDS[0], id="oven.more")), {})
    assert text.count("\n# Kitchen::oven\n") == 1


@pytest.mark.parametrize(
    ("suffix", "text", "form"),
    [
        (".csv", "a,b", "cards-csv"),
        (".TSV", "a\tb", "cards-csv"),
        (".txt", "#separator:tab\n", "cards-csv"),
        (".txt", "#html:true\n", "cards-csv"),
        (".jsonl", "{}", "cards-json"),
        (".json", "{}", "cards-json"),
        (".md", "<!-- studykit cards -->\n", "cards-markdown"),
        (".txt", "\ufeff\n<!-- studykit cards -->\n", "cards-markdown"),
        (".md", "# How hot?\n- [x] 250\n", ""),
        (".txt", "How hot?\nA) 250\nANSWER: A", ""),
        (".gift", "How hot? {=250 ~230}", ""),
    ],
)
def test_names_and_first_lines_tell_the_form(suffix: str, text: str, form: str) -> None:
    assert card_form(suffix, text) == form


def test_a_form_that_is_named_holds(tmp_path: Path) -> None:
    path = tmp_path / "cards.text"
    path.write_text("How hot?\t250 °C\n", "utf-8")
    assert [one.stem for one in read_bank(path, "cards-csv").given] == ["How hot?"]


def test_a_table_of_a_spreadsheet_in_utf16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cards.txt"
    path.write_bytes(codecs.BOM_UTF16_LE + "#separator:tab\r\nHow hot?\t250 °C\r\n".encode("utf-16-le"))
    assert [one.stem for one in read_bank(path).given] == ["How hot?"]


def test_many_cards_are_read_and_many_questions_are_not(tmp_path: Path) -> None:
    long = "x" * 15_000
    cards = [Flashcard(f"card {at}", Basic(f"{at} {long}?", "y"), "Kitchen") for at in range(MAX_BYTES // 15_000 + 1)]
    path = tmp_path / "cards.jsonl"
    path.write_bytes(CARD_FORMATS["json"].write(cards, {}).encode())
    assert path.stat().st_size > MAX_BYTES
    assert len(read_bank(path).given) == len(cards)
    other = path.rename(tmp_path / "cards.gift")
    assert "larger than" in read_bank(other).diagnostics[0].message
    path.write_bytes(other.read_bytes() + b"\xff\n")
    assert "not UTF-8" in read_bank(path).diagnostics[0].message


def test_the_examples_of_the_docs_are_what_is_written() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cards.md").read_text("utf-8")
    examples = re.findall(r"^```\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert len(examples) == 3
    for name, example in zip(("csv", "json", "md"), examples, strict=True):
        form = CARD_FORMATS[name]
        cards, problems = form.read(example, "example")
        assert cards
        assert not problems
        assert form.write(cards, {}).replace("\r\n", "\n") == example
