from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.card import Card, CardKind
from studykit.core.errors import StudykitError
from studykit.exchange.anki import guid, write_package

CARD = Card("limit:oven.heat.max", CardKind.LIMIT, "Ovens", "oven", "baking", "Q", "A", (), ())
OTHER = replace(CARD, id="limit:oven.size.max", front="Q2")


@contextmanager
def collection(package: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(package) as packed, closing(sqlite3.connect(packed.extract("collection.anki2", folder))) as it:
        yield it


def test_unchanged_cards_give_the_same_bytes_at_any_later_time(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([CARD, OTHER], path, deck="Ovens", previous={}, now=1000)
    written = path.read_bytes()
    again = write_package([OTHER, CARD], path, deck="Ovens", previous=first.contents, now=9999)
    assert path.read_bytes() == written
    assert (again.new, again.changed, again.unchanged, again.removed) == (0, 0, 2, 0)


def test_only_what_changed_gets_a_new_time(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([CARD, OTHER], path, deck="Ovens", previous={}, now=1000)
    second = write_package([replace(CARD, back="A!")], path, deck="Ovens", previous=first.contents, now=2000)
    assert (second.new, second.changed, second.unchanged, second.removed) == (0, 1, 0, 1)
    assert second.contents[CARD.id][1] == 2000


def test_a_change_is_newer_than_what_anki_has_even_when_the_clock_was_set_back(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([CARD], path, deck="Ovens", previous={}, now=2000)
    second = write_package([replace(CARD, back="A!")], path, deck="Ovens", previous=first.contents, now=1000)
    third = write_package([CARD], path, deck="Ovens", previous=second.contents, now=1000)
    assert [one.contents[CARD.id][1] for one in (first, second, third)] == [2000, 2001, 2002]


def test_the_package_is_the_same_on_every_system(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    write_package([CARD], path, deck="Ovens", previous={}, now=1000)
    with zipfile.ZipFile(path) as package:
        members = package.infolist()
    assert [member.filename for member in members] == ["collection.anki2", "media"]
    for member in members:
        assert (member.date_time, member.create_system) == ((1980, 1, 1, 0, 0, 0), 3)
        assert member.compress_type == zipfile.ZIP_DEFLATED


def test_cards_whose_numbers_fall_together_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.exchange.anki._IDS", 2)
    cards = [replace(CARD, id=f"limit:oven.{number}.max", topic=f"oven {number}") for number in range(5)]
    path = tmp_path / "deck.apkg"
    assert write_package(cards, path, deck="Ovens", previous={}, now=1000).new == 5
    with collection(path, tmp_path) as database:
        for numbers in ("select id from notes", "select id from cards", "select did from cards"):
            assert len({number for (number,) in database.execute(numbers)}) == 5


def test_letters_of_two_signs_are_written_as_one(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    write_package([replace(CARD, front="re\u0301gion")], path, deck="Ovens", previous={}, now=1000)
    with collection(path, tmp_path) as database:
        assert database.execute("select sfld from notes").fetchall() == [("r\u00e9gion",)]


def test_identity_is_the_card_and_not_its_text() -> None:
    assert guid(CARD.id) == guid(replace(CARD, front="other").id)
    assert guid(CARD.id) != guid(OTHER.id)


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    for place in (tmp_path / "no" / "deck.apkg", tmp_path):
        with pytest.raises(StudykitError, match="cannot be written"):
            write_package([CARD], place, deck="Ovens", previous={}, now=1)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_deck_name_is_replaced(tmp_path: Path) -> None:
    assert write_package([CARD], tmp_path / "d.apkg", deck=" ", previous={}, now=1).new == 1
