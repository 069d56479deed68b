from __future__ import annotations

from dataclasses import dataclass

import pytest

from studykit.core.errors import UsageError
from studykit.exchange.anki.gaps import numbers
from studykit.exchange.anki.render import Rendered, render


@dataclass(frozen=True)
class Kind:
    front: str
    back: str = "{{FrontSide}}|{{B}}"
    cloze: bool = False
    fields: tuple[str, ...] = ("A", "B")


def front(template: str, *fields: str, number: int = 1) -> str:
    return render(Kind(template), fields, number=number).front


def test_fields_stand_where_the_template_names_them() -> None:
    assert render(Kind("<p>{{A}}</p>"), ("one", "two")) == Rendered("<p>one</p>", "<p>one</p>|two")
    assert front("{{ A }}{{{B}}}", "x", "y") == "xy}"


def test_a_field_is_no_template() -> None:
    assert front("{{A}}", "{{B}} {{#A}}", "no") == "{{B}} {{#A}}"


def test_the_back_can_leave_the_front_out() -> None:
    assert render(Kind("{{A}}"), ("one", "two"), repeats=False).back == "|two"


@pytest.mark.parametrize("empty", ["", " \n", "<br>", "<div></div>", "<DIV> <br /></DIV>"])
def test_conditions_ask_whether_a_field_says_anything(empty: str) -> None:
    assert front("{{#B}}yes{{/B}}{{^B}}no{{/B}}", "a", empty) == "no"
    assert front("{{#B}}yes{{/B}}{{^B}}no{{/B}}", "a", "b") == "yes"


def test_conditions_stand_in_one_another() -> None:
    template = "{{#A}}1{{^B}}2{{/B}}3{{/A}}"
    assert front(template, "a", "") == "123"
    assert front(template, "a", "b") == "13"
    assert front(template, "", "") == ""


def test_gaps_are_hidden_on_the_front_and_filled_on_the_back() -> None:
    kind = Kind("{{cloze:A}}", "{{cloze:A}}", cloze=True)
    sides = render(kind, ("x {{c1::y::hint}} {{c2::z}}",))
    assert sides.front == (
        'x <span class="cloze" data-cloze="y" data-ordinal="1">[hint]</span> '
        '<span class="cloze-inactive" data-ordinal="2">z</span>'
    )
    assert sides.back == (
        'x <span class="cloze" data-ordinal="1">y</span> <span class="cloze-inactive" data-ordinal="2">z</span>'
    )


def test_each_number_is_a_card_of_its_own() -> None:
    text = "{{c1::a}} {{c3::b {{c2::c}}}} {{c1,4::d}} {{c0::e}} {{c5::never closed"
    assert numbers(text) == [1, 2, 3, 4]
    kind = Kind("{{cloze:A}}", "{{cloze-only:A}}", cloze=True)
    assert render(kind, (text,), number=9).front == ""
    assert [render(kind, (text,), number=number).back for number in (1, 2, 3, 4)] == ["a, d", "c", "b c", "d"]


def test_what_closes_nothing_is_text() -> None:
    kind = Kind("{{cloze:A}}", cloze=True)
    assert ">[...]</span> }} a::b" in render(kind, ("{{c1::x}} }} a::b",)).front


def test_gaps_of_a_formula_are_plain() -> None:
    kind = Kind("{{cloze:A}}", "{{cloze:A}}", cloze=True)
    assert render(kind, (r"\(1 + {{c1::2}}\)",)) == Rendered(r"\(1 + [...]\)", r"\(1 + 2\)")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{text:A}}", "b <i> c"),
        ("{{type:A}}", "[[type:A]]"),
        ("{{type:cloze:A}}", "[[type:cloze:A]]"),
        ("{{tts en_US voices=x:A}}", ""),
        ("{{somebody's filter:A}}", "<b>b</b> &lt;i&gt;&nbsp;c"),
        ("{{hint:A}}", '<details class="hint"><summary>A</summary><b>b</b> &lt;i&gt;&nbsp;c</details>'),
        ("{{hint:B}}", ""),
    ],
)
def test_filters(template: str, shown: str) -> None:
    assert front(template, "<b>b</b> &lt;i&gt;&nbsp;c", "") == shown


def test_readings_above_signs() -> None:
    text = "a 漢字[かんじ][sound:x.mp3]"
    assert front("{{furigana:A}}", text) == "a<ruby><rb>漢字</rb><rt>かんじ</rt></ruby>[sound:x.mp3]"
    assert front("{{kana:A}}|{{kanji:A}}", text) == "aかんじ[sound:x.mp3]|a漢字[sound:x.mp3]"


def test_what_anki_knows_itself() -> None:
    assert render(Kind("{{Tags}}|{{Deck}}"), ("a",), also={"Tags": "x y"}).front == "x y|"


def test_other_braces_and_comments() -> None:
    assert front("{{=<% %>=}}<%A%> {{A}}", "a") == "a a"
    assert front("<!-- {{A}} -->{{A}}", "a") == "<!-- {{A}} -->a"


def test_too_few_fields_are_empty() -> None:
    assert render(Kind("{{A}}"), ()) == Rendered("", "|")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{Q}}", "asks for a field 'Q'"),
        ("{{}}", "asks for a field ''"),
        ("{{#Q}}x{{/Q}}", "asks for a field 'Q'"),
        ("{{#A}}x", "opens '{{#A}}'"),
        ("x{{/A}}", "closes '{{/A}}'"),
        ("{{#A}}{{#B}}{{/A}}{{/B}}", "closes '{{/A}}'"),
        ("{{#A}}" * 5000 + "{{/A}}" * 5000, "too deep"),
    ],
)
def test_a_template_that_cannot_be_read_is_refused(template: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("{", r"\{")):
        front(template, "a", "b")


def test_a_template_that_multiplies_its_fields_is_refused() -> None:
    with pytest.raises(UsageError, match="too large"):
        front("{{A}}" * 100_000, "a" * 100_000)


def test_gaps_that_open_without_end_take_no_time() -> None:
    kind = Kind("{{cloze:A}}", cloze=True)
    text = "{{c1::" * 50_000 + "x" + "}}" * 50_000
    assert "[" in render(kind, (text,)).front
    assert numbers(text) == [1]


@pytest.mark.parametrize(
    "piece", ["[", "a", "[x", "<", "<script>", "<!--", "\\(", "{{", "{{c1::", "::", "[[\n", "漢[", "}}"]
)
@pytest.mark.parametrize("asked", ["text", "furigana", "cloze", "cloze-only", "hint"])
def test_no_text_takes_longer_than_it_is_long(piece: str, asked: str) -> None:
    """Half a megabyte: what grows with the square of it would not end before the tests are stopped."""
    text = "{{c1::x}}" + piece * (500_000 // len(piece)) + "]"
    assert render(Kind(f"{{{{{asked}:A}}}}", "", cloze=True), (text,)).front
    assert render(Kind("{{A}}" + piece.replace("{{c1::", "{{") * 100_000, "x", cloze=True), ("a",)).front
