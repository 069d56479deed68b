from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.explained import clean
from studykit.core.given import Given, fault
from studykit.core.question import Question
from studykit.core.response import Choices, Option
from studykit.exchange.checkbox import read_checkboxes
from studykit.exchange.markdown import write_markdown
from tests.exchange.asked import SOURCES, choices, hostile_questions, matching, ordering, question


def read(text: str) -> tuple[Given, ...]:
    found, problems = read_checkboxes(text, "f.md")
    assert problems == ()
    return found


def said(one: Given) -> tuple[str, str, list[str]]:
    assert isinstance(one.response, Choices)
    return one.stem, one.response.key, [option.text for option in one.response.options]


@pytest.mark.parametrize(
    "text",
    [
        "### How is bread made?\n\n- [ ] fried\n- [x] baked\n",
        "How is bread made?\n\n* [ ] fried\n* [X] baked\n",
        "How is bread made?\n1. [ ] fried\n2. [x] baked\n",
        "12. How is bread made?\n   - [ ] fried\n   - [x] baked\n",
        "**Question 3:** How is bread made?\n\n+ [] fried\n\n+ [x] baked\n",
        "## Question 3\n\nHow is **bread** made?\n\n- [ ] `fried`\n- [x] [baked](https://example.org)\n",
        "---\ntitle: x\n---\r\n# How is bread made?\r\n- [ ] fried\r\n- [x] baked\r\n",
    ],
)
def test_a_question_with_a_ticked_box_is_read(text: str) -> None:
    assert [said(one) for one in read(text)] == [("How is bread made?", "B", ["fried", "baked"])]


def test_explanations_stand_behind_an_option_or_below_all() -> None:
    first, second, third = read(
        "# Baking\n\n## One?\n\n- [x] a\n  > since a\n- [ ] b\n  long\n\n> It is a.\n> Always.\n\n---\n\n"
        "## Two?\n\n- [ ] a\n- [x] b\n\n**Explanation:** It is b.\n\nThree?\n\n- [x] a\n- [ ] b\n\nBecause of a.\n"
    )
    assert isinstance(first.response, Choices)
    assert [(one.text, one.reason) for one in first.response.options] == [("a", "since a"), ("b long", "")]
    assert [one.feedback for one in (first, second, third)] == ["It is a. Always.", "It is b.", "Because of a."]
    assert (first.category, first.line, first.end) == ("Baking", 3, 11)
    assert third.stem == "Three?"


def test_a_situation_above_its_question_belongs_to_it() -> None:
    (one,) = read("## Question 7\n\nAnna bakes.\n\n```yaml\noven: 200\n```\n\nWhat happens?\n\n- [x] a\n- [ ] b\n")
    assert one.stem == "Anna bakes.\noven: 200\nWhat happens?"


def test_links_back_to_the_top_are_no_explanation() -> None:
    first, second = read("### One?\n\n- [x] a\n- [ ] b\n\n**[⬆ Back to Top](#top)**\n\n### Two?\n\n- [ ] a\n- [x] b\n")
    assert (first.feedback, second.stem) == ("", "Two?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\nHow?\n\n- [ ] a\n- [ ] b\n", "2 None of the boxes is ticked"),
        ("- [x] a\n- [ ] b\n", "1 These boxes have no question"),
        ("How?\n\n- [x] a\n- [x] b\n", "1 All answers are right"),
        ("How?\n\n- [x] a\n", "1 There is only one answer"),
        ("See ![it](x.png)\n\n- [x] a\n- [ ] b\n", "1 This question shows a picture"),
    ],
)
def test_what_is_no_question_is_said_once_with_its_line(text: str, words: str) -> None:
    found, (problem,) = read_checkboxes(text, "f.md")
    assert found == ()
    assert f"{problem.line} {problem.message}".startswith(words)


