from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.response import Choices, Option
from studykit.exchange.aiken import read_aiken

GOOD = "1. How is bread made?\nA) It is fried.\nB) It is baked.\nANSWER: B\n"


def keys(text: str) -> list[tuple[str, str]]:
    found, problems = read_aiken(text, "f.txt")
    assert problems == ()
    return [(one.stem, one.response.key) for one in found if isinstance(one.response, Choices)]


def test_a_question_is_read_with_its_lines() -> None:
    (one,), problems = read_aiken(f"\n{GOOD}", "f.txt")
    assert problems == ()
    assert one.response == Choices(
        (Option("It is fried.", right=False, reason=""), Option("It is baked.", right=True, reason=""))
    )
    assert (one.stem, one.file, one.line, one.end) == ("How is bread made?", "f.txt", 2, 5)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace(")", "."),
        GOOD.replace("\n", "\r\n"),
        f"\ufeff{GOOD}",
        GOOD.replace("\n", "\n\n"),
        GOOD.replace("A)", "a)").replace("B)", "b)").replace("ANSWER: B", "Answer: b"),
        GOOD.replace("ANSWER: B", "Correct answer: B."),
        GOOD.replace("bread made", "bread\nmade"),
        GOOD.replace("fried.", "fried."),
    ],
)
def test_what_people_write_means_the_same(text: str) -> None:
    assert keys(text) == [("How is bread made?", "B")]


def test_several_letters_several_lines_and_an_explanation() -> None:
    text = (
        "Anna bakes for a feast.\n\nWhich two does she need? Choose TWO.\nA. flour\nB. glue,\nthe white one\nC. water\n"
        "ANSWER: A and C\nEXPLANATION: Bread is made of them.\nNext?\nA) x\nB) y\nANSWER: A\n"
    )
    found, problems = read_aiken(text, "f.txt")
    assert problems == ()
    assert [one.stem for one in found] == ["Anna bakes for a feast. Which two does she need? Choose TWO.", "Next?"]
    assert isinstance(found[0].response, Choices)
    assert found[0].response.key == "AC"
    assert found[0].response.options[1].text == "glue, the white one"
    assert found[0].feedback == "Bread is made of them."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How?\nA) x\nB) y\n", "1 The line 'ANSWER: letter' is missing"),
        ("How?\nA) x\nB) y\nANSWER: C\n", "1 ANSWER names C, but the answers go from A to B"),
        ("How?\nA) x\nB) y\nANSWER:\n", "1 The line 'ANSWER:' names no letter"),
        ("\nHow?\n", "2 There are no answers below this"),
        ("How?\nA) x\nB) x\nANSWER: A\n", "1 Two of the answers are the same"),
    ],
)
def test_what_is_no_question_is_said_once_and_costs_no_other(text: str, said: str) -> None:
    found, (problem,) = read_aiken(f"{text}\n{GOOD}", "f.txt")
    assert [one.stem for one in found] == ["How is bread made?"]
    assert f"{problem.line} {problem.message}".startswith(said)


@given(
    st.lists(st.sampled_from(["How?", "A) x", "B. y", "C) z", "ANSWER: B", "Answer: a, c", "", "word"]), max_size=30)
)
def test_every_line_that_asks_becomes_a_question_or_a_diagnostic(lines: list[str]) -> None:
    found, problems = read_aiken("\n".join(lines), "f.txt")
    told = [one.line for one in problems]
    assert len(set(told)) == len(told)
    for one in found:
        assert isinstance(one.response, Choices)
        assert one.response.positions
        assert lines[one.line - 1].strip()
