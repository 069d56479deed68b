"""Whether an event pattern is one that the service takes, and whether it matches an event."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure
from studykit.core.text import listed, shortened
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._pattern_json import Json, JsonProblemError, Number, Written, read_json
from studykit.rules.kernels._pattern_match import Leaf, Outcome, Work, leaves_of, match_way
from studykit.rules.kernels._pattern_rule import FieldProblemError, Limits, Way, compile_pattern
from studykit.rules.types import COUNT, SIZE, TEXT, TRUTH

_SHOWN_VALUES = 3
_SHOWN_FIELDS = 40
_WIDTH = 40
_LARGEST_TEXT = 8_000_000  # characters; more than any event, so that nothing larger is even counted


def event_pattern(
    *,
    pattern: str,
    pattern_length_max: Figure,
    event_size_max: Figure,
    number_max: Figure,
    combinations_max: Figure,
    complexity_max: Figure,
    event: str | None = None,
) -> Run:
    """Check a pattern, and match it with an event when there is one.

    Raises UsageError for an event that is no JSON object, and for texts that no program should spend time on.
    """
    limits = Limits(Decimal(int(number_max)), int(combinations_max), int(complexity_max))
    ways, problem = _compiled(pattern, pattern_length_max, limits)
    size = _size(event)
    fits = None if size is None else size <= event_size_max
    read = read_event(event) if event is not None and fits else None
    if problem:
        return Run(_gives(valid=False, problem=problem, fits=fits), (Moment(None, problem),))
    if read is None:
        return Run(_gives(valid=True, fits=fits))
    return _matched(ways, read)


def _compiled(pattern: str, longest: Figure, limits: Limits) -> tuple[tuple[Way, ...], str]:
    """The ways to match, or why the service refuses the pattern."""
    if len(pattern) > longest:
        return (), f"The pattern has {len(pattern):,} characters, which is more than {longest:,}."
    try:
        # of a key that stands twice the last one counts, as in the matcher that the service published
        return compile_pattern(read_json(pattern, repeated_keys=True, objects=Written), limits), ""
    except JsonProblemError as problem:
        return (), f"The pattern cannot be read. {problem}"
    except FieldProblemError as problem:
        return (), str(problem)


def _size(event: str | None) -> int | None:
    """The event's bytes."""
    if event is None:
        return None
    if len(event) > _LARGEST_TEXT:
        raise UsageError("This text is too large for an event.")
    return len(event.encode("utf-8", errors="replace"))


def read_event(text: str) -> dict[str, Json]:
    """An event as it is matched. Raises UsageError for a text that is none."""
    if len(text) > _LARGEST_TEXT:
        raise UsageError("This text is too large for an event.")
    try:
        read = read_json(text, repeated_keys=True)
    except JsonProblemError as problem:
        raise UsageError(f"The event cannot be read. {problem}") from None
    if not isinstance(read, dict):
        raise UsageError("An event is a JSON object in curly braces.")
    return read


def _matched(ways: tuple[Way, ...], event: dict[str, Json]) -> Run:
    """Try each way; without a match, the one that got furthest tells which field decides."""
    leaves = leaves_of(event, {name for way in ways for name in way})
    work, best = Work(), None
    for way in ways:
        outcome = match_way(way, leaves, work)
        if not outcome.reason:
            moments = tuple(_told(name, leaves) for name in list(way)[:_SHOWN_FIELDS])
            return Run(_gives(valid=True, fits=True, matches=True, field=listed(list(way))), moments)
        best = max(best or outcome, outcome, key=lambda one: one.passed)
    assert best is not None, "a pattern has at least one way"
    return Run(_gives(valid=True, fits=True, matches=False, field=best.field), (_failed(best, leaves),))


def _told(name: str, leaves: Mapping[str, list[Leaf]]) -> Moment:
    there = leaves.get(name)
    return Moment(None, f"{name} matches: {_shown(there)}." if there else f"{name} matches, because it is missing.")


def _failed(outcome: Outcome, leaves: Mapping[str, list[Leaf]]) -> Moment:
    """Why a field does not match."""
    why = {
        "missing": "the event has no value there",
        "value": f"the pattern does not take {_shown(leaves.get(outcome.field, []))}",
        "present": f"it must not be there, and it is {_shown(leaves.get(outcome.field, []))}",
        "element": "it matches only in another element of the list than the other fields",
    }[outcome.reason]
    return Moment(None, f"{outcome.field} does not match: {why}.")


def _shown(leaves: list[Leaf]) -> str:
    """The first values of a field, as JSON writes them."""
    shown = [_written(leaf.value) for leaf in leaves[:_SHOWN_VALUES]]
    more = len(leaves) - len(shown)
    return listed([*shown, f"{more:,} more"] if more else shown)


def _written(value: Json) -> str:
    if isinstance(value, Number):
        return shortened(value.text, _WIDTH)
    if isinstance(value, str):
        return f'"{shortened(value, _WIDTH)}"'
    return {True: "true", False: "false", None: "null"}[value]


def _gives(
    *, valid: bool, problem: str = "", fits: bool | None = None, matches: bool | None = None, field: str | None = None
) -> dict[str, object]:
    return {
        "valid": valid,
        "problem": problem or None,
        "event_fits": fits,
        "matches": matches,
        "deciding_field": field,
    }


KERNEL = Kernel(
    run=event_pattern,
    takes={
        "pattern": TEXT,
        "event": TEXT,
        "pattern_length_max": COUNT,
        "event_size_max": SIZE,
        "number_max": COUNT,
        "combinations_max": COUNT,
        "complexity_max": COUNT,
    },
    gives={"valid": TRUTH, "problem": TEXT, "event_fits": TRUTH, "matches": TRUTH, "deciding_field": TEXT},
    optional=("event",),
)
