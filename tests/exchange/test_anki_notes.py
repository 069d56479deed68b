from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Form, Link, Part, Typing
from studykit.exchange.anki.gaps import numbers
from studykit.exchange.anki.notes import fields_of, plain, shown
from studykit.exchange.anki.types import NOTE_TYPES
from tests.exchange.flashcards import CARDS, choice
from tests.exchange.hostile_texts import ATOMS
from tests.exchange.read_html import Page

texts = st.one_of(st.text(), st.sampled_from(ATOMS), st.text(alphabet="\u0338{}:c1<>&[]\\()\"' \n\r\x00x"))


@given(texts)
def test_a_text_is_shown_as_it_is_and_nothing_arises_from_it(text: str) -> None:
    html = shown(text)
    read = Page(html)
    assert read.text == plain(text)
    assert {mark for mark, _ in read.tags} <= {"br"}
    assert not read.odd
    for sign in ("[", "\\", "{{", "}}", "\x1f", "\x00"):
        assert sign not in html
    assert unicodedata.is_normalized("NFC", f"<b>{html}</b>")
    html.encode()


def test_a_stroke_that_begins_a_line_does_not_cross_out_a_mark() -> None:
    """Anki composes what it imports: the end of a mark and a stroke would be another sign."""
    assert shown("a\n\u0338b") == "a<br>&#824;b"
    assert shown("a<\u0338b") == "a\u226eb"


@given(texts)
def test_nothing_of_a_text_is_lost(text: str) -> None:
    """Each sign is there: as it was, as its picture, or (where no file can hold it) as the sign for unknown ones."""
    told = plain(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in lines if unicodedata.category(letter) not in ("Cc", "Cs") or letter in "\n\t")
    pictured = "".join(letter for letter in told if not 0x2400 <= ord(letter) <= 0x2421 and letter != "\ufffd")
    unpictured = "".join(letter for letter in kept if not 0x2400 <= ord(letter) <= 0x2421 and letter != "\ufffd")
    assert unicodedata.normalize("NFC", pictured) == unicodedata.normalize("NFC", unpictured)
    assert plain(told) == told


@pytest.mark.parametrize(
    ("text", "said"),
    [("a\x00b", "a␀b"), ("\x1b[0m", "␛[0m"), ("\x7f", "␡"), ("a\r\nb\rc\td", "a\nb\nc\td"), ("\ud800", "\ufffd")],
)
def test_control_characters_are_pictures(text: str, said: str) -> None:
    assert plain(text) == said


@pytest.mark.parametrize("form", Form)
def test_each_form_fills_the_fields_of_its_note_type(form: Form) -> None:
    fields = fields_of(CARDS[form])
    assert len(fields) == len(NOTE_TYPES[form].fields)
    assert fields[0]
    assert fields[-2].startswith('<a href="https://example.org/oven.md#L12">oven.md:12</a><br>')
    assert fields[-1] == f"bread:{form}"


bodies = st.one_of(
    st.builds(Basic, texts, texts),
    st.builds(Typing, texts, texts, texts),
    st.builds(
        Cloze,
        st.lists(st.builds(Part, texts, st.booleans()), max_size=4).map(
            lambda parts: (*parts, Part("x::}}", hidden=True))
        ),
        texts,
    ),
    st.builds(
        lambda stem, options: replace(choice(*((text, not at) for at, text in enumerate(options))).body, stem=stem),
        texts,
        st.lists(texts, min_size=2, max_size=10),
    ),
)


@settings(max_examples=60)
@given(bodies, texts, texts, texts)
def test_fields_hold_only_marks_of_ours(body: Basic | Cloze | Choice | Typing, name: str, text: str, url: str) -> None:
    card = Flashcard("a", body, "d", sources=(Link(text, url),), media=(name, "a.png") if name else ())
    for html in fields_of(card):
        for tag, attributes in Page(html).tags:
            allowed = {
                "br": set(),
                "img": {"src", "alt"},
                "a": {"href"},
                "ol": {"data-choose", "data-order"},
                "li": {"class"},
                **{mark: set() for mark in "bpi"},
            }
            assert attributes.keys() <= allowed[tag]
        assert "\x1f" not in html


def test_a_name_of_a_picture_cannot_end_a_gap() -> None:
    parts = (Part("a [picture: }}.png] b", hidden=True),)
    assert fields_of(Flashcard("a", Cloze(parts), "d", media=("}}.png",)))[0] == (
        "{{c1::a &#91;picture&#58; &#125;&#125;.png] b}}"
    )


