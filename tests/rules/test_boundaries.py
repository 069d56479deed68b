from __future__ import annotations

from pathlib import Path

from studykit.core.quantity import Quantity, of
from studykit.core.verdict import Value
from studykit.rules.boundaries import candidates
from studykit.rules.engine import Judge
from tests.rules.tables import UNCITED, oven, settings


def said(values: tuple[Value, ...]) -> list[str]:
    return [str(value) for value in values]


def test_both_sides_of_a_boundary_are_among_the_candidates(judge: Judge) -> None:
    found = candidates(judge, settings(rest_time="30 min", heat_time="10 min"))
    assert {"29 min", "30 min", "31 min"} <= set(said(found["rest_time"]))
    assert {"9 min", "10 min", "11 min"} <= set(said(found["heat_time"]))
    assert {"3", "4", "5"} <= set(said(found["trays"]))


def test_ends_of_a_range_choices_and_truths_are_candidates_and_nothing_outside(judge: Judge) -> None:
    found = candidates(judge, settings(rest_time="30 min", heat_time="10 min"))
    heat = [value.base for value in found["heat_time"] if isinstance(value, Quantity)]
    assert (min(heat), max(heat)) == (60, 5400)
    assert found["bread"] == ("white", "rye")
    assert found["glazed"] == (False, True)


def test_an_unset_partner_leaves_the_figures_of_the_examples(judge: Judge) -> None:
    assert candidates(judge, {})["rest_time"] == (of(29, "min"), of(30, "min"))


def test_boundaries_behind_derived_values_count(tmp_path: Path) -> None:
    judge = oven(
        tmp_path,
        ("when: rest_time < oven.rest_factor.min * heat_time", "when: dense"),
        ("derived:\n", "derived:\n  short: rest_time < 7 min\n  dense: short && has(rest_time)\n"),
        UNCITED,
    )
    assert {"6 min", "7 min", "8 min"} <= set(said(candidates(judge, {})["rest_time"]))


def test_values_are_said_as_people_say_them(tmp_path: Path) -> None:
    judge = oven(
        tmp_path,
        ("trays: {count: [1, 100]}", "trays: {size: , step: 1 KB}"),
        ("trays > oven.trays.max", "trays > 20 GB"),
        ("\n  - {given: {trays: 5}, outcome: refused}", ""),
    )
    found = said(candidates(judge, {})["trays"])
    assert "20 GB" in found
    assert "20,971,521 KB" in found


def test_every_turn_of_the_verdict_lies_between_two_candidates(judge: Judge) -> None:
    start = settings(rest_time="1 min", heat_time="7 min")
    points = [value for value in candidates(judge, start)["rest_time"] if isinstance(value, Quantity)]
    turns = [
        minutes
        for minutes in range(1, 200)
        if judge.outcome({**start, **settings(rest_time=f"{minutes} min")})
        != judge.outcome({**start, **settings(rest_time=f"{minutes + 1} min")})
    ]
    assert turns == [20]
    assert {20 * 60, 21 * 60} <= {value.base for value in points}
