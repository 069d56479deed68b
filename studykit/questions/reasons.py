"""Traces and claims → the sentence that says why an option is right or wrong."""

from __future__ import annotations

from collections.abc import Iterator

from studykit.core.claim import Limit
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Quantity, from_base
from studykit.core.source import SourceSpan
from studykit.core.verdict import Row, Step, Value
from studykit.questions.words import quoted


def row_reason(row: Row) -> str:
    """Why a row holds: its author's sentence, the figures, and the rule's name."""
    return f"{row.because} {row_figures(row)}"


def row_figures(row: Row) -> str:
    """The figures with which a row holds, and the rule's name."""
    figures = "; ".join(dict.fromkeys(_comparisons(row.trace))) if row.trace else "No other rule holds"
    return f"{figures} (rule {row.id})" if figures else f"(rule {row.id})"


def refuted(step: Step) -> str:
    """Why a row does not hold, in figures: the comparisons that failed."""
    failed = _comparisons(step, only_false=True)
    return "; ".join(dict.fromkeys(failed))


def said(value: Value | None) -> str:
    """A value as people write it."""
    if value is None:
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _comparisons(step: Step | None, *, only_false: bool = False) -> Iterator[str]:
    """``60 s < 360 s`` for each comparison of quantities below a step."""
    if step is None:
        return
    if isinstance(step.value, bool) and len(step.steps) == 2:  # noqa: PLR2004 - two sides
        left, right = step.steps
        sign = step.text[len(left.text) : len(step.text) - len(right.text)].strip().strip("()")
        if sign in ("<", "<=", ">", ">=", "==", "!=") and not (only_false and step.value):
            holds = "" if step.value else " is not so"
            limit = said(_alike(right.value, left.value))
            yield f"{left.text.replace('_', ' ')} {said(left.value)} {sign} {limit}{holds}"
            return
    for below in step.steps:
        yield from _comparisons(below, only_false=only_false)


def _alike(value: Value | None, other: Value | None) -> Value | None:
    """The value in the unit of the one that it is compared with, so that a glance compares them."""
    if isinstance(value, Quantity) and isinstance(other, Quantity) and value.dimension is other.dimension:
        return from_base(value.base, other.unit)
    return value


def claim_reason(limit: Limit, standing: ClaimStanding, fact: Fact) -> str:
    """What is wrong with a claim that a note makes."""
    if standing is ClaimStanding.OUTDATED:
        past = next(one for one in fact.attribute.history if one.quantity.agrees(limit.quantity))
        return f"{quoted(limit)}. That was right until {past.until}."
    return f"{quoted(limit)}. That is mistaken: {fact.id} is {fact.quantity}."


def lines_of(fact: Fact) -> tuple[SourceSpan, ...]:
    """The lines whose claim holds, in order of note and line."""
    pairs = zip(fact.claims, fact.standings, strict=True)
    return tuple(dict.fromkeys(limit.span for limit, standing in pairs if standing is ClaimStanding.HOLDS))
