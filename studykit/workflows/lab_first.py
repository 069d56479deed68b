"""A scenario to begin with: what a domain's author asks about, so that something is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studykit.core.errors import UsageError
from studykit.core.verdict import Decision, Value
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Template
from studykit.rules.engine import Judge

_TRIES = 24
"""Scenarios that are looked at for a better one."""


def first(judge: Judge) -> dict[str, Value]:
    """Settings of a good scenario to begin with: one that comes out as wanted, with a time line where there is one.

    Empty where nothing is decided whatever is set.
    """
    best: tuple[int, dict[str, Value]] = (0, {})
    for at, settings in enumerate(_tried(judge)):
        worth = _worth(judge, settings)
        if worth > best[0]:
            best = worth, settings
        if best[0] == _BEST or at >= _TRIES:
            break
    return best[1]


def usual(judge: Judge) -> dict[str, Value]:
    """What each input usually is: as in the first scenario, else what the service fills in."""
    return {**judge.defaults, **first(judge)}


_DECIDED, _WANTED, _TOLD = 4, 2, 1
_BEST = _DECIDED + _WANTED + _TOLD


def _worth(judge: Judge, settings: Mapping[str, Value]) -> int:
    try:
        verdict = judge.verdict(settings)
    except UsageError:
        return 0
    if verdict.decision is not Decision.DECIDED:
        return 0
    return _DECIDED + _WANTED * (verdict.outcome == judge.domain.wanted) + _TOLD * (len(verdict.timeline) > 1)


def _tried(judge: Judge) -> Iterator[dict[str, Value]]:
    """The scenarios of the author's questions, each filled up: as little as can be set first."""
    for template in judge.domain.templates:
        inputs = judge.domain.inputs
        usually = {name: one.usual for name, one in inputs.items() if one.usual is not None}
        needed = {name: values[0] for name, values in template.vary.items() if values and name not in judge.defaults}
        base = {**usually, **needed, **template.given}
        yield _filled(judge, base)
        yield from (_filled(judge, {**base, **change}) for change in _changes(template))
    yield _filled(judge, {})


def _changes(template: Template) -> Iterator[dict[str, Value]]:
    """Each varied input at each of its values, by itself."""
    for name, values in template.vary.items():
        yield from ({name: value} for value in values[1:])


def _filled(judge: Judge, settings: Mapping[str, Value]) -> dict[str, Value]:
    """The settings with what decides and is not set, until something is decided."""
    found = {name: value for name, value in settings.items() if name in judge.domain.inputs}
    for _ in judge.domain.inputs:
        try:
            missing = [name for name in judge.verdict(found).missing if name not in found]
        except UsageError:
            break
        if not missing:
            break
        for name in missing:
            value = judge.domain.inputs[name].usual
            values = (value,) if value is not None else candidates_for(judge, name, found)
            if not values:
                return found
            found[name] = values[0] if len(values) < 3 else values[len(values) // 2]  # noqa: PLR2004 - no middle
    return {name: found[name] for name in judge.domain.inputs if name in found}
