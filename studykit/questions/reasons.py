"""Traces and claims → the sentence that says why an option is right or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studykit.core.claim import Limit
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Quantity, from_base
from studykit.core.source import SourceSpan
from studykit.core.verdict import Row, Step, Value
from studykit.questions.words import quoted
from studykit.rules.domain import Input

_SAYS = {
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "==": "",
    "!=": "other than",
}
Inputs = Mapping[str, Input]


def row_reason(row: Row, inputs: Inputs) -> str:
    """Why a row holds: its author's sentence, the figures, and the rule's name."""
    return f"{row.because} {row_figures(row, inputs)}"


def row_figures(row: Row, inputs: Inputs) -> str:
    """The figures with which a row holds, and the rule's name."""
    if row.trace is None:
        return f"No other rule holds (rule {row.id})."
    figures = "; ".join(dict.fromkeys(_comparisons(row.trace, inputs, holds=True)))
    return f"{figures[:1].upper()}{figures[1:]} (rule {row.id})." if figures else f"(Rule {row.id}.)"


def refuted(step: Step, inputs: Inputs) -> str:
    """Why a row does not hold, in figures: the comparisons that failed."""
    return "; ".join(dict.fromkeys(_comparisons(step, inputs, holds=False)))


def said(value: Value | None) -> str:
    """A value as people write it."""
    if value is None:
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _comparisons(step: Step, inputs: Inputs, *, holds: bool) -> Iterator[str]:
    """``the timeout is 60 s, less than 360 s`` for each comparison below a step that holds (or fails)."""
    if isinstance(step.value, bool) and len(step.steps) == 2:  # noqa: PLR2004 - two sides
        left, right = step.steps
        sign = step.text[len(left.text) : len(step.text) - len(right.text)].strip().strip("()")
        if sign in _SAYS:
            told = _told(left, sign, right, inputs, holds=step.value)
            if told and step.value is holds:
                yield told
            return
    for below in step.steps:
        yield from _comparisons(below, inputs, holds=holds)


def _told(left: Step, sign: str, right: Step, inputs: Inputs, *, holds: bool) -> str:
    """A comparison in words; empty where only names of the domain's author could be shown."""
    one = inputs.get(left.text)
    if isinstance(left.value, Quantity) and isinstance(right.value, Quantity):
        name = (one.title if one else left.text.rpartition(".")[2]).replace("_", " ")
        than, limit = _SAYS[sign], said(_alike(right.value, left.value))
        if not than:
            return f"{name} is {said(left.value)}" if holds else f"{name} is {said(left.value)}, not {limit}"
        return (
            f"{name} is {said(left.value)}, {than} {limit}"
            if holds
            else f"{name} is {said(left.value)}, not {than} {limit}"
        )
    if one is None or left.value is None or right.value is None or sign not in ("==", "!="):
        return ""
    title, is_now, other = one.title.replace("_", " "), one.worded(left.value), one.worded(right.value)
    return f"{title}: {is_now}" if holds == (sign == "==") or holds else f"{title}: {is_now}, not {other}"


def _alike(value: Value | None, other: Value | None) -> Value | None:
    """The value in the unit of the one that it is compared with, so that a glance compares them."""
    if isinstance(value, Quantity) and isinstance(other, Quantity) and value.dimension is other.dimension:
        return from_base(value.base, other.unit)
    return value


def claim_reason(limit: Limit, standing: ClaimStanding, fact: Fact) -> str:
    """What is wrong with a claim that a note makes."""
    if standing is ClaimStanding.OUTDATED:
        until = next((one.until for one in fact.attribute.history if one.quantity.agrees(limit.quantity)), "lately")
        return f"{quoted(limit)}. That was right until {until}."
    return f"{quoted(limit)}. That is mistaken: {fact.id} is {fact.quantity}."


def lines_of(fact: Fact) -> tuple[SourceSpan, ...]:
    """The lines whose claim holds, in order of note and line."""
    pairs = zip(fact.claims, fact.standings, strict=True)
    return tuple(dict.fromkeys(limit.span for limit, standing in pairs if standing is ClaimStanding.HOLDS))
