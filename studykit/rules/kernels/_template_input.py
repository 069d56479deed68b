"""``$input``, ``$context``, ``$stageVariables`` and ``$util`` of a mapping template."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from studykit.core.errors import UsageError
from studykit.rules.kernels._template_budget import Budget, TemplateRefusedError
from studykit.rules.kernels._template_values import Method, TemplateObject, as_json, text_of

LONGEST = 50_000
"""Characters of a body or of parameters that are read."""
_LONGEST_PATH = 500
_STEP = re.compile(r"\.(\*|[\w$-]{1,100})|\[(\d{1,6}|\*)\]|\[['\"]([^'\"\]]{1,100})['\"]\]")
_ESCAPED = {
    "\\": "\\\\",
    "'": "\\'",
    '"': '\\"',
    "/": "\\/",
    "\b": "\\b",
    "\n": "\\n",
    "\t": "\\t",
    "\f": "\\f",
    "\r": "\\r",
}
_FOLDERS = ("path", "querystring", "header")


def read_json(text: str | None, what: str) -> Any:
    """A JSON text. Raises UsageError with a sentence that names ``what``."""
    if text is None or not text.strip():
        return {}
    if len(text) > LONGEST:
        raise UsageError(f"The {what} has more than {LONGEST:,} characters.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"The {what} is not JSON, or nested too deeply.") from problem


def names_of(body: str, *, parameters: Any, context: Any, stage_variables: Any, budget: Budget) -> dict[str, Any]:
    """What a template finds under its variables."""
    if not all(isinstance(one, dict) for one in (parameters, context, stage_variables)):
        raise UsageError("Parameters, context and stage variables are JSON objects.")
    context = {"requestOverride": {"header": {}, "path": {}, "querystring": {}}, **context}
    context.setdefault("responseOverride", {"header": {}})
    return {
        "input": _input(body, _folders(parameters), budget),
        "context": context,
        "stageVariables": stage_variables,
        "util": _util(budget),
    }


def _folders(parameters: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Parameters by where they stand; those written without a place are query parameters."""
    if parameters and all(name in _FOLDERS and isinstance(part, dict) for name, part in parameters.items()):
        return {folder: dict(parameters.get(folder, {})) for folder in _FOLDERS}
    return {"path": {}, "querystring": dict(parameters), "header": {}}


def _input(body: str, folders: dict[str, dict[str, Any]], budget: Budget) -> TemplateObject:
    once: list[Any] = []

    def part(path: Any) -> Any:
        if not once:
            once.append(_parsed(body))
        return _part(once[0], path, budget)

    methods: dict[str, Method] = {
        "json": lambda path: as_json(part(path), budget),
        "path": part,
        "params": lambda name=None: folders if name is None else _parameter(folders, name),
    }
    return TemplateObject(methods, {"body": body})


def _parsed(body: str) -> Any:
    if not body.strip():
        return {}
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise TemplateRefusedError("The body is no JSON, so a path into it leads nowhere.") from problem


def _parameter(folders: Mapping[str, Mapping[str, Any]], name: Any) -> Any:
    """The first of path, query string and header that has the name."""
    for folder in _FOLDERS:
        if name in folders[folder]:
            return folders[folder][name]
    folded = {key.casefold(): value for key, value in folders["header"].items()}
    return folded.get(str(name).casefold(), "")


def _part(value: Any, path: Any, budget: Budget) -> Any:
    """A part of the body by a path such as ``$.orders[0].id``; an empty text where it leads nowhere."""
    text = str(path).strip()
    if not text.startswith("$") or len(text) > _LONGEST_PATH:
        raise TemplateRefusedError("A path into the body begins with $, such as $.order.id.")
    found, many, at = [value], False, 1
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            raise TemplateRefusedError(f"The path {text[:40]} uses what is not handled here.")
        at = step.end()
        name = next(part for part in step.groups() if part is not None)
        many = many or name == "*"
        found = [inner for one in found for inner in _inside(one, name, budget)]
    if many:
        budget.weigh(found)
        return found
    return found[0] if found else ""


def _inside(value: Any, name: str, budget: Budget) -> list[Any]:
    budget.step(1 + (len(value) if name == "*" and isinstance(value, (dict, list)) else 0))
    if isinstance(value, dict):
        return list(value.values()) if name == "*" else [value[name]] if name in value else []
    if isinstance(value, list):
        if name == "*":
            return value
        return [value[int(name)]] if name.isdigit() and int(name) < len(value) else []
    return []


def _util(budget: Budget) -> TemplateObject:
    def given(value: Any) -> str:
        text = text_of(value, budget)
        budget.write(text)
        return text

    return TemplateObject(
        {
            "escapeJavaScript": lambda value: budget.made("".join(_escaped(sign) for sign in given(value))),
            "base64Encode": lambda value: base64.b64encode(given(value).encode()).decode(),
            "base64Decode": lambda value: _decoded(given(value)),
            "urlEncode": lambda value: quote_plus(given(value), safe="*-._"),
            "urlDecode": lambda value: unquote_plus(given(value)),
            "parseJson": lambda value: _parsed(given(value)),
        }
    )


def _escaped(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if " " <= sign <= "~":
        return sign
    units = sign.encode("utf-16-be").hex().upper()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as problem:
        raise TemplateRefusedError("The template decodes what is no base64 of a text.") from problem
