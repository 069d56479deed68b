"""``studykit ask``: decide a configuration and say why."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.fact import Fact
from studykit.core.quantity import Dimension, natural
from studykit.core.text import listed, shortened
from studykit.core.verdict import Fix, Moment, Row, Step, Verdict
from studykit.workflows.ask import WhatIf, ask, read_asked, what_if
from studykit.workflows.library import Library
from studykit.workflows.records import holding, verdict_record, what_if_record

_EXAMPLES = """\
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=30s
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=60s --want fine
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=10s..600s   where it turns
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=360s queue='*'
  studykit ask eventbridge.pattern pattern=@pattern.json event=@event.json
  studykit ask lambda.function memory=10241MB --format json
  studykit domains                              which domains there are
"""
_MOMENTS = 24
"""Steps of a time line that are shown without being asked for all."""


def run(words: Sequence[str]) -> int:
    """Prints the verdict on one scenario."""
    parser = options.parser(
        "ask", "Decide a configuration: the outcome, the rules and facts that decide it.", _EXAMPLES
    )
    parser.add_argument("domain", metavar="DOMAIN", help="such as lambda.queue_source")
    parser.add_argument(
        "settings",
        nargs="*",
        metavar="INPUT=VALUE",
        help="such as function_timeout=60s, a range 10s..60s, * for all choices, @file for a text",
    )
    parser.add_argument("--want", metavar="OUTCOME", default="", help="say what would have to change for this outcome")
    parser.add_argument("--trace", action="store_true", help="print every step of the decision")
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    judge = library.judge(arguments.domain)
    asked = read_asked(judge, arguments.settings)
    turns = what_if(judge, asked)
    if turns:
        for what in turns:
            write.json_line(what_if_record(what)) if arguments.format == "json" else _what_if(what)
        return options.exit_code(library.diagnostics)
    verdict, fixes = ask(judge, asked.settings, arguments.want)
    if arguments.format == "json":
        write.json_line(verdict_record(verdict, library.base.facts, fixes))
    else:
        _show(verdict, fixes, library, trace=arguments.trace)
    return options.exit_code(library.diagnostics)


def _show(verdict: Verdict, fixes: tuple[Fix, ...], library: Library, *, trace: bool) -> None:
    name = verdict.outcome or str(verdict.decision).replace("_", " ")
    write.line(f"{name}: {verdict.says}", hang="  ")
    if verdict.missing:
        write.line(f"Not set: {listed(verdict.missing)}. See: studykit domains {verdict.domain}", "  ")
    if verdict.rows:
        print("\nBecause")
    for row in verdict.rows:
        _row(row, trace=trace)
    _happened(verdict, whole=trace)
    cited = (*verdict.facts, *verdict.used)
    if cited:
        print("\nFacts")
    for fact in cited:
        _fact(library.base.facts[fact])
    if fixes:
        print(f"\nTo get {fixes[0].outcome}, change one of")
    for fix in fixes:
        edits = [f"{edit.setting} {_said(edit.before)} → {_said(edit.after)}" for edit in fix.edits]
        write.line(listed(edits), "  ")


def _happened(verdict: Verdict, *, whole: bool) -> None:
    """What was worked out, what happened in which order, and what was assumed."""
    if verdict.worked_out:
        print("\nWorked out")
        write.pairs((title, _said(value)) for title, value in verdict.worked_out)
    if verdict.timeline:
        print("\nStep by step")
        _timeline(verdict.timeline, whole=whole)
    if verdict.assumed:
        print("\nNot set, so taken as")
        write.line(listed([f"{name} {_said(value)}" for name, value in verdict.assumed]), "  ")


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


def _what_if(what: WhatIf) -> None:
    print(f"{what.setting}")
    write.table(
        [
            (
                _said(one.first) if one.first == one.last else f"{_said(one.first)} to {_said(one.last)}",
                one.outcome or str(one.decision).replace("_", " "),
                f"rule {one.rule}" if one.rule else "",
            )
            for one in what.stretches
        ]
    )


def _row(row: Row, *, trace: bool) -> None:
    if row.trace is not None:
        write.line(f"{row.trace.text}   (rule {row.id})", "  ", "    ")
        if trace:
            _step(row.trace, "    ")
        else:
            leaves = {step.text: step for step in _leaves(row.trace)}
            given = [f"{text} = {_said(step.value)}" for text, step in leaves.items()]
            write.line(listed(given), "    ")
    if row.because:
        write.line(row.because, "    ")


def _leaves(step: Step) -> list[Step]:
    if not step.steps:
        return [step] if step.origin != "literal" else []
    return [leaf for below in step.steps for leaf in _leaves(below)]


def _step(step: Step, indent: str) -> None:
    write.line(f"{step.text}: {_said(step.value)}   ({step.origin})", indent, indent + "  ")
    for below in step.steps:
        _step(below, indent + "  ")


def _said(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, tuple):
        return listed([_said(one) for one in value]) or "nothing"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _fact(fact: Fact) -> None:
    write.line(f"{fact.id} = {fact.quantity}   {fact.status}", "  ")
    spans = holding(fact)
    if not spans and fact.cited is not None:
        write.line(fact.cited.source, "    ")
    for limit in (limit for limit in fact.claims if limit.span in spans):
        write.line(f'{limit.span}  "{shortened(limit.claim.text, 200)}"', "    ", "      ")
