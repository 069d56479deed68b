from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.diagnostic import Severity
from studykit.rules.check import check_domain
from studykit.rules.coverage import overlaps, written
from studykit.rules.engine import Judge
from studykit.rules.solving import Solver, Unsolved
from tests.rules.tables import FACTS, OVEN, UNCITED, load, oven

LAST = "  - id: fine\n    outcome: baked\n"


def problems(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    judge = oven(tmp_path, *changes)
    return [f"{one.severity}: {one.message}" for one in check_domain(judge, "oven.yaml")]


def test_a_table_without_a_last_row_is_fine_when_it_covers_everything(tmp_path: Path) -> None:
    covered = "  - id: fine\n    when: rest_time >= oven.rest_factor.min * heat_time\n    outcome: baked\n"
    assert problems(tmp_path, (LAST, covered)) == []


def test_a_gap_is_shown_by_a_scenario_that_lies_in_it(tmp_path: Path) -> None:
    gap = "  - id: fine\n    when: rest_time > oven.rest_factor.min * heat_time\n    outcome: baked\n"
    (problem,) = problems(
        tmp_path, (LAST, gap), ("rest_time: 30 min, heat_time: 10 min", "rest_time: 31 min, heat_time: 10 min")
    )
    assert problem.startswith("error: No row covers heat_time=1 min and rest_time=3 min")


def test_a_gap_of_one_step_between_two_bounds_is_found(tmp_path: Path) -> None:
    rows = (
        "  - id: long\n    when: heat_time > 40 min\n    outcome: baked\n    because: long\n"
        "  - id: fine\n    when: heat_time < 40 min\n    outcome: baked\n"
    )
    (problem,) = problems(tmp_path, (LAST, rows))
    assert "No row covers heat_time=40 min" in problem


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("rest_time < heat_time", "such as 'too-little-rest'"),
        ("rest_time < 2 min && rest_time > 3 min", "its condition holds nowhere"),
        ("bread == 'rye' && bread == 'white'", "its condition holds nowhere"),
        ("glazed && !glazed", "its condition holds nowhere"),
        ("heat_time > oven.heat_time.max", "its condition holds nowhere"),
        ("has(trays) && trays == 7", "such as 'too-many-trays' trays=7"),
        ("bread in ['rye'] && glazed && heat_time < 5 min", "such as 'glazed-rye'"),
    ],
)
def test_a_row_that_can_never_decide_is_an_error_with_its_reason(tmp_path: Path, condition: str, says: str) -> None:
    dead = f"  - id: dead\n    when: {condition}\n    outcome: refused\n    because: never\n{LAST}"
    (problem,) = [one for one in problems(tmp_path, (LAST, dead)) if "example" not in one]
    assert problem.startswith("error: The rule 'dead' can never decide")
    assert says in problem


def test_a_row_far_from_every_figure_is_found_by_solving(tmp_path: Path) -> None:
    far = f"  - {{id: far, when: rest_time * 7 == heat_time * 26 + 3 min, outcome: refused, because: far}}\n{LAST}"
    assert problems(tmp_path, (LAST, far)) == []


def test_rows_that_must_not_meet_are_shown_meeting(tmp_path: Path) -> None:
    found = problems(tmp_path, ("wanted: baked\n", "wanted: baked\nhit: unique\n"))
    assert any("'too-many-trays' and 'too-little-rest' both hold for" in one for one in found)


def test_overlaps_of_an_ordered_table_are_listed_with_a_scenario(judge: Judge) -> None:
    pairs = {(one.id, other.id): written(scenario) for one, other, scenario in overlaps(judge)}
    assert ("glazed-rye", "too-little-rest") in pairs
    assert "bread=rye" in pairs["glazed-rye", "too-little-rest"]


_ATOMS = st.sampled_from(
    (
        "heat_time > 5 min", "heat_time <= 20 min", "rest_time < heat_time", "rest_time == 2 * heat_time",
        "trays >= 3", "trays != 4", "glazed", "bread == 'rye'", "has(trays)", "has(glazed)", "ratio > 2",
        "rest_time - heat_time > 10 min", "bread in ['white']",
    )
)  # fmt: skip
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(_CONDITIONS, st.data())
def test_no_scenario_is_said_only_where_there_is_none(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("solve")
    domain, found = load(
        OVEN.replace("rest_time < oven.rest_factor.min * heat_time", f'"{text}"').replace(*UNCITED), folder
    )
    assert domain is not None, found
    judge = Judge(domain, FACTS)
    when = next(rule.when for rule in domain.rules if rule.id == "too-little-rest")
    assert when is not None
    try:
        solved = next(Solver(judge).scenarios([(when.node, True)]), None)
    except Unsolved:
        return
    scenario = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "heat_time": st.integers(1, 90).map(lambda n: f"{n} min"),
                "rest_time": st.integers(0, 200).map(lambda n: f"{n} min"),
                "trays": st.integers(1, 100).map(str),
                "glazed": st.sampled_from(("true", "false")),
                "bread": st.sampled_from(("white", "rye")),
            },
        )
    )
    from studykit.rules.settings import read_settings

    given_settings = read_settings(domain, scenario)
    holds, _ = judge.traced(when, given_settings, judge.environment(given_settings))
    if holds:
        assert solved is not None, text


def test_a_problem_says_its_line(tmp_path: Path) -> None:
    dead = f"  - id: dead\n    when: glazed && !glazed\n    outcome: refused\n    because: never\n{LAST}"
    problem = list(check_domain(oven(tmp_path, (LAST, dead)), "oven.yaml"))[-1]
    assert problem.severity is Severity.ERROR
    assert OVEN.replace(LAST, dead).split("\n")[problem.line - 1] == "  - id: dead"
