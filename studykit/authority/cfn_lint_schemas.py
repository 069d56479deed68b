"""cfn-lint's resource schemas, extensions, rules and limits → what they say of the members that a pack cites.

``AWS::SQS::Queue DelaySeconds`` is a property (``EphemeralStorage.Size`` a nested one), ``extension
aws_lambda_function/capacity_provider_timeout`` a conditional schema, ``rule E3697`` the words of a rule,
``limits Resources.number`` a figure of the table of template limits.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from studykit.authority.extracts import extracted
from studykit.authority.packages import find_package
from studykit.authority.sentences import sentences
from studykit.core.authority import Extract, Member
from studykit.core.diagnostic import Diagnostic
from studykit.core.quantity import Figure, format_figure, whole

SOURCE = "cfn-lint"
_MODULE = "cfnlint"
_REGION = "us-east-1.json"
_RESOURCE = re.compile(r"(?P<type>\w+(?:::\w+)+) (?P<path>[\w.]+)")
_EXTENSION = re.compile(r"extension (?P<file>\w+/\w+)")
_RULE = re.compile(r"rule (?P<id>[EWI]\d{4})")
_LIMIT = re.compile(r"limits (?P<table>\w+)\.(?P<key>\w+)")
_LOWS = ("minimum", "minItems", "minLength")
_HIGHS = ("maximum", "maxItems", "maxLength")
_TOLD = (*_LOWS, *_HIGHS, "default", "const", "multipleOf")


def extract(wanted: Iterable[str], within: Path | None = None) -> tuple[Extract, tuple[Diagnostic, ...]]:
    """What the installed cfn-lint says of the wanted members, and a diagnostic for each that it has not.

    Its date is that of its resource schemas. Raises ContentError when it is not installed.
    """
    package = find_package(SOURCE, _MODULE, within)
    return extracted(SOURCE, package, _Schemas(package.folder), wanted)


class _Schemas:
    """The files of one installation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schemas = folder / "data" / "schemas"
        self._types: Mapping[str, str] = json.loads((self._schemas / "providers" / _REGION).read_text("utf-8"))

    def date(self) -> str:
        """The day of the resource schemas."""
        told = json.loads((self._schemas / "version.json").read_text("utf-8"))
        return str(told["schema_date"])[:10]

    def member(self, name: str) -> Member | None:
        """What cfn-lint says at a place; None when there is no such place."""
        place = name.removeprefix(f"{SOURCE} ")
        if found := _RESOURCE.fullmatch(place):
            return self._property(name, found["type"], found["path"])
        if found := _EXTENSION.fullmatch(place):
            return self._extension(name, found["file"])
        if found := _RULE.fullmatch(place):
            return self._rule(name, found["id"])
        if found := _LIMIT.fullmatch(place):
            return self._limit(name, found["table"], found["key"])
        return None

    def _property(self, name: str, kind: str, path: str) -> Member | None:
        if kind not in self._types:
            return None
        file = self._schemas / "resources" / f"{self._types[kind]}.json"
        schema = json.loads(file.read_text("utf-8"))
        node: Mapping[str, Any] = schema
        for step in path.split("."):
            row = _resolved(node.get("items", {}), schema)
            inner = row if "properties" in row else node
            node = _resolved(inner.get("properties", {}).get(step, {}), schema)
        if not node:
            return None
        return Member(
            name,
            _first(node, _LOWS),
            _first(node, _HIGHS),
            tuple(str(one) for one in node.get("enum", ())),
            default=_exact(node.get("default")),
            step=_exact(node.get("multipleOf")),
            says=sentences(str(node.get("description", ""))),
        )

    def _extension(self, name: str, file: str) -> Member | None:
        path = self._schemas / "extensions" / f"{file}.json"
        if not path.is_file():
            return None
        return Member(name, says=tuple(_told(json.loads(path.read_text("utf-8")), "")))

    def _rule(self, name: str, rule: str) -> Member | None:
        for path in sorted((self._folder / "rules").rglob("*.py")):
            text = path.read_text("utf-8")
            if f'id = "{rule}"' in text:
                words = [_assigned(ast.parse(text), field) for field in ("shortdesc", "description")]
                return Member(name, says=tuple(one for text in words for one in sentences(f"{text}")))
        return None

    def _limit(self, name: str, table: str, key: str) -> Member | None:
        limits = _assigned(ast.parse((self._folder / "helpers.py").read_text("utf-8")), "LIMITS")
        figure = limits.get(table, {}).get(key) if isinstance(limits, dict) else None
        return None if figure is None else Member(name, high=_exact(figure))


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node that a ``$ref`` into the same file points at."""
    where = str(node.get("$ref", ""))
    if not where.startswith("#/"):
        return node
    found: Any = schema
    for step in where.removeprefix("#/").split("/"):
        found = found.get(step, {})
    return found if isinstance(found, dict) else {}


def _told(node: Any, path: str) -> Iterator[str]:
    """``Timeout maximum 900``: each figure of a conditional schema with the property that it bounds."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _TOLD and isinstance(value, (int, float)) and not isinstance(value, bool):
                yield f"{path} {key} {format_figure(whole(Fraction(str(value))))}".strip()
            else:
                structure = key in ("properties", "then", "if", "else", "not", "schema", "cfnGather", "items")
                yield from _told(value, path if structure else key)
    elif isinstance(node, list):
        for value in node:
            yield from _told(value, path)


def _assigned(tree: ast.Module, name: str) -> Any:
    """The literal that a module or one of its classes gives to a name; an empty text when there is none."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if [target.id for target in targets if isinstance(target, ast.Name)] == [name]:
                return ast.literal_eval(node.value)
    return ""


def _first(node: Mapping[str, Any], keys: Iterable[str]) -> Figure | None:
    return next((_exact(node[key]) for key in keys if key in node), None)


def _exact(figure: Any) -> Figure | None:
    if isinstance(figure, bool) or not isinstance(figure, (int, float)):
        return None
    return whole(Fraction(str(figure)))
