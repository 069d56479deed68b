"""The teaching part of a domain file: misconceptions, question templates and examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from studykit.core.errors import nearest
from studykit.core.tree import Tree
from studykit.core.verdict import Value
from studykit.rules.domain import Best, Example, Input, Misconception, Rule, Template
from studykit.rules.reading import DomainReading
from studykit.rules.types import Type

KINDS = ("outcome", "because", "choose", "repair", "timeline")
"""What a template may ask."""
_PLACE = re.compile(r"\{(\w+)\}")
UNDECIDED = ("unknown", "not_applicable")


def read_misconception(reading: DomainReading, row: Tree, rules: tuple[Rule, ...]) -> Misconception:
    """Facts changed and rules dropped, as a learner gets them wrong."""
    reading.known(row, ("id", "says", "change", "drop"))
    change = {}
    for name, at in row.get("change").fields.items():
        quantity = reading.quantity(at)
        if name not in reading.cited:
            reading.wrong(f"'{name}' is no fact of this domain.{nearest(name, reading.cited)}", at)
        elif quantity is not None and not Type(quantity.dimension).matches(reading.types[name]):
            reading.wrong(f"'{name}' is {reading.types[name]}, and {quantity} is not.", at)
        elif quantity is not None:
            change[name] = quantity
    known = [rule.id for rule in rules[:-1]]  # without the last row a table would not cover everything
    drop = tuple(reading.one_of(at, known, "rule") for at in row.get("drop").items)
    if not change and not drop:
        reading.wrong("A misconception changes a fact or drops a rule.", row)
    return Misconception(reading.text(row, "id"), reading.text(row, "says"), change, drop)


def read_template(
    reading: DomainReading,
    row: Tree,
    inputs: Mapping[str, Input],
    *,
    outcomes: Iterable[str],
    derived: Mapping[str, Type],
) -> Template:
    """A stem with the inputs that vary in it."""
    reading.known(row, ("id", "kind", "stem", "vary", "given", "among", "lowest", "highest", "works"))
    stem = reading.text(row, "stem")
    vary = _vary(reading, row.get("vary"), inputs)
    given = _given(reading, row, inputs)
    for name in _PLACE.findall(stem):
        if name not in inputs:
            reading.wrong(f"Unknown input '{name}' in the stem.{nearest(name, inputs)}", row.get("stem"))
        elif name not in vary and name not in given:
            reading.wrong(f"The stem shows '{name}', so it must be in 'vary' or 'given'.", row.get("stem"))
    for name in vary:
        if f"{{{name}}}" not in stem:
            reading.wrong(f"'{name}' varies, so the stem must show it as {{{name}}}.", row.get("vary"))
    kind = reading.one_of(row.get("kind"), KINDS, "kind")
    best = _best(reading, row, inputs, outcomes=outcomes, derived=derived) if "among" in row else None
    if best is not None and kind != "choose":
        reading.wrong("'among' belongs to questions of the kind 'choose'.", row.get("among"))
    if best is not None and (best.among in vary or best.among in given or f"{{{best.among}}}" in stem):
        reading.wrong(f"'{best.among}' is what the answers set, so the stem must not.", row.get("among"))
    return Template(reading.text(row, "id"), kind, stem, vary, given, best)


def _best(
    reading: DomainReading,
    row: Tree,
    inputs: Mapping[str, Input],
    *,
    outcomes: Iterable[str],
    derived: Mapping[str, Type],
) -> Best | None:
    among = reading.one_of(row.get("among"), inputs, "input")
    ways = [way for way in ("lowest", "highest") if way in row]
    if len(ways) != 1:
        reading.wrong("With 'among' goes either 'lowest' or 'highest', and the derived value to compare.", row)
        return None
    of = reading.one_of(row.get(ways[0]), derived, "derived value")
    if of and derived[of].dimension is None:
        reading.wrong(f"'{of}' is {derived[of]}, which is neither low nor high.", row.get(ways[0]))
    works = tuple(reading.outcome(at, tuple(outcomes)) for at in row.get("works").items)
    return Best(among, of, lowest=ways[0] == "lowest", outcomes=works)


def _vary(reading: DomainReading, at: Tree, inputs: Mapping[str, Input]) -> dict[str, tuple[Value, ...]]:
    named = {member.text: member for member in at.items} or at.fields
    vary: dict[str, tuple[Value, ...]] = {}
    for name, row in named.items():
        if reading.one_of(Tree(name, row.line, row.column), inputs, "input"):
            values = [reading.value(member, inputs[name].type) for member in row.items]
            vary[name] = tuple(value for value in values if value is not None)
    return vary


def read_example(
    reading: DomainReading,
    row: Tree,
    inputs: Mapping[str, Input],
    *,
    rules: tuple[Rule, ...],
    outcomes: Iterable[str],
    derived: Mapping[str, Type],
) -> Example:
    """A scenario with what must come out."""
    reading.known(row, ("given", "outcome", "rule", "shows"))
    outcome = reading.outcome(row.get("outcome"), (*outcomes, *UNDECIDED))
    rule = reading.one_of(row.get("rule"), [one.id for one in rules], "rule") if "rule" in row else ""
    shows: dict[str, Value] = {}
    for name, at in row.get("shows").fields.items():
        if reading.one_of(Tree(name, at.line, at.column), derived, "derived value"):
            value = reading.value(at, derived[name])
            if value is not None:
                shows[name] = value
    return Example(_given(reading, row, inputs), outcome, row.line, rule, shows)


def _given(reading: DomainReading, row: Tree, inputs: Mapping[str, Input]) -> dict[str, Value]:
    given = {}
    for name, at in row.get("given").fields.items():
        if name not in inputs:
            reading.wrong(f"Unknown input '{name}'.{nearest(name, inputs)}", at)
            continue
        value = reading.value(at, inputs[name].type)
        if value is not None:
            given[name] = value
    return given
