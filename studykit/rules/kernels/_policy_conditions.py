"""Decide the conditions of a statement against the context of a request."""

from __future__ import annotations

from collections.abc import Iterable

from studykit.rules.kernels._policy_matching import Context, resolved
from studykit.rules.kernels._policy_operators import ALL, ANY_OF, FOLDED, Operator, parts
from studykit.rules.kernels._policy_statement import Condition


def hold(conditions: Iterable[Condition], version: str, context: Context) -> bool:
    """True when every condition holds; a statement without conditions holds always."""
    return all(_holds(one, version, context) for one in conditions)


def _holds(condition: Condition, version: str, context: Context) -> bool:
    prefix, name, lenient = parts(condition.operator)
    values = context.get(condition.key, ())
    if name == "null":
        return ("false" if values else "true") in (value.lower() for value in condition.values)
    operator = FOLDED[name]
    if not values:
        # Nothing to compare: a check of all values finds no offender, and a check for a mismatch finds no match.
        return lenient or prefix == ALL or (operator.negated and prefix != ANY_OF)
    written = tuple(_written(value, operator, version, context) for value in condition.values)
    if operator.negated and None in written:
        return False  # a variable without a value: the statement does not apply, whatever is compared
    matching = [_meets(value, written, operator) for value in values]
    # Without a set operator one value of the request is expected; several count as they would for one of them.
    everyone = prefix == ALL or (not prefix and operator.negated)
    return all(matching) if everyone else any(matching)


def _written(value: str, operator: Operator, version: str, context: Context) -> str | None:
    return resolved(value, version, context, wild=operator.wild) if operator.texts else value


def _meets(value: str, written: Iterable[str | None], operator: Operator) -> bool:
    """True when one value of the request satisfies the operator against all that is written."""
    found = any(one is not None and operator.test(one, value) for one in written)
    return found is not operator.negated
