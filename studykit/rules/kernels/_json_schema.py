"""A JSON text against a model, as far as JSON schema draft 4 is used for models.

Not handled: references to other documents, ``patternProperties``, ``dependencies``, ``format``, and patterns
that could run for long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from studykit.rules.kernels._safe_pattern import safe_pattern

NOT_HANDLED = frozenset({"patternProperties", "dependencies"})
_IGNORED = frozenset({"$schema", "id", "title", "description", "default", "definitions", "format", "example"})
_TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
_DEEPEST = 30
_STEPS = 20_000


class ModelError(Exception):
    """The model is none that the service takes; the message says why."""


class NotHandledError(Exception):
    """The model uses what is not handled here."""


@dataclass(frozen=True, slots=True)
class _At:
    """Where a word of the model stands."""

    model: Mapping[str, Any]
    where: str
    """The part of the body that is looked at."""
    depth: int


class Check:
    """One body against one model; ends after a bounded number of steps."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        self.model = model
        self.steps = 0

    def problem(self, body: Any) -> str:
        """Which part of the body breaks which word of the model; empty when none does."""
        return next(self._against(body, self.model, "$", 0), "")

    def _against(self, value: Any, model: Any, where: str, depth: int) -> Iterator[str]:
        self.steps += 1
        if depth > _DEEPEST or self.steps > _STEPS:
            raise NotHandledError("Body or model is nested too deeply, or is too large.")
        if not isinstance(model, dict):
            raise ModelError(f"The model of {where} is no object.")
        if "$ref" in model:
            yield from self._against(value, self._referred(model["$ref"]), where, depth + 1)
            return
        for word, wanted in model.items():
            if word in NOT_HANDLED:
                raise NotHandledError(f"The word {word} of the model is not handled here.")
            check = _WORDS.get(word)
            if check is None:
                if word not in _IGNORED and word not in _BESIDE:
                    raise ModelError(f"{word[:40]} is no word of JSON schema draft 4.")
                continue
            yield from check(self, value, wanted, _At(model, where, depth))

    def _referred(self, reference: Any) -> Any:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            raise NotHandledError("A reference to another document is not handled here.")
        found: Any = self.model
        for part in reference[2:].split("/"):
            found = found.get(part) if isinstance(found, dict) else None
        if found is None:
            raise ModelError(f"The reference {reference[:60]} leads nowhere.")
        return found

    def holds(self, value: Any, model: Any, where: str, depth: int) -> bool:
        """True when nothing of the value breaks the model."""
        return next(self._against(value, model, where, depth + 1), None) is None

    def inside(self, value: Any, model: Any, where: str, depth: int) -> Iterator[str]:
        """Problems of a part of the body."""
        yield from self._against(value, model, where, depth + 1)


