"""A verdict as text: why, what happens, how it is drawn, and what would change it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence

from studykit.cli import drawn, write
from studykit.core.fact import Fact
from studykit.core.quantity import Dimension, natural
from studykit.core.text import listed, shortened
from studykit.core.verdict import Fix, Moment, Row, Step, Verdict
from studykit.drawing.lines import Drawing
from studykit.workflows.drawn_scenario import tells_steps
from studykit.workflows.library import Library
from studykit.workflows.records import holding

_MOMENTS = 24
"""Steps of a time line that are shown without being asked for all."""
_INDENT = "  "
_WIDEST = 120


def show(
    verdict: Verdict,
    fixes: tuple[Fix, ...],
    library: Library,
    draw: Callable[[int, bool], Drawing] | None,
    *,
    whole: bool = False,
    spoken: bool = False,
) -> None:
    """Prints a verdict with its reasons; ``whole``: each step of the decision, ``spoken``: sentences for a drawing."""
    name = verdict.outcome or str(verdict.decision).replace("_", " ")
    write.line(f"{name}: {verdict.says}", hang="  ")
    if verdict.missing:
        write.line(f"Not set: {listed(verdict.missing)}. See: studykit domains {verdict.domain}", "  ")
    if verdict.rows:
        print("\nBecause")
    for row in verdict.rows:
        _row(row, trace=whole)
    _happened(verdict, draw, whole=whole, spoken=spoken)
    cited = (*verdict.facts, *verdict.used)
    if cited:
        print("\nFacts")
    for fact in cited:
        _fact(library.base.facts[fact])
    _fixes(fixes)


def _fixes(fixes: tuple[Fix, ...]) -> None:
    if fixes:
        print(f"\nTo get {fixes[0].outcome}, change one of")
    for fix in fixes:
        edits = [f"{edit.setting} {said(edit.before)} → {said(edit.after)}" for edit in fix.edits]
        write.line(listed(edits), "  ")


def _happened(verdict: Verdict, draw: Callable[[int, bool], Drawing] | None, *, whole: bool, spoken: bool) -> None:
    """What was worked out, what happened in which order, and what was assumed."""
    if verdict.worked_out:
        print("\nWorked out")
        write.pairs((title, said(value)) for title, value in verdict.worked_out)
    if draw is not None:  # where nothing is drawn, what kernels tell never happens
        print("\nStep by step")
        _steps(verdict, draw, whole=whole, spoken=spoken)
    if verdict.assumed:
        print("\nNot set, so taken as")
        write.line(listed([f"{name} {said(value)}" for name, value in verdict.assumed]), "  ")


def _steps(verdict: Verdict, draw: Callable[[int, bool], Drawing], *, whole: bool, spoken: bool) -> None:
    """What happens, drawn; as a list before it where the drawing does not say each step in full."""
    plain = drawn.plain_signs()
    drawing = draw(_room() - len(_INDENT), plain)
    if not spoken and not tells_steps(drawing, verdict, plain=plain):
        _timeline(verdict.timeline, whole=whole)
        print()
    drawn.show(drawing, spoken=spoken, indent=_INDENT)


def _room() -> int:
    """Columns for a drawing: it may use more of a wide terminal than text that is read line by line."""
    return max(write.width(), min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))


def _timeline(moments: Sequence[Moment], *, whole: bool) -> None:
    shown = (
        moments if whole or len(moments) <= _MOMENTS else (*moments[: _MOMENTS // 2], None, *moments[-_MOMENTS // 2 :])
    )
    for moment in shown:
        if moment is None:
            print(f"  … {len(moments) - _MOMENTS} more; --trace shows all")
            continue
        at = "" if moment.at is None else f"{natural(moment.at, Dimension.TIME)!s:>10}  "
        write.line(f"{at}{moment.says}", "  ", "              " if at else "    ")


def _row(row: Row, *, trace: bool) -> None:
    if row.trace is not None:
        write.line(f"{row.trace.text}   (rule {row.id})", "  ", "    ")
        if trace:
            _step(row.trace, "    ")
        else:
            leaves = {step.text: step for step in row.trace.leaves() if step.origin != "literal"}
            given = [f"{text} = {said(step.value)}" for text, step in leaves.items()]
            write.line(listed(given), "    ")
    if row.because:
        write.line(row.because, "    ")


def _step(step: Step, indent: str) -> None:
    write.line(f"{step.text}: {said(step.value)}   ({step.origin})", indent, indent + "  ")
    for below in step.steps:
        _step(below, indent + "  ")


def said(value: object) -> str:
    """A value in words: ``not set``, ``yes``, ``60 s``, several with commas."""
    if value is None:
        return "not set"
    if isinstance(value, tuple):
        return listed([said(one) for one in value]) or "nothing"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _fact(fact: Fact) -> None:
    write.line(f"{fact.id} = {fact.quantity}   {fact.status}", "  ")
    spans = holding(fact)
    if not spans and fact.cited is not None:
        write.line(fact.cited.source, "    ")
    for limit in (limit for limit in fact.claims if limit.span in spans):
        write.line(f'{limit.span}  "{shortened(limit.claim.text, 200)}"', "    ", "      ")
