from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.verdict import Decision
from studykit.rules.engine import Judge
from tests.rules.tables import UNCITED, oven, settings


def test_the_first_row_that_holds_decides_and_shows_why(judge: Judge) -> None:
    given = settings(rest_time="29 min", heat_time="10 min")
    verdict = judge.verdict(given)
    assert judge.outcome(given) == verdict.outcome == "doughy"
    assert verdict.decision is Decision.DECIDED
    assert verdict.says == "The dough did not rest."
    (row,) = verdict.rows
    assert (row.id, row.because) == ("too-little-rest", "Dough rests longer than it bakes.")
    assert row.trace is not None
    assert row.trace.value is True
    assert verdict.facts == ("oven.rest_factor.min",)


def test_further_rows_with_the_same_outcome_are_listed(judge: Judge) -> None:
    verdict = judge.verdict(settings(trays="5", bread="rye", glazed=True))
    assert [row.id for row in verdict.rows] == ["too-many-trays", "glazed-rye"]
    assert verdict.facts == ("oven.trays.max",)


def test_the_last_row_needs_no_condition(judge: Judge) -> None:
    verdict = judge.verdict(settings(rest_time="30 min", heat_time="10 min"))
    assert (verdict.outcome, verdict.rows[0].trace, verdict.facts) == ("baked", None, ())


def test_an_input_that_decides_and_is_missing_is_named(judge: Judge) -> None:
    given = settings(heat_time="10 min", trays="4")
    verdict = judge.verdict(given)
    assert judge.outcome(given) is None
    assert verdict.decision is Decision.UNKNOWN
    assert verdict.missing == ("rest_time",)
    assert verdict.says == "It depends on rest_time, which is not set."
    assert judge.verdict({}).missing == ("rest_time", "heat_time")
    assert judge.verdict({}).says == "It depends on rest_time and heat_time, which are not set."


def test_an_input_that_cannot_change_the_outcome_is_not_asked_for(tmp_path: Path) -> None:
    judge = oven(
        tmp_path,
        ("when: rest_time < oven.rest_factor.min * heat_time", "when: trays > 2 && rest_time < heat_time"),
        UNCITED,
    )
    verdict = judge.verdict(settings(trays="3", rest_time="3 min"))
    assert verdict.missing == ("heat_time",)


def test_inputs_behind_a_derived_value_are_named_and_its_facts_cited(tmp_path: Path) -> None:
    judge = oven(
        tmp_path,
        ("is: rest_time / heat_time", "is: rest_time / oven.rest_factor.min"),
        ("when: rest_time < oven.rest_factor.min * heat_time", "when: ratio < heat_time"),
    )
    assert judge.verdict(settings(heat_time="10 min")).missing == ("rest_time",)
    verdict = judge.verdict(settings(heat_time="10 min", rest_time="9 min"))
    assert verdict.outcome == "doughy"
    assert verdict.facts == ("oven.rest_factor.min",)


def test_division_by_zero_is_unknown_and_says_so(tmp_path: Path) -> None:
    judge = oven(
        tmp_path, ("when: rest_time < oven.rest_factor.min * heat_time", "when: rest_time / heat_time < 3"), UNCITED
    )
    verdict = judge.verdict(settings(rest_time="9 min", heat_time="0 min"))
    assert verdict.decision is Decision.UNKNOWN
    assert verdict.missing == ()
    assert "divides by zero" in verdict.says


def test_worked_out_values_are_shown_when_they_are_known(judge: Judge) -> None:
    shown = judge.verdict(settings(rest_time="100 min", heat_time="30 min")).worked_out
    assert [(title, str(value)) for title, value in shown] == [("rest for each minute of heat", "3.33")]
    assert judge.verdict(settings(trays="5")).worked_out == ()


@pytest.mark.parametrize(
    ("misconception", "given", "right", "believed"),
    [
        ("no-more-rest", {"rest_time": "10 min", "heat_time": "10 min"}, "doughy", "baked"),
        (
            "any-trays",
            {"trays": "5", "rest_time": "30 min", "heat_time": "10 min"},
            "refused",
            "baked",
        ),
    ],
)
def test_a_misconception_judges_otherwise(
    judge: Judge, misconception: str, given: dict[str, str], right: str, believed: str
) -> None:
    (held,) = (one for one in judge.domain.misconceptions if one.id == misconception)
    other = judge.believing(held)
    assert judge.outcome(settings(**given)) == right
    assert other.outcome(settings(**given)) == believed
    assert other.verdict(settings(**given)).outcome == believed
    assert judge.outcome(settings(**given)) == right
