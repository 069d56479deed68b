"""Tree of a domain file → Domain, with every problem at its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from studykit.core.attribute import Attribute
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import nearest
from studykit.core.pack import DomainSource
from studykit.core.quantity import BASE_UNITS, Dimension, Quantity
from studykit.core.tree import Tree
from studykit.core.verdict import Value
from studykit.rules.domain import Derived, Domain, End, Example, Input, Misconception, Rule, Template
from studykit.rules.reading import DomainReading
from studykit.rules.types import TRUTH, Type

_KEYS = (
    "domain", "title", "area", "wanted", "outcomes", "inputs", "derived", "rules", "misconceptions",
    "questions", "examples",
)  # fmt: skip
_KINDS = {
    "duration": Dimension.TIME, "size": Dimension.SIZE, "count": Dimension.COUNT, "rate": Dimension.RATE,
    "ratio": Dimension.RATIO, "percent": Dimension.PERCENT,
}  # fmt: skip
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_PLACE = re.compile(r"\{(\w+)\}")


def load_domain(
    source: DomainSource, attributes: Iterable[Attribute], values: Mapping[str, Quantity]
) -> tuple[Domain | None, tuple[Diagnostic, ...]]:
    """The domain of a file; None, with diagnostics, when anything in it is wrong.

    ``values`` holds the settled facts by id; ``attributes`` name what could be a fact, so that an
    unsettled one is told apart from a misspelt one.
    """
    loader = _Loader(source, values, {one.id for one in attributes})
    domain = loader.domain()
    wrong = any(problem.severity is Severity.ERROR for problem in loader.reading.found)
    return (None if wrong else domain), tuple(loader.reading.found)


class _Loader:
    """Reads one file, section by section."""

    def __init__(self, source: DomainSource, values: Mapping[str, Quantity], attributes: set[str]) -> None:
        self.reading = DomainReading(source.file)
        self._tree = source.tree
        self._values = values
        self._attributes = attributes
        self._types: dict[str, Type] = {name: Type(one.dimension) for name, one in values.items()}
        self._cited: dict[str, None] = {}

    def domain(self) -> Domain:
        tree, reading = self._tree, self.reading
        reading.known(tree, _KEYS)
        name = reading.text(tree, "domain")
        outcomes = {key: " ".join(says.text.split()) for key, says in tree.get("outcomes").fields.items()}
        inputs = {key: self._input(key, row) for key, row in tree.get("inputs").fields.items()}
        self._types |= {key: one.type for key, one in inputs.items()}
        derived = tuple(one for key, row in tree.get("derived").fields.items() if (one := self._derived(key, row)))
        rules = tuple(self._rule(row, outcomes) for row in reading.rows(tree, "rules"))
        if not rules:
            reading.wrong("There are no rules.", tree)
        for rule, row in zip(rules, tree.get("rules").items, strict=False):
            last = rule is rules[-1]
            if last and rule.when:
                reading.wrong("The last rule must have no 'when', so that every input is covered.", row)
            elif not last and not row.get("when").text:
                reading.wrong("Only the last rule may have no 'when': the rules below would never decide.", row)
        given = {rule.outcome for rule in rules}
        for outcome, says in tree.get("outcomes").fields.items():
            if outcome not in given:
                reading.doubt(f"No rule gives the outcome '{outcome}'.", says)
        wanted = reading.one_of(tree.get("wanted"), outcomes, "outcome")
        return Domain(
            id=name,
            title=reading.text(tree, "title"),
            area=tree.get("area").text,
            wanted=wanted,
            inputs=inputs,
            derived=derived,
            outcomes=outcomes,
            rules=rules,
            misconceptions=tuple(self._misconception(row, rules) for row in reading.rows(tree, "misconceptions")),
            templates=tuple(self._template(row, inputs) for row in reading.rows(tree, "questions")),
            examples=tuple(self._example(row, inputs, outcomes) for row in reading.rows(tree, "examples")),
            facts=tuple(self._cited),
        )

    def _input(self, name: str, row: Tree) -> Input:
        reading = self.reading
        reading.known(row, ("choice", "truth", *_KINDS, "title", "step", "usual"))
        kind = TRUTH
        low = high = step = None
        if "choice" in row:
            kind = Type(choices=tuple(member.text for member in row.get("choice").items))
        for key, dimension in _KINDS.items():
            if key in row:
                kind = Type(dimension)
                low, high = self._range(row.get(key), kind)
                step = self._step(row, dimension, low)
        if kind == TRUTH and "truth" not in row:
            reading.wrong(f"Say what '{name}' is: choice, truth, {', '.join(_KINDS)}.", row)
        if low and high and low.quantity.base > high.quantity.base:
            reading.wrong(f"The range of '{name}' ends at {high.quantity}, below its beginning.", row)
        self._new_name(name, row)
        usual = self._usual(row.get("usual"), kind) if "usual" in row else None
        title = row.get("title").text or name.replace("_", " ")
        return Input(name, title, kind, low, high, step, usual)

    def _new_name(self, name: str, at: Tree) -> None:
        """A name must be one that expressions can say, and mean one thing."""
        if not _NAME.fullmatch(name) or name in ("in", "true", "false"):
            self.reading.wrong(f"'{name}' is no name: write small letters, digits and '_'.", at)
        if name in self._types:
            self.reading.wrong(f"'{name}' is said twice: as a fact, an input or a derived value.", at)

    def _range(self, at: Tree, kind: Type) -> tuple[End | None, End | None]:
        if not at.items:
            return None, None
        if len(at.items) != 2:  # noqa: PLR2004 - a range has two ends
            self.reading.wrong("A range has two ends: [low, high].", at)
            return None, None
        low, high = (self._end(member, kind) for member in at.items)
        return low, high

    def _end(self, at: Tree, kind: Type) -> End | None:
        quantity = self._fact_or_literal(at)
        if quantity is None:
            return None
        if not Type(quantity.dimension).matches(kind):
            self.reading.wrong(f"{quantity} is not {kind}.", at)
        return End(quantity, at.text if at.text in self._values else "")

    def _fact_or_literal(self, at: Tree) -> Quantity | None:
        if at.text[:1].isdigit():
            return self.reading.quantity(at)
        if at.text in self._values:
            self._cited[at.text] = None
            return self._values[at.text]
        self.reading.wrong(self._no_fact(at.text), at)
        return None

    def _no_fact(self, name: str) -> str:
        if name.rpartition(".")[0] in self._attributes:
            return f"'{name}' is not settled: no source and no note says it, or notes disagree."
        return f"Unknown fact '{name}'.{nearest(name, self._values)}"

    def _step(self, row: Tree, dimension: Dimension, low: End | None) -> Quantity:
        step = self._fact_or_literal(row.get("step")) if "step" in row else None
        if step and (step.base <= 0 or not Type(step.dimension).matches(Type(dimension))):
            self.reading.wrong(f"A step of {step} leads nowhere in {Type(dimension)}.", row.get("step"))
        elif step:
            return step
        return Quantity(1, low.quantity.unit if low else BASE_UNITS[dimension])

    def _usual(self, at: Tree, kind: Type) -> Value | None:
        if kind.dimension is None:
            return self.reading.value(at, kind)
        usual = self._fact_or_literal(at)
        if usual is not None and not Type(usual.dimension).matches(kind):
            self.reading.wrong(f"{usual} is not {kind}.", at)
        return usual

    def _derived(self, name: str, row: Tree) -> Derived | None:
        self.reading.known(row, ("is", "title"))
        self._new_name(name, row)
        at = row.get("is") if row.fields else row
        expression = self.reading.expression(at, self._types)
        if expression is None:
            return None
        self._cite(expression.names)
        self._types[name] = expression.type
        return Derived(name, expression, row.get("title").text)

    def _rule(self, row: Tree, outcomes: Mapping[str, str]) -> Rule:
        reading = self.reading
        reading.known(row, ("id", "when", "outcome", "because"))
        when = reading.expression(row.get("when"), self._types) if "when" in row else None
        if when is not None:
            self._cite(when.names)
            if when.type != TRUTH:
                reading.wrong(f"'when' must be a truth value, not {when.type}.", row.get("when"))
        outcome = reading.one_of(row.get("outcome"), outcomes, "outcome")
        return Rule(reading.text(row, "id"), when, outcome, reading.text(row, "because"))

    def _cite(self, names: Iterable[str]) -> None:
        self._cited.update((name, None) for name in names if name in self._values)

    def _misconception(self, row: Tree, rules: tuple[Rule, ...]) -> Misconception:
        reading = self.reading
        reading.known(row, ("id", "says", "change", "drop"))
        change = {}
        for name, at in row.get("change").fields.items():
            quantity = reading.quantity(at)
            if name not in self._cited:
                reading.wrong(f"'{name}' is no fact of this domain.{nearest(name, self._cited)}", at)
            elif quantity is not None and not Type(quantity.dimension).matches(self._types[name]):
                reading.wrong(f"'{name}' is {self._types[name]}, and {quantity} is not.", at)
            elif quantity is not None:
                change[name] = quantity
        known = [rule.id for rule in rules[:-1]]  # without the last row a table would not cover everything
        drop = tuple(reading.one_of(at, known, "rule") for at in row.get("drop").items)
        if not change and not drop:
            reading.wrong("A misconception changes a fact or drops a rule.", row)
        return Misconception(reading.text(row, "id"), reading.text(row, "says"), change, drop)

    def _template(self, row: Tree, inputs: Mapping[str, Input]) -> Template:
        reading = self.reading
        reading.known(row, ("id", "kind", "stem", "vary", "given"))
        stem = reading.text(row, "stem")
        vary = tuple(reading.one_of(at, inputs, "input") for at in row.get("vary").items)
        given = self._given(row, inputs)
        for name in _PLACE.findall(stem):
            if name not in inputs:
                reading.wrong(f"Unknown input '{name}' in the stem.{nearest(name, inputs)}", row.get("stem"))
            elif name not in vary and name not in given:
                reading.wrong(f"The stem shows '{name}', so it must be in 'vary' or 'given'.", row.get("stem"))
        kind = reading.one_of(row.get("kind"), ("outcome", "because"), "kind")
        return Template(reading.text(row, "id"), kind, stem, vary, given)

    def _example(self, row: Tree, inputs: Mapping[str, Input], outcomes: Mapping[str, str]) -> Example:
        self.reading.known(row, ("given", "outcome"))
        outcome = self.reading.one_of(row.get("outcome"), outcomes, "outcome")
        return Example(self._given(row, inputs), outcome, row.line)

    def _given(self, row: Tree, inputs: Mapping[str, Input]) -> dict[str, Value]:
        given = {}
        for name, at in row.get("given").fields.items():
            if name not in inputs:
                self.reading.wrong(f"Unknown input '{name}'.{nearest(name, inputs)}", at)
                continue
            value = self.reading.value(at, inputs[name].type)
            if value is not None:
                given[name] = value
        return given