def type_name(value: Any) -> str:
    """The name that JSON schema has for a value's type; whole numbers are integers."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    names = {str: "string", dict: "object", list: "array", type(None): "null"}
    return names.get(type(value), "number")


def _type(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    names = wanted if isinstance(wanted, list) else [wanted]
    for name in names:
        if name not in _TYPES:
            raise ModelError(f"{str(name)[:40]} is no type of JSON schema.")
    found = type_name(value)
    if found not in names and not (found == "integer" and "number" in names):
        yield f"{at.where} is of the type {found}, and the model wants {' or '.join(names)}."


def _required(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if not isinstance(wanted, list) or not wanted:
        raise ModelError("required lists at least one property.")
    if isinstance(value, dict):
        yield from (f"{at.where} lacks the required property {name}." for name in wanted if name not in value)


def _properties(check: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if not isinstance(wanted, dict):
        raise ModelError("properties is no object.")
    if isinstance(value, dict):
        for name, model in wanted.items():
            if name in value:
                yield from check.inside(value[name], model, f"{at.where}.{name[:40]}", at.depth)


def _additional(check: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if not isinstance(value, dict) or wanted is True:
        return
    for name in value:
        if name in (at.model.get("properties") or {}):
            continue
        if wanted is False:
            yield f"{at.where} has the property {name[:40]}, which the model does not allow."
        else:
            yield from check.inside(value[name], wanted, f"{at.where}.{name[:40]}", at.depth)


def _items(check: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if not isinstance(value, list):
        return
    for place, item in enumerate(value):
        one = wanted[place] if isinstance(wanted, list) and place < len(wanted) else wanted
        if isinstance(wanted, list) and place >= len(wanted):
            if at.model.get("additionalItems") is False:
                yield f"{at.where} has more items than the model allows."
            continue
        yield from check.inside(item, one, f"{at.where}[{place}]", at.depth)


def _enum(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if not isinstance(wanted, list) or not wanted:
        raise ModelError("enum lists at least one value.")
    if not any(type_name(one) == type_name(value) and one == value for one in wanted):
        yield f"{at.where} is none of the values that the model lists."


def _pattern(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if not isinstance(value, str):
        return
    compiled = safe_pattern(str(wanted), len(value))
    if compiled is None:
        raise NotHandledError("The pattern of the model is faulty, or could run for too long.")
    if not compiled.search(value):
        yield f"{at.where} does not match the pattern."


def _number(value: Any) -> Fraction | None:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return Fraction(value) if plain and isfinite(value) else None


def _bound(
    measure: Callable[[Any], Fraction | None], says: str, *, least: bool, strict: str = ""
) -> Callable[..., Any]:
    def check(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
        limit, found = _number(wanted), measure(value)
        if limit is None:
            raise ModelError("A bound of the model is no number.")
        if strict and not isinstance(at.model.get(strict, False), bool):
            raise ModelError(f"{strict} is true or false in draft 4.")
        if found is None:
            return
        outside = found < limit if least else found > limit
        if outside or (strict and at.model.get(strict) and found == limit):
            yield f"{at.where} {says}."

    return check


def _length(kind: type[Sized]) -> Callable[[Any], Fraction | None]:
    return lambda value: Fraction(len(value)) if isinstance(value, kind) else None


def _combined(word: str) -> Callable[..., Any]:
    def check(one: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
        if not isinstance(wanted, list) or not wanted:
            raise ModelError(f"{word} lists at least one model.")
        held = sum(one.holds(value, model, at.where, at.depth) for model in wanted)
        if not {"allOf": held == len(wanted), "anyOf": held > 0, "oneOf": held == 1}[word]:
            yield f"{at.where} does not fit {word} of the model."

    return check


def _not(check: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if check.holds(value, wanted, at.where, at.depth):
        yield f"{at.where} fits what the model excludes."


def _unique(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    if wanted is True and isinstance(value, list) and len({repr(item) for item in value}) < len(value):
        yield f"{at.where} holds the same item twice."


def _multiple(_: Check, value: Any, wanted: Any, at: _At) -> Iterator[str]:
    step, found = _number(wanted), _number(value)
    if not step or step < 0:
        raise ModelError("multipleOf is no number above zero.")
    if found is not None and found % step:
        yield f"{at.where} is no multiple of what the model says."


_BESIDE = frozenset({"exclusiveMinimum", "exclusiveMaximum", "additionalItems"})
_WORDS: dict[str, Callable[..., Iterator[str]]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _bound(_number, "is below the minimum", least=True, strict="exclusiveMinimum"),
    "maximum": _bound(_number, "is above the maximum", least=False, strict="exclusiveMaximum"),
    "minLength": _bound(_length(str), "is too short", least=True),
    "maxLength": _bound(_length(str), "is too long", least=False),
    "minItems": _bound(_length(list), "has too few items", least=True),
    "maxItems": _bound(_length(list), "has too many items", least=False),
    "minProperties": _bound(_length(dict), "has too few properties", least=True),
    "maxProperties": _bound(_length(dict), "has too many properties", least=False),
    "uniqueItems": _unique,
    "multipleOf": _multiple,
    "allOf": _combined("allOf"),
    "anyOf": _combined("anyOf"),
    "oneOf": _combined("oneOf"),
    "not": _not,
}
