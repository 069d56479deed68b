"""Plain mode: a line in, a line out, for every form of question; what is wrong is explained and never counted."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.cli import plain
from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Response, Typed
from tests.exchange.asked import RESPONSES, answers, hostile_questions, question

DRAWN = ("Zl", "Zp", "Cc", "Cs")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.parametrize("response", RESPONSES)
def test_every_answer_that_is_typed_comes_back_in_its_one_spelling(
    response: Response, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readable = []
    for answer in answers(response):
        try:
            readable.append((answer, response.read(answer)))
        except UsageError:
            continue
    assert readable
    typed(monkeypatch, *(answer for answer, _ in readable[:40]))
    for _, expected in readable[:40]:
        assert plain.ask(question(response), 1, 2) == expected
    assert capsys.readouterr().out.startswith("Question 1 of 2.\nHow long? Choose ONE.\n")


@pytest.mark.parametrize("response", RESPONSES)
def test_a_question_mark_means_not_known_and_q_or_the_end_stops(
    response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = question(response)
    typed(monkeypatch, "?", "q", "Q")
    assert [plain.ask(one, 1, 1) for _ in range(4)] == ["", None, None, None]


def test_what_cannot_be_read_is_explained_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    choice, several = question(RESPONSES[0]), question(RESPONSES[1])
    typed(monkeypatch, "x", "", "b", "A", "a d")
    assert (plain.ask(choice, 1, 1), plain.ask(several, 1, 1)) == ("B", "AD")
    shown = capsys.readouterr().out
    assert "Type a letter from A to C." in shown
    assert "Nothing was typed." in shown
    assert "Choose TWO: one is chosen." in shown
    assert shown.count("q to stop): ") == 5


def told(one: Question, answer: str, capsys: pytest.CaptureFixture[str]) -> str:
    plain.tell(one, answer)
    return capsys.readouterr().out


def test_each_option_has_its_reason_and_the_lines_of_notes(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(question(RESPONSES[0]), "C", capsys)
    assert shown.splitlines() == [
        "Not right. The answer is B.",
        "A is wrong. A says 1 s (ovens & more.md:3)",
        "B is right. B says 2 s (ovens & more.md:3)",
        "C is wrong. C says 3 s (ovens & more.md:3)",
        "See ovens & more.md:3",
    ]
    assert told(question(RESPONSES[0]), "B", capsys).startswith("Right.")
    assert told(question(RESPONSES[0]), "", capsys).startswith("No answer.")


def test_orders_pairs_and_slips_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    ordering = next(one for one in RESPONSES if isinstance(one, Ordering))
    assert "1. B. step 1 is 1" in told(question(ordering), "CAB", capsys)
    matching = next(one for one in RESPONSES if isinstance(one, Matching))
    assert "A2, choice 1. line 0 is 1" in told(question(matching), matching.key, capsys)
    quantity = next(one for one in RESPONSES if isinstance(one, Typed))
    assert "You typed 1 min. 60 was before" in told(question(quantity), "1 min", capsys)
    assert "You typed" not in told(question(quantity), "15 min", capsys)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(hostile_questions(), st.booleans())
def test_no_text_can_steer_the_terminal(one: Question, know: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        page = io.StringIO()
        patch.setattr("sys.stdout", page)
        patch.setattr("sys.stdin", io.StringIO("?\n"))
        assert plain.ask(one, 1, 1) == ""
        plain.tell(one, one.letters if know else "")
    shown = page.getvalue().replace("\n", "").replace("\u200d", "")
    assert not [letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cf", "Cs")]


def test_a_stem_keeps_its_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "?")
    plain.ask(question(RESPONSES[0], stem='Given this:\n{\n  "a": 1\n}\nHow long?'), 1, 1)
    assert '\nGiven this:\n{\n  "a": 1\n}\nHow long?\nA. 1 s\n' in capsys.readouterr().out


def test_choices_are_asked_for_by_their_last_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "c")
    assert isinstance(RESPONSES[0], Choices)
    assert plain.choose(question(RESPONSES[0])) == "C"
