"""Kinds of inputs, defaults, ranges that the rules decide, kernels: through a domain that uses all of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, of
from studykit.core.verdict import Decision, Moment, Value
from studykit.rules import kernel as kernels
from studykit.rules.check import check_domain
from studykit.rules.domain import Misconception
from studykit.rules.engine import Judge
from studykit.rules.kernel import Kernel, Run
from studykit.rules.mutants import mutants, survives
from studykit.rules.reading import read_worded
from studykit.rules.settings import read_settings
from studykit.rules.sweep import sweep_choices, sweep_range
from studykit.rules.types import COUNT, TEXT, TIME, choice, many
from tests.rules.tables import FACTS, load

KITCHEN = """\
domain: oven.kitchen
title: A kitchen
area: baking
wanted: served
outside: refused
applies: {when: "guests > 0", because: Nobody came.}
outcomes:
  refused: The oven refuses.
  raw: It is raw.
  served: It is served.
inputs:
  guests: {count: [0, 100], default: 4}
  heat_time: {duration: [1 min, oven.heat_time.max], default: oven.heat_time.max, step: 1 min}
  dishes: {list: {choice: {soup: hot soup, cake: a cake}}, default: []}
  times: {list: {duration: }}
  recipe: {text: plain}
  lid: {truth: {true: with its lid, false: without a lid}, default: false}
derived:
  run: {kernel: simmering, with: {heat_time: heat_time, times: times, recipe: recipe}}
  rest: {is: run.rest, title: rest}
rules:
  - {id: soup-needs-lid, when: "'soup' in dishes && !lid", outcome: refused, because: Soup boils over.}
  - {id: unreadable, when: "run.state == 'unreadable'", outcome: refused, because: Nobody can read it.}
  - {id: short, when: "run.rest < oven.rest_factor.min * 1 min", outcome: raw, because: Too short.}
  - {id: fine, outcome: served, because: All is well.}
misconceptions:
  - {id: two-hours, says: Two hours are fine., change: {oven.heat_time.max: 120 min}}
questions: []
examples:
  - {given: {times: [1 min, 2 min]}, outcome: served, shows: {rest: 87 min}}
  - {given: {times: [80 min, 8 min]}, outcome: raw, rule: short}
  - {given: {times: [80 min, 7 min]}, outcome: served}
  - {given: {heat_time: 91 min}, outcome: refused, rule: heat_time-above}
  - {given: {dishes: [soup]}, outcome: refused, rule: soup-needs-lid}
  - {given: {dishes: [soup], lid: true}, outcome: unknown}
  - {given: {guests: 0}, outcome: not_applicable}
  - {given: {guests: 1, times: [], recipe: x?}, outcome: refused, rule: unreadable}
