"""A scenario → verdict, the smallest edits that would change it, and where it turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import Quantity
from studykit.core.verdict import Decision, Fix, Value, Verdict
from studykit.rules.engine import Judge
from studykit.rules.fixes import find_fixes
from studykit.rules.reading import MAX_TEXT
from studykit.rules.settings import read_settings
from studykit.rules.sweep import Stretch, sweep_choices, sweep_range

_FIXES = 4
_TO = ".."
_ALL = "*"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants decided."""

    settings: Mapping[str, Value]
    ranges: Mapping[str, tuple[Quantity, Quantity] | None] = field(default_factory=dict)
    """Inputs that are moved: from where to where, or None for all choices."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One input moved, the others as they are set."""

    setting: str
    stretches: tuple[Stretch, ...]


def read_asked(judge: Judge, words: Iterable[str]) -> Asked:
    """``name=value``, ``name=low..high``, ``name=*`` and ``name=@file`` words as what is asked.

    Raises UsageError that suggests the right name or unit.
    """
    said: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"'{word[:60]}' is not a setting. Write it like name=value.")
        if name.strip() in said:
            raise UsageError(f"'{name.strip()}' is set twice.")
        said[name.strip()] = value.strip()
    plain: dict[str, str] = {}
    ranges: dict[str, tuple[Quantity, Quantity] | None] = {}
    for name, text in said.items():
        one = judge.domain.inputs.get(name)
        if one is not None and one.type.text and text.startswith("@"):
            plain[name] = _content(name, Path(text[1:]))
        elif one is not None and not one.type.text and text == _ALL and one.type.dimension is None:
            ranges[name] = None
        elif one is not None and one.type.dimension is not None and not one.type.many and _TO in text:
            ranges[name] = _ends(judge, name, text)
        else:
            plain[name] = text
    if len(ranges) > 1:
        raise UsageError(f"Only one input is moved at a time, not {' and '.join(ranges)}.")
    return Asked(read_settings(judge.domain, plain), ranges)


def _content(name: str, path: Path) -> str:
    try:
        raw = path.read_bytes()[: MAX_TEXT * 4 + 1] if path.is_file() else None
    except OSError as problem:
        raise UsageError(f"{name}: '{path}' cannot be read: {problem.strerror}.") from problem
    if raw is None:
        raise UsageError(f"{name}: there is no file '{path}'.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name}: '{path}' is not UTF-8 text.") from None


def _ends(judge: Judge, name: str, text: str) -> tuple[Quantity, Quantity]:
    first, _, last = text.partition(_TO)
    low, high = (read_settings(judge.domain, {name: part.strip()})[name] for part in (first, last))
    if not isinstance(low, Quantity) or not isinstance(high, Quantity) or low.base >= high.base:
        raise UsageError(f"{name}: a range goes up, like 10 s..600 s; '{text}' does not.")
    return low, high


def ask(judge: Judge, settings: Mapping[str, Value], want: str = "") -> tuple[Verdict, tuple[Fix, ...]]:
    """The verdict, and the edits that would give ``want`` (the domain's wanted outcome when empty).

    Raises UsageError for an outcome that the domain does not have, or settings that are no scenario.
    """
    outcomes = judge.domain.outcomes
    if want and want not in outcomes:
        raise UsageError(f"{judge.domain.id} has no outcome '{want}'.{nearest(want, outcomes)}")
    verdict = judge.verdict(settings)
    if verdict.decision is not Decision.DECIDED or verdict.outcome == want:
        return verdict, ()
    return verdict, find_fixes(judge, settings, want or None)[:_FIXES]


def what_if(judge: Judge, asked: Asked) -> tuple[WhatIf, ...]:
    """Where the outcome changes while the asked inputs move."""
    return tuple(
        WhatIf(
            name,
            sweep_choices(judge, asked.settings, name)
            if ends is None
            else sweep_range(judge, asked.settings, name, *ends),
        )
        for name, ends in asked.ranges.items()
    )


def input_range(judge: Judge, name: str) -> str:
    """What an input may be, in words."""
    return judge.domain.inputs[name].words


def domain_record(judge: Judge) -> dict[str, Any]:
    """A domain's inputs and outcomes for JSON."""
    domain = judge.domain
    return {
        "domain": domain.id,
        "title": domain.title,
        "inputs": [
            {
                "name": name,
                "title": one.title,
                "type": str(one.type),
                "choices": list(one.type.choices),
                "default": None if one.default is None else str(one.default),
                "range": input_range(judge, name),
            }
            for name, one in domain.inputs.items()
        ],
        "outcomes": [{"name": name, "says": says} for name, says in domain.outcomes.items()],
        "misconceptions": [one.says for one in domain.misconceptions],
    }
