"""What a rule hands to a target: a part of the event, or a template that is filled from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json import dumps

from studykit.core.errors import UsageError
from studykit.rules.kernels._pattern_json import Json, JsonProblemError, Number, read_json

MISSING = object()
"""Stands for a part that the event does not have."""

_PATH = re.compile(r"\$(?:\.[\w/-]+|\[\d{1,6}\]|\[\*\]|\.\*|\['[^']{1,100}'\])*", re.ASCII)
_PLACE = re.compile(r"\.([\w/-]+)|\[(\d+)\]|\['([^']+)'\]|(?:\.\*|\[(\*)\])", re.ASCII)
_HOLDER = re.compile(r"<([A-Za-z0-9_.-]{1,256})>")
_LARGEST = 20_000_000  # characters of a filled template
_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_GIVEN = ("aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time")
_WHOLE = {"aws.events.event": ("detail",), "aws.events.event.json": ()}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


Filling = Callable[[re.Match[str]], str]
"""What stands in place of a placeholder."""


class InputProblemError(ValueError):
    """The service refuses the setting; the message says why."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template whose placeholders are known."""

    text: str
    paths: Mapping[str, str]


def read_path(text: str, longest: int) -> str:
    """The path itself. Raises InputProblemError when it is none that the service reads."""
    if len(text) > longest:
        raise InputProblemError(f"A path has at most {longest:,} characters, and this one has {len(text):,}.")
    if not _PATH.fullmatch(text):
        raise InputProblemError(
            f"'{text[:60]}' is no path; a path begins with $ and goes on with .names and [numbers]."
        )
    return text


def part(event: Json, path: str) -> Json:
    """What a path picks out of an event; MISSING when nothing is there."""
    found = [event]
    several = False
    for name, number, quoted, _star in _PLACE.findall(path):
        if name or quoted:
            key = name or quoted
            found = [one[key] for one in found if isinstance(one, dict) and key in one]
        elif number:
            found = [one[int(number)] for one in found if isinstance(one, list) and int(number) < len(one)]
        else:
            several = True
            found = [inner for one in found for inner in (one.values() if isinstance(one, dict) else _members(one))]
    if several:
        return found
    return found[0] if found else MISSING


def read_template(text: str, paths: str | None, *, path_length: int, variables: int, length: int) -> Template:
    """A template with its variables. Raises InputProblemError."""
    if not 1 <= len(text) <= length:
        raise InputProblemError(f"A template has from 1 to {length:,} characters, and this one has {len(text):,}.")
    named = _variables(paths, path_length, variables)
    for holder in _HOLDER.findall(text):
        if holder not in named and holder not in _GIVEN and holder not in _WHOLE:
            raise InputProblemError(f"The template names <{holder}>, and no variable has this name.")
    template = Template(text, named)
    _check_form(template)
    return template


def fill(template: Template, event: dict[str, Json]) -> tuple[str, tuple[str, ...]]:
    """The filled template, and the variables that the event has no value for."""
    if len(_HOLDER.findall(template.text)) * len(written(event)) > _LARGEST:
        raise UsageError("The filled template would become too large to look at.")
    missing: dict[str, None] = {}

    def outside(found: re.Match[str]) -> str:
        return written(_value(template, found[1], event, missing))

    def inside(found: re.Match[str]) -> str:
        value = _value(template, found[1], event, missing)
        return "" if value is MISSING else (written(value)[1:-1] if isinstance(value, str) else written(value))

    filled = _replaced(template.text, outside, inside)
    return filled, tuple(missing)


def written(value: Json) -> str:
    """A value as JSON writes it; nothing for a missing one."""
    if value is MISSING:
        return ""
    if isinstance(value, Number):
        return value.text
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(key)}:{written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(inner) for inner in value) + "]"
    return _quoted(value) if isinstance(value, str) else {True: "true", False: "false", None: "null"}[value]


def _members(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _variables(paths: str | None, path_length: int, most: int) -> dict[str, str]:
    """Names and paths of an InputPathsMap."""
    if paths is None:
        return {}
    try:
        read = read_json(paths, repeated_keys=False)
    except JsonProblemError as problem:
        raise InputProblemError(f"The paths cannot be read. {problem}") from None
    if not isinstance(read, dict) or not all(isinstance(path, str) for path in read.values()):
        raise InputProblemError("The paths are an object of names with a path each.")
    if len(read) > most:
        raise InputProblemError(f"A template has at most {most:,} variables, and here are {len(read):,}.")
    for name, path in read.items():
        if not _NAME.fullmatch(name) or name.upper().startswith("AWS"):
            raise InputProblemError(f"'{name[:60]}' cannot be the name of a variable.")
        read_path(path, path_length)
    return read


def _check_form(template: Template) -> None:
    """A template is JSON once it is filled, or lines of text in quotes."""
    filled = _replaced(template.text, lambda _found: "null", lambda _found: "x")
    texts = [filled, *([line for line in filled.splitlines() if line.strip()] if filled[:1] == '"' else [])]
    try:
        if filled[:1] == '"' and len(texts) > 1:
            for line in texts[1:]:
                read_json(line, repeated_keys=False)
        else:
            read_json(filled, repeated_keys=False)
    except JsonProblemError:
        raise InputProblemError("The filled template is neither JSON nor text in quotes.") from None


def _replaced(text: str, outside: Filling, inside: Filling) -> str:
    """Replace placeholders, in one way between quotes and in another elsewhere."""
    pieces, at = [], 0
    for found in _STRING.finditer(text):
        pieces.append(_HOLDER.sub(outside, text[at : found.start()]))
        pieces.append(_HOLDER.sub(inside, found[0]))
        at = found.end()
    return "".join([*pieces, _HOLDER.sub(outside, text[at:])])


def _value(template: Template, name: str, event: dict[str, Json], missing: dict[str, None]) -> Json:
    """The value of a placeholder; what only the service knows stands as its own name."""
    if name in _GIVEN:
        return f"<{name}>"
    if name in _WHOLE:
        return {key: value for key, value in event.items() if key not in _WHOLE[name]}
    value = part(event, template.paths[name])
    if value is MISSING:
        missing[name] = None
    return value


def _quoted(text: str) -> str:
    return dumps(text, ensure_ascii=False)
