"""Where verdicts can turn: the settings at which a comparison changes, one step to either side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, Quantity, from_base, natural, whole
from studykit.core.verdict import Value
from studykit.rules.domain import Call, Derived, Input
from studykit.rules.engine import Judge
from studykit.rules.expression import Expression, nodes_of
from studykit.rules.fast import Fast, compile_careful
from studykit.rules.kernel import Base
from studykit.rules.syntax import Name, Node, Operation

_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def candidates(judge: Judge, settings: Mapping[str, Value]) -> dict[str, tuple[Value, ...]]:
    """For each input the values that can matter, the other inputs being as in ``settings``.

    They are both sides of every comparison, the ends of its range and what is usual; all choices and
    truth values.
    """
    return {name: candidates_for(judge, name, settings) for name in judge.domain.inputs}


def candidates_for(
    judge: Judge, name: str, settings: Mapping[str, Value], *, turning: bool = True
) -> tuple[Value, ...]:
    """The same for one input; without those around turning points when they are not asked for."""
    return tuple(_values(judge, judge.domain.inputs[name], settings, turning=turning))


def _values(judge: Judge, one: Input, settings: Mapping[str, Value], *, turning: bool) -> Iterator[Value]:
    if one.type.many:
        yield from _lists(judge, one, settings)
    elif one.type.choices:
        yield from one.type.choices
    elif one.type.text:
        yield from _seen(judge, one.name)
    elif one.type.dimension is None:
        yield from (False, True)
    else:
        yield from (
            _turning(judge, one, settings) if turning and _comparisons_of(judge, one.name) else _usual(judge, one)
        )


def _lists(judge: Judge, one: Input, settings: Mapping[str, Value]) -> Iterator[Value]:
    """Lists of the examples, and what is set with one choice more or less."""
    found: dict[Value, None] = dict.fromkeys(_seen(judge, one.name))
    now = settings.get(one.name, judge.defaults.get(one.name, ()))
    if one.type.choices and isinstance(now, tuple):
        for choice in one.type.choices:
            without = tuple(member for member in now if member != choice)
            found[without if len(without) < len(now) else (*now, choice)] = None
    yield from found


def _seen(judge: Judge, name: str) -> Iterator[Value]:
    """Values of an input in the domain's examples and templates: texts are not made up."""
    yield from judge.domain.seen.get(name, ())


def _usual(judge: Judge, one: Input) -> tuple[Quantity, ...]:
    """The ends of an input's range and what is usual: the same with all settings."""
    key = f"usual {one.name}"
    if key not in judge.kept:
        judge.kept[key] = tuple(_possible(_points(judge, one), judge, one))
    found: tuple[Quantity, ...] = judge.kept[key]
    return found


def _points(judge: Judge, one: Input) -> set[Figure]:
    points: set[Figure] = {end.quantity.base for end in (one.low, one.high) if end is not None}
    points |= {usual.base for usual in (one.usual, judge.defaults.get(one.name)) if isinstance(usual, Quantity)}
    return points | {seen.base for seen in _seen(judge, one.name) if isinstance(seen, Quantity)}


def _turning(judge: Judge, one: Input, settings: Mapping[str, Value]) -> Iterator[Quantity]:
    """The same, and both sides of every comparison."""
    step = one.step.base if one.step else 1
    points = _points(judge, one)
    for root in _roots(judge, one, settings):
        below = whole(Fraction(root) / step).__floor__() * step
        points |= {whole(point) for point in (below - step, below, below + step, below + 2 * step)}
    yield from _possible(points, judge, one)


def _possible(points: Iterable[Figure], judge: Judge, one: Input) -> Iterator[Quantity]:
    """Those within the range, or beyond an end that refuses what is beyond it, ascending."""
    beyond = bool(judge.domain.outside)
    low = one.low.quantity.base if one.low and not (beyond and one.low.fact) else 0
    high = one.high.quantity.base if one.high and not (beyond and one.high.fact) else None
    for point in sorted(points):
        if point >= low and (high is None or point <= high):
            yield _shown(point, one)


def _shown(point: Figure, one: Input) -> Quantity:
    """A point as people would set it: in the input's unit, or a larger one when that is shorter."""
    if one.unit is None:
        raise ValueError(one.name)
    plain = from_base(point, one.unit)
    rounder = natural(point, plain.dimension)
    return rounder if len(str(rounder.figure)) + 2 < len(str(plain.figure)) else plain


def _roots(judge: Judge, one: Input, settings: Mapping[str, Value]) -> Iterator[Figure]:
    """Where the two sides of a comparison are equal; sides are taken as linear in the input."""
    known = [_known(judge, one, point, settings) for point in (0, 1)]
    lowest = min(0, one.low.quantity.base) if one.low else 0
    for sides in _comparisons_of(judge, one.name):
        first, second = (_gap(sides, environment) for environment in known)
        if first is not None and second is not None and first != second:
            root = whole(Fraction(-first) / (second - first))
            if root >= lowest:
                yield root


def _comparisons_of(judge: Judge, name: str) -> tuple[tuple[Fast, Fast], ...]:
    """Both sides of each different comparison that can decide and rests on an input."""
    if "comparisons" not in judge.kept:
        texts = {
            tuple(expression.part(side) for side in node.operands): node.operands
            for expression in _deciding(judge)
            for node in nodes_of(expression.node)
            if isinstance(node, Operation) and node.sign in _COMPARISONS
        }
        judge.kept["comparisons"] = tuple(
            (_inputs(judge, sides), tuple(compile_careful(side, judge.facts) for side in sides))
            for sides in texts.values()
        )
    key = f"comparisons {name}"
    if key not in judge.kept:
        judge.kept[key] = tuple(sides for behind, sides in judge.kept["comparisons"] if name in behind)
    found: tuple[tuple[Fast, Fast], ...] = judge.kept[key]
    return found


def _inputs(judge: Judge, sides: Sequence[Node]) -> frozenset[str]:
    """The inputs that a comparison rests on."""
    return judge.behind.inputs(node.name for side in sides for node in nodes_of(side) if isinstance(node, Name))


def _known(judge: Judge, one: Input, point: int, settings: Mapping[str, Value]) -> Mapping[str, Base]:
    """Everything that is known with an input at a point; nothing where that is no scenario."""
    unit = one.unit
    if unit is None or one.type.many:
        return {}
    try:
        return judge.environment({**settings, one.name: Quantity(whole(Fraction(point) / unit.factor), unit)})
    except UsageError:
        return {}


def _deciding(judge: Judge) -> Iterator[Expression]:
    """Conditions of rules, and derived values that they rest on."""
    conditions = [rule.when for rule in judge.domain.rules if rule.when]
    if judge.domain.applies:
        conditions.append(judge.domain.applies.when)
    yield from conditions
    used = {name for condition in conditions for name in condition.names}
    for one in reversed(judge.domain.derived):
        if isinstance(one, Call) and any(name.startswith(f"{one.name}.") for name in used):
            used.update(one.names)
            yield from one.given.values()
        elif isinstance(one, Derived) and one.name in used:
            used.update(one.expression.names)
            yield one.expression


def _gap(sides: tuple[Fast, Fast], known: Mapping[str, Base]) -> Figure | None:
    left, right = (side(known) for side in sides)
    for side in (left, right):
        if isinstance(side, bool) or not isinstance(side, (int, Fraction)):
            return None
    return whole(left - right)
