"""Questions as Markdown, read back by a parser that we did not write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from studykit.core.explained import choices, clean, explained, lines
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Typed
from studykit.exchange.markdown import escaped, write_markdown
from tests.exchange.asked import RESPONSES, hostile_questions, hostile_texts, question

PARSER = MarkdownIt("commonmark").enable("table")
BLOCKS = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def said(inline: Token) -> str:
    """What a reader sees of one block of text."""
    parts = []
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak") or child.content == "<br>":
            parts.append("\n")
        else:
            assert child.type in ("text", "text_special", "strong_open", "strong_close"), child
            parts.append(child.content)
    return "".join(parts).strip()


def texts(markdown: str) -> list[str]:
    """Every text in order; nothing but the blocks that we write may be there."""
    found = []
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            found.append(said(token))
        elif token.type == "html_block":
            assert token.content.strip() == "</details>" or token.content.startswith("<details><summary>Answer ")
        else:
            assert token.type.rsplit("_", 1)[0] in BLOCKS, token
    return [text for text in found if text]


def plain(text: str) -> str:
    return clean(text).strip()


def asked(one: Question) -> Iterator[str]:
    response = one.response
    if isinstance(response, Choices):
        yield from (f"[ ] {letter} {plain(text)}".strip() for letter, text in lines(response))
    elif isinstance(response, Ordering):
        yield from (f"{letter} {plain(text)}".strip() for letter, text in lines(response))
    elif isinstance(response, Matching):
        for heading, rows in (("Line", lines(response)), ("Choice", choices(response))):
            yield from (heading, *(plain(cell) for row in rows for cell in row))
    if not isinstance(response, Choices):
        yield f"Answer: {response.asks}"


def answered(one: Question) -> Iterator[str]:
    response = one.response
    shown = explained(response)
    why = [plain(f"{part.reason}{' (ovens & more.md:3)' if part.sources else ''}") for part in shown]
    if isinstance(response, Choices):
        yield response.key
        yield from (f"{part.label} {part.word}: {reason}" for part, reason in zip(shown, why, strict=True))
    elif isinstance(response, Ordering):
        yield "Right order"
        for part, reason in zip(shown, why, strict=True):
            yield f"{part.label} {plain(part.text)}".strip()
            yield f"right: {reason}"
    elif isinstance(response, Matching):
        yield response.key
        yield from ("Line", "Choice", "Reason")
        for part, pair in zip(shown, response.pairs, strict=True):
            yield from (part.label, plain(pair.text), plain(part.text), plain(part.reason))
    else:
        yield response.shown
        yield from (f"{part.label} {part.word}: {reason}" for part, reason in zip(shown, why, strict=True))
    yield "See ovens & more.md:3"


def tidy(found: Iterator[str] | list[str]) -> list[str]:
    return [text.strip() for text in found if text.strip()]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_questions())
def test_every_text_comes_back_with_the_answers_at_the_end(one: Question) -> None:
    expected = ["Ovens", "Question 1", plain(one.stem), *asked(one), "Answers", *answered(one)]
    assert texts(write_markdown([one], "Ovens", "end")) == tidy(expected)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_questions())
def test_questions_alone_hold_no_answer(one: Question) -> None:
    assert texts(write_markdown([one], "Ovens", "none")) == tidy(["Ovens", "Question 1", plain(one.stem), *asked(one)])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_texts | st.text(alphabet="\\`*_[]<>&|~#$^+-=:!%(){}.1 \n\tab", max_size=30))
def test_any_text_survives_in_a_paragraph_and_in_a_list(text: str) -> None:
    assert texts(escaped(text)) == tidy([plain(text)])
    assert texts(f"- **A** {escaped(text, '  ')}\n- **B**") == [f"A {plain(text)}".strip(), "B"]


def test_inline_ticks_the_right_boxes_and_gives_each_reason() -> None:
    shown = write_markdown([question(RESPONSES[1])], "Ovens", "inline")
    assert [line[:9] for line in shown.splitlines() if line.startswith("- [")] == [
        "- [x] 1 s",
        "- [ ] 2 s",
        "- [ ] 3 s",
        "- [x] 4 s",
        "- [ ] 5 s",
    ]
    assert shown.count("  - ") == 5
    assert "  - B says 2 s (ovens & more.md:3)" in shown
    assert "<details>" not in shown


@pytest.mark.parametrize("response", [one for one in RESPONSES if isinstance(one, Ordering)])
def test_an_ordering_is_answered_by_an_ordered_list(response: Ordering) -> None:
    tokens = PARSER.parse(write_markdown([question(response)], "Ovens", "end"))
    start = next(at for at, token in enumerate(tokens) if token.type == "ordered_list_open")
    labels = [token.content[2] for token in tokens[start:] if token.type == "inline" and token.content[:2] == "**"]
    assert "".join(labels) == response.key


def test_the_answers_are_folded_away_one_by_one() -> None:
    shown = write_markdown([question(one) for one in RESPONSES], "Ovens")
    head, _, below = shown.partition("## Answers")
    assert "<details>" not in head
    assert below.count("<details><summary>") == below.count("</details>") == len(RESPONSES)
    typed = next(one for one in RESPONSES if isinstance(one, Typed))
    assert f"**{typed.shown}**" in below


def test_where_answers_stand_is_one_of_three() -> None:
    with pytest.raises(ValueError, match="start"):
        write_markdown([], "Ovens", "start")
