from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.core.given import Given, GivenResponse, Words
from studykit.core.quantity import of, parse_quantity
from studykit.core.response import Choices, Matching, Option, Pair, Slip, Typed
from studykit.packs.quizzes import read_quizzes, write_quiz

ONE = Given(
    "How is bread made?",
    Choices((Option("It is baked.", right=True, reason="In an oven."), Option("It is fried.", right=False, reason=""))),
    "bank.gift",
    3,
    8,
    "See the handbook.",
    "Q 1",
    "food/bread",
    "given:how-is-bread-made",
)
RESPONSES: tuple[GivenResponse, ...] = (
    Matching((Pair("bread", 1, "Baked."), Pair("soup", 0, "")), ("boiled", "baked", "fried")),
    Typed(of(90, ""), Fraction(1, 300), "So it is.", (Slip(of(60, ""), "No cake."),)),
    Typed(parse_quantity("1/3 h"), 0, ""),
    Words(("yes", "no: never", "'", "- a", "1e3")),
)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\x85\u2028\ufeff:#-'\"{}[]&*!|>%@`\\"),
    min_size=1,
    max_size=30,
).filter(str.strip)


def back(folder: Path, *questions: Given, source: str = "bank.gift") -> tuple[Given, ...]:
    quizzes = folder / "quizzes"
    quizzes.mkdir(exist_ok=True)
    (quizzes / "bank.yaml").write_text(write_quiz(questions, source), encoding="utf-8")
    found, problems = read_quizzes(folder)
    assert problems == ()
    return found


def test_people_can_read_what_is_written() -> None:
    assert write_quiz([replace(ONE, held="It is fried.")], "bank.gift").split("\n", 2)[2] == (
        "from: bank.gift\n"
        "questions:\n"
        "- id: given:how-is-bread-made\n"
        "  lines: 3-8\n"
        "  title: Q 1\n"
        "  category: food/bread\n"
        "  held: It is fried.\n"
        "  stem: How is bread made?\n"
        "  feedback: See the handbook.\n"
        "  options:\n"
        "  - right: It is baked.\n"
        "    because: In an oven.\n"
        "  - wrong: It is fried.\n"
    )


@pytest.mark.parametrize("response", [ONE.response, *RESPONSES])
def test_every_form_comes_back(tmp_path: Path, response: GivenResponse) -> None:
    asked = replace(ONE, response=response)
    assert back(tmp_path, asked) == (asked,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=6, max_size=6, unique=True), st.integers(1, 999), st.integers(0, 9))
def test_whatever_texts_hold_the_same_question_comes_back(
    tmp_path: Path, texts: list[str], line: int, more: int
) -> None:
    stem, right, wrong, reason, title, source = texts
    options = Choices((Option(right, right=True, reason=reason), Option(wrong, right=False, reason="")))
    source = " ".join(source.split())
    asked = Given(stem, options, source, line, line + more, reason, title, title, "given:x", reason)
    assert back(tmp_path, asked, source=source) == (asked,)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: given:how", "id: limit:how", "bank.yaml:5:7: error: 'limit:how-is-bread-made' is no id"),
        ("right: It is baked.", "wrong: It is baked.", "bank.yaml:12:3: error: This question has no right answer."),
        ("id: given:how-is-bread-made", "card: ' x'", "' x' is no id of a card"),
        ("id: given:how-is-bread-made", "card: '17'", "bank.yaml:5:10: error: '17' is no id of a card"),
        ("title: Q 1", "card: limit:x", "A question has one of: id, card."),
        ("title: Q 1", "form: choice", "'choice' is not a form."),
        ("title: Q 1", "home: here", "'here' is not a home."),
        ("  - right: It", "  - rihgt: It", "Unknown key 'rihgt'. Did you mean 'right'?"),
        ("lines: 3-8", "lines: three", "bank.yaml:6:10: error: 'lines' must say where"),
        ("  options:\n", "  pears:\n", "bank.yaml:5:3: error: A question has one of: options, pairs"),
        ("stem: How is bread made?", "stem: ''", "'stem' is missing."),
        ("wrong: It is fried.", "wrong: It is baked.", "Two of the answers are the same."),
        ("from: bank.gift", "form: bank.gift", "Unknown key 'form'. Did you mean 'from'?"),
    ],
)
def test_what_cannot_be_asked_is_left_out_and_said_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "quizzes").mkdir()
    text = write_quiz([ONE], "bank.gift")
    assert old in text
    (tmp_path / "quizzes" / "bank.yaml").write_text(text.replace(old, new), encoding="utf-8")
    found, problems = read_quizzes(tmp_path)
    assert said in "\n".join(map(str, problems))
    assert found == ()


def test_a_card_keeps_its_own_id_and_how_it_was_asked(tmp_path: Path) -> None:
    words = replace(ONE, response=Words(("250 °C",)))
    cards = (
        replace(ONE, id="limit:oven.heat_time.max"),
        replace(words, id="given:Not Ours", form="typed"),
        replace(words, id="- a: 'b' #c", form="cloze", home="anki"),
    )
    assert back(tmp_path, *cards) == cards
    text = (tmp_path / "quizzes" / "bank.yaml").read_text(encoding="utf-8")
    assert "- card: limit:oven.heat_time.max\n" in text
    assert "id:" not in text


def test_two_files_do_not_share_an_id(tmp_path: Path) -> None:
    (tmp_path / "quizzes").mkdir()
    for name in ("a", "b"):
        (tmp_path / "quizzes" / f"{name}.yaml").write_text(write_quiz([ONE], "bank.gift"), encoding="utf-8")
    found, problems = read_quizzes(tmp_path)
    assert found == (ONE,)
    assert "There are two questions 'given:how-is-bread-made'." in str(problems[0])


def test_a_pack_without_quizzes_has_none(tmp_path: Path) -> None:
    assert read_quizzes(tmp_path) == ((), ())
