from __future__ import annotations

import re

import pytest

from studykit.core.flashcard import Form
from studykit.exchange.anki.types import NOTE_TYPES, NoteType

KINDS = [pytest.param(kind, id=form) for form, kind in NOTE_TYPES.items()]
THEMES = ("light", "dark")


def test_each_form_has_a_note_type_of_its_own() -> None:
    """Ids and names are what a collection knows them by: they never change."""
    assert {form: (kind.id, kind.name) for form, kind in NOTE_TYPES.items()} == {
        Form.BASIC: (1795305600001, "studykit Basic"),
        Form.CLOZE: (1795305600002, "studykit Cloze"),
        Form.CHOICE: (1795305600003, "studykit Choice"),
        Form.TYPED: (1795305600004, "studykit Typed"),
    }
    assert [form for form, kind in NOTE_TYPES.items() if kind.cloze] == [Form.CLOZE]


@pytest.mark.parametrize("kind", KINDS)
def test_templates_ask_for_every_field_but_the_id_and_for_no_other(kind: NoteType) -> None:
    asked = set(re.findall(r"\{\{[#^/]?(?:cloze:|type:)?(\w+)\}\}", kind.front + kind.back))
    assert asked - {"FrontSide"} == set(kind.fields) - {"Id"}
    assert kind.fields[-2:] == ("Source", "Id")
    assert "{{" in kind.front.partition("{{" + kind.fields[0])[0] + "{{"  # the first field is on the front


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_fields_stands_in_double_braces(kind: NoteType) -> None:
    """Anki reads templates as wholes, scripts too: a double brace of a script would be a field."""
    for side in (kind.front, kind.back):
        left = re.sub(r"\{\{[#^/]?(cloze:|type:)?\w+\}\}", "", side)
        assert "{{" not in left
        assert "}}" not in left


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_loaded_from_elsewhere(kind: NoteType) -> None:
    for text in (kind.front, kind.back, kind.css):
        assert not re.search(r"https?:|//[a-z]|@import|url\(|src=|fetch|XMLHttp|import\(", text)


@pytest.mark.parametrize("kind", KINDS)
def test_the_front_does_not_hold_the_answer(kind: NoteType) -> None:
    for field in ("Back", "Answers", "Source", "Answer"):
        assert f"{{{{{field}}}}}" not in kind.front


@pytest.mark.parametrize("kind", KINDS)
def test_formulas_are_left_as_they_are_written_on_both_sides(kind: NoteType) -> None:
    """MathJax passes over what has these classes; it reads the page, so that codes of signs do not stop it."""
    for side in (kind.front, kind.back.replace("{{FrontSide}}", "")):
        for field in re.finditer(r"\{\{(?![#^/])", side):
            before = side[: field.start()]
            inside = before.rpartition('<div class="sk ')[2]
            assert inside.startswith("tex2jax_ignore mathjax_ignore")
            assert inside.count("<div") >= inside.count("</div")


def colours(css: str, theme: str) -> dict[str, str]:
    """The named colours of a theme."""
    rule = css.split(".night_mode .sk {" if theme == "dark" else "\n.sk {")[1].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#\w+)", rule))


def light_of(colour: str) -> float:
    """How much light a colour gives, as WCAG counts it."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = {"light": ("#fff", "#f5f5f5", "#f6f8fa"), "dark": ("#000", "#1b1f24", "#2c2c2c", "#3a3a3a")}
"""What cards stand on in Anki's programs, and boxes on it."""


@pytest.mark.parametrize("theme", THEMES)
def test_everything_can_be_read_in_both_themes(theme: str) -> None:
    named = colours(NOTE_TYPES[Form.CHOICE].css, theme)
    for ground in GROUNDS[theme]:
        for name in ("text", "faint", "link", "right", "wrong"):
            assert contrast(named[name], ground) >= 4.5, (name, ground)
    for name in ("good", "bad", "missed"):
        assert contrast(named["text"], named[name]) >= 4.5, name
    assert contrast(named["on-link"], named["link"]) >= 4.5


def test_the_dark_of_a_page_without_a_program_is_the_dark_of_the_programs() -> None:
    css = NOTE_TYPES[Form.BASIC].css
    alone = css.split("@media (prefers-color-scheme: dark) {")[1].split(".sk {")[1].partition("}")[0]
    assert dict(re.findall(r"--([\w-]+): (#\w+)", alone)) == colours(css, "dark")
