"""What a card of somebody's shows only later is on its back, and nothing that it says is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.core.given import ANKI, Words
from studykit.exchange.anki.reader import open_package
from studykit.workflows.library import Library
from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from studykit.workflows.their_deck import Taken, take_deck
from tests.exchange.anki_packages import NOTE, TYPE, card, collection, legacy, note


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = tmp_path_factory.mktemp("of") / "bread"
    write_pack(made)
    return open_library(find_places({"STUDYKIT_HOME": str(made.parent / "home")}), str(made), [])


def taken(
    library: Library,
    path: Path,
    front: str,
    back: str,
    *,
    css: str = "",
    cloze: bool = False,
    names: tuple[str, ...] = ("F", "B", "X"),
) -> Taken:
    """What a deck of one note with the fields F ``Q`` (or a gap), B ``A`` and X ``extra`` becomes."""
    flds = [{"name": name, "ord": at} for at, name in enumerate(names)]
    sides = [{"name": "Card 1", "ord": 0, "qfmt": front, "afmt": back}]
    kind = {"name": "T", "type": int(cloze), "css": css, "flds": flds, "tmpls": sides}
    fields = "{{c1::Q}} is\x1fA\x1fextra" if cloze else "Q\x1fA\x1fextra"
    models = json.dumps({str(TYPE): kind})
    legacy(path, collection(path.parent, notes=[note(NOTE, fields)], cards=[card()], models=models))
    with open_package(path) as package:
        return take_deck(library.folder, package, library, file=path.name, dry_run=True)


HIDDEN = "{{F}}<div class=h>{{X}}</div>"
STYLE = ".h { display: none }"


@pytest.mark.parametrize(
    ("sides", "css", "said"),
    [
        (("{{F}}{{hint:X}}", "{{FrontSide}}<hr id=answer>{{B}}"), "", ("Q", "A\n\nextra")),
        (("{{F}}{{hint:X}}", "{{FrontSide}}<hr id=answer>{{B}} {{X}}"), "", ("Q", "A extra")),
        ((HIDDEN, "{{FrontSide}}<hr id=answer>{{B}}"), STYLE, ("Q", "A\n\nextra")),
        ((f"<style>{STYLE}</style>{HIDDEN}", "{{FrontSide}}<hr id=answer>{{B}}"), "", ("Q", "A\n\nextra")),
        ((HIDDEN, "{{FrontSide}}<hr id=answer>{{B}}"), "", ("Q\nextra", "A")),
        (("<div class=h>{{F}}</div>", "{{FrontSide}}<hr id=answer>{{B}}"), STYLE, ("Q", "A")),
        (("{{F}}", "{{F}}<p>{{X}}</p><hr id=answer>{{B}}"), "", ("Q", "A\n\nextra")),
        (("{{F}}", "{{F}}<br>{{X}}<hr id=answer>{{B}}<p>{{X}}"), "", ("Q", "A\n\nextra")),
    ],
)
def test_what_waits_on_the_front_or_stands_before_the_answer_is_on_the_back(
    library: Library, tmp_path: Path, sides: tuple[str, str], css: str, said: tuple[str, str]
) -> None:
    (one,) = taken(library, tmp_path / "deck.apkg", *sides, css=css).written.given
    assert isinstance(one.response, Words)
    assert (one.stem, *one.response.accepted) == said


@pytest.mark.parametrize("css", [STYLE, ""])
def test_gaps_have_it_below(library: Library, tmp_path: Path, css: str) -> None:
    front = "{{cloze:F}}<div class=h>{{B}}</div>{{hint:X}}"
    (one,) = taken(library, tmp_path / "deck.apkg", front, "{{cloze:F}}", css=css, cloze=True).written.given
    assert one.response == Words(("Q",))
    assert (one.stem, one.feedback) == (("[…] is", "A\n\nextra") if css else ("[…] is\nA", "Q is\n\nextra"))


@pytest.mark.parametrize(("name", "home"), [("deck.apkg", ""), ("DECK.COLPKG", ""), ("deck.zip", ANKI), ("deck", ANKI)])
def test_cards_live_in_anki_whatever_the_package_is_called(
    library: Library, tmp_path: Path, name: str, home: str
) -> None:
    (one,) = taken(library, tmp_path / name, "{{F}}", "{{B}}").written.given
    assert one.home == home


@pytest.mark.parametrize(("picture", "told"), [("data:image/png;base64,AAAA", 1), ("a.png", 0)])
def test_a_picture_inside_a_text_is_told(library: Library, tmp_path: Path, picture: str, told: int) -> None:
    found = taken(library, tmp_path / "deck.apkg", "{{F}}", f"{{{{B}}}}<img src='{picture}'>")
    assert sum("1 card with a picture inside the text" in one.message for one in found.problems) == told


def test_a_card_that_an_add_on_made_of_a_part_of_a_picture_is_told(library: Library, tmp_path: Path) -> None:
    names = ("Image", "Question Mask", "Answer Mask")
    found = taken(library, tmp_path / "deck.apkg", "{{Question Mask}}{{Image}}", "{{Answer Mask}}", names=names)
    assert [one.message.partition(" (")[0] for one in found.problems] == [
        "This card hides a part of a picture, which only Anki can show."
    ]
