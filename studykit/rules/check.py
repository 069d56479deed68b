"""A loaded domain held against its own examples and against scenarios at every boundary."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import UsageError
from studykit.core.verdict import Decision, Value
from studykit.rules.boundaries import candidates
from studykit.rules.coverage import check_table
from studykit.rules.domain import Derived, Example
from studykit.rules.engine import Judge
from studykit.rules.expression import base_of

_SCENARIOS = 1500
_STARTS = 6
_SET = 0.7
"""Share of inputs that a tried scenario sets."""


def check_domain(judge: Judge, file: str) -> Iterator[Diagnostic]:
    """Examples that fail, rows that never decide, scenarios that no row covers, rows that must not meet."""
    yield from check_examples(judge, file)
    yield from check_table(judge, file, {judge.decider(scenario) for scenario in scenarios(judge, _SCENARIOS)})


def check_examples(judge: Judge, file: str) -> Iterator[Diagnostic]:
    """An error for each example that does not hold."""
    for example in judge.domain.examples:
        problem = failing(judge, example)
        if problem:
            yield error(problem, file, example.line)


def failing(judge: Judge, example: Example) -> str:
    """What an example gives instead of what it must; empty when it holds."""
    try:
        verdict = judge.verdict(example.given)
    except UsageError as problem:
        return f"This example is no scenario: {problem}"
    got = verdict.outcome or str(verdict.decision)
    if got != example.outcome:
        decides = f" (rule {verdict.rows[0].id})" if verdict.rows else f": {verdict.says}"
        return f"This example gives '{got}', not '{example.outcome}'{decides.rstrip('.')}."
    if example.rule and verdict.decision is Decision.DECIDED and verdict.rows[0].id != example.rule:
        return f"The rule '{verdict.rows[0].id}' decides this example, not '{example.rule}'."
    return _shown_otherwise(judge, example)


def _shown_otherwise(judge: Judge, example: Example) -> str:
    known = judge.environment(example.given) if example.shows else {}
    types = {one.name: one.expression.type for one in judge.domain.derived if isinstance(one, Derived)}
    for name, wanted in example.shows.items():
        if known[name] != base_of(wanted):
            one = next(one for one in judge.domain.derived if one.name == name)
            shown = judge.shown(one, known) if isinstance(one, Derived) else known[name]
            return f"'{name}' comes to {'nothing' if shown is None else shown} here ({types[name]}), not {wanted}."
    return ""


def scenarios(judge: Judge, count: int) -> Iterator[dict[str, Value]]:
    """Scenarios near the boundaries, always the same ones; inputs are sometimes left unset."""
    chance = Random(judge.domain.id)  # noqa: S311 - a repeatable choice, not a secret
    for example in judge.domain.examples:
        yield dict(example.given)
    starts = [example.given for example in judge.domain.examples[:_STARTS]] or [{}]
    grids = [candidates(judge, start) for start in starts]
    for _ in range(count):
        grid = chance.choice(grids)
        yield {name: chance.choice(values) for name, values in grid.items() if values and chance.random() < _SET}
