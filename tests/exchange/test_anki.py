from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studykit.core.errors import StudykitError
from studykit.core.flashcard import Basic, Flashcard, Link, Typing
from studykit.exchange.anki.package import Written, compared, guid, write_package
from tests.exchange.flashcards_made import (
    ALL,
    BASIC,
    CHOICE,
    CLOZE,
    PRESET,
    TYPED,
    days,
    lived,
    noon,
    reviews,
    with_front,
)

OTHER = replace(BASIC, id="limit:oven.size.max")


@contextmanager
def collection(package: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(package) as packed, closing(sqlite3.connect(packed.extract("collection.anki2", folder))) as it:
        yield it


def counts(written: Written) -> tuple[int, int, int, int]:
    return written.new, written.updated, written.unchanged, written.removed


def test_unchanged_cards_give_the_same_bytes_at_any_later_time_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    history = {BASIC.id: lived(reviews(BASIC.id, [(0, 3, 600), (0, 3, days(2)), (2, 3, days(9))], noon(20)))}
    first = write_package(ALL, path, previous={}, now=1000, history=history, preset=PRESET)
    assert counts(first) == (4, 0, 0, 0)
    written = path.read_bytes()
    again = write_package(ALL[::-1], path, previous=first.contents, now=9999, history=history, preset=PRESET)
    assert path.read_bytes() == written
    assert counts(again) == (0, 0, 4, 0)
    assert dict(again.contents) == dict(first.contents)


def test_a_check_says_what_the_package_would_hold(tmp_path: Path) -> None:
    first = write_package(ALL, tmp_path / "deck.apkg", previous={}, now=1000)
    edited = [with_front(BASIC, "Q!"), CLOZE, replace(CHOICE, gone=True), TYPED, OTHER]
    written = write_package(edited, tmp_path / "deck.apkg", previous=first.contents, now=2000)
    assert counts(compared(edited, previous=first.contents)) == counts(written) == (1, 2, 2, 1)


def test_what_is_gone_is_tagged_once_and_may_come_back(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    gone = replace(BASIC, gone=True)
    first = write_package([BASIC], path, previous={}, now=1000)
    second = write_package([gone], path, previous=first.contents, now=2000)
    with collection(path, tmp_path) as database:
        assert database.execute("select tags from notes").fetchall() == [(" studykit oven studykit::removed ",)]
    third = write_package([gone], path, previous=second.contents, now=3000)
    fourth = write_package([BASIC], path, previous=third.contents, now=4000)
    assert [counts(one) for one in (second, third, fourth)] == [(0, 1, 0, 1), (0, 0, 1, 1), (0, 1, 0, 0)]


def test_another_deck_is_no_change_because_anki_leaves_cards_where_they_are(tmp_path: Path) -> None:
    first = write_package([BASIC], tmp_path / "deck.apkg", previous={}, now=1000)
    moved = write_package([replace(BASIC, deck="Kitchen")], tmp_path / "d.apkg", previous=first.contents, now=2000)
    assert counts(moved) == (0, 0, 1, 0)


def test_another_line_or_another_note_is_no_change(tmp_path: Path) -> None:
    first = write_package([BASIC], tmp_path / "deck.apkg", previous={}, now=1000)
    moved = replace(BASIC, sources=(Link("other.md:9"), Link("oven.md:77")))
    assert counts(write_package([moved], tmp_path / "d.apkg", previous=first.contents, now=2000)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    "edited",
    [
        with_front(BASIC, "Q!"),
        replace(BASIC, body=Basic("Q", "A!")),
        replace(BASIC, tags=("studykit",)),
        replace(BASIC, sources=(Link("oven.md:3", "obsidian://open?path=/oven.md"),)),
    ],
)
def test_only_what_changed_gets_a_new_time(tmp_path: Path, edited: Flashcard) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([BASIC, OTHER], path, previous={}, now=1000)
    second = write_package([edited, OTHER], path, previous=first.contents, now=2000)
    assert counts(second) == (0, 1, 1, 0)
    assert [second.contents[card.id].mod for card in (BASIC, OTHER)] == [2000, 1000]


def test_a_change_is_newer_than_what_anki_has_even_when_the_clock_was_set_back(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    first = write_package([BASIC], path, previous={}, now=2000)
    second = write_package([with_front(BASIC, "Q!")], path, previous=first.contents, now=1000)
    third = write_package([BASIC], path, previous=second.contents, now=1000)
    assert [one.contents[BASIC.id].mod for one in (first, second, third)] == [2000, 2001, 2002]


def test_a_card_that_is_asked_otherwise_by_now_leaves_as_it_was(tmp_path: Path) -> None:
    """Anki takes no other note type for a note; with the option to merge it refuses the whole package."""
    path = tmp_path / "deck.apkg"
    first = write_package([BASIC], path, previous={}, now=1000)
    second = write_package([replace(BASIC, body=Typing("Q?", "A"))], path, previous=first.contents, now=2000)
    assert counts(second) == (0, 0, 1, 0)
    assert second.kept == (BASIC.id,)
    assert dict(second.contents) == dict(first.contents)
    with collection(path, tmp_path) as database:
        assert database.execute("select sfld from notes").fetchall() == [("Q",)]


def test_two_flashcards_of_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    with pytest.raises(StudykitError, match=r"Two flashcards have the id 'limit:oven\.heat\.max'\."):
        write_package([BASIC, with_front(BASIC, "Q!")], path, previous={}, now=1000)
    assert not path.exists()


def test_the_package_is_the_same_on_every_system(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    write_package(ALL, path, previous={}, now=1000)
    with zipfile.ZipFile(path) as package:
        members = package.infolist()
        assert package.testzip() is None
    assert [member.filename for member in members] == ["collection.anki2", "media"]
    for member in members:
        assert (member.date_time, member.create_system) == ((1980, 1, 1, 0, 0, 0), 3)
        assert member.compress_type == zipfile.ZIP_DEFLATED
    with collection(path, tmp_path) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert (tmp_path / "collection.anki2").read_bytes()[96:100] == bytes(4)


def test_cards_whose_numbers_fall_together_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.exchange.anki.guid._IDS", 2)
    cards = [replace(BASIC, id=f"limit:oven.{number}.max", deck=f"Ovens::{number}") for number in range(5)]
    path = tmp_path / "deck.apkg"
    assert write_package(cards, path, previous={}, now=1000).new == 5
    with collection(path, tmp_path) as database:
        for numbers in ("select id from notes", "select nid from cards", "select did from cards"):
            assert len({number for (number,) in database.execute(numbers)}) == 5


def test_decks_whose_names_anki_takes_for_one_are_one(tmp_path: Path) -> None:
    names = ("Ovens::oven", "OVENS::Oven", " Ovens :: oven ", "Ovens::::oven", "", "::")
    cards = [replace(BASIC, id=str(number), deck=name) for number, name in enumerate(names)]
    write_package(cards, tmp_path / "deck.apkg", previous={}, now=1000)
    with collection(tmp_path / "deck.apkg", tmp_path) as database:
        decks: dict[str, Any] = json.loads(database.execute("select decks from col").fetchone()[0])
        used = dict(database.execute("select did, count(*) from cards group by did"))
    assert sorted(deck["name"].casefold() for deck in decks.values()) == ["default", "ovens", "ovens::oven", "studykit"]
    assert {decks[str(number)]["name"].casefold(): count for number, count in used.items()} == {
        "ovens::oven": 4,
        "studykit": 2,
    }


def test_letters_of_two_signs_are_written_as_one(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    write_package([with_front(BASIC, "re\u0301gion")], path, previous={}, now=1000)
    with collection(path, tmp_path) as database:
        assert database.execute("select sfld from notes").fetchall() == [("r\u00e9gion",)]


def test_identity_is_the_card_and_not_its_text() -> None:
    assert guid("limit:lambda.timeout.max") == "iKmdGv-7en5u"  # Anki's users have it: it never changes
    assert guid(BASIC.id) != guid(OTHER.id)
    assert guid("a lone \ud800 sign")


def test_media_leave_under_numbers_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    picture, sound = tmp_path / "loaf.png", tmp_path / "oven.svg"
    picture.write_bytes(bytes(range(256)))
    sound.write_bytes(b"<svg>" + b" " * 500 + b"</svg>")
    cards = [replace(BASIC, media=("loaf.png", "oven.svg")), replace(OTHER, media=("loaf.png", "lost.png"))]
    media = {"loaf.png": picture, "oven.svg": sound, "lost.png": tmp_path / "lost.png", "unused.png": picture}
    written = write_package(cards, tmp_path / "d.apkg", previous={}, now=1, media=media)
    assert written.missing == ("lost.png",)
    with zipfile.ZipFile(tmp_path / "d.apkg") as package:
        assert json.loads(package.read("media")) == {"0": "loaf.png", "1": "oven.svg"}
        assert [package.read(name) for name in ("0", "1")] == [picture.read_bytes(), sound.read_bytes()]
        assert package.testzip() is None


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    for place in (tmp_path / "no" / "deck.apkg", tmp_path):
        with pytest.raises(StudykitError, match="cannot be written"):
            write_package([BASIC], place, previous={}, now=1)
    assert list(tmp_path.iterdir()) == []


def test_a_package_of_many_parts_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    cards = [with_front(replace(BASIC, id=str(number)), f"{number} " * 200) for number in range(3000)]
    history = {card.id: lived(reviews(card.id, [(0, 3, 600), (0, 3, days(2))], noon(20))) for card in cards[:100]}
    for name in ("a", "b"):
        write_package(cards, tmp_path / name, previous={}, now=1, history=history, preset=PRESET)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with collection(tmp_path / "a", tmp_path) as database:
        assert (tmp_path / "collection.anki2").stat().st_size > 3 << 20
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("select count(*), count(distinct cid) from revlog").fetchone() == (200, 100)
        assert database.execute("select count(*), sum(length(flds)) > 2e6 from notes").fetchone() == (3000, 1)


def test_a_package_without_cards_is_one_too(tmp_path: Path) -> None:
    written = write_package([], tmp_path / "d.apkg", previous={}, now=1, history={}, preset=PRESET)
    assert (counts(written), len(written.contents)) == ((0, 0, 0, 0), 0)
    with collection(tmp_path / "d.apkg", tmp_path) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
