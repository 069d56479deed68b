from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.given import Given, Words
from studykit.core.quantity import of
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Pair, Typed
from studykit.exchange.gift import read_gift, write_gift
from studykit.exchange.marks import plain
from tests.exchange.given_questions import EVERY, GAP, ONE, PAIRS, STEPS, TEXTS, TWO, TYPED, question


def back(*questions: Question) -> tuple[Given, ...]:
    found, problems = read_gift(write_gift(questions), "f.gift")
    assert problems == ()
    return found


def read(text: str) -> Given:
    (found,), problems = read_gift(text, "f.gift")
    assert problems == ()
    return found


def refused(text: str) -> str:
    found, (problem,) = read_gift(text, "f.gift")
    assert found == ()
    return f"{problem.line} {problem.message}"


@pytest.mark.parametrize("one", [ONE, TWO, GAP], ids=["one", "two", "gap"])
def test_a_choice_comes_back_with_its_key_and_every_reason(one: Question) -> None:
    (found,) = back(one)
    assert (found.stem, found.response, found.title) == (one.stem, one.response, one.id)
    assert (found.feedback, found.category) == ("See oven.md:3.", "oven")


def test_where_two_are_right_each_gives_half_and_a_wrong_one_takes_everything() -> None:
    text = write_gift([TWO])
    assert text.count("~%50%") == 2
    assert text.count("~%-100%") == 3


def test_a_gap_is_written_as_a_missing_word() -> None:
    assert "A bread may bake for {\n" in write_gift([GAP])
    assert "\n} at the most." in write_gift([GAP])


def test_a_quantity_says_its_unit_in_the_stem_and_keeps_tolerance_and_slips() -> None:
    (found,) = back(TYPED)
    assert found.stem == "How long may a bread bake? (Answer with a number of min.)"
    response = found.response
    assert isinstance(response, Typed)
    assert (response.quantity, response.tolerance) == (of(90, ""), Fraction(1, 100))
    assert [(slip.quantity, slip.reason) for slip in response.slips] == [(of(60, ""), "That is the cake.")]


def test_pairs_and_unused_choices_come_back_and_their_reasons_are_in_the_feedback() -> None:
    (found,) = back(PAIRS)
    assert isinstance(found.response, Matching)
    assert [(pair.text, found.response.choices[pair.match]) for pair in found.response.pairs] == [
        ("bread", "baked"),
        ("soup", "boiled"),
    ]
    assert "fried" in found.response.choices
    assert "bread -> baked: It is baked." in found.feedback


def test_an_order_is_asked_as_lines_and_their_places() -> None:
    (found,) = back(STEPS)
    assert isinstance(found.response, Matching)
    assert {pair.text: found.response.choices[pair.match] for pair in found.response.pairs} == {
        "knead": "1",
        "rest": "2",
        "bake": "3",
    }


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=6), TEXTS, st.integers(1, 63), TEXTS)
def test_whatever_texts_hold_the_same_question_comes_back(
    stem: str, texts: list[str], reason: str, mask: int, name: str
) -> None:
    texts = list(dict.fromkeys(plain(text) for text in texts if plain(text)))
    right = [bool(mask >> at & 1) for at in range(len(texts))]
    if len(texts) < 2 or len(set(right)) < 2 or not plain(stem):
        return
    options = tuple(Option(text, holds, plain(reason)) for text, holds in zip(texts, right, strict=True))
    (found,) = back(question(Choices(options), stem, name))
    assert found.stem == plain(stem)
    assert found.response == Choices(options)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=6), TEXTS)
