"""JSON as event patterns need it: numbers with their text, repeated keys seen, nesting bounded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

Json = Any
"""An object as dict, a list, a str, a Number, True, False or None."""

Objects = Callable[[list[tuple[str, Json]]], dict[str, Json]]
"""What makes an object of its keys and values."""

DEEPEST = 200
"""Levels of nesting that are read; deeper texts are no scenario that anybody writes."""

_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class JsonProblemError(ValueError):
    """The text is not the JSON that is wanted; the message says why."""


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    text: str

    @cached_property
    def value(self) -> Decimal | None:
        """Its exact value; None when its exponent is beyond all measure."""
        try:
            return Decimal(self.text)
        except InvalidOperation:
            return None

    def same(self, other: Number) -> bool:
        """True for 1 and 1.0; a number beyond all measure is only the same as its own text."""
        return self.text == other.text or (self.value is not None and self.value == other.value)


def read_json(text: str, *, repeated_keys: bool, objects: Objects = dict) -> Json:
    """The value that the text says. Raises JsonProblemError, also for a repeated key unless these are allowed."""
    if nesting(text) > DEEPEST:
        raise JsonProblemError(f"It is nested more than {DEEPEST} levels deep.")
    pairs: Objects = objects if repeated_keys else _distinct
    try:
        return json.loads(
            text, object_pairs_hook=pairs, parse_int=Number, parse_float=Number, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise JsonProblemError(f"It is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise JsonProblemError("It is nested too deep.") from None


class Written(dict[str, Json]):
    """An object of a pattern: of a key that stands twice the last value counts, objects are put together."""

    def __init__(self, pairs: Iterable[tuple[str, Json]]) -> None:
        super().__init__()
        self.lost: list[tuple[str, Json]] = []
        """What a later value took the place of; it has to be well written all the same."""
        for key, value in pairs:
            before = self.get(key)
            if isinstance(before, Written) and isinstance(value, Written):
                value = Written([*before.items(), *value.items()])  # noqa: PLW2901 - both, as the matcher sees paths
                self.lost.append((key, before))
            elif key in self:
                self.lost.append((key, before))
            self[key] = value


def nesting(text: str) -> int:
    """How many brackets are open at the deepest place."""
    deepest = depth = 0
    for found in _MARKS.finditer(text):
        mark = found[0][0]
        if mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "]}":
            depth -= 1
    return deepest


def _distinct(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise JsonProblemError(f"The key '{key}' stands twice in one object.")
        found[key] = value
    return found


def _no_constant(name: str) -> Json:
    raise JsonProblemError(f"It is not JSON: {name} is no number.")
