"""A loaded domain held against its own examples and against scenarios at every boundary."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.verdict import Value
from studykit.rules.boundaries import candidates
from studykit.rules.engine import Judge

_SCENARIOS = 1500
_STARTS = 6
_SET = 0.7
"""Share of inputs that a tried scenario sets."""


def check_domain(judge: Judge, file: str) -> Iterator[Diagnostic]:
    """Examples that fail are errors; a rule that no tried scenario reaches is a warning."""
    for example in judge.domain.examples:
        got = judge.verdict(example.given).outcome or "unknown"
        if got != example.outcome:
            message = f"This example gives '{got}', not '{example.outcome}'."
            yield error(message, file, example.line)
    reached = {judge.decider(scenario) for scenario in scenarios(judge, _SCENARIOS)}
    for at, rule in enumerate(judge.domain.rules):
        if at not in reached:
            yield warning(f"No scenario was found in which the rule '{rule.id}' decides.", file)


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
