from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Link, Part, Typing
from studykit.core.response import Choices, Option
from studykit.exchange.anki.check import Flaw, flaws, live
from studykit.exchange.anki.notes import fields_of
from studykit.exchange.anki.render import render
from studykit.exchange.anki.types import NOTE_TYPES
from tests.exchange.hostile_texts import ATOMS, cards, huge, missing, texts
from tests.exchange.read_html import Page

CHOICES = Choices((Option("yes", right=True, reason="so"), Option("no", right=False, reason="not so")))
BASIC = Flashcard("basic", Basic("front", "back"), "Ovens")
CLOZE = Flashcard("cloze", Cloze((Part("at "), Part("250", hidden=True))), "Ovens")
CHOICE = Flashcard("choice", Choice("Which?", CHOICES), "Ovens")
TYPED = Flashcard("typed", Typing("How hot?", "250"), "Ovens")
MARKUP = {"div", "hr", "br", "a", "ol", "li", "b", "p", "i", "span", "script"}
SOUND = (BASIC, CLOZE, CHOICE, TYPED)


def said(*made: Flashcard, media: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    return [(flaw.says, flaw.refused) for flaw in flaws(made, media)]


def test_sound_cards_have_no_flaws() -> None:
    linked = replace(
        BASIC, id="linked", body=Basic("with links", "back"), sources=(Link("oven.md:3", "https://x.invalid/"),)
    )
    assert not said(*SOUND, linked)


def test_a_cloze_without_a_gap_is_refused() -> None:
    assert said(replace(CLOZE, body=Cloze((Part("at 250"),)))) == [
        ("It has no gap, so that Anki would make no card of it.", True)
    ]


def test_gaps_that_say_nothing() -> None:
    nothing = replace(CLOZE, body=Cloze((Part("at "), Part(" ", hidden=True))))
    alone = replace(CLOZE, body=Cloze((Part("250", hidden=True),)))
    assert said(nothing) == [("One of its gaps hides nothing.", False)]
    assert said(alone) == [("Its front shows nothing but the gap.", False)]


@pytest.mark.parametrize("blank", ["", "  \n", "\u200b", "\u202e\ufeff", "\u00a0"])
def test_an_empty_front_is_refused(blank: str) -> None:
    empty = ("Its front is empty: Anki would show nothing and offer to delete it.", True)
    assert said(replace(BASIC, body=Basic(blank, "back"))) == [empty]
    assert said(replace(TYPED, body=Typing(blank, "250"))) == [empty]
    assert said(replace(CHOICE, body=Choice(blank, CHOICES))) == [empty]


def test_a_picture_is_a_front() -> None:
    picture = replace(BASIC, body=Basic("[picture: oven.png]", "back"), media=("oven.png",))
    assert not said(picture, media=("oven.png",))
    assert said(picture) == [("Its file 'oven.png' is not there.", False)]


@pytest.mark.parametrize(
    "name", ["e\u0301.png", 'a"b<c>&d.png', "{{c1::x}}.png", "[latex].png", "a\x07b.png", "\\(x\\).png"]
)
def test_odd_names_of_files_are_names(name: str) -> None:
    text = f"see [picture: {name}] and [sound: {name}]"
    bodies = (Basic(text, text), Cloze((Part(text), Part("250", hidden=True))), Typing(text, "250", text))
    for body in (*bodies, Choice(text, CHOICES, text)):
        assert not said(replace(BASIC, body=body, media=(name,)), media=(name,))


def test_names_of_files_that_anki_does_not_take() -> None:
    """A folder in a name makes Anki refuse the whole package; seen with its library."""
    folder, lines = (replace(BASIC, media=(name,)) for name in ("../x.png", "a\nb.png"))
    assert said(folder, media=folder.media) == [
        ("Its file '../x.png' is named with a folder: Anki refuses that.", True)
    ]
    assert said(lines, media=lines.media) == [("Its file 'a b.png' has a name of several lines: Anki loses it.", False)]


def test_an_id_may_be_there_once() -> None:
    twice = replace(BASIC, body=Basic("another", "back"))
    assert list(flaws((BASIC, twice), ())) == [Flaw("basic", "Another card has this id.", refused=True)]
    assert said(replace(BASIC, id="")) == [("It has no id.", True)]


def test_two_cards_with_one_front() -> None:
    again = replace(BASIC, id="again", body=Basic("front", "other"))
    assert said(BASIC, again) == [("It asks the same as basic: Anki marks both as duplicates.", False)]
    assert not said(BASIC, replace(again, gone=True))
    assert not said(BASIC, replace(TYPED, body=Typing("front", "250")))
    maths = [replace(BASIC, id=text, body=Basic(text, "back")) for text in ("a < b", "a > b", "a &lt; b")]
    assert not said(*maths)


def test_a_megabyte_is_told() -> None:
    (flaw,) = flaws([replace(BASIC, body=Basic("front", huge()[0] + "bc"))], ())
    assert flaw == Flaw("basic", "Its field Back holds 1.0 MB: phones will be slow to show it.")


def test_answers_that_nobody_can_give() -> None:
    nobody = Choices(tuple(replace(option, right=False) for option in CHOICES.options))
    assert said(replace(CHOICE, body=Choice("Which?", nobody))) == [("None of its options is right.", False)]
    assert said(replace(TYPED, body=Typing("How?", " "))) == [("There is nothing to type: its answer is empty.", False)]
    assert said(replace(TYPED, body=Typing("How?", "a\nb"))) == [
        ("Its answer has 2 lines: Anki lets you type one.", False)
    ]


@pytest.mark.parametrize(
    "field",
    [
        "<script>1</script>",
        "<img src=x onerror=1>",
        '<img src="x" onerror="1">',
        '<img src="other.png" alt="">',
        '<p style="x">',
        '<a href="javascript:1">x</a>',
        '<a href=" JavaScript&#58;1">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<b",
        "a > b",
        "<!-- -->",
        "{{c1::x}}",
        "{{Front}}",
        "}",
        r"\(x\)",
        "[latex]",
        "[sound:other.mp3]",
        "<br≯",
    ],
)
def test_markup_that_came_out_of_a_text_is_seen(field: str) -> None:
    assert live(f"before {field} after", ("x.png",))
    assert live(f"<b>{field}</b>", ("x.png",))


def test_our_own_markup_is_none() -> None:
    field = '<ol data-choose="1"><li class="right"><b>x</b><p>y<br>&lt;</p></li></ol><a href="https://x.invalid/">z</a>'
    assert not live(field, ())
    assert not live('<img src="a&amp;b.png" alt="x">[sound:a&amp;b.mp3]', ("a&b.png", "a&b.mp3"))
    assert not live("{{c1::x<br>y}}", (), gaps=True)
    assert live("{{c2::x}}", (), gaps=True)
    assert live("{{c1::x}} }}", (), gaps=True)


def test_no_hostile_text_becomes_more_than_text() -> None:
    found = [flaw for flaw in flaws(cards(list(texts(len(ATOMS) + 300))), ()) if flaw.refused]
    assert {flaw.says.partition(":")[0] for flaw in found} <= {"Its front is empty"}


@given(st.lists(st.one_of(st.text(), st.sampled_from(ATOMS)), min_size=4, max_size=4))
def test_any_text_is_shown_as_it_is(four: list[str]) -> None:
    """Also after Anki has composed its fields, as it does when it takes them in."""
    for card in cards(four):
        fields = [normalize("NFC", field) for field in fields_of(card)]
        back = Page(render(NOTE_TYPES[card.form], fields).back)
        assert {tag for tag, _ in back.tags} <= MARKUP
        assert missing(card, back.text) is None


def test_a_writer_that_forgets_to_escape_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fields(card: Flashcard) -> tuple[str, ...]:
        return "x <script>1</script>", *fields_of(card)[1:]

    monkeypatch.setattr("studykit.exchange.anki.check.fields_of", fields)
    assert said(BASIC) == [("Anki would read '<script>' in its field Front as more than text.", True)]


def test_a_note_type_that_forgets_a_field_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    forgets = {form: replace(kind, back="{{FrontSide}}") for form, kind in NOTE_TYPES.items()}
    monkeypatch.setattr("studykit.exchange.anki.check.NOTE_TYPES", forgets)
    assert said(BASIC) == [("Anki would not show all of its field Back.", True)]
    assert ("Anki would not show all of its field Text.", True) in said(CLOZE)
    assert ("Anki would not show all of its field Answer.", True) in said(TYPED)
