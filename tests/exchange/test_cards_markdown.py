"""Flashcards as Markdown: every card comes back, and what was edited counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Link, Part, Typing
from studykit.core.response import Choices, Option
from studykit.core.source import SourceSpan
from studykit.exchange.cards.markdown import read_cards, write_cards
from tests.exchange.asked import anything
from tests.exchange.cards import CARDS, decks


@anything
@given(cards=decks)
def test_every_card_comes_back(cards: list[Flashcard]) -> None:
    text = write_cards(cards)
    assert read_cards(text, "x.md") == (tuple(cards), ())
    text.encode()


def test_usual_cards_need_no_json() -> None:
    text = write_cards(CARDS)
    assert "exact" not in text
    assert read_cards(text, "x.md") == (CARDS, ())


TEXT = """\
# Kitchen::oven

## oven.heat

How hot is *it*
at `x`?

```
a  b
```

**Answer**

250 °C
- Source: [a\\]b](<https://x.example/?a=1&b>)
- Source: book &amp; page
- Tags: a b::c
- File: x.png
- Removed: yes

## oven.rest
Rest ==24 h== at ==4\\_°C==\\
\\==x

**More**
box

## oven.pans
Which pan?
- [X] iron
  or steel
  - holds heat
    well [pans.md:3-4]
- [ ] glass

## oven.name

Name?

**Answer to type**

stone
"""


def test_what_people_write_is_read() -> None:
    heat, rest, pans, name = read_cards(TEXT.replace("\n", "\r\n"), "x.md")[0]
    assert heat == Flashcard(
        "oven.heat",
        Basic("How hot is *it*\nat `x`?\n\n```\na  b\n```", "250 °C"),
        "Kitchen::oven",
        ("a", "b::c"),
        (Link("a]b", "https://x.example/?a=1&b"), Link("book & page")),
        ("x.png",),
        gone=True,
    )
    parts = (Part("Rest "), Part("24 h", hidden=True), Part(" at "), Part("4_°C", hidden=True), Part("\n==x"))
    assert rest.body == Cloze(parts, "box")
    iron = Option("iron\nor steel", right=True, reason="holds heat\nwell", sources=(SourceSpan("pans.md", 3, 4),))
    assert pans.body == Choice("Which pan?", Choices((iron, Option("glass", right=False, reason=""))))
    assert name == Flashcard("oven.name", Typing("Name?", "stone"), "Kitchen::oven")


def test_what_was_edited_counts() -> None:
    odd = Flashcard("a", Basic("one\x07two", "more -->"), "Kitchen")
    text = write_cards([odd])
    assert text.count("-->") == 3  # of the first line, the text and the comment
    assert read_cards(text, "x.md")[0] == (odd,)
    [edited] = read_cards(text.replace("onetwo", "one two"), "x.md")[0]
    assert edited.body == Basic("one two", "more -->")
    [moved] = read_cards(text.replace("# Kitchen", "# Bath"), "x.md")[0]
    assert moved.deck == "Bath"


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("# d\n\n## a\n\nno answer\n", "This card has no answer: write **Answer**, a ==gap== or options", 3),
        ("##\nx\n**Answer**\ny\n", "This heading has no id of a card.", 1),
        ("## a\nx\n**Answer**\ny\n## a\nx\n**Answer**\nz\n", "A card 'a' is further up already.", 5),
        ("## a\nx\n- [ ] a\n- [ ] b\n", "None of the options is right.", 1),
    ],
)
def test_what_is_no_card_is_told_with_its_line(text: str, says: str, line: int) -> None:
    [problem] = read_cards(text, "x.md")[1]
    assert problem.message.startswith(says)
    assert problem.line == line


@given(st.text(max_size=80) | st.text(alphabet="# -[]xa=*\n<>!\\", max_size=80))
def test_any_text_is_read_or_told(text: str) -> None:
    cards, problems = read_cards(f"## a\n{text}", "x.md")
    assert cards or problems
