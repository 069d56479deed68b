"""The domains of the serverless pack, held to what the services do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from studykit.core.quantity import Quantity, from_base
from studykit.facts.base import Said, build_facts
from studykit.packs.reader import read_pack
from studykit.rules.boundaries import candidates
from studykit.rules.check import check_domain, scenarios
from studykit.rules.engine import Judge
from studykit.rules.expression import nodes_of
from studykit.rules.load import load_domain
from studykit.rules.settings import read_settings
from studykit.rules.syntax import Literal

PACK = Path(__file__).parents[2] / "content" / "aws-serverless"


@pytest.fixture(scope="module")
def judges() -> Mapping[str, Judge]:
    pack, _ = read_pack(PACK)
    assert pack is not None
    facts = build_facts(Said(), pack.attributes).facts
    values = {name: fact.quantity for name, fact in facts.items() if fact.settled}
    loaded = [load_domain(source, pack.attributes, values) for source in pack.domains]
    assert [problems for _, problems in loaded if problems] == []
    return {domain.id: Judge(domain, values) for domain, _ in loaded if domain is not None}


def outcome(judge: Judge, words: str) -> str:
    """The outcome of ``name=value name=value``; what is missing when it is unknown."""
    said = dict(word.split("=") for word in words.split())
    verdict = judge.verdict(read_settings(judge.domain, said))
    return verdict.outcome or f"needs {' '.join(verdict.missing)}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("function_timeout=60s visibility_timeout=30s", "mapping_refused"),
        ("function_timeout=60s visibility_timeout=60s", "duplicates_likely"),
        ("function_timeout=1min visibility_timeout=6min", "processed_once_or_more"),
        ("function_timeout=60s", "needs visibility_timeout"),
        ("visibility_timeout=60s", "needs function_timeout"),
        ("function_timeout=900s visibility_timeout=5400s queue=fifo", "processed_once_or_more"),
        ("function_timeout=10s visibility_timeout=60s queue=fifo batch_size=11", "mapping_refused"),
        ("function_timeout=10s visibility_timeout=60s maximum_concurrency=1", "mapping_refused"),
        ("function_timeout=10s visibility_timeout=60s dead_letter=function", "dead_letters_not_caught"),
        ("function_timeout=10s visibility_timeout=60s a_message_fails=true", "whole_batch_retried"),
    ],
)
def test_a_queue_source_is_decided(judges: Mapping[str, Judge], words: str, expected: str) -> None:
    assert outcome(judges["lambda.queue_source"], words) == expected


def test_every_violated_limit_of_a_function_is_named(judges: Mapping[str, Judge]) -> None:
    judge = judges["lambda.function"]
    words = {"memory": "10241MB", "timeout": "901s", "layers": "6", "environment_size": "5KB"}
    verdict = judge.verdict(read_settings(judge.domain, words))
    assert verdict.outcome == "rejected"
    assert {"lambda.memory.max", "lambda.timeout.max", "lambda.layers.max", "lambda.env_vars_size.max"} == set(
        verdict.facts
    )


@pytest.mark.parametrize(
    ("memory", "vcpus", "helps"), [("1769MB", "1", False), ("1768MB", "1", True), ("3538MB", "2", False)]
)
def test_memory_buys_a_share_of_processors(judges: Mapping[str, Judge], memory: str, vcpus: str, helps: bool) -> None:
    judge = judges["lambda.function"]
    shown = judge.verdict(read_settings(judge.domain, {"memory": memory})).worked_out
    assert [(str(value) if isinstance(value, Quantity) else value) for _, value in shown] == [vcpus, helps]


def test_domains_hold_their_examples_and_every_row_can_decide(judges: Mapping[str, Judge]) -> None:
    assert [problem for name, judge in judges.items() for problem in check_domain(judge, name)] == []


def test_fast_and_traced_judges_agree_on_every_tried_scenario(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        tried = list(scenarios(judge, 120))
        assert len(tried) > 120
        for scenario in tried:
            assert judge.outcome(scenario) == (judge.verdict(scenario).outcome or None)


def test_every_misconception_changes_some_outcome_or_reason(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        tried = list(scenarios(judge, 800))
        for misconception in judge.domain.misconceptions:
            other = judge.believing(misconception)
            changed = [one for one in tried if _reason(judge, one) != _reason(other, one)]
            assert changed, misconception.id


def _reason(judge: Judge, scenario: Mapping[str, Quantity | str | bool]) -> str:
    at = judge.decider(scenario)
    return "" if at is None else judge.domain.rules[at].id


def test_a_limit_moved_by_one_step_changes_the_outcome_of_some_candidate(judges: Mapping[str, Judge]) -> None:
    """Boundaries are tight: whatever figure a rule cites, a scenario beside it notices one step."""
    for judge in judges.values():
        cited = {name for rule in judge.domain.rules if rule.when for name in rule.when.names}
        tried = list(scenarios(judge, 2000))
        for fact in cited & set(judge.domain.facts):
            value = judge.values[fact]
            for gap in (-1, 1):
                moved = from_base(value.base + gap * value.unit.factor, value.unit)
                other = Judge(judge.domain, {**judge.values, fact: moved})
                assert any(judge.decider(one) != other.decider(one) for one in tried), (fact, gap)


def test_no_rule_holds_a_figure_of_the_services(judges: Mapping[str, Judge]) -> None:
    """Numbers about the world are facts; what may stand in a rule is nothing, or one of something."""
    for judge in judges.values():
        for rule in judge.domain.rules:
            literals = (
                [node.value for node in nodes_of(rule.when.node) if isinstance(node, Literal)] if rule.when else []
            )
            figures = {value.base for value in literals if isinstance(value, Quantity)}
            assert figures <= {0, 1}, rule.id


def test_stems_read_well_and_fill(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        for template in judge.domain.templates:
            start = {**judge.domain.examples[3].given, **template.given}
            grid = candidates(judge, start)
            stem = template.stem.format_map({name: str(grid[name][0]) for name in (*template.vary, *template.given)})
            assert "{" not in stem
            assert stem.endswith("?")
            assert 30 <= len(stem.split()) <= 60, (template.id, len(stem.split()))
