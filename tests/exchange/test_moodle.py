from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.quantity import UNITS, of
from studykit.core.question import Question
from studykit.core.response import Choices, Option, Typed
from studykit.exchange.marks import plain
from studykit.exchange.moodle import write_moodle
from tests.exchange.given_questions import EVERY, ONE, PAIRS, STEPS, TEXTS, TWO, TYPED, question


def tree(*questions: Question, title: str = "Bank") -> ET.Element:
    return ET.fromstring(write_moodle(questions, title).encode())  # noqa: S314 - what we wrote ourselves


def only(one: Question) -> ET.Element:
    (found,) = [node for node in tree(one) if node.get("type") != "category"]
    return found


def texts(node: ET.Element, path: str) -> list[str]:
    return [found.findtext("text") or "" for found in node.findall(path)]


def test_one_right_answer_is_asked_with_single_and_shuffled_answers_and_a_reason_for_each() -> None:
    node = only(ONE)
    assert (node.get("type"), node.findtext("single"), node.findtext("shuffleanswers")) == (
        "multichoice",
        "true",
        "true",
    )
    assert [one.get("fraction") for one in node.findall("answer")] == ["100", "0", "0"]
    assert texts(node, "answer/feedback") == [option.reason for option in ONE.options]
    assert (node.findtext("idnumber"), texts(node, "generalfeedback")) == (ONE.id, ["See oven.md:3."])
    assert texts(node, "tags/tag") == ["oven", "baking", "limit"]


def test_where_two_are_right_each_gives_half_and_a_wrong_one_takes_everything() -> None:
    node = only(TWO)
    assert node.findtext("single") == "false"
    assert [one.get("fraction") for one in node.findall("answer")] == ["50", "50", "-100", "-100", "-100"]


def test_pairs_and_unused_choices_are_subquestions() -> None:
    node = only(PAIRS)
    answers = [one.findtext("answer/text") for one in node.findall("subquestion")]
    assert list(zip(texts(node, "subquestion"), answers, strict=True)) == [
        ("bread", "baked"),
        ("soup", "boiled"),
        ("", "fried"),
    ]
    assert "bread -> baked: It is baked." in texts(node, "generalfeedback")[0]


def test_an_order_is_written_in_its_right_order_and_graded_whole() -> None:
    node = only(STEPS)
    assert (node.get("type"), node.findtext("gradingtype")) == ("ordering", "ALL_OR_NOTHING")
    assert texts(node, "answer") == ["knead", "rest", "bake"]


def test_a_quantity_is_right_in_every_unit_that_is_offered() -> None:
    node = only(TYPED)
    answer = node.find("answer")
    assert answer is not None
    assert (answer.findtext("text"), answer.findtext("tolerance")) == ("90", "0.9")
    units = {one.findtext("unit_name"): one.findtext("multiplier") for one in node.findall("units/unit")}
    assert next(iter(units.items())) == ("min", "1")
    for name, factor in units.items():
        unit = UNITS.get(str(name))
        if unit is not None:
            assert 90 * Fraction(str(factor)) * unit.factor == of(90, "min").base
    assert (node.findtext("unitpenalty"), node.findtext("showunits")) == ("1", "0")


def test_a_count_has_no_units() -> None:
    node = only(question(Typed(of(5, ""), 0, "So it is.")))
    assert (node.find("units"), node.findtext("showunits"), node.findtext("unitgradingtype")) == (None, "3", "0")


def test_questions_of_one_card_do_not_share_an_id_number() -> None:
    many = [replace(ONE, variant=number) for number in (1, 2, 2)] + [
        replace(TWO, id="x" * 300),
        replace(TWO, id="x" * 301),
    ]
    numbers = [node.findtext("idnumber") for node in tree(*many) if node.get("type") != "category"]
    assert len(set(numbers)) == 5
    assert all(len(str(number)) <= 100 for number in numbers)


def test_each_topic_is_a_category_below_the_title() -> None:
    found = tree(ONE, replace(TWO, topic="water/salt"), title="My bank")
    paths = [node.findtext("category/text") for node in found if node.get("type") == "category"]
    assert paths == ["top/My bank/oven", "top/My bank/water-salt"]


@pytest.mark.parametrize("end", ["]]>", "]]]]>>", "<![CDATA[", "&amp;", "\ufffe\uffff", "\ud800"])
def test_what_ends_or_breaks_xml_does_neither(end: str) -> None:
    (first, *_) = texts(only(replace(ONE, stem=f"a {end} b")), "questiontext")
    harmless = "".join(letter for letter in end if letter.isascii())
    assert first == f"a {harmless} b"


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=5), TEXTS)
def test_whatever_texts_hold_the_file_is_xml_and_says_the_same(stem: str, options: list[str], title: str) -> None:
    asked = question(Choices(tuple(Option(text, at == 0, text) for at, text in enumerate(options))), stem, title)
    node = next(one for one in tree(asked, title=title) if one.get("type") != "category")

    def kept(text: str) -> str:
        return "".join(letter for letter in plain(text) if letter not in "\ufffe\uffff")

    assert texts(node, "questiontext") == [kept(stem)]
    assert texts(node, "answer") == [kept(text) for text in options] == texts(node, "answer/feedback")


def test_the_same_questions_give_the_same_text() -> None:
    assert write_moodle(EVERY, "Bank") == write_moodle(list(EVERY), "Bank")
