"""The table of forms in which flashcards leave as text and come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.flashcard import Flashcard, History

Write = Callable[[Sequence[Flashcard], Mapping[str, History]], str]
Read = Callable[[str, str], tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]]
"""(text, name of the file) → the cards in it, and what could not be read."""

MOST_BYTES = 100_000_000
"""A larger file of cards is not read."""


@dataclass(frozen=True, slots=True)
class CardFormat:
    """One form of a file."""

    what: str
    """For help, after its name."""
    write: Write
    read: Read
    suffix: str
    history: bool = False
    """True where a learner's answers leave, too."""


def _write_csv(cards: Sequence[Flashcard], _history: Mapping[str, History]) -> str:
    from studykit.exchange.cards.csv import write_cards

    return write_cards(cards)


def _write_tsv(cards: Sequence[Flashcard], _history: Mapping[str, History]) -> str:
    from studykit.exchange.cards.csv import write_cards

    return write_cards(cards, separator="\t")


def _write_json(cards: Sequence[Flashcard], history: Mapping[str, History]) -> str:
    from studykit.exchange.cards.json import write_cards

    return write_cards(cards, history)


def _write_markdown(cards: Sequence[Flashcard], _history: Mapping[str, History]) -> str:
    from studykit.exchange.cards.markdown import write_cards

    return write_cards(sorted(cards, key=lambda card: card.deck))


def _read_table(text: str, file: str) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    from studykit.exchange.cards.csv import read_cards

    return read_cards(text, file)


def _read_json(text: str, file: str) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    from studykit.exchange.cards.json import read_cards

    return read_cards(text, file)


def _read_markdown(text: str, file: str) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    from studykit.exchange.cards.markdown import read_cards

    return read_cards(text, file)


CARD_FORMATS: Mapping[str, CardFormat] = {
    "csv": CardFormat("a table for spreadsheets and Anki", _write_csv, _read_table, ".csv"),
    "tsv": CardFormat("the same with tabs", _write_tsv, _read_table, ".tsv"),
    "json": CardFormat("JSON Lines, one object a card", _write_json, _read_json, ".jsonl", history=True),
    "md": CardFormat("Markdown", _write_markdown, _read_markdown, ".md"),
}
"""Name → form. A new one is one file in ``exchange`` and one row."""

FORMS: Mapping[str, str] = {"cards-csv": "csv", "cards-json": "json", "cards-markdown": "md"}
"""How ``studykit import`` calls them."""
_SUFFIXES = {
    ".csv": "cards-csv",
    ".tsv": "cards-csv",
    ".jsonl": "cards-json",
    ".ndjson": "cards-json",
    ".json": "cards-json",
}
_ANKI = ("#separator:", "#html:", "#notetype", "#deck", "#columns:", "#guid column:", "#tags")


def card_form(suffix: str, text: str) -> str:
    """How a file of cards is written, by its extension or its first line; empty for one of questions."""
    from studykit.exchange.cards.markdown import FIRST

    start = text[:200].removeprefix("\ufeff").lstrip()
    if start.startswith(FIRST):
        return "cards-markdown"
    return _SUFFIXES.get(suffix.lower()) or ("cards-csv" if start.startswith(_ANKI) else "")


def text_of(path: Path, form: str) -> tuple[str, Diagnostic | None]:
    """The text of a file, or why it is not read. One of cards may be larger than one of questions."""
    from studykit.exchange.plain_text import MAX_BYTES, decoded

    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
        start = raw[:400].decode(errors="ignore")
        if len(raw) <= MAX_BYTES or (form or card_form(path.suffix, start)) not in FORMS:
            return decoded(raw, path.name)
        raw += file.read(MOST_BYTES)
    if len(raw) > MOST_BYTES:
        return "", error(f"This file is larger than {MOST_BYTES:,} bytes and is not read.", path.name)
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return "", error("This is not UTF-8 text. Save it as UTF-8 first.", path.name)
