"""A value to be typed with its unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from studykit.core.errors import UsageError
from studykit.core.question import Question
from studykit.core.response import Typed
from studykit.questions.verify import proved
from tests.questions.kinds.fact_grounds import asked, small


def typed(fact: str) -> tuple[Question, Typed]:
    (question,) = asked(small(), "typed", 1, fact)
    assert isinstance(question.response, Typed)
    return question, question.response


@pytest.mark.parametrize("answer", ["900 s", "15 min", "900s", "0.25 h", "900,000 ms"])
def test_every_spelling_of_the_value_is_right(answer: str) -> None:
    _, response = typed("kiln.firing.max")
    assert response.right(response.read(answer))


@pytest.mark.parametrize(("answer", "said"), [("900", "has no unit"), ("900 MB", "no time")])
def test_a_figure_without_its_unit_or_with_another_is_no_answer(answer: str, said: str) -> None:
    _, response = typed("kiln.firing.max")
    with pytest.raises(UsageError, match=said):
        response.read(answer)


def test_foreseen_slips_say_what_went_wrong() -> None:
    question, response = typed("kiln.firing.max")
    assert "minimum firing" in response.slip("1 s")
    assert "default firing" in response.slip("3 s")
    assert response.slip("899 s") == "Off by 1 s: kiln.firing.max is 900 s."
    assert not any("No source says so" in slip.reason for slip in response.slips)
    assert {"kiln.firing.min", "kiln.firing.default"} <= set(question.facts)
    _, outdated = typed("kiln.drying.max")
    assert 'mine.md:3 says: "Kiln drying: at most 45 minutes for each batch"' in outdated.slip("45 min")


def test_a_limit_is_known_exactly_and_a_tolerance_stands_in_the_stem() -> None:
    question, exact = typed("kiln.firing.max")
    assert (exact.tolerance, "%" in question.stem) == (0, False)
    question, price = typed("loom.price_of_yarn.exact")
    assert price.tolerance == Fraction(1, 20)
    assert "where 5 % more or less also counts" in question.stem
    assert price.right("0.0000167 USD")
    assert not price.right("0.00002 USD")
    question, long = typed("kiln.tiles.max")
    assert "where 1 % more or less also counts" in question.stem
    assert long.right("262,000")
    assert not long.right("256,000")
    assert not long.right("250,000")


def test_a_tolerance_that_the_stem_does_not_tell_or_a_right_slip_is_not_proved() -> None:
    question, response = typed("kiln.firing.max")
    assert proved(question, small())
    assert not proved(replace(question, response=replace(response, tolerance=Fraction(1, 10), slips=())), small())
    right = tuple(replace(slip, quantity=response.quantity) for slip in response.slips[:1])
    assert not proved(replace(question, response=replace(response, slips=right)), small())
