"""The inputs of a domain file: their kinds, ranges, defaults and words."""

from __future__ import annotations

from studykit.core.quantity import BASE_UNITS, Dimension, Quantity
from studykit.core.tree import Tree
from studykit.core.verdict import Value
from studykit.rules.domain import End, Input
from studykit.rules.reading import DomainReading
from studykit.rules.types import TEXT, TRUTH, Type, many

_MEASURES = {
    "duration": Dimension.TIME, "size": Dimension.SIZE, "count": Dimension.COUNT, "rate": Dimension.RATE,
    "ratio": Dimension.RATIO, "percent": Dimension.PERCENT, "money": Dimension.MONEY,
    "size_rate": Dimension.SIZE_RATE,
}  # fmt: skip
_KINDS = ("choice", "truth", "text", "list", *_MEASURES)
_MOST_CHOICES = 100


def read_input(reading: DomainReading, name: str, row: Tree) -> Input:
    """One input; what is wrong with it is noted."""
    reading.known(row, (*_KINDS, "title", "step", "usual", "default", "fixed"))
    kind, says = _kind(reading, name, row)
    low, high = _range(reading, row, kind)
    if low and high and low.quantity.base > high.quantity.base:
        reading.wrong(f"The range of '{name}' ends at {high.quantity}, below its beginning.", row)
    reading.new_names(name, {name: kind}, row)
    default = row.get("default")
    return Input(
        name=name,
        title=row.get("title").text or name.replace("_", " "),
        type=kind,
        low=low,
        high=high,
        step=_step(reading, row, kind, low),
        usual=_filled(reading, row.get("usual"), kind) if "usual" in row else None,
        default=_filled(reading, default, kind) if "default" in row else None,
        source=default.text if default.text in reading.values else "",
        says=says,
        fixed="fixed" in row and reading.one_of(row.get("fixed"), ("true", "false"), "truth value") == "true",
        form=row.get("text").text,
    )


def _kind(reading: DomainReading, name: str, row: Tree) -> tuple[Type, dict[str, str]]:
    said = [key for key in _KINDS if key in row]
    if len(said) != 1:
        reading.wrong(f"Say what '{name}' is, once: {', '.join(_KINDS)}.", row)
        return TRUTH, {}
    key = said[0]
    at = row.get(key)
    if key in _MEASURES:
        return Type(_MEASURES[key]), {}
    if key == "choice":
        return _choice(reading, at)
    if key == "list":
        inner = Tree(
            {part: at.get(part) for part in at.fields} or {at.text: Tree("", at.line, at.column)}, at.line, at.column
        )
        kind, says = _kind(reading, name, inner)
        return many(kind), says
    says = {one: " ".join(words.text.split()) for one, words in at.fields.items()}
    if key == "truth":
        reading.known(at, ("true", "false"))
        return TRUTH, says
    return TEXT, {}


def _choice(reading: DomainReading, at: Tree) -> tuple[Type, dict[str, str]]:
    says = {name: " ".join(words.text.split()) for name, words in at.fields.items()}
    names = tuple(says) or tuple(member.text for member in at.items)
    if not names or "" in names:
        reading.wrong("A choice names what can be chosen: [one, other] or {one: words, other: words}.", at)
        return Type(choices=("",)), {}
    if len(names) != len(set(names)) or len(names) > _MOST_CHOICES:
        reading.wrong(f"A choice names different things, at most {_MOST_CHOICES}.", at)
    return Type(choices=names), {name: words for name, words in says.items() if words}


def _range(reading: DomainReading, row: Tree, kind: Type) -> tuple[End | None, End | None]:
    at = next((row.get(key) for key in _MEASURES if key in row), None)
    if at is None or not at.items:
        return None, None
    if len(at.items) != 2:  # noqa: PLR2004 - a range has two ends
        reading.wrong("A range has two ends: [low, high].", at)
        return None, None
    low, high = (reading.end(member, kind) for member in at.items)
    return low, high


def _step(reading: DomainReading, row: Tree, kind: Type, low: End | None) -> Quantity | None:
    if kind.dimension is None:
        return None
    step = reading.fact_or_literal(row.get("step")) if "step" in row else None
    if step and (step.base <= 0 or not Type(step.dimension).matches(kind.one)):
        reading.wrong(f"A step of {step} leads nowhere in {kind.one}.", row.get("step"))
    elif step:
        return step
    return Quantity(1, low.quantity.unit if low else BASE_UNITS[kind.dimension])


def _filled(reading: DomainReading, at: Tree, kind: Type) -> Value | None:
    """What an input usually is, or is when not set: a fact or a literal."""
    if kind.dimension is None or kind.many:
        return reading.value(at, kind)
    found = reading.fact_or_literal(at)
    if found is not None and not Type(found.dimension).matches(kind):
        reading.wrong(f"{found} is not {kind}.", at)
    return found
