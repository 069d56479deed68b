from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.diagnostic import Severity
from studykit.core.pack import DomainSource
from studykit.core.quantity import Dimension, of
from studykit.rules.load import load_domain
from studykit.rules.types import Type
from tests.rules.tables import FACTS, OVEN, load, tree_of


def test_a_domain_is_read_whole(tmp_path: Path) -> None:
    domain, problems = load(OVEN, tmp_path)
    assert problems == ()
    assert domain is not None
    assert (domain.id, domain.title, domain.area, domain.wanted) == (
        "oven.bake",
        "Bread in an oven",
        "baking",
        "baked",
    )
    assert list(domain.outcomes) == ["refused", "doughy", "baked"]
    heat = domain.inputs["heat_time"]
    assert heat.type == Type(Dimension.TIME)
    assert heat.title == "time in the oven"
    assert heat.low is not None
    assert heat.high is not None
    assert (heat.low.quantity, heat.low.fact) == (of(1, "min"), "")
    assert (heat.high.quantity, heat.high.fact) == (of(90, "min"), "oven.heat_time.max")
    assert domain.inputs["rest_time"].low is None
    assert domain.inputs["bread"].usual == "white"
    assert [rule.id for rule in domain.rules] == ["too-many-trays", "glazed-rye", "too-little-rest", "fine"]
    assert domain.misconceptions[0].change == {"oven.rest_factor.min": of(1, "x")}
    assert domain.misconceptions[1].drop == ("too-many-trays",)
    assert domain.templates[0].vary == {"rest_time": (), "heat_time": ()}
    assert domain.examples[2].given == {"trays": of(5, "")}
    assert set(domain.facts) == {"oven.heat_time.max", "oven.trays.max", "oven.rest_factor.min"}


