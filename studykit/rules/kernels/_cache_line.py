"""A sequence of requests to a cached stage: ``0 s GET /a?x=1; 10 s GET /a Cache-Control: max-age=0; 20 s flush``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from studykit.core.errors import UsageError
from studykit.core.quantity import Dimension, Figure, parse_quantity

LONGEST = 10_000
"""Characters of a sequence that are read."""
MOST = 500
"""Requests of a sequence that are read."""
_FORM = "Write it like '0 s GET /a?x=1; 10 s GET /a Cache-Control: max-age=0; 20 s flush'."
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_TIME = re.compile(r"(?P<time>\d[\d,.]*\s?[a-z]+)\b\s*(?P<rest>.*)")
_REQUEST = re.compile(r"(?P<method>[A-Z]+) (?P<path>/[^\s?]*)(?:\?(?P<query>\S*))?(?P<headers>.*)")
_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*)(?: ?: ?|=)(?P<value>\S+)")
_EVENTS = ("flush", "resize")


@dataclass(frozen=True, slots=True)
class CacheStep:
    """A request, or something done to the cache."""

    at: Figure
    words: str
    event: str
    """``flush``, ``resize`` or empty for a request."""
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in small letters, as they are compared without regard to case."""


def cache_steps(text: str) -> list[CacheStep]:
    """All steps in order. Raises UsageError for words that say no sequence."""
    if len(text) > LONGEST:
        raise UsageError(f"The sequence of requests has more than {LONGEST:,} characters. {_FORM}")
    parts = [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()]
    if not parts or len(parts) > MOST:
        raise UsageError(f"A sequence has between 1 and {MOST} requests. {_FORM}")
    steps: list[CacheStep] = []
    for part in parts:
        step = _step(part, steps[-1].at if steps else 0)
        if steps and step.at < steps[-1].at:
            raise UsageError(f"'{part[:40]}' comes before the request that stands before it. {_FORM}")
        steps.append(step)
    return steps


def _step(part: str, before: Figure) -> CacheStep:
    at, rest = before, part
    if found := _TIME.fullmatch(part):
        time = parse_quantity(found["time"])
        if time.dimension is not Dimension.TIME:
            raise UsageError(f"'{found['time']}' is no time. {_FORM}")
        at, rest = time.base, found["rest"]
    if rest.casefold() in _EVENTS:
        return CacheStep(at, rest, rest.casefold(), "", "", {}, {})
    request = _REQUEST.fullmatch(rest)
    if not request or request["method"] not in METHODS:
        raise UsageError(f"'{part[:40]}' is no request. {_FORM}")
    return CacheStep(
        at, rest, "", request["method"], request["path"], _query(request["query"]), _headers(request["headers"])
    )


def _query(words: str | None) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in (words or "").split("&") if pair)
    return {name: value for name, _, value in pairs}


def _headers(words: str) -> dict[str, str]:
    left = _HEADER.sub("", words).strip(" ,{}")
    if left:
        raise UsageError(f"'{left[:40]}' is no header. {_FORM}")
    return {found["name"].casefold(): found["value"].rstrip(",}") for found in _HEADER.finditer(words)}
