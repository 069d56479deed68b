from __future__ import annotations

from pathlib import Path

from studykit.core.diagnostic import Severity
from studykit.rules.check import check_domain, scenarios
from studykit.rules.engine import Judge
from tests.rules.tables import OVEN, oven


def test_a_sound_domain_has_no_problems(judge: Judge) -> None:
    assert list(check_domain(judge, "oven.yaml")) == []


def test_an_example_that_fails_says_what_it_gives(tmp_path: Path) -> None:
    judge = oven(tmp_path, ("{given: {trays: 5}, outcome: refused}", "{given: {trays: 4}, outcome: refused}"))
    (problem,) = check_domain(judge, "oven.yaml")
    assert problem.severity is Severity.ERROR
    assert problem.message == (
        "This example gives 'unknown', not 'refused': It depends on rest_time and heat_time, which are not set."
    )
    assert "trays: 5" in OVEN.split("\n")[problem.line - 1]


def test_a_row_that_never_decides_is_named(tmp_path: Path) -> None:
    judge = oven(tmp_path, ("has(bread) && bread == 'rye'", "has(trays) && trays > oven.trays.max"))
    (problem,) = check_domain(judge, "oven.yaml")
    assert problem.severity is Severity.ERROR
    assert "'glazed-rye' can never decide: rows above take all it could decide" in problem.message
    assert "'too-many-trays' trays=5" in problem.message


def test_the_tried_scenarios_are_always_the_same(judge: Judge) -> None:
    assert list(scenarios(judge, 50)) == list(scenarios(judge, 50))