@given(st.lists(st.builds(Part, texts, st.booleans()), max_size=5))
def test_all_gaps_are_one_card_and_hide_what_they_hid(parts: list[Part]) -> None:
    all_parts = (*parts, Part("last", hidden=True))
    text, *_ = fields_of(Flashcard("a", Cloze(all_parts), "d"))
    assert numbers(text) == [1]
    opened = text.split("{{c1::")
    hidden = [one.partition("}}")[0] for one in opened[1:]]
    assert [Page(one).text for one in hidden] == [plain(part.text) for part in all_parts if part.hidden]
    assert not any(":" in one for one in hidden)
    assert Page(text.replace("{{c1::", "").replace("}}", "")).text == "".join(plain(part.text) for part in all_parts)


def test_the_front_of_a_choice_does_not_say_which_is_right() -> None:
    right = fields_of(choice(("one", True), ("two", False)))
    wrong = fields_of(choice(("one", False), ("two", True)))
    assert right[:2] == wrong[:2] == ("Which?", '<ol data-choose="1"><li>one</li><li>two</li></ol>')
    told = (
        '<li class="right"><b>one</b><p>So it is: one</p></li>',
        '<li class="wrong"><b>two</b><p>So it is: two</p></li>',
    )
    assert right[2] == f"<ol>{''.join(told)}</ol>"


def test_reasons_say_which_lines_said_so() -> None:
    _, _, answers, *_ = fields_of(CARDS[Form.CHOICE])
    assert "<p>Heat is not time. <i>(old.md:3)</i></p>" in answers
    assert '<li class="wrong"><b>On the lowest rack.</b></li>' in answers


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("All of the above", True),
        ("None of these.", True),
        ("One of these ovens", False),
        ("Both A and C", True),
        ("Only option B", True),
        ("Above 10 °C", False),
        ("One of the loaves", False),
        ("The option to wait", False),
    ],
)
def test_options_that_speak_of_others_by_their_place_are_not_shuffled(last: str, kept: bool) -> None:
    _, options, *_ = fields_of(choice(("one", True), ("two", False), (last, False)))
    assert ('data-order="kept"' in options) == kept


MEDIA = ("a.png", "b c.png", "loud.mp3")


def test_pictures_and_sounds_stand_where_they_are_mentioned() -> None:
    text = "See [picture: b c.png] and hear [sound: loud.mp3]; [picture: no.png] [sound:x.mp3] [sound: a.png"
    assert shown(text, MEDIA) == (
        'See <img src="b c.png" alt="b c.png"> and hear [sound:loud.mp3]; '
        "&#91;picture: no.png] &#91;sound:x.mp3] &#91;sound: a.png"
    )


def test_pictures_and_sounds_of_a_gap_stay_whole() -> None:
    card = Flashcard("a", Cloze((Part("a: [sound: loud.mp3] [picture: a.png]", hidden=True),)), "d", media=MEDIA[::2])
    gap = "{{c1::a&#58; [sound:loud.mp3] " + '<img src="a.png" alt="a.png">}}'
    assert fields_of(card)[:2] == (gap, "")


def test_what_no_text_mentions_is_below_the_answer() -> None:
    card = replace(CARDS[Form.BASIC], body=Basic("Look: [picture: a.png]", "An oven."), media=MEDIA)
    front, back, *_ = fields_of(card)
    assert front == 'Look: <img src="a.png" alt="a.png">'
    assert back == 'An oven.<br><img src="b c.png" alt="b c.png">[sound:loud.mp3]'
    assert fields_of(replace(card, body=Basic("?", ""), media=("a.png",)))[1] == '<img src="a.png" alt="a.png">'


def test_a_name_cannot_leave_its_mark() -> None:
    name = 'x" onerror="alert(1).png'
    html = shown(f"[picture: {name}]", [name])
    assert Page(html).tags == [("img", {"src": name, "alt": name})]


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.org/a?b=c&d#e", True),
        ("obsidian://open?vault=v&file=f", True),
        ("vscode://file/home/a.md:3", True),
        ("an-editor://open?file=/home/a.md&line=3", True),
        ("ms-msdt:/id", False),
        ("intent://scan/#Intent;end", False),
        ("file:///home/a%20b/notes.md#L3", True),
        ("file:///C:/tools/run.exe", False),
        ("file:///C:/tools/run.exe#a.md", False),
        ("file://server/share/notes.md", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.org", False),
        ("https://example.org\x00", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("//example.org", False),
        ("notes.md", False),
        ('https://example.org/"onclick="x', True),
    ],
)
def test_only_addresses_that_show_something_can_be_clicked(url: str, opened: bool) -> None:
    source = fields_of(replace(CARDS[Form.BASIC], sources=(Link("notes.md:3", url),)))[2]
    read = Page(source)
    assert [mark for mark in read.tags if mark[0] != "br"] == ([("a", {"href": url})] if opened else [])
    assert read.text == ("notes.md:3" if opened else plain(f"notes.md:3 ({url})"))
