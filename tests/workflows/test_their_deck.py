"""Whatever is in somebody's deck, it becomes cards or sentences, and never anything else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from studykit.core.diagnostic import Severity
from studykit.core.flashcard import Basic, Carried, Choice, Cloze, Flashcard, Link, Part, Typing
from studykit.core.given import Words
from studykit.core.response import Choices, Option
from studykit.exchange.anki.package import write_package
from studykit.exchange.anki.reader import open_package
from studykit.workflows.desk import remember
from studykit.workflows.library import Library
from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from studykit.workflows.their_deck import Taken, take_deck
from tests.exchange.anki_packages import CLOZE_TYPE, NOTE, TYPE, card, collection, legacy, note, review
from tests.kept import kept
from tests.workflows.answered_study import TODAY, give


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


@pytest.fixture
def library(home: Path, folder: Path) -> Library:
    return open_library(find_places({"STUDYKIT_HOME": str(home)}), str(folder), [])


def taken(library: Library, path: Path, **parts: Any) -> Taken:
    with open_package(legacy(path, collection(path.parent, **parts))) as package:
        return take_deck(library.folder, package, library, file=path.name)


def of_type(front: str, back: str, *, cloze: bool = False) -> str:
    """One note type with these templates."""
    fields = [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}]
    sides = [{"name": "Card 1", "ord": 0, "qfmt": front, "afmt": back}]
    return json.dumps({str(TYPE): {"name": "T", "type": int(cloze), "css": "", "flds": fields, "tmpls": sides}})


def said(library: Library, path: Path, fields: str, front: str, back: str, *, cloze: bool = False) -> tuple[str, ...]:
    """Stem and answer of the one card, or why there is none."""
    models = of_type(front, back, cloze=cloze)
    found = taken(library, path, notes=[note(NOTE, fields)], cards=[card()], models=models)
    if found.written.given:
        (one,) = found.written.given
        return (one.stem, *one.response.accepted, one.feedback)  # type: ignore[union-attr]
    return tuple(one.message for one in found.problems)


THERE = "{{FrontSide}}<hr id=answer>{{Back}}"


@pytest.mark.parametrize(
    ("fields", "sides", "wanted"),
    [
        ("Q\x1fA", ("{{Front}}", THERE), ("Q", "A", "")),
        ("Q\x1fA", ("{{Front}}", "{{Front}}<br>{{Back}}"), ("Q", "A", "")),
        ("Q\x1fQA", ("{{Front}}", "{{Back}}"), ("Q", "QA", "")),
        ("Q\x1fQ", ("{{Front}}", "{{Front}}"), ("Q", "Q", "")),
        ("Q\x1fA", ("{{Front}}{{hint:Back}}", THERE), ("Q", "A", "")),
        ("Q\x1fA", ("{{Front}}{{type:Back}}", "{{FrontSide}}<hr id=answer>A<br>because"), ("Q", "A", "because")),
        ("Q\x1f", ("{{Front}}{{type:Back}}", THERE), ("The back of this card is empty. (Q)",)),
        ("Q\x1fA", ("{{Nothing}}", THERE), ("asks for a field 'Nothing'",)),
        ("Q\x1fA", ("{{#Front}}x", THERE), ("does not close it",)),
        ("Q\x1fA", ("{{#Front}}" * 500, THERE), ("nests its conditions too deep",)),
        ("\x1fA", ("{{Front}}", THERE), ("The front of this card is empty. (A)",)),
        ("Q" * 70_000 + "\x1fA", ("{{Front}}", THERE), ("This note is too long to be a card.",)),
        ("Q" * 30_000 + "\x1fA", ("{{Front}}", THERE), ("more than 20,000 letters",)),
        ("Q" * 9_000 + "\x1fA", ("{{Front}}" * 9, THERE), ("This card is too long.",)),
        ("Q\x1f=HYPERLINK(1)", ("{{Front}}", THERE), ("Q", "=HYPERLINK(1)", "")),
        ("&#99999999999;\x1f&#xD800;", ("{{Front}}", THERE), ("\ufffd", "\ufffd", "")),
    ],
)
def test_a_template_makes_a_card_or_a_sentence(
    library: Library, tmp_path: Path, fields: str, sides: tuple[str, str], wanted: Sequence[str]
) -> None:
    found = said(library, tmp_path / "deck.apkg", fields, *sides)
    assert len(found) == len(wanted)
    assert all(words in told if len(wanted) == 1 else words == told for words, told in zip(wanted, found, strict=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{c1::a}} b {{c1::c}}", ("[…] b […]", "a; c", "")),
        ("{{c1::a}} {{c1::c}}", ("[…] […]", "a; c", "")),
        ("x {{c1::a {{c2::b}} c}}", ("x […]", "a b c", "")),
        ("x {{c1::a<br>b}}", ("x […]", "a\nb", "")),
        ("x {{c1::a::h}}", ("x [h]", "a\n\nx a", "")),
        ("x {{c1::<img src=''>}}y", ("x […]y", "[picture]", "")),
        ("x {{c2::a}}", ("The front of this card is empty",)),
        ("x {{c1::}}y", ("x [...]y", "x y", "")),
        ("{{c1::x", ("The front of this card is empty",)),
    ],
)
def test_gaps_are_asked_all_at_once(library: Library, tmp_path: Path, text: str, wanted: Sequence[str]) -> None:
    found = said(
        library, tmp_path / "deck.apkg", f"{text}\x1f", "{{cloze:Front}}", "{{cloze:Front}}<br>{{Back}}", cloze=True
    )
    assert (len(found), found[0].startswith(wanted[0])) == (len(wanted), True)
    assert len(wanted) == 1 or found == tuple(wanted)


@pytest.mark.parametrize(("many", "named", "more"), [(1, 1, 0), (4, 4, 0), (5, 3, 2), (1200, 3, 1197)])
def test_of_many_cards_that_cannot_be_asked_for_one_reason_a_few_are_named(
    library: Library, tmp_path: Path, many: int, named: int, more: int
) -> None:
    notes = [note(NOTE + at, f"Q{at}\x1fA") for at in range(many)] + [note(NOTE + many, "x" * 70_000)]
    cards = [card(NOTE + at, NOTE + at) for at in range(many + 1)]
    found = taken(library, tmp_path / "deck.apkg", notes=notes, cards=cards, models=of_type("{{Nothing}}", THERE))
    says = [one.message for one in found.problems]
    assert len(says) == named + bool(more) + 1
    assert [text.rpartition(" (")[2] for text in says[:named]] == [f"Q{at})" for at in range(named)]
    assert (f" (and {more:,} more cards like these)" in says[named]) == bool(more)
    assert says[-1].startswith("This note is too long to be a card.")
    assert all(one.severity is Severity.ERROR for one in found.problems)


def test_rows_that_hang_in_the_air_are_passed_over(library: Library, tmp_path: Path) -> None:
    found = taken(
        library,
        tmp_path / "deck.apkg",
        notes=[
            note(NOTE),
            note(NOTE + 1, mid=12345),
            note(NOTE + 2, "only one"),
            note(NOTE + 3, "many" + "\x1fmore" * 9, guid=""),
            note(NOTE + 4, guid="x" * 5000),
            note(NOTE + 5, "a\x1fb", guid="guid-" + str(NOTE)),
            note(NOTE + 6, "without\x1fcards"),
        ],
        cards=[
            card(NOTE, NOTE),
            card(NOTE + 1, NOTE + 1),
            card(NOTE + 2, NOTE + 2, did=999),
            card(NOTE + 3, NOTE + 3),
            card(NOTE + 4, NOTE + 4),
            card(NOTE + 5, NOTE + 5),
            card(NOTE + 7, NOTE, ord=3),
            card(NOTE + 8, NOTE, ord=-1),
            card(NOTE + 9, 4711),
        ],
    )
    assert sorted(one.stem for one in found.written.given) == ["Q", "Q", "a", "many"]
    assert len({one.id for one in found.written.given}) == 4
    says = [one.message for one in found.problems]
    assert sum("has no template for this card" in one for one in says) == 2
    assert sum("is not in the package" in one for one in says) == 1
    assert sum("The back of this card is empty" in one for one in says) == 1
    assert len(says) == 4


def test_history_goes_to_the_right_card_of_each_note(library: Library, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "deck.apkg"
    cards = [card(NOTE), card(NOTE + 1, NOTE + 1, ord=1), card(NOTE + 2, NOTE + 1, ord=0)]
    reviews = [review(NOTE + at * 5000, NOTE + at % 3, ease=1 + at % 3, type=1) for at in range(6)]
    notes = [note(NOTE, "one\x1fA"), note(NOTE + 1, "{{c1::x}} and {{c2::y}}", mid=CLOZE_TYPE)]
    with open_package(legacy(path, collection(tmp_path, notes=notes, cards=cards, reviews=reviews))) as package:
        found = take_deck(library.folder, package, library, file=path.name, with_history=True)
    assert found.returned is not None
    assert (found.returned.answers, found.returned.cards) == (6, 3)
    stems = {one.id: one.stem for one in found.written.given}
    with kept(home) as store:
        ratings = {stems[one.card]: int(one.rating) for one in store.reviews()}
    assert ratings == {"one": 1, "x and […]": 2, "[…] and y": 3}


OPTIONS = Choices((Option("x", right=True, reason="so"), Option("y", right=False, reason="no")))
FRIENDS = (
    Flashcard("limit:a", Basic("A & b?", "<b>\nB"), "Ovens", ("studykit",), (Link("n.md:3", "file:///n.md"),)),
    Flashcard("limit:c", Typing("C?", "42 s", "[picture: l oaf.png]"), "Ovens", media=("l oaf.png",)),
    Flashcard("definition:d", Cloze((Part("D is "), Part("d::e", hidden=True), Part(".")), "more"), "Ovens"),
    Flashcard("scenario:e", Choice("E?", OPTIONS, "all"), "Ovens"),
    Flashcard("limit:gone", Basic("G?", "g"), "Ovens", gone=True),
)


def from_friend(library: Library, tmp_path: Path) -> Taken:
    path = tmp_path / "friend.apkg"
    (tmp_path / "l oaf.png").write_bytes(b"PNG")
    write_package(FRIENDS, path, previous={}, now=1_700_000_000, media={"l oaf.png": tmp_path / "l oaf.png"})
    with open_package(path) as package:
        return take_deck(library.folder, package, library, file=path.name)


def test_a_deck_that_somebody_else_made_with_studykit_becomes_cards(library: Library, tmp_path: Path) -> None:
    found = from_friend(library, tmp_path)
    assert (found.ours, found.media, len(found.problems)) == (0, 1, 1)
    assert "marked as removed" in found.problems[0].message
    basic, typed, gaps, choice = sorted(found.written.given, key=lambda one: one.stem)
    assert (basic.stem, basic.response, basic.feedback) == ("A & b?", Words(("<b>\nB",)), "")
    assert (typed.stem, typed.response, typed.feedback) == ("C?", Words(("42 s",)), "[picture: l_oaf.png]")
    assert (gaps.stem, gaps.response, gaps.feedback) == ("D is […].", Words(("d::e",)), "more")
    assert (choice.stem, choice.feedback) == ("E?", "all")
    assert isinstance(choice.response, Choices)
    told = [(one.text, one.right, one.reason) for one in choice.response.options]
    assert told == [("x", True, "so"), ("y", False, "no")]
    assert from_friend(library, tmp_path).written.unchanged == 4


def test_a_card_of_studykit_that_was_ever_sent_or_answered_here_is_ours(
    library: Library, tmp_path: Path, home: Path
) -> None:
    with kept(home) as store:
        store.carry("some.apkg", {"limit:a": Carried("", 1, "")})
        give(store, "definition:d", TODAY, 3, 2)
    found = from_friend(library, tmp_path)
    assert found.ours == 2
    assert sorted(one.stem for one in found.written.given) == ["C?", "E?"]


def test_a_card_of_studykit_is_ours_by_the_name_that_the_learner_knows_it_by(
    library: Library, tmp_path: Path, home: Path
) -> None:
    """The usual content makes it under another one: an edit renamed it, and it stayed who it was."""
    places, usual = library.origin.places, tmp_path / "usual"
    write_pack(usual)
    remember(places, str(usual), ())
    with kept(home) as store:
        store.remember(open_library(places, str(usual), []).key, {"scenario:draft": "scenario:e"})
    found = from_friend(library, tmp_path)
    assert found.ours == 1
    assert sorted(one.stem for one in found.written.given) == ["A & b?", "C?", "D is […]."]


def test_a_medium_that_cannot_be_read_is_told_and_the_rest_is_taken(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studykit.exchange.anki.file._LARGEST_MEDIUM", 10)
    fields = "<img src='big.png'><img src='big.png'><img src='ok.png'>\x1fA"
    content = collection(tmp_path, notes=[note(NOTE, fields)], cards=[card()])
    path = legacy(tmp_path / "deck.apkg", content, {"big.png": b"x" * 100, "ok.png": b"y"})
    with open_package(path) as package:
        found = take_deck(library.folder, package, library, file=path.name)
    assert [one.stem for one in found.written.given] == ["[picture: big.png][picture: big.png][picture: ok.png]"]
    (problem,) = found.problems
    assert (problem.severity, problem.file) == (Severity.ERROR, "deck.apkg")
    assert "'big.png' that is too large" in problem.message
    assert [one.name for one in (library.folder / "media").iterdir()] == ["ok.png"]


def test_a_package_without_a_card_of_theirs_takes_none_away(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    assert taken(library, path, notes=[]).written.new == 0
    assert not (library.folder / "quizzes").exists()
    taken(library, path, notes=[note(NOTE)], cards=[card()])
    before = (library.folder / "quizzes" / "deck.yaml").read_bytes()
    assert taken(library, path, notes=[note(NOTE)]).written.removed == 0
    assert (library.folder / "quizzes" / "deck.yaml").read_bytes() == before