def test_whatever_lines_hold_the_same_matching_comes_back(rows: list[tuple[str, str]], extra: str) -> None:
    pairs = {plain(line).replace("->", "→"): plain(choice) for line, choice in rows}
    pairs = {line: choice for line, choice in pairs.items() if line and choice}
    choices = tuple(dict.fromkeys((*pairs.values(), *filter(None, (plain(extra),)))))
    if len(pairs) < 2 or len(choices) < 2:
        return
    asked = Matching(tuple(Pair(line, choices.index(choice), "") for line, choice in pairs.items()), choices)
    (found,) = back(question(asked))
    assert isinstance(found.response, Matching)
    assert {one.text: found.response.choices[one.match] for one in found.response.pairs} == pairs
    assert set(found.response.choices) == set(choices)


def test_what_people_write_is_read() -> None:
    text = (
        "\ufeff// a comment\r\n$CATEGORY: food/bread\r\n\r\n"
        "::Q 1:: [html]<p>Is bread <b>baked</b> &amp; eaten?</p>{\r\n  =yes # of course\r\n\r\n  ~%-50%no#wrong\r\n"
        "  // within\r\n  ~%25%now and then\r\n}\r\n"
        "Bread is old.{T#No: it is.#Right.}\r\n\r\n"
        "Two plus two?{=four =4 =%50%about four}\r\n\r\n"
        "When?{#1995..2005}\r\n\r\nHow many?{#=2000:10#near =%50%2000:100#roughly}\r\n"
    )
    found, problems = read_gift(text, "bank.gift")
    assert problems == ()
    first, truth, short, when, many = found
    assert (first.title, first.category, first.stem) == ("Q 1", "food/bread", "Is bread baked & eaten?")
    assert (first.line, first.end) == (4, 10)
    assert first.response == Choices(
        (
            Option("yes", right=True, reason="of course"),
            Option("no", right=False, reason="wrong"),
            Option("now and then", right=False, reason=""),
        )
    )
    assert truth.response == Choices(
        (Option("True", right=True, reason="Right."), Option("False", right=False, reason="No: it is."))
    )
    assert short.response == Words(("four", "4"))
    assert isinstance(when.response, Typed)
    assert (when.response.quantity, when.response.tolerance) == (of(2000, ""), Fraction(1, 400))
    assert isinstance(many.response, Typed)
    assert (many.response.tolerance, many.response.slips[0].reason) == (Fraction(1, 200), "roughly")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tell of bread.{}", "1 An essay has no key"),
        ("\n\nJust a sentence.", "3 This has no answers"),
        ("Which?{=a ~b", "1 The answers of this question do not end"),
        ("Which?{~a ~b}", "1 This question has no right answer"),
        ("Which?{=a ~a}", "1 Two of the answers are the same"),
        ("Which?{a b}", "1 The answers must begin with"),
        ("{=a ~b}", "1 This question has no text"),
        ("How many?{#many}", "1 'many' is not a number"),
        ("How many?{#1e99}", "1 '1e99' is a longer number"),
        ("Match.{=a -> b =c}", "1 Each answer of a matching"),
        ("[html]See <img src='x'>{=a ~b}", "1 This question shows a picture"),
        ("a{=b ~c} d {=e ~f}", "1 This question has more than one set"),
        ("\x00\x01\x02\x03 junk\x04", "0 This is a binary file"),
    ],
)
def test_what_is_no_question_is_said_once_with_its_line(text: str, said: str) -> None:
    assert refused(text).startswith(said)


def test_one_broken_question_costs_no_other() -> None:
    found, problems = read_gift("First?{=a ~b}\n\nBroken?{=a\n\nThird?{=c ~d}\n", "f.gift")
    assert [one.stem for one in found] == ["First?", "Third?"]
    assert [one.line for one in problems] == [3]


def test_a_line_that_nobody_wrote_is_refused_at_once() -> None:
    assert refused("{=~" * 1_500_000).startswith("1 This line is longer")
    assert refused("x\n" * 2_600_000).startswith("0 This file is larger")


def test_the_same_questions_give_the_same_text() -> None:
    assert write_gift(EVERY) == write_gift(list(EVERY))
    assert write_gift(EVERY).count("$CATEGORY") == 1
