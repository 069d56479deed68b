"""Anki's own library renders cards as we do. Test-only, for its licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from random import Random
from typing import Any

import pytest

from studykit.exchange.anki.gaps import numbers
from studykit.exchange.anki.render import render

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")

FIELDS = ("A", "Two words", "C")
TEMPLATES = 60
NOTES = 8
WORDS = (
    "a", " ", "<br>", "<div></div>", "&nbsp;", "&lt;b&gt;", "<b>", "</b>", "漢字[かんじ]", " x[y]", "[sound:s.mp3]",
    "{{A}}", "{{", "}}", "{", "}", "::", ":", "{{c1::", "{{c2::", "{{c1,3::", "{{c0::", "{{c::", "{{c1:", "\\(", "\\)",
    "\\[", "\\]", "<!-- c -->", "<i", " \n", "é", "{{#A}}", "{{/A}}", "&#123;", "\u200b", "<script>1</script>",
)  # fmt: skip
ASKED = (
    "{{A}}", "{{ Two words }}", "{{C}}", "{{text:A}}", "{{furigana:C}}", "{{kana:C}}", "{{kanji:Two words}}",
    "{{cloze:A}}", "{{cloze:Two words}}", "{{cloze-only:A}}", "{{type:C}}", "{{type:cloze:A}}", "{{type:nc:A}}",
    "{{unknown:A}}", "{{{C}}}", "{{FrontSide}}", "{{Tags}}", "{{text:cloze:A}}", "{{hint:C}}",
    "<!-- {{A}} -->", "<b>", " ", "{", "}}", "{{",
)  # fmt: skip
OPENING = ("{{#A}}", "{{^A}}", "{{#Two words}}", "{{^C}}", "{{#Tags}}", "{{#c1}}", "{{^c2}}")


@dataclass(frozen=True)
class Kind:
    cloze: bool
    front: str
    back: str
    fields: tuple[str, ...] = FIELDS


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path_factory.mktemp("anki") / "anki.anki2"))
    yield opened
    opened.close()


def drawn_template(chance: Random, depth: int = 0) -> str:
    parts = []
    for _ in range(chance.randint(1, 5)):
        if depth < 3 and chance.random() < 0.3:
            opening = chance.choice(OPENING)
            parts += [opening, drawn_template(chance, depth + 1), f"{{{{/{opening[3:]}"]
        else:
            parts.append(chance.choice(ASKED))
    return "".join(parts)


def drawn_field(chance: Random) -> str:
    return "".join(chance.choices(WORDS, k=chance.choice([0, 1, 2, 6, 12])))


def made(anki: Any, kind: Kind) -> Any:
    """The note type in Anki; None when it takes no such templates."""
    model = anki.models.new(f"{len(anki.models.all_names_and_ids())}")
    model["type"] = int(kind.cloze)
    for name in kind.fields:
        anki.models.add_field(model, anki.models.new_field(name))
    template = anki.models.new_template("Card 1")
    template["qfmt"], template["afmt"] = kind.front, kind.back
    anki.models.add_template(model, template)
    try:
        number = anki.models.add_dict(model).id
    except Exception:  # noqa: BLE001 - whatever it says, it took nothing
        return None
    return anki.models.get(number)


def comparable(html: str) -> str:
    """With what we write otherwise brought to one form."""
    html = re.sub(r'data-cloze="([^"]*)"', lambda found: f'data-cloze="{escape(unescape(found[1]))}"', html)
    html = re.sub(r"\[anki:play:[qa]:\d+\]|\[sound:.*?\]", "♪", html, flags=re.DOTALL)
    html = re.sub(r"\n?<a class=hint.*?</a>\s*<div [^>]*>(.*?)</div>\n", r"(hint \1)", html, flags=re.DOTALL)
    return re.sub(r'<details class="hint"><summary>.*?</summary>(.*?)</details>', r"(hint \1)", html, flags=re.DOTALL)


def drawn_kind(chance: Random) -> Kind:
    cloze = chance.random() < 0.5
    first = "{{cloze:A}}" if cloze else "{{A}}"
    front = chance.choice([first, "{{A}} "]) * (not cloze) + first + drawn_template(chance)
    return Kind(cloze, front, first + drawn_template(chance))


def test_cards_of_any_template_and_text_look_as_in_anki(anki: Any) -> None:
    chance, compared = Random(20), 0
    for _ in range(TEMPLATES):
        kind = drawn_kind(chance)
        model = made(anki, kind)
        for _ in range(NOTES if model else 0):
            note = anki.new_note(model)
            note.fields = ["{{c1::q}}" * kind.cloze + drawn_field(chance), drawn_field(chance), drawn_field(chance)]
            note.tags = chance.choice([[], ["x", "y::z"]])
            anki.add_note(note, 1)
            note.load()
            for card in note.cards():
                theirs = card.render_output()
                if "docs.ankiweb.net" in theirs.question_text + theirs.answer_text:
                    continue  # it explains what is wrong instead
                ours = render(kind, note.fields, number=card.ord + 1, also={"Tags": " ".join(note.tags)})
                assert comparable(ours.front) == comparable(theirs.question_text), (kind, note.fields)
                assert comparable(ours.back) == comparable(theirs.answer_text), (kind, note.fields)
                compared += 1
            if kind.cloze and "cloze:A" in kind.front:
                asked = {one for text in note.fields[:1] for one in numbers(text)}
                assert {card.ord + 1 for card in note.cards()} >= asked, note.fields
    assert compared > TEMPLATES
