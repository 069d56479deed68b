"""Which attribute has the largest or smallest value."""

from __future__ import annotations

from dataclasses import replace

from studykit.core.response import Choices
from studykit.questions.verify import proved
from tests.questions.kinds.fact_grounds import asked, ground_of, small


def test_both_ends_and_both_one_and_several_services_are_asked() -> None:
    stems = {question.stem for question in asked(small(), "comparison", 12)}
    assert "Kilns: which of these has the longest maximum?" in stems
    assert "Kilns: which of these has the shortest maximum?" in stems
    assert any(stem.startswith("Several services compared: ") for stem in stems)


def test_options_name_attributes_and_reasons_give_the_figures() -> None:
    for question in asked(small(), "comparison"):
        for option in question.options:
            assert not any(letter.isdigit() for letter in option.text)
            assert any(letter.isdigit() for letter in option.reason)


def test_all_four_are_the_same_bound_of_things_that_can_be_compared() -> None:
    for question in asked(small(), "comparison"):
        facts = [small().facts[name] for name in question.facts]
        assert len({fact.bound for fact in facts}) == 1
        assert len({fact.attribute.dimension for fact in facts}) == 1
        assert len({fact.attribute.id for fact in facts}) == 4


def test_values_that_are_nearly_equal_are_never_compared() -> None:
    near = ground_of({"kiln.cooling.max": "1,000 s"})  # the firing time is 900 s
    pairs = [set(question.facts) for question in asked(near, "comparison", 20)]
    assert pairs
    assert not any({"kiln.cooling.max", "kiln.firing.max"} <= pair for pair in pairs)
    for question in asked(small(), "comparison", 20):
        if {"kiln.cooling.max", "kiln.firing.max"} <= set(question.facts):
            assert proved(question, small())
            tie = ground_of({"kiln.cooling.max": "900 s", "kiln.firing.max": "900 s"})
            best = question.facts[0] in {"kiln.cooling.max", "kiln.firing.max"}
            assert not (best and proved(question, tie))


def test_a_runner_up_that_came_near_disproves_the_question() -> None:
    seen = 0
    for question in asked(small(), "comparison", 20):
        if question.facts[0] == "kiln.glazing.max" and "longest" in question.stem:  # 2 h
            runner_up = next(name for name in question.facts if name != "kiln.glazing.max")
            assert not proved(question, ground_of({runner_up: "7,000 s"}))
            assert proved(question, ground_of({runner_up: "5,000 s"}))
            seen += 1
    assert seen


def test_an_option_that_names_something_larger_is_not_proved() -> None:
    questions = [
        one for one in asked(small(), "comparison", 12) if one.stem == "Kilns: which of these has the longest maximum?"
    ]
    without = [one for one in questions if "glazing" not in {option.text for option in one.options}]
    assert without
    for question in without:
        at = (question.key[0] + 1) % 4
        options = list(question.options)
        options[at] = replace(options[at], text="glazing")  # 2 h, the longest of all
        facts = (*question.facts, "kiln.glazing.max")
        assert not proved(replace(question, response=Choices(tuple(options)), facts=facts), small())
