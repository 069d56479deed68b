from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studykit.exchange.anki.reader import AnkiCard, AnkiReview, open_package
from tests.exchange.anki_packages import (
    CLOZE_TYPE,
    CREATED,
    DECK,
    NOTE,
    TYPE,
    card,
    made,
    note,
    refused,
    review,
)


@pytest.mark.parametrize("tables", [False, True])
def test_all_of_a_package_is_read(tmp_path: Path, *, tables: bool) -> None:
    path = made(
        tmp_path,
        notes=[note(), note(NOTE + 1, "{{c1::x}}", mid=CLOZE_TYPE, tags="")],
        cards=[card(data='{"s":32.1,"d":6.4}'), card(NOTE + 1, NOTE + 1, ord=1)],
        reviews=[review(NOTE + 9), review(NOTE + 1, NOTE + 1), review(NOTE + 3)],
        tables=tables,
    )
    with open_package(path) as opened:
        basic, cloze = opened.note_types[TYPE], opened.note_types[CLOZE_TYPE]
        notes, cards, reviews = list(opened.notes()), list(opened.cards()), list(opened.reviews())
        assert (opened.created, opened.decks, opened.media) == (CREATED, {1: "Default", DECK: "A::B"}, ())
    assert (basic.name, basic.cloze, basic.fields, basic.css) == ("Basic", False, ("Front", "Back"), ".card {}")
    assert [(one.name, one.front, one.back) for one in basic.templates] == [("Card 1", "{{Front}}", "{{Back}}")]
    assert (cloze.cloze, cloze.fields) == (True, ("Text",))
    assert [(one.id, one.guid, one.type_id, one.mod, one.tags, one.fields) for one in notes] == [
        (NOTE, f"guid-{NOTE}", TYPE, 5, ("one", "two::three"), ("Q", "A")),
        (NOTE + 1, f"guid-{NOTE + 1}", CLOZE_TYPE, 5, (), ("{{c1::x}}",)),
    ]
    assert cards == [
        AnkiCard(NOTE, NOTE, 0, DECK, 2, 2, 100, 30, 4, 1, 32.1, 6.4),
        AnkiCard(NOTE + 1, NOTE + 1, 1, DECK, 2, 2, 100, 30, 4, 1, None, None),
    ]
    assert [(one.card_id, one.id) for one in reviews] == [(NOTE, NOTE + 3), (NOTE, NOTE + 9), (NOTE + 1, NOTE + 1)]
    assert reviews[0] == AnkiReview(NOTE + 3, NOTE, 3, 30, 10, 2500, 4000, 1)


def test_what_is_read_is_read_again(tmp_path: Path) -> None:
    with open_package(made(tmp_path, notes=[note()], cards=[card()])) as opened:
        assert list(opened.notes()) == list(opened.notes())
        assert [len(list(both)) for both in (opened.cards(), opened.cards())] == [1, 1]


def test_a_collection_without_notes_is_a_collection(tmp_path: Path) -> None:
    with open_package(made(tmp_path)) as opened:
        assert not [*opened.notes(), *opened.cards(), *opened.reviews()]


def test_a_card_that_a_filtered_deck_borrows_is_told_with_its_own_deck(tmp_path: Path) -> None:
    borrowed = card(did=77, due=-100_000, odid=DECK, odue=123)
    with open_package(made(tmp_path, notes=[note()], cards=[borrowed])) as opened:
        (only,) = opened.cards()
    assert (only.deck_id, only.due) == (DECK, 123)


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ("Q", ("Q", "")),
        ("Q\x1fA\x1fB\x1fC", ("Q", "A; B; C")),
        ("", ("", "")),
        (None, ("", "")),
        (b"Q\xff\x1fA", ("Q�", "A")),
        (12, ("12", "")),
    ],
)
def test_a_note_has_as_many_fields_as_its_type(tmp_path: Path, fields: Any, read: tuple[str, ...]) -> None:
    with open_package(made(tmp_path, notes=[note(fields=fields)])) as opened:
        assert [one.fields for one in opened.notes()] == [read]


def test_a_note_whose_type_is_missing_keeps_its_fields(tmp_path: Path) -> None:
    with open_package(made(tmp_path, notes=[note(mid=5, fields="a\x1fb\x1fc")])) as opened:
        (only,) = opened.notes()
    assert (only.type_id, only.fields) == (5, ("a", "b", "c"))


@pytest.mark.parametrize(
    "state",
    [
        "",
        None,
        "{",
        "[]",
        "7",
        '{"s":"x","d":-1}',
        '{"s":0,"d":NaN}',
        '{"s":1e999,"d":Infinity}',
        '{"s":' + "9" * 400 + "}",
        "[" * 100_000,
        '{"s":true}' + " " * 10_000,
        b"\xff\xfe",
    ],
)
def test_a_memory_that_is_none_is_left_out(tmp_path: Path, state: Any) -> None:
    with open_package(made(tmp_path, cards=[card(data=state)])) as opened:
        (only,) = opened.cards()
    assert (only.stability, only.difficulty) == (None, None)


def test_absurd_numbers_are_handed_on_as_whole_ones(tmp_path: Path) -> None:
    largest = 2**63 - 1
    rows = [
        review(-largest, largest, ease=99, ivl=-largest, time=largest),
        review(1, 2, ease="x", ivl=1.9, lastIvl=None, factor=b"1", time=1e999, type="2"),
    ]
    path = made(tmp_path, reviews=rows, cards=[card(due=12.7, ivl=None, reps="many")])
    with open_package(path) as opened:
        assert list(opened.reviews()) == [
            AnkiReview(1, 2, 0, 1, 0, 0, 0, 2),
            AnkiReview(-largest, largest, 99, -largest, 10, 2500, largest, 1),
        ]
        (only,) = opened.cards()
    assert (only.due, only.interval, only.reps) == (12, 0, 0)


def test_a_deck_name_may_be_long_and_odd(tmp_path: Path) -> None:
    name = "::".join(["\u202ex"] * 10_000) + "\ud800"
    with open_package(made(tmp_path, decks=json.dumps({"1": {"name": name}}))) as opened:
        assert opened.decks == {1: name.replace("\ud800", "?")}


def test_what_goes_wrong_with_the_learner_is_no_fault_of_the_package(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mine"), open_package(made(tmp_path, notes=[note()])) as opened:  # noqa: PT012
        for _ in opened.notes():
            raise ValueError("mine")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "gone.apkg", "cannot be read: No such file or directory.")
    refused(tmp_path, "cannot be read: ")
