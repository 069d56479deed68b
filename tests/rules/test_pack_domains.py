"""The domains of the serverless pack, held to what the services do."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, Quantity
from studykit.core.verdict import Value
from studykit.facts.base import Said, build_facts
from studykit.packs.reader import read_pack
from studykit.rules.boundaries import candidates
from studykit.rules.check import check_domain, failing, scenarios
from studykit.rules.domain import Derived, Example
from studykit.rules.engine import Judge
from studykit.rules.expression import nodes_of
from studykit.rules.load import load_domain
from studykit.rules.mutants import moved_facts
from studykit.rules.settings import read_settings
from studykit.rules.syntax import Literal
from tests.bench.mutation import EQUIVALENT, step_of

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
        assert len(tried) >= 120
        for scenario in tried:
            fast, traced = judge.outcome(scenario), _outcome(judge, scenario)
            assert fast == traced, (judge.domain.id, scenario)


def _outcome(judge: Judge, scenario: Mapping[str, Value]) -> str | None:
    try:
        return judge.verdict(scenario).outcome or None
    except UsageError:  # settings that are no scenario
        return None


def test_every_misconception_changes_some_outcome_or_reason(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        tried = list(scenarios(judge, 300))
        for misconception in judge.domain.misconceptions:
            other = judge.believing(misconception)
            near = islice(scenarios(other, 500), len(judge.domain.examples), None)
            changed = any(_reason(judge, one) != _reason(other, one) for one in (*tried, *near))
            assert changed, (judge.domain.id, misconception.id)


def _reason(judge: Judge, scenario: Mapping[str, Value]) -> str:
    at = judge.decider(scenario)
    return "" if at is None else judge.domain.rules[at].id


def test_the_examples_notice_every_limit_that_is_moved_by_one_step(judges: Mapping[str, Judge]) -> None:
    """The other half of the mutation score, flipped comparisons, is in the bench: it takes longer."""
    attributes = {one.id: one for one in read_pack(PACK)[0].attributes}
    for name, judge in judges.items():
        examples = judge.domain.examples
        cited = {example.line: _cited(judge, example) for example in examples}
        left = set()
        for mutant in moved_facts(judge, lambda fact: step_of(fact, attributes)):
            moved = mutant.says.partition(" = ")[0]
            limit, step = judge.values[moved].base, step_of(moved, attributes).base
            far = {one.line: (moved not in cited[one.line]) + (not _near(one, limit, step)) for one in examples}
            likely_first = sorted(examples, key=lambda one: far[one.line])
            if not any(failing(mutant.judge, example) for example in likely_first):
                left.add(mutant.says)
        assert left <= set(EQUIVALENT.get(name, {})), name


def _cited(judge: Judge, example: Example) -> tuple[str, ...]:
    try:
        return judge.verdict(example.given).facts
    except UsageError:  # settings that are no scenario
        return ()


def _near(example: Example, limit: Figure, step: Figure) -> bool:
    return any(isinstance(one, Quantity) and limit - step <= one.base <= limit + step for one in example.given.values())


def test_no_rule_holds_a_figure_of_the_services(judges: Mapping[str, Judge]) -> None:
    """Numbers about the world are facts; what may stand in a rule is nothing, or one of something."""
    for judge in judges.values():
        written = [rule.when for rule in judge.domain.rules if rule.when]
        for one in judge.domain.derived:
            written += [one.expression] if isinstance(one, Derived) else one.given.values()
        for expression in written:
            literals = [node.value for node in nodes_of(expression.node) if isinstance(node, Literal)]
            figures = {str(value) for value in literals if isinstance(value, Quantity) and value.base not in (0, 1)}
            assert figures <= STRUCTURE, (judge.domain.id, expression.text)


STRUCTURE = {"100 %", "1,000,000", "1 h", "1 day", "1 week", "1 month"}
"""Figures of arithmetic, which no service could change: a whole, a million, parts of the calendar."""


def test_stems_read_well_and_fill(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        inputs = judge.domain.inputs
        for template in judge.domain.templates:
            start = {**judge.domain.examples[0].given, **template.given}
            grid = candidates(judge, start)
            drawn = {name: (own or grid[name])[0] for name, own in template.vary.items()}
            words = {name: inputs[name].worded(value) for name, value in {**drawn, **template.given}.items()}
            stem = template.stem.format_map(words)
            place = (judge.domain.id, template.id, len(stem.split()))
            assert "{" not in template.stem.format_map(dict.fromkeys(words, "")), place
            assert stem.endswith("?"), place
            assert 35 <= len(stem.split()) <= 60, place


def test_no_two_reasons_or_outcomes_of_a_domain_read_alike(judges: Mapping[str, Judge]) -> None:
    for judge in judges.values():
        because = [rule.because for rule in judge.domain.rules]
        assert len(because) == len(set(because)), judge.domain.id
        assert len(set(judge.domain.outcomes.values())) == len(judge.domain.outcomes), judge.domain.id


def test_every_domain_teaches(judges: Mapping[str, Judge]) -> None:
    for name, judge in judges.items():
        domain = judge.domain
        counted = (len(domain.misconceptions), len(domain.templates), len(domain.examples))
        assert counted >= (3, 2, 4), (name, counted)
        assert len(domain.misconceptions) >= 3, name
        assert len(domain.templates) >= 2, name
        assert len(domain.examples) >= 4, name
