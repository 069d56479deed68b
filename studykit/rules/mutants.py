"""A domain → the same domain with one limit or comparison wrong: its examples must notice each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from studykit.core.quantity import Quantity, whole
from studykit.rules.check import failing
from studykit.rules.domain import Call, Derived, Domain
from studykit.rules.engine import Judge
from studykit.rules.expression import Expression, nodes_of
from studykit.rules.syntax import Node, Operation

_FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing that is wrong on purpose."""

    says: str
    judge: Judge


def mutants(judge: Judge, step_of: Callable[[str], Quantity]) -> Iterator[Mutant]:
    """Each fact that decides one step up and down, each comparison flipped."""
    yield from moved_facts(judge, step_of)
    for says, domain in _flipped(judge.domain):
        yield Mutant(says, Judge(domain, judge.values))


def moved_facts(judge: Judge, step_of: Callable[[str], Quantity]) -> Iterator[Mutant]:
    """Each fact that decides one step up and down; ``step_of`` gives the step of a fact."""
    for name in deciding_facts(judge.domain):
        step = step_of(name).base
        for change in (step, -step):
            value = judge.values[name]
            moved = Quantity(whole(value.figure + Fraction(change) / value.unit.factor), value.unit)
            yield Mutant(f"{name} = {moved}", Judge(judge.domain, {**judge.values, name: moved}))


def survives(mutant: Mutant) -> bool:
    """True when no example of the domain notices."""
    return not any(failing(mutant.judge, example) for example in mutant.judge.domain.examples)


def deciding_facts(domain: Domain) -> tuple[str, ...]:
    """The facts that rules, derived values, kernels and defaults read, in order."""
    found: dict[str, None] = {}
    for expression in _expressions(domain):
        found.update((name, None) for name in expression.names if name in domain.facts)
    found.update((one.source, None) for one in domain.inputs.values() if one.source)
    return tuple(found)


def _expressions(domain: Domain) -> Iterator[Expression]:
    if domain.applies:
        yield domain.applies.when
    for one in domain.derived:
        yield from (one.expression,) if isinstance(one, Derived) else one.given.values()
    yield from (rule.when for rule in domain.rules if rule.when)


def _flipped(domain: Domain) -> Iterator[tuple[str, Domain]]:
    for at, one in enumerate(domain.derived):
        for says, changed in _flipped_value(one):
            yield says, replace(domain, derived=(*domain.derived[:at], changed, *domain.derived[at + 1 :]))
    for at, rule in enumerate(domain.rules):
        for says, when in _flips(rule.when) if rule.when else ():
            rules = (*domain.rules[:at], replace(rule, when=when), *domain.rules[at + 1 :])
            yield f"rule {rule.id}: {says}", replace(domain, rules=rules)
    scope = domain.applies
    for says, when in _flips(scope.when) if scope else ():
        yield f"applies: {says}", replace(domain, applies=scope and replace(scope, when=when))


def _flipped_value(one: Derived | Call) -> Iterator[tuple[str, Derived | Call]]:
    if isinstance(one, Derived):
        for says, expression in _flips(one.expression):
            yield f"{one.name}: {says}", replace(one, expression=expression)
        return
    for name, given in one.given.items():
        for says, expression in _flips(given):
            yield f"{one.name}.{name}: {says}", replace(one, given={**one.given, name: expression})


def _flips(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """The expression with one comparison flipped; its text says which, so that it is compiled anew."""
    for node in nodes_of(expression.node):
        if isinstance(node, Operation) and (node.sign in _FLIPPED or node.sign == "in"):
            part = expression.part(node)
            says = f"'{part}' denied" if node.sign == "in" else f"{node.sign} is {_FLIPPED[node.sign]} in '{part}'"
            tree = _replaced(expression.node, node)
            yield says, replace(expression, changed=tree, text=f"{expression.text} # {node.start}")


def _replaced(node: Node, wanted: Operation) -> Node:
    if node is wanted:
        if wanted.sign == "in":
            return Operation(node.start, node.end, "unary !", (wanted,))
        return replace(wanted, sign=_FLIPPED[wanted.sign])
    if isinstance(node, Operation):
        return replace(node, operands=tuple(_replaced(operand, wanted) for operand in node.operands))
    return node
