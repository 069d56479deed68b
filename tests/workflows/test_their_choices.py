"""Note types of somebody's that ask to choose become choices, and only where nobody can doubt which option is right."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from studykit.core.given import Given, Words
from studykit.core.response import Choices
from studykit.exchange.anki.reader import open_package
from studykit.workflows.library import Library
from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from studykit.workflows.their_choices import without_labels
from studykit.workflows.their_deck import take_deck
from tests.exchange.anki_packages import NOTE, TYPE, card, collection, legacy, note

LETTERS = ("Question", "A", "B", "C", "D", "Answer", "Why")
NUMBERS = ("Question", "Choice 1", "Choice 2", "Choice 3", "Choice 4", "Correct", "Why")
FRONT = "<b>{{%s}}</b><ol type=A>{{#%s}}<li>{{%s}}{{/%s}}<li>{{%s}}<li>{{%s}}{{#%s}}<li>{{%s}}{{/%s}}</ol>"
BACK = "{{FrontSide}}<hr id=answer>Correct answer: {{%s}}<br>{{%s}}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = tmp_path_factory.mktemp("of") / "bread"
    write_pack(made)
    return open_library(find_places({"STUDYKIT_HOME": str(made.parent / "home")}), str(made), [])


def models(fields: Sequence[str], front: str = "", back: str = "", css: str = "") -> str:
    """One note type that asks to choose."""
    asked, one, two, three, four, key, why = (*fields, *[fields[-1]] * 7)[:7]
    front = front or FRONT % (asked, one, one, one, two, three, four, four, four)
    sides = [{"name": "Card 1", "ord": 0, "qfmt": front, "afmt": back or BACK % (key, why)}]
    flds = [{"name": name, "ord": at} for at, name in enumerate(fields)]
    return json.dumps({str(TYPE): {"name": "T", "type": 0, "css": css, "flds": flds, "tmpls": sides}})


def asked(library: Library, folder: Path, rows: Sequence[Sequence[str]], **kind: Any) -> tuple[Given, ...]:
    """The questions that notes of these fields become."""
    notes = [note(NOTE + at, "\x1f".join(fields)) for at, fields in enumerate(rows)]
    cards = [card(NOTE + at, NOTE + at) for at in range(len(rows))]
    path = legacy(folder / "deck.apkg", collection(folder, notes=notes, cards=cards, models=models(**kind)))
    with open_package(path) as package:
        return take_deck(library.folder, package, library, file=path.name, dry_run=True).written.given


def right(given: Given) -> str:
    """The letters of the right options; empty for a card that is turned."""
    return given.response.key if isinstance(given.response, Choices) else ""


@pytest.mark.parametrize(
    ("key", "letters"),
    [
        ("A", "A"), ("c", "C"), ("A, C", "AC"), ("A and D", "AD"), ("BD", "BD"), ("(B)", "B"), ("B.", "B"),
        ("<b>D</b>", "D"), ("Answer: B", "B"), ("Correct answer is C", "C"), ("C. stone", "C"), ("b) Clay", "B"),
        ("A. iron<br>C. stone", "AC"), ("stone", "C"), ("Stone.", "C"), ("iron<br>clay", "AB"), ("iron; glass", "AD"),
        ("1 0 0 1", "AD"), ("E", ""), ("It depends", ""), ("A. clay", ""), ("", ""), ("A, A", ""), ("ABCD", ""),
        ("A B C D", ""), ("all", ""), ("B because of the clay", ""), ("2", ""), ("0", ""), ("1 0 1", ""), ("bad", ""),
    ],
)  # fmt: skip
def test_a_key_says_which_options_are_right_or_the_card_is_turned(
    library: Library, tmp_path: Path, key: str, letters: str
) -> None:
    (found,) = asked(library, tmp_path, [("Which oven?", "iron", "clay", "stone", "glass", key, "")], fields=LETTERS)
    assert right(found) == letters
    if letters:
        assert isinstance(found.response, Choices)
        assert (found.stem, found.feedback) == ("Which oven?", "")
        assert [option.text for option in found.response.options] == ["iron", "clay", "stone", "glass"]
    else:
        assert found.stem == "Which oven?\n\nA. iron\nB. clay\nC. stone\nD. glass"


@pytest.mark.parametrize(
    ("options", "key", "letters"),
    [
        (("w", "x", "y", "z"), "2", "B"),
        (("w", "x", "y", "z"), "1 3", "AC"),
        (("w", "x", "y", "z"), "B", "B"),
        (("1", "2", "3", "4"), "3", "C"),
        (("10", "20", "3", "4"), "3", "C"),
        (("2", "3", "4", "5"), "3", ""),
        (("x", "x", "y", "z"), "1", ""),
        (("A. w", "B. x", "C. y", "D. z"), "2", "B"),
        (("w", "x", "", ""), "2", "B"),
        (("w", "x", "", ""), "3", ""),
        (("w", "x", "", ""), "1,2", ""),
        (("w", "", "y", "z"), "3", "B"),
    ],
)
def test_numbers_count_from_one(
    library: Library, tmp_path: Path, options: tuple[str, ...], key: str, letters: str
) -> None:
    (found,) = asked(library, tmp_path, [("Which?", *options, key, "")], fields=NUMBERS)
    assert right(found) == letters


def test_keys_that_count_from_zero_name_nothing(library: Library, tmp_path: Path) -> None:
    rows = [("One?", "w", "x", "y", "z", "1", ""), ("Two?", "w", "x", "y", "z", "0", "")]
    assert [right(one) for one in asked(library, tmp_path, rows, fields=NUMBERS)] == ["", ""]


def test_a_number_names_a_letter_where_another_key_shows_how_it_counts(library: Library, tmp_path: Path) -> None:
    rows = [("One?", "w", "x", "y", "z", "1", ""), ("Two?", "w", "x", "y", "z", "4", "")]
    assert [right(one) for one in asked(library, tmp_path, rows, fields=LETTERS)] == ["A", "D"]
    assert [right(one) for one in asked(library, tmp_path, rows[:1], fields=LETTERS)] == [""]


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ("All of the above", ""), ("Both A and B", ""), ("None of these", ""), ("Option A", ""),
        ("glass", "A is wrong, since iron rusts."), ("glass", "It cracks (B)."), ("glass", "B: it cracks"),
        ("glass", "Answer 2 is old."), ("glass", "A. rusts<br>B. cracks"), ("glass", "The answer is C"),
    ],
)  # fmt: skip
def test_options_that_are_named_by_their_places_keep_them(
    library: Library, tmp_path: Path, last: str, why: str
) -> None:
    (found,) = asked(library, tmp_path, [("Which?", "iron", "clay", "stone", last, "C", why)], fields=LETTERS)
    assert isinstance(found.response, Words)
    assert found.stem == f"Which?\n\nA. iron\nB. clay\nC. stone\nD. {last}"


def test_what_else_is_on_the_card_stays(library: Library, tmp_path: Path) -> None:
    row = ("Which?<br><img src='a.png'>", "<p>iron</p>", "<div>clay</div>", "", "", "A", "It holds heat, a lot.")
    (found,) = asked(library, tmp_path, [row], fields=LETTERS)
    assert (found.stem, found.feedback) == ("Which?\n[picture: a.png]", "It holds heat, a lot.")
    assert right(found) == "A"


def test_options_that_a_script_shows_are_taken_from_their_fields(library: Library, tmp_path: Path) -> None:
    fields = ("Question", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Answers")
    front = "{{Question}}" + "".join(f'<div class="hidden">{{{{{name}}}}}</div>' for name in fields[1:])
    kind: dict[str, Any] = {"fields": fields, "front": front, "back": "{{FrontSide}}", "css": ".hidden{display:none}"}
    rows = [("Which?", "1", "iron", "clay", "stone", "1 0 1"), ("What?", "1", "iron", "clay", "stone", "1 1 1")]
    first, second = asked(library, tmp_path, rows, **kind)
    assert (first.stem, right(first), first.feedback) == ("Which?", "AC", "")
    assert second.stem == "What?"
    assert second.response == Words(("1\n\niron\n\nclay\n\nstone\n\n1 1 1",))


@pytest.mark.parametrize(
    ("fields", "front"),
    [
        (("Question", "A", "B", "Note"), "{{Question}} {{A}} {{B}}"),
        (("Question", "A", "B", "Answer"), "{{Question}} {{A}}"),
        (("Question", "B", "C", "Answer"), "{{Question}} {{B}} {{C}}"),
        (("Question", "Answer 1", "Answer 3", "Correct"), "{{Question}} {{Answer 1}} {{Answer 3}}"),
        (("Question", "A", "Option B", "Answer"), "{{Question}} {{A}} {{Option B}}"),
    ],
)
def test_other_note_types_ask_as_they_did(
    library: Library, tmp_path: Path, fields: tuple[str, ...], front: str
) -> None:
    (found,) = asked(library, tmp_path, [("Q", "x", "y", "A")], fields=fields, front=front, back=f"{{{{{fields[3]}}}}}")
    assert isinstance(found.response, Words)


def test_lines_that_led_to_options_go_and_others_stay() -> None:
    text = "Q 1.\n\nA.\n(b)\n1)\n• \n| |\n\nCorrect answer:\nThe correct options are\n42\nplain\nA. iron"
    assert without_labels(text) == "Q 1.\n\n42\nplain\nA. iron"


@pytest.mark.parametrize("part", ["•", " ", "answer ", "-\n", "A ", "A,", "(", "1 ", "and ", "A. x\n", "{{", "{{#a:"])
def test_no_note_takes_more_than_a_moment(library: Library, tmp_path: Path, part: str) -> None:
    long = f"<pre>{part * (12_000 // len(part))}x</pre>"
    begun = time.perf_counter()
    for row in (
        ("Q", "w", "x", "y", "z", long, ""),
        ("Q", "w", "x", "y", long, "A", long),
        (long, "w", "x", "", "", "A", ""),
    ):
        asked(library, tmp_path, [row], fields=LETTERS)
    asked(library, tmp_path, [("Q", "w", "x", "y", "z", "A", "")], fields=LETTERS, front=long + "{{A}}")
    assert time.perf_counter() - begun < 20