def test_a_list_of_tasks_in_a_code_block_asks_nothing() -> None:
    assert read("# How to write\n\n```\nOne?\n- [x] a\n- [ ] b\n```\n") == ()


@given(
    st.lists(
        st.sampled_from(["# Head", "How?", "- [ ] a", "- [x] b", "  > why", "> quote", "", "```", "1. [X] c", "text"]),
        max_size=25,
    )
)
def test_every_row_of_boxes_becomes_a_question_or_a_diagnostic(lines: list[str]) -> None:
    found, problems = read_checkboxes("\n".join(lines), "f.md")
    assert len({one.line for one in found}) == len(found)
    assert all(isinstance(one.response, Choices) and one.response.positions for one in found)
    if "```" not in lines and any("[x]" in line or "[X]" in line for line in lines):
        assert found or problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\`a\` \$5 a\~b\^c 5\% \: \= \@x \"y\" \& \/", '`a` $5 a~b^c 5% : = @x "y" & /'),
        (r"\[x\](y) \*\*not strong\*\* \\d", r"[x](y) **not strong** \d"),
        ("&#32;a&#x42;&lt;p&gt; &amp;amp; &nosuch; &#0;&#27;", "aB<p> &amp; &nosuch;"),
        (r"`a\*b` and `**c**` and ``d`e``", r"a\*b and **c** and d`e"),
        ("**a `b` [c](https://example.org)**", "a b c"),
    ],
)
def test_marks_are_read_as_markdown_reads_them(written: str, meant: str) -> None:
    (one,) = read(f"{written}\n\n- [x] {written}\n- [ ] b\n")
    assert said(one) == (meant, "A", [meant, "b"])


def test_a_backslash_at_the_end_of_a_line_breaks_it() -> None:
    (one,) = read("Anna bakes.\\\n\\\n&#32;What happens?\n\n- [x] a\\\n  b\n  - c\\\n    d\n- [ ] e\n")
    assert said(one) == ("Anna bakes.\n\n What happens?", "A", ["a\nb", "e"])
    assert isinstance(one.response, Choices)
    assert one.response.options[0].reason == "c\nd"


def test_a_numbered_heading_is_no_category_and_leaves_the_number_of_the_question() -> None:
    asked = question(choices("a", "b"), "4. What is 4: a or b?")
    written = write_markdown([question(ordering(2, 1, 3)), asked, question(matching(1, 0)), asked], "Baking", "inline")
    found = read(written)
    assert [(one.stem, one.category) for one in found] == [(asked.stem, "Baking")] * 2


def shown(text: str) -> str:
    return clean(text).strip()


_MARKUP = st.text("`*_[]()\\!<>#&;|~$^-+.=:12xXq {}\"'/@%,?\n\t\xa0a", max_size=24)


@st.composite
def marked_questions(draw: st.DrawFn) -> Question:
    """A question whose texts are full of what means something in Markdown."""
    rows = draw(st.lists(st.tuples(_MARKUP, st.booleans(), _MARKUP), min_size=2, max_size=4))
    return question(Choices(tuple(Option(text, right, why, SOURCES) for text, right, why in rows)), draw(_MARKUP))


@settings(max_examples=200, deadline=None)
@given(st.lists(marked_questions() | hostile_questions(), max_size=4))
def test_what_markdown_says_with_ticks_is_read_back_whole(questions: list[Question]) -> None:
    expected = []
    for one in questions:
        if isinstance(one.response, Choices):
            whys = [f"{option.reason} (ovens & more.md:3)" for option in one.response.options]
            options = [
                Option(shown(option.text), right=option.right, reason=shown(why))
                for option, why in zip(one.response.options, whys, strict=True)
            ]
            if shown(one.stem) and not fault(Choices(tuple(options))):
                expected.append((shown(one.stem), Choices(tuple(options))))
    found, _ = read_checkboxes(write_markdown(questions, "Ovens", "inline"), "f.md")
    assert [(one.stem, one.response) for one in found] == expected
