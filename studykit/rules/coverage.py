"""A table's rows against each other: rows that never decide, scenarios that none covers, rows that meet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, islice

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import UsageError
from studykit.core.text import listed
from studykit.core.verdict import Value
from studykit.rules.domain import Rule
from studykit.rules.engine import Judge
from studykit.rules.solving import Goal, Solver, Unsolved

_TRIES = 40
"""Scenarios of the solver that are evaluated before one is given up; kernels may want others."""


def check_table(judge: Judge, file: str, reached: Collection[int | None]) -> Iterator[Diagnostic]:
    """What is wrong with a table; ``reached`` are the rows of which it is known that they can decide."""
    solver = Solver(judge)
    for at, rule in enumerate(judge.domain.rules):
        if at not in reached:
            yield from _never(judge, solver, at, rule, file)
    if judge.domain.rules and judge.domain.rules[-1].when is not None:
        yield from _gap(judge, solver, file)
    if judge.domain.unique:
        for one, other, scenario in overlaps(judge):
            message = f"The rows '{one.id}' and '{other.id}' both hold for {written(scenario)}."
            yield error(message, file, other.line)


def overlaps(judge: Judge) -> Iterator[tuple[Rule, Rule, dict[str, Value]]]:
    """Pairs of rows with different outcomes that hold together, each with a scenario."""
    solver = Solver(judge)
    for one, other in combinations(judge.domain.rules, 2):
        if one.outcome == other.outcome or one.when is None or other.when is None:
            continue
        goals = [*_applies(judge), (one.when.node, True), (other.when.node, True)]
        try:
            for scenario in islice(solver.scenarios(goals), _TRIES):
                if _holds(judge, one, scenario) and _holds(judge, other, scenario):
                    yield one, other, scenario
                    break
        except Unsolved:
            continue


def written(scenario: Mapping[str, Value]) -> str:
    """A scenario as people would ask for it."""
    return listed([f"{name}={_plain(value)}" for name, value in scenario.items()]) or "an empty scenario"


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return ",".join(_plain(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _applies(judge: Judge) -> list[Goal]:
    return [(judge.domain.applies.when.node, True)] if judge.domain.applies else []


def _denied(rules: Sequence[Rule]) -> list[Goal]:
    return [(rule.when.node, False) for rule in rules if rule.when is not None]


def _never(judge: Judge, solver: Solver, at: int, rule: Rule, file: str) -> Iterator[Diagnostic]:
    """An error when no scenario reaches a row, with what takes its scenarios; a warning when that is not sure."""
    own: list[Goal] = [(rule.when.node, True)] if rule.when else []
    try:
        none = True
        for scenario in islice(solver.scenarios([*_applies(judge), *own, *_denied(judge.domain.rules[:at])]), _TRIES):
            none = False
            if judge.decider(scenario) == at:
                return
        if none:
            yield error(f"The rule '{rule.id}' can never decide: {_taken(judge, solver, own)}.", file, rule.line)
            return
    except Unsolved:
        pass
    yield warning(f"No scenario was found in which the rule '{rule.id}' decides.", file, rule.line)


def _taken(judge: Judge, solver: Solver, own: Sequence[Goal]) -> str:
    for scenario in islice(solver.scenarios([*_applies(judge), *own]), _TRIES):
        at = judge.decider(scenario)
        if at is not None:
            return f"rows above take all it could decide, such as '{judge.domain.rules[at].id}' {written(scenario)}"
    return "its condition holds nowhere"


def _gap(judge: Judge, solver: Solver, file: str) -> Iterator[Diagnostic]:
    last = judge.domain.rules[-1]
    try:
        none = True
        for scenario in islice(solver.scenarios([*_applies(judge), *_denied(judge.domain.rules)]), _TRIES):
            none = False
            if not any(_holds(judge, rule, scenario) is not False for rule in judge.domain.rules):
                yield error(f"No row covers {written(scenario)}.", file, last.line)
                return
        if none:
            return
    except Unsolved:
        pass
    yield warning(
        "It is not sure that every scenario has a row: end the table with one without 'when'.", file, last.line
    )


def _holds(judge: Judge, rule: Rule, scenario: Mapping[str, Value]) -> object:
    if rule.when is None:
        return True
    try:
        return judge.traced(rule.when, scenario, judge.environment(scenario))[0]
    except UsageError:
        return None
