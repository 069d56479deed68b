"""Tree of a domain file → Domain, with every problem at its line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from studykit.core.attribute import Attribute
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import nearest
from studykit.core.pack import DomainSource
from studykit.core.quantity import Quantity
from studykit.core.tree import Tree
from studykit.core.verdict import Value
from studykit.rules import kernel as kernels
from studykit.rules.domain import Call, Derived, Domain, Example, Input, Rule, Scope, Template
from studykit.rules.expression import Expression, read_expression
from studykit.rules.growth import growth_of
from studykit.rules.load_inputs import read_input
from studykit.rules.load_questions import read_example, read_misconception, read_template
from studykit.rules.reading import DomainReading
from studykit.rules.types import TRUTH

_KEYS = (
    "domain", "title", "area", "wanted", "hit", "outside", "applies", "outcomes", "inputs", "derived", "rules",
    "misconceptions", "questions", "examples",
)  # fmt: skip
_MOST = {
    "outcomes": 60,
    "inputs": 80,
    "derived": 200,
    "rules": 200,
    "misconceptions": 100,
    "questions": 100,
    "examples": 1000,
}
"""How many of each a domain may have; a table that is longer is several."""


def load_domain(
    source: DomainSource, attributes: Iterable[Attribute], values: Mapping[str, Quantity]
) -> tuple[Domain | None, tuple[Diagnostic, ...]]:
    """The domain of a file; None, with diagnostics, when anything in it is wrong.

    ``values`` holds the settled facts by id; ``attributes`` name what could be a fact, so that an
    unsettled one is told apart from a misspelt one.
    """
    reading = DomainReading(source.file, values, {one.id for one in attributes})
    domain = None if _too_many(reading, source.tree) else _domain(reading, source.tree)
    wrong = any(problem.severity is Severity.ERROR for problem in reading.found)
    return (None if wrong else domain), tuple(reading.found)


def _too_many(reading: DomainReading, tree: Tree) -> bool:
    for key, most in _MOST.items():
        at = tree.get(key)
        if max(len(at.items), len(at.fields)) > most:
            reading.wrong(f"A domain has at most {most:,} {key}.", at)
            return True
    return False


def _domain(reading: DomainReading, tree: Tree) -> Domain:
    reading.known(tree, _KEYS)
    name = reading.text(tree, "domain")
    outcomes = {key: " ".join(says.text.split()) for key, says in tree.get("outcomes").fields.items()}
    inputs = {key: read_input(reading, key, row) for key, row in tree.get("inputs").fields.items()}
    derived = tuple(
        one for key, row in tree.get("derived").fields.items() if (one := _derived(reading, key, row)) is not None
    )
    rules = (*_ends(reading, tree, inputs, outcomes), *_rules(reading, tree, outcomes))
    names = {one.name: reading.types[one.name] for one in derived if isinstance(one, Derived)}
    templates = tuple(
        read_template(reading, row, inputs, outcomes=outcomes, derived=names) for row in reading.rows(tree, "questions")
    )
    examples = tuple(
        read_example(reading, row, inputs, rules=rules, outcomes=outcomes, derived=names)
        for row in reading.rows(tree, "examples")
    )
    return Domain(
        id=name,
        title=reading.text(tree, "title"),
        area=tree.get("area").text,
        wanted=reading.outcome(tree.get("wanted"), outcomes),
        inputs=inputs,
        derived=derived,
        outcomes=outcomes,
        rules=rules,
        misconceptions=tuple(read_misconception(reading, row, rules) for row in reading.rows(tree, "misconceptions")),
        templates=templates,
        examples=examples,
        facts=tuple(reading.cited),
        seen=_seen(templates, examples),
        applies=_applies(reading, tree.get("applies")) if "applies" in tree else None,
        outside=tree.get("outside").text,
        unique="hit" in tree and reading.one_of(tree.get("hit"), ("first", "unique"), "hit policy") == "unique",
    )


def _seen(templates: Iterable[Template], examples: Iterable[Example]) -> dict[str, tuple[Value, ...]]:
    found: dict[str, dict[Value, None]] = {}
    for name, value in (pair for example in examples for pair in example.given.items()):
        found.setdefault(name, {})[value] = None
    for name, values in (pair for template in templates for pair in template.vary.items()):
        found.setdefault(name, {}).update(dict.fromkeys(values))
    return {name: tuple(values) for name, values in found.items()}


def _derived(reading: DomainReading, name: str, row: Tree) -> Derived | Call | None:
    if "kernel" in row:
        return _call(reading, name, row)
    reading.known(row, ("is", "title"))
    expression = reading.expression(row.get("is") if row.fields else row)
    if expression is None:
        return None
    reading.growth[name] = growth_of(expression.node, reading.growth)
    reading.new_names(name, {name: expression.type}, row)
    return Derived(name, expression, row.get("title").text)


def _call(reading: DomainReading, name: str, row: Tree) -> Call | None:
    reading.known(row, ("kernel", "with"))
    wanted = row.get("kernel")
    kernel = kernels.kernel_named(wanted.text)
    if kernel is None:
        suggestion = nearest(wanted.text, kernels.kernel_names())
        reading.wrong(f"Unknown kernel '{wanted.text[:60]}'.{suggestion}", wanted)
        return None
    given: dict[str, Expression] = {}
    for parameter, at in row.get("with").fields.items():
        if parameter not in kernel.takes:
            reading.wrong(f"{wanted.text} takes no '{parameter}'.{nearest(parameter, kernel.takes)}", at)
            continue
        expression = reading.expression(at)
        if expression is not None and not expression.type.matches(kernel.takes[parameter]):
            reading.wrong(f"'{parameter}' is {kernel.takes[parameter]}, not {expression.type}.", at)
        if expression is not None:
            given[parameter] = expression
    call = Call(name, wanted.text, given)
    for parameter in kernel.takes:
        if call.needs(parameter) and parameter not in row.get("with"):
            reading.wrong(f"{wanted.text} needs '{parameter}' ({kernel.takes[parameter]}).", row)
    reading.new_names(name, {f"{name}.{one}": kind for one, kind in kernel.gives.items()}, row)
    return call


def _applies(reading: DomainReading, row: Tree) -> Scope | None:
    reading.known(row, ("when", "because"))
    when = _truth(reading, row.get("when"))
    because = reading.text(row, "because")
    return Scope(when, because) if when is not None else None


def _truth(reading: DomainReading, at: Tree) -> Expression | None:
    when = reading.expression(at)
    if when is not None and when.type != TRUTH:
        reading.wrong(f"'when' must be a truth value, not {when.type}.", at)
    return when


def _rules(reading: DomainReading, tree: Tree, outcomes: Mapping[str, str]) -> tuple[Rule, ...]:
    rows = tuple(reading.rows(tree, "rules"))
    if not rows:
        reading.wrong("There are no rules.", tree)
    for row in rows[:-1]:
        if not row.get("when").text:
            reading.wrong("Only the last rule may have no 'when': the rules below would never decide.", row)
    rules = tuple(_rule(reading, row, outcomes) for row in rows)
    given = {*(rule.outcome for rule in rules), tree.get("outside").text}
    for outcome, says in tree.get("outcomes").fields.items():
        if outcome not in given:
            reading.doubt(f"No rule gives the outcome '{outcome}'.", says)
    return rules


def _rule(reading: DomainReading, row: Tree, outcomes: Mapping[str, str]) -> Rule:
    reading.known(row, ("id", "when", "outcome", "because"))
    when = _truth(reading, row.get("when")) if "when" in row else None
    outcome = reading.outcome(row.get("outcome"), outcomes)
    return Rule(reading.text(row, "id"), when, outcome, reading.text(row, "because"), row.line)


def _ends(
    reading: DomainReading, tree: Tree, inputs: Mapping[str, Input], outcomes: Mapping[str, str]
) -> Iterator[Rule]:
    """Rows for inputs outside a range whose end is a fact, when the domain says what that leads to."""
    if "outside" not in tree:
        return
    outcome = reading.outcome(tree.get("outside"), outcomes)
    for name, one in inputs.items():
        for end, word, sign, says in ((one.low, "below", "<", "smallest"), (one.high, "above", ">", "largest")):
            if end is None or not end.fact or one.type.many or (end is one.low and end.quantity.base <= 0):
                continue  # what lies below zero is no setting at all
            text = f"has({name}) && {name} {sign} {end.fact}"
            because = f"For the {one.title} this is {word} the {says} value that the service takes."
            line = tree.get("inputs").get(name).line
            yield Rule(f"{name}-{word}", read_expression(text, reading.types), outcome, because, line)
