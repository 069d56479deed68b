"""Values to their attributes."""

from __future__ import annotations

from dataclasses import replace

from studykit.core.quantity import parse_quantity
from studykit.core.question import Question
from studykit.core.response import Matching
from studykit.questions.verify import proved
from tests.questions.kinds.fact_grounds import asked, small


def all_asked() -> list[tuple[Question, Matching]]:
    found = [(one, one.response) for one in asked(small(), "matching", 8) if isinstance(one.response, Matching)]
    assert found
    return found


def test_four_attributes_have_one_value_each_and_some_values_none() -> None:
    extras = set()
    for _, response in all_asked():
        assert len(response.pairs) == 4
        assert len({pair.match for pair in response.pairs}) == 4
        extras.add(len(response.choices) - 4)
    assert extras == {1, 2}


def test_choices_ascend_and_no_two_can_be_read_as_one_amount() -> None:
    for _, response in all_asked():
        amounts = [parse_quantity(choice) for choice in response.choices]
        assert [one.base for one in amounts] == sorted(one.base for one in amounts)
        assert not any(one.agrees(other) for at, one in enumerate(amounts) for other in amounts[:at])
        assert len({one.dimension for one in amounts}) == 1


def test_what_notes_believe_stands_among_the_values_that_belong_nowhere() -> None:
    spare = {
        choice
        for question, response in all_asked()
        if question.id == "limit:kiln.drying.max"
        for at, choice in enumerate(response.choices)
        if at not in {pair.match for pair in response.pairs}
    }
    assert "45 min" in spare


def test_a_spare_value_that_is_right_as_well_is_not_proved() -> None:
    question, response = all_asked()[0]
    used = {pair.match for pair in response.pairs}
    spare = next(at for at in range(len(response.choices)) if at not in used)
    key = response.choices[response.pairs[0].match]
    again = tuple(f"{key} " if at == spare else choice for at, choice in enumerate(response.choices))
    assert proved(question, small())
    assert not proved(replace(question, response=replace(response, choices=again)), small())
