"""A scenario → verdict and the smallest edits that would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from studykit.core.errors import UsageError, nearest
from studykit.core.verdict import Decision, Fix, Value, Verdict
from studykit.rules.engine import Judge
from studykit.rules.fixes import find_fixes
from studykit.rules.settings import read_settings

_FIXES = 4


def settings_of(judge: Judge, words: Iterable[str]) -> dict[str, Value]:
    """``name=value`` words as settings. Raises UsageError that suggests the right name or unit."""
    said: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"'{word}' is not a setting. Write it like name=value.")
        if name.strip() in said:
            raise UsageError(f"'{name.strip()}' is set twice.")
        said[name.strip()] = value.strip()
    return read_settings(judge.domain, said)


def ask(judge: Judge, settings: Mapping[str, Value], want: str = "") -> tuple[Verdict, tuple[Fix, ...]]:
    """The verdict, and the edits that would give ``want`` (the domain's wanted outcome when empty).

    Raises UsageError for an outcome that the domain does not have.
    """
    outcomes = judge.domain.outcomes
    if want and want not in outcomes:
        raise UsageError(f"{judge.domain.id} has no outcome '{want}'.{nearest(want, outcomes)}")
    verdict = judge.verdict(settings)
    if verdict.decision is not Decision.DECIDED or verdict.outcome == want:
        return verdict, ()
    return verdict, find_fixes(judge, settings, want or None)[:_FIXES]


def input_range(judge: Judge, name: str) -> str:
    """What an input may be, in words."""
    return judge.domain.inputs[name].words


def domain_record(judge: Judge) -> dict[str, Any]:
    """A domain's inputs and outcomes for JSON."""
    domain = judge.domain
    return {
        "domain": domain.id,
        "title": domain.title,
        "inputs": [{"name": name, "range": input_range(judge, name)} for name in domain.inputs],
        "outcomes": [{"name": name, "says": says} for name, says in domain.outcomes.items()],
        "misconceptions": [one.says for one in domain.misconceptions],
    }
