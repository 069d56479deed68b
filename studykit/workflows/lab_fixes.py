"""Which few changes of a scenario would give another outcome, and which alone would not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studykit.core.text import listed
from studykit.core.verdict import Edit, Fix, Value
from studykit.rules.engine import Judge
from studykit.rules.fixes import find_fixes
from studykit.workflows.lab import Kind, kind_of, outcome_name
from studykit.workflows.lab_moves import put_all
from studykit.workflows.lab_words import UNSET, label, shown


@dataclass(frozen=True, slots=True)
class Change:
    """One setting, as it is and as it would be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together give the outcome."""

    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Fixes:
    """How an outcome is come by."""

    want: str
    says: str
    """The outcome as a sentence."""
    there: bool
    """Whether it comes out already."""
    ways: tuple[Way, ...]
    """Fewest changes first."""
    alone_not: tuple[str, ...]
    """Labels of settings no single change of which was found to give it."""
    given: tuple[str, ...]
    """Labels of what nobody can set, so that no fix changes it."""
    unknown: str
    """Why the outcome is unknown as things are; empty when it is known."""


def outcomes(judge: Judge) -> tuple[str, ...]:
    """The domain's outcomes, the one that its author wants first."""
    wanted = judge.domain.wanted
    return (wanted, *(name for name in judge.domain.outcomes if name != wanted))


def fixes(judge: Judge, settings: Mapping[str, Value], want: str = "") -> Fixes:
    """The ways to an outcome of the domain; the wanted one when ``want`` is empty."""
    want = want or judge.domain.wanted
    verdict = judge.verdict(settings)
    there = outcome_name(verdict) == want
    found = () if there else find_fixes(judge, settings, want)
    ways = tuple(_way(judge, fix) for fix in sorted(found, key=lambda fix: len(fix.edits)))
    helps = {way.edits[0].setting for way in ways if len(way.edits) == 1}
    inputs = judge.domain.inputs
    missing = listed([label(name) for name in verdict.missing])
    return Fixes(
        want=want,
        says=judge.domain.outcomes.get(want, ""),
        there=there,
        ways=ways,
        alone_not=tuple(
            label(name)
            for name, one in inputs.items()
            if not (there or one.fixed or name in helps or kind_of(one.type) is Kind.LINE)
        ),
        given=tuple(label(name) for name, one in inputs.items() if one.fixed),
        unknown=f"{missing} {'is' if len(verdict.missing) == 1 else 'are'} not set." if missing else "",
    )


def applied(judge: Judge, settings: Mapping[str, Value], way: Way) -> dict[str, Value]:
    """The settings with the changes made. Raises UsageError when that is no scenario."""
    return put_all(judge, settings, {edit.setting: edit.after for edit in way.edits})


def _way(judge: Judge, fix: Fix) -> Way:
    return Way(tuple(_change(judge, edit) for edit in fix.edits), fix.edits)


def _change(judge: Judge, edit: Edit) -> Change:
    one = judge.domain.inputs[edit.setting]
    before = UNSET if edit.before == "not set" else shown(one, edit.before)
    return Change(label(edit.setting), before, shown(one, edit.after))
