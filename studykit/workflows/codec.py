"""Frozen values ↔ JSON text, each shared object once; nothing but the named types is ever made."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from studykit.core.errors import StudykitError

_PLAIN = (str, int, float, bool, type(None))


class CodecError(StudykitError):
    """The text was not written by this program, or by another version of it."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"What was kept of your notes cannot be read ({problem}). Start again: it is made anew.")


class Codec:
    """Writes and reads values made of the given frozen types, tuples, text-keyed dicts and Fractions.

    The text is a list of rows in which children stand before their parents: ``[type name, field, …]``.
    A field is a plain value, or ``[row number]`` where it is an object.
    """

    def __init__(self, types: Iterable[type]) -> None:
        self._types = {kind.__name__: kind for kind in types}
        self._fields = {
            kind: tuple(field.name for field in fields(kind)) for kind in self._types.values() if is_dataclass(kind)
        }

    def encode(self, value: Any) -> str:
        """The JSON text of a value. Raises CodecError for a type that was not named."""
        rows: list[list[Any]] = []
        seen: dict[int, int] = {}
        kept: list[Any] = []  # keeps ids unique while we encode
        root = self._encode(value, rows, seen, kept)
        return json.dumps([root, rows], separators=(",", ":"), ensure_ascii=False)

    def decode(self, text: str) -> Any:
        """The value of a text that ``encode`` wrote. Raises CodecError for any other text."""
        try:
            root, rows = json.loads(text)
            made: list[Any] = []
            for row in rows:
                made.append(self._make(row[0], row[1:], made))
            return made[root[0]] if isinstance(root, list) else root
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as problem:
            raise CodecError(str(problem)) from problem

    def _encode(self, value: Any, rows: list[list[Any]], seen: dict[int, int], kept: list[Any]) -> Any:
        if type(value) in _PLAIN:
            return value
        if id(value) in seen:
            return [seen[id(value)]]
        kind = type(value).__name__
        if isinstance(value, Enum):
            parts: list[Any] = [value.value]
        elif isinstance(value, Fraction):
            parts = [value.numerator, value.denominator]
        elif isinstance(value, tuple):
            kind, parts = "", list(value)
        elif isinstance(value, dict):
            kind, parts = "{}", [part for pair in value.items() for part in pair]
        elif type(value) in self._fields:
            parts = [getattr(value, name) for name in self._fields[type(value)]]
        else:
            raise CodecError(f"{kind} is not written to the cache")
        if kind not in self._types and kind not in ("", "{}", "Fraction"):
            raise CodecError(f"{kind} is not written to the cache")
        row = [kind, *(self._encode(part, rows, seen, kept) for part in parts)]
        seen[id(value)] = len(rows)
        kept.append(value)
        rows.append(row)
        return [len(rows) - 1]

    def _make(self, kind: str, parts: list[Any], made: list[Any]) -> Any:
        values = [made[part[0]] if isinstance(part, list) else part for part in parts]
        if not kind:
            return tuple(values)
        if kind == "{}":
            return dict(zip(values[::2], values[1::2], strict=True))
        if kind == "Fraction":
            return Fraction(values[0], values[1])
        return self._types[kind](*values)