"""


def simmer(*, heat_time: int, times: Sequence[int], recipe: str | None) -> Run:
    """Rest is what the heat leaves."""
    if recipe == "nonsense":
        raise UsageError("recipe: this is no recipe.")
    moments = tuple(Moment(Fraction(at), f"Step {at}.") for at in times)
    state = "unreadable" if recipe and "?" in recipe else "readable"
    return Run({"rest": heat_time - sum(times), "state": state, "steps": len(times)}, moments)


SIMMERING = Kernel(
    simmer,
    {"heat_time": TIME, "times": many(TIME), "recipe": TEXT},
    {"rest": TIME, "state": choice("readable", "unreadable"), "steps": COUNT},
    optional=("recipe",),
)


@pytest.fixture
def kitchen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setattr(kernels, "kernel_named", lambda name: SIMMERING if name == "simmering" else None)
    domain, problems = load(KITCHEN, tmp_path)
    assert domain is not None, problems
    return Judge(domain, FACTS)


def asked(judge: Judge, **words: str) -> tuple[str, str]:
    verdict = judge.verdict(read_settings(judge.domain, words))
    return verdict.outcome, verdict.rows[0].id if verdict.rows else verdict.says


def test_the_examples_hold_and_every_row_decides(kitchen: Judge) -> None:
    assert list(check_domain(kitchen, "kitchen.yaml")) == []


def test_a_list_is_written_with_commas(kitchen: Judge) -> None:
    settings = read_settings(kitchen.domain, {"dishes": "soup, cake", "times": "1 min,30 s"})
    assert settings == {"dishes": ("soup", "cake"), "times": (of(1, "min"), of(30, "s"))}
    with pytest.raises(UsageError, match="'soop' is not one of soup, cake"):
        read_settings(kitchen.domain, {"dishes": "soop"})


def test_a_value_outside_a_range_of_facts_is_a_verdict_and_not_a_usage_error(kitchen: Judge) -> None:
    assert asked(kitchen, heat_time="91 min") == ("refused", "heat_time-above")
    with pytest.raises(UsageError, match="the most is 100"):
        asked(kitchen, guests="101")
    verdict = kitchen.verdict({"heat_time": of(91, "min")})
    assert verdict.facts == ("oven.heat_time.max",)


def test_what_is_not_set_has_the_default_and_the_verdict_says_so(kitchen: Judge) -> None:
    verdict = kitchen.verdict({"times": (of(1, "min"),)})
    assert dict(verdict.assumed) == {"guests": of(4, ""), "heat_time": of(90, "min"), "dishes": (), "lid": False}
    assert dict(verdict.worked_out) == {"rest": of(89, "min")}


def test_a_kernel_that_lacks_something_makes_the_verdict_unknown_and_names_it(kitchen: Judge) -> None:
    verdict = kitchen.verdict({})
    assert (verdict.decision, verdict.missing) == (Decision.UNKNOWN, ("times",))
    assert verdict.timeline == ()


def test_what_a_kernel_saw_is_the_time_line_and_its_facts_are_cited(kitchen: Judge) -> None:
    verdict = kitchen.verdict({"times": (of(80, "min"), of(9, "min"))})
    assert verdict.outcome == "raw"
    assert [(moment.at, moment.says) for moment in verdict.timeline] == [(4800, "Step 4800."), (540, "Step 540.")]
    assert set(verdict.facts) == {"oven.rest_factor.min", "oven.heat_time.max"}


def test_a_text_that_is_no_scenario_is_said_but_explored_in_silence(kitchen: Judge) -> None:
    settings: dict[str, Value] = {"times": (of(1, "min"),), "recipe": "nonsense"}
    with pytest.raises(UsageError, match="no recipe"):
        kitchen.verdict(settings)
    assert kitchen.decider(settings) is None


def test_a_misconception_about_a_default_changes_what_is_filled_in(kitchen: Judge) -> None:
    believed = kitchen.believing(Misconception("two-hours", "", {"oven.heat_time.max": of(120, "min")}, ()))
    assert believed.environment({"times": ()})["rest"] == 7200
    assert kitchen.believing(kitchen.domain.misconceptions[0]) is kitchen.believing(kitchen.domain.misconceptions[0])


def test_where_the_domain_does_not_apply_nothing_is_decided(kitchen: Judge) -> None:
    verdict = kitchen.verdict({"guests": of(0, "")})
    assert (verdict.decision, verdict.says) == (Decision.NOT_APPLICABLE, "Nobody came.")
    assert kitchen.decider({"guests": of(0, "")}) is None


def test_words_of_a_stem_are_read_back(kitchen: Judge) -> None:
    inputs = kitchen.domain.inputs
    for name, value in {"lid": True, "dishes": ("cake", "soup"), "heat_time": of(5, "min")}.items():
        assert isinstance(value, (bool, tuple, Quantity))
        assert read_worded(inputs[name].worded(value), inputs[name]) == value
    assert inputs["lid"].worded(value=False) == "without a lid"
    assert read_worded("nothing", inputs["dishes"]) == ()


def test_moving_an_input_shows_where_the_outcome_turns(kitchen: Judge) -> None:
    given = {"times": (of(20, "min"),)}
    stretches = sweep_range(kitchen, given, "heat_time", of(1, "min"), of(100, "min"))
    assert [(str(one.first), str(one.last), one.outcome, one.rule) for one in stretches] == [
        ("1 min", "22 min", "raw", "short"),
        ("23 min", "90 min", "served", "fine"),
        ("91 min", "100 min", "refused", "heat_time-above"),
    ]
    chosen = sweep_choices(kitchen, given, "dishes")
    assert {one.first: one.outcome for one in chosen} == {
        ("soup",): "refused", ("cake",): "served",
    }  # fmt: skip


def test_each_wrong_limit_and_comparison_is_noticed_by_the_examples(kitchen: Judge) -> None:
    made = list(mutants(kitchen, lambda name: of(1, "x") if "factor" in name else of(1, "min")))
    left = [mutant.says for mutant in made if survives(mutant)]
    assert len(made) > 8
    assert left == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("kernel: simmering", "kernel: simmerin", "Unknown kernel 'simmerin'."),
        ("times: times, recipe", "recipe", "simmering needs 'times'"),
        ("recipe: recipe}", "recipe: recipe, salt: lid}", "simmering takes no 'salt'."),
        ("heat_time: heat_time,", "heat_time: guests,", "'heat_time' is a time, not a number."),
        ("{is: run.rest", "{is: run.rests", "Unknown name 'run.rests'. Did you mean 'run.rest'?"),
        ("run.state == 'unreadable'", "run.state == 'unreadible'", "Did you mean 'unreadable'?"),
        ("'soup' in dishes", "'soop' in dishes", "'soop' is not one of the choices."),
        ("{text: plain}", "{text: plain, truth: }", "Say what 'recipe' is, once"),
        ("default: 4}", "default: 4 s}", "4 s is not a number."),
        ("default: []", "default: [tea]", "'tea' is not one of soup, cake."),
        ("outside: refused", "outside: refuse", "Unknown outcome 'refuse'."),
        ("{rest: 87 min}", "{rst: 87 min}", "Unknown derived value 'rst'."),
        ("rule: short}", "rule: shrt}", "Unknown rule 'shrt'. Did you mean 'short'?"),
        ("title: A kitchen", "title: A kitchen\nhit: any", "Unknown hit policy 'any'."),
    ],
)
def test_a_mistake_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, says: str
) -> None:
    monkeypatch.setattr(kernels, "kernel_named", lambda name: SIMMERING if name == "simmering" else None)
    assert before in KITCHEN
    domain, problems = load(KITCHEN.replace(before, after, 1), tmp_path)
    assert domain is None
    assert any(says in problem.message for problem in problems), problems
