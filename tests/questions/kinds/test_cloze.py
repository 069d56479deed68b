"""A figure missing from a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studykit.core.question import Question
from studykit.core.response import Choices
from studykit.questions.sentences import GAP
from studykit.questions.verify import proved
from tests.questions.kinds.fact_grounds import asked, ground_of, small

FIRING = "kiln.firing.max"


def of_note(text: str, fact: str = FIRING) -> list[Question]:
    ground = ground_of(notes={"mine.md": f"# Kilns\n- {text}\n"})
    questions = list(asked(ground, "cloze", 4, fact))
    assert questions
    assert all(proved(question, ground) for question in questions)
    return questions


def test_the_gap_stands_in_the_learners_own_sentence_and_the_unit_behind_it() -> None:
    for question in of_note("The firing time of a kiln is at most 900 seconds, whatever the load."):
        assert f'"The firing time of a kiln is at most {GAP} seconds, whatever the load."' in question.stem
        assert question.options[question.key[0]].text == "900"
        assert [str(span) for span in question.sources] == ["mine.md:2"]


@pytest.mark.parametrize(
    "text",
    [
        "The firing time of a kiln is at most 900 seconds (15 minutes).",  # the rest tells it
        "Firing time: 900 s",  # too short to be a sentence
        "The firing time of a kiln is at most 15 or 900 seconds, they say.",  # a choice of figures
    ],
)
def test_a_sentence_that_gives_the_figure_away_is_not_asked(text: str) -> None:
    for question in of_note(text):
        assert question.stem.startswith('Kilns: "The maximum firing is […]."')
        assert question.options[question.key[0]].text == "900 s"


def test_a_sentence_with_another_figure_that_is_wrong_is_not_asked() -> None:
    text = "The firing time of a kiln is at most 900 seconds and 7 seconds by default for everybody."
    ground = ground_of(notes={"mine.md": f"# Kilns\n- {text}\n"})
    wrong = [fact for fact in ground.facts.values() if "mistaken" in str(fact.status)]
    assert wrong
    assert not any("everybody" in question.stem for question in asked(ground, "cloze", 4, FIRING))


def test_a_figure_that_stands_elsewhere_in_the_sentence_is_no_option() -> None:
    for question in of_note("The firing time of a kiln is at least 1 second and at most 900 seconds by its maker."):
        assert not {"1"} & {option.text for option in question.options}


def test_a_second_option_that_fills_the_gap_rightly_is_not_proved() -> None:
    (question, *_) = [one for one in asked(small(), "cloze", 4, "kiln.glazing.max") if GAP in one.stem]
    options = list(question.options)
    at = (question.key[0] + 1) % len(options)
    options[at] = replace(options[at], text="120 min")
    assert proved(question, small())
    assert not proved(replace(question, response=Choices(tuple(options))), small())


def test_a_sentence_that_no_note_says_is_not_proved() -> None:
    (question, *_) = of_note("The firing time of a kiln is at most 900 seconds, whatever the load.")
    changed = replace(question, stem=question.stem.replace("whatever", "except"))
    assert not proved(changed, small())
