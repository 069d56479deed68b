"""Flashcards as JSON Lines: every card and its history comes back, and the schema says what a line is."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.core.flashcard import Flashcard, History
from studykit.exchange.cards.json import card_line, read_card, read_cards, read_histories, write_cards
from tests.exchange.asked import anything
from tests.exchange.cards import CARDS, decks, history

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "cards.schema.json").read_text("utf-8"))
LINE: Any = import_module("jsonschema").Draft202012Validator(SCHEMA)
BASIC: dict[str, Any] = {"id": "a", "form": "basic", "deck": "", "front": "f", "back": "b"}
CLOZE: dict[str, Any] = {"id": "a", "form": "cloze", "deck": "", "parts": [{"text": "x", "hidden": True}]}
CHOICE: dict[str, Any] = {"id": "a", "form": "choice", "deck": "", "stem": "", "options": [{"text": "", "right": True}]}
WRONG: tuple[dict[str, Any], ...] = (
    {},
    BASIC | {"id": ""},
    BASIC | {"id": 1},
    BASIC | {"form": "basics"},
    BASIC | {"form": None},
    BASIC | {"deck": None},
    BASIC | {"front": ["f"]},
    {name: value for name, value in BASIC.items() if name != "back"},
    BASIC | {"tags": ["a b"]},
    BASIC | {"tags": [""]},
    BASIC | {"tags": "a"},
    BASIC | {"media": ["../x"]},
    BASIC | {"media": [".."]},
    BASIC | {"media": [r"a\b"]},
    BASIC | {"media": [""]},
    BASIC | {"sources": [{"url": "x"}]},
    BASIC | {"sources": ["x"]},
    BASIC | {"gone": 1},
    CLOZE | {"parts": []},
    CLOZE | {"parts": [{"text": "x"}]},
    CLOZE | {"parts": [{"text": " ", "hidden": True}]},
    CLOZE | {"parts": [{"text": "x", "hidden": "yes"}]},
    CHOICE | {"options": []},
    CHOICE | {"options": [{"text": "", "right": False}]},
    CHOICE | {"options": CHOICE["options"] * 11},
    CHOICE | {"options": [{"text": "", "right": True, "sources": [{"note": "n", "line": -1, "end": 1}]}]},
    {"id": "a", "form": "typed", "deck": "", "front": "f"},
)


@anything
@given(cards=decks)
def test_every_card_comes_back_and_is_as_the_schema_says(cards: list[Flashcard]) -> None:
    text = write_cards(cards)
    assert read_cards(text, "x.jsonl") == (tuple(cards), ())
    assert text.encode().count(b"\n") == len(cards)
    for line in text.split("\n")[:-1]:
        LINE.validate(json.loads(line))


def test_history_comes_back() -> None:
    known = {card.id: history(card.id) for card in CARDS[:2]} | {CARDS[2].id: History(None)}
    text = write_cards(CARDS, known)
    assert read_cards(text, "x.jsonl") == (CARDS, ())
    assert read_histories(text, "x.jsonl") == (known, ())
    for line in text.splitlines():
        LINE.validate(json.loads(line))


@pytest.mark.parametrize("said", WRONG)
def test_reader_and_schema_refuse_the_same(said: dict[str, Any]) -> None:
    assert not LINE.is_valid(said)
    with pytest.raises(UsageError, match=r"^This (card|line) "):
        read_card(json.dumps(said))


@pytest.mark.parametrize("said", [BASIC, CLOZE, CHOICE])
def test_reader_and_schema_take_the_same(said: dict[str, Any]) -> None:
    LINE.validate(said)
    read_card(json.dumps(said | {"of another version": 1}))


def _broken(*path: str | int, value: Any) -> str:
    line = json.loads(write_cards(CARDS[:1], {CARDS[0].id: history(CARDS[0].id)}))
    within = line
    for name in path[:-1]:
        within = within[name]
    within[path[-1]] = value
    assert not LINE.is_valid(line)
    return json.dumps(line)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("history",), 1, "history"),
        (("history", "suspended"), "no", "suspended"),
        (("history", "reviews"), {}, "reviews"),
        (("history", "reviews", 0), 3, "reviews"),
        (("history", "reviews", 0, "rating"), 5, "rating"),
        (("history", "reviews", 0, "at"), "today", "at"),
        (("history", "memory"), [], "memory"),
        (("history", "memory", "stability"), 0, "memory"),
        (("history", "memory", "difficulty"), 11, "memory"),
        (("history", "memory", "last"), 1.5, "memory"),
        (("history", "memory", "step"), "1", "memory"),
    ],
)
def test_a_history_that_cannot_be_is_told(path: tuple[str | int, ...], value: object, says: str) -> None:
    found, problems = read_histories(_broken(*path, value=value), "x.jsonl")
    assert not found
    assert f"'{says}'" in problems[0].message


def test_broken_lines_are_told_with_their_place() -> None:
    text = f"\ufeff{card_line(CARDS[0])}\r\n\n[1]\nnull\n{{\n{'[' * 100_000}\n{card_line(CARDS[0])}\n"
    cards, problems = read_cards(text, "x.jsonl")
    assert cards == CARDS[:1]
    assert [one.line for one in problems] == [3, 4, 5, 6, 7]
    assert problems[-1].message == "A card 'oven.heat' is further up already."


@given(st.text(max_size=60) | st.sampled_from(("NaN", '{"id": 1e999}', "9" * 5000)))
def test_anything_else_is_one_sentence(text: str) -> None:
    cards, problems = read_cards(text, "x.jsonl")
    assert not cards
    assert all(one.message.startswith(("This line is no", "This card has no")) for one in problems)


def test_no_letter_of_a_line_steers_a_terminal() -> None:
    card = Flashcard("x\x7f", CARDS[0].body, "\x1b[31m\u202e\x9b\u2028")
    line = card_line(card)
    assert line.isprintable()
    assert read_card(line) == card
