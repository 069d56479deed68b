"""``studykit ask``: decide a configuration and say why."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.cli.verdict_text import said, show
from studykit.workflows.ask import WhatIf, ask, read_asked, what_if
from studykit.workflows.drawn_scenario import drawing_of
from studykit.workflows.records import verdict_record, what_if_record

_EXAMPLES = """\
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=30s
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=60s --want fine
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=10s..600s   where it turns
  studykit ask lambda.queue_source function_timeout=60s visibility_timeout=360s queue='*'
  studykit ask eventbridge.pattern pattern=@pattern.json event=@event.json
  studykit ask lambda.function memory=10241MB --format json
  studykit domains                              which domains there are
"""


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
        draw = drawing_of(judge, asked.settings, verdict)
        show(verdict, fixes, library, draw, whole=arguments.trace)
    return options.exit_code(library.diagnostics)


def _what_if(what: WhatIf) -> None:
    print(f"{what.setting}")
    write.table(
        [
            (
                said(one.first) if one.first == one.last else f"{said(one.first)} to {said(one.last)}",
                one.outcome or str(one.decision).replace("_", " "),
                f"rule {one.rule}" if one.rule else "",
            )
            for one in what.stretches
        ]
    )