def test_inputs_say_what_they_may_be(tmp_path: Path) -> None:
    domain, _ = load(OVEN, tmp_path)
    assert domain is not None
    assert {name: one.words for name, one in domain.inputs.items()} == {
        "bread": "white or rye; usually white",
        "heat_time": "1 min to 90 min (oven.heat_time.max)",
        "rest_time": "a time",
        "trays": "1 to 100",
        "glazed": "true or false",
    }


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("title: Bread", "titel: Bread", "Unknown key 'titel'. Did you mean 'title'?"),
        ("domain: oven.bake\n", "", "'domain' is missing."),
        ("trays > oven.trays.max", "tray > oven.trays.max", "Unknown name 'tray'. Did you mean 'trays'?"),
        ("trays > oven.trays.max", "trays > oven.tray.max", "Unknown name 'oven.tray.max'."),
        ("trays > oven.trays.max", "trays > oven.tray_weight.max", "'>' mixes a number and a size."),
        ("when: has(trays) && trays > oven.trays.max", "when: trays", "'when' must be a truth value"),
        ("bread == 'rye'", "bread == 'rie'", "'rie' is not one of the choices. Did you mean 'rye'?"),
        ("outcome: doughy\n    because", "outcome: dougy\n    because", "Unknown outcome 'dougy'."),
        ("wanted: baked", "wanted: burnt", "Unknown outcome 'burnt'."),
        ("    when: rest_time < oven.rest_factor.min * heat_time\n", "", "Only the last rule may have no"),
        ("id: glazed-rye", "id: too-many-trays", "There are two rules 'too-many-trays'."),
        ("Dough rests {rest_time}", "Dough rests {rest_tim}", "Unknown input 'rest_tim' in the stem."),
        ("vary: [rest_time, heat_time]", "vary: [rest_time]", "so it must be in 'vary' or 'given'"),
        ("kind: outcome", "kind: outcom", "Unknown kind 'outcom'. Did you mean 'outcome'?"),
        ("change: {oven.rest_factor.min: 1x}", "change: {oven.rest_factor.min: 1 s}", "and 1 s is not."),
        ("change: {oven.rest_factor.min: 1x}", "change: {oven.rest_factor: 1x}", "no fact of this domain"),
        ("change: {oven.rest_factor.min: 1x}", "change: {oven.rest_factor.min: one}", "is not a quantity"),
        ("    drop: [too-many-trays]", "    drop: [fine]", "Unknown rule 'fine'."),
        ("    drop: [too-many-trays]\n", "", "A misconception changes a fact or drops a rule."),
        ("[1 min, oven.heat_time.max]", "[1 min]", "A range has two ends: [low, high]."),
        ("[1 min, oven.heat_time.max]", "[1 min, oven.heat_tim.max]", "Unknown fact 'oven.heat_tim.max'."),
        ("[1 min, oven.heat_time.max]", "[1 min, 2 MB]", "2 MB is not a time."),
        ("[1 min, oven.heat_time.max]", "[95 min, oven.heat_time.max]", "below its beginning"),
        ("[1 min, oven.heat_time.max]", "[1 Min, oven.heat_time.max]", "Unknown unit 'Min'."),
        ("{duration: , step: 1 min}", "{duration: , step: 0 min}", "A step of 0 min leads nowhere"),
        ("{duration: , step: 1 min}", "{duration: , step: 1 MB}", "A step of 1 MB leads nowhere"),
        ("{duration: , step: 1 min}", "{duration: , usual: 1 MB}", "1 MB is not a time."),
        ("usual: white", "usual: wite", "'wite' is not one of white, rye."),
        ("glazed: {truth: }", "glazed: {title: glazed}", "Say what 'glazed' is"),
        ("glazed: {truth: }", "in: {truth: }", "'in' is no name"),
        ("  ratio: {is", "  trays: {is", "'trays' is said twice"),
        ("is: rest_time / heat_time", "is: rest_time * heat_time", "times a time means nothing"),
        ("{trays: 5}, outcome", "{tray: 5}, outcome", "Unknown input 'tray'. Did you mean 'trays'?"),
        ("{trays: 5}, outcome", "{trays: 5 s}, outcome", "'5 s' is a time; this needs a plain number."),
        ("- {given: {trays: 5}, outcome: refused}", "- trays", "must hold keys and values"),
    ],
)
def test_a_mistake_leaves_the_domain_out_and_says_where(before: str, after: str, says: str, tmp_path: Path) -> None:
    assert OVEN.count(before) >= 1
    domain, problems = load(OVEN.replace(before, after, 1), tmp_path)
    assert domain is None
    told = [problem for problem in problems if says in problem.message]
    assert told, problems
    assert told[0].severity is Severity.ERROR
    assert told[0].line > 0
    assert told[0].column > 0


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            "derived:\n",
            "derived:\n  d0: trays * 999999999999999\n"
            + "".join(f"  d{at}: d{at - 1} * d{at - 1}\n" for at in range(1, 60)),
            "More than 64 figures are multiplied",
        ),
        ("derived:\n", "derived:\n  a: b + 1\n  b: a + 1\n", "Unknown name 'b'."),
        ("examples:\n", "examples:\n" + "  - {given: {trays: 5}, outcome: refused}\n" * 1001, "at most 1,000 examples"),
        ("rules:\n", "rules:\n" + "  - {id: x, when: glazed, outcome: baked, because: x}\n" * 200, "at most 200 rules"),
        ("has(trays) && trays > oven.trays.max", "!" * 300 + "glazed", "Nested deeper than 32 levels"),
    ],
)
def test_a_table_made_to_grow_is_refused(before: str, after: str, says: str, tmp_path: Path) -> None:
    domain, problems = load(OVEN.replace(before, f"{after}" if before.endswith("\n") else f"'{after}'", 1), tmp_path)
    assert domain is None
    assert any(says in problem.message for problem in problems), problems[:3]


def test_an_expression_error_points_at_the_word(tmp_path: Path) -> None:
    text = OVEN.replace("trays > oven.trays.max", "tray > oven.trays.max")
    _, (problem, *_) = load(text, tmp_path)
    line = text.split("\n")[problem.line - 1]
    assert line[problem.column - 1 :].startswith("tray > ")


def test_an_outcome_that_no_rule_gives_is_a_doubt(tmp_path: Path) -> None:
    text = OVEN.replace("  baked: The bread is good.", "  baked: The bread is good.\n  burnt: It is coal.")
    domain, (problem,) = load(text, tmp_path)
    assert domain is not None
    assert (problem.severity, problem.message) == (Severity.WARNING, "No rule gives the outcome 'burnt'.")


def test_an_empty_table_is_an_error(tmp_path: Path) -> None:
    domain, problems = load("domain: a\ntitle: b\nwanted: c\noutcomes: {c: d}\n", tmp_path)
    assert domain is None
    assert "There are no rules." in [problem.message for problem in problems]


def test_a_fact_that_is_open_is_told_apart_from_a_misspelt_one(tmp_path: Path) -> None:
    from studykit.core.attribute import Attribute
    from studykit.core.quantity import UNITS

    heat = Attribute("oven", "heat_time", "time in the oven", Dimension.TIME, UNITS["min"])
    values = {name: value for name, value in FACTS.items() if name != "oven.heat_time.max"}
    domain, problems = load_domain(DomainSource("domain.yaml", tree_of(OVEN, tmp_path)), (heat,), values)
    assert domain is None
    assert "'oven.heat_time.max' is not settled" in problems[0].message
