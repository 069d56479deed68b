"""Texts, lists and maps as a template sees them: the methods that it may call, and how a value is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from studykit.rules.kernels._safe_pattern import safe_pattern
from studykit.rules.kernels._template_budget import Budget, TemplateRefusedError

Method = Callable[..., Any]


class TemplateObject:
    """An object of the gateway, such as ``$input``; only what is named here can be reached."""

    def __init__(self, methods: Mapping[str, Method], properties: Mapping[str, Any] | None = None) -> None:
        self.methods = methods
        self.properties = properties or {}


def text_of(value: Any, budget: Budget) -> str:
    """A value as the template engine writes it: lists like ``[a, b]``, maps like ``{a=1}``."""
    budget.weigh(value)
    return str(budget.checked(_text(value)))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(name)}={_text(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(inner) for inner in value) + "]"
    if isinstance(value, TemplateObject):
        raise TemplateRefusedError("An object of the gateway cannot be written as a text.")
    return "null" if value is None else str(value)


def as_json(value: Any, budget: Budget) -> str:
    """A value as compact JSON, as the gateway writes parts of a body."""
    budget.weigh(value)
    return str(budget.made(json.dumps(value, separators=(",", ":"), ensure_ascii=False)))


def found_in(value: Any, name: str) -> Any:
    """A property of a map; nothing of any other value can be reached by its name alone."""
    if isinstance(value, TemplateObject):
        return value.properties.get(name)
    return value.get(name) if isinstance(value, Mapping) else None


def method_of(value: Any, name: str, budget: Budget) -> Method | None:
    """A method that a template may call on a value; None when there is none of that name."""
    if isinstance(value, TemplateObject):
        return value.methods.get(name)
    for kind, methods in _METHODS:
        if isinstance(value, kind) and name in methods:
            budget.weigh(value)
            return _bound(methods[name], value, budget)
    return None


def _bound(method: Method, value: Any, budget: Budget) -> Method:
    def call(*parameters: Any) -> Any:
        for parameter in parameters:
            budget.weigh(parameter)
        budget.step(1 + (len(value) // 100 if isinstance(value, str) else 0))
        return budget.made(method(budget, value, *parameters))

    return call


def _replaced(budget: Budget, text: str, pattern: Any, by: str) -> str:
    found = _pattern(text, pattern)

    def written(_: re.Match[str]) -> str:
        budget.grow(len(by))
        return by

    return found.sub(written, text)


def _literally(budget: Budget, text: str, old: str, new: str) -> str:
    budget.grow(text.count(old) * len(new))
    return text.replace(old, new)


def _pattern(text: str, pattern: Any) -> re.Pattern[str]:
    found = safe_pattern(str(pattern), len(text))
    if found is None:
        raise TemplateRefusedError("The pattern in the template is faulty, or could run for too long.")
    return found


def _added(_: Budget, items: list[Any], *parameters: Any) -> bool:
    items.insert(parameters[0] if len(parameters) > 1 else len(items), parameters[-1])
    return True


def _set(_: Budget, items: list[Any], place: int, value: Any) -> Any:
    before, items[place] = items[place], value
    return before


def _put(_: Budget, values: dict[Any, Any], name: Any, value: Any) -> Any:
    before = values.get(name)
    values[name] = value
    return before


def _put_all(_: Budget, values: dict[Any, Any], more: Mapping[Any, Any]) -> None:
    values.update(more)


_ANY: dict[str, Method] = {
    "toString": lambda budget, value: text_of(value, budget),
    "equals": lambda _, value, other: type(value) is type(other) and value == other,
}
_TEXT: dict[str, Method] = {
    "length": lambda _, text: len(text),
    "isEmpty": lambda _, text: not text,
    "contains": lambda _, text, part: part in text,
    "startsWith": lambda _, text, part: text.startswith(part),
    "endsWith": lambda _, text, part: text.endswith(part),
    "indexOf": lambda _, text, part: text.find(part),
    "substring": lambda _, text, since, until=None: text[since:until],
    "toLowerCase": lambda _, text: text.lower(),
    "toUpperCase": lambda _, text: text.upper(),
    "trim": lambda _, text: text.strip(),
    "concat": lambda _, text, more: text + more,
    "replace": _literally,
    "replaceAll": _replaced,
    "split": lambda _, text, pattern: _pattern(text, pattern).split(text),
    "matches": lambda _, text, pattern: _pattern(text, pattern).fullmatch(text) is not None,
    "equalsIgnoreCase": lambda _, text, other: text.casefold() == other.casefold(),
}
_LIST: dict[str, Method] = {
    "size": lambda _, items: len(items),
    "isEmpty": lambda _, items: not items,
    "get": lambda _, items, place: items[place],
    "contains": lambda _, items, value: value in items,
    "add": _added,
    "set": _set,
}
_MAP: dict[str, Method] = {
    "size": lambda _, values: len(values),
    "isEmpty": lambda _, values: not values,
    "get": lambda _, values, name: values.get(name),
    "containsKey": lambda _, values, name: name in values,
    "keySet": lambda _, values: list(values),
    "values": lambda _, values: list(values.values()),
    "entrySet": lambda _, values: [{"key": name, "value": value} for name, value in values.items()],
    "put": _put,
    "putAll": _put_all,
}
_METHODS: tuple[tuple[type, dict[str, Method]], ...] = ((str, _TEXT), (list, _LIST), (dict, _MAP), (object, _ANY))
