"""``studykit explain``: one scenario in full: verdict, every step, how it is drawn, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options
from studykit.cli.verdict_text import show
from studykit.core.errors import UsageError
from studykit.workflows.ask import ask, read_asked
from studykit.workflows.drawn_scenario import drawing_of

_EXAMPLES = """\
  studykit explain lambda.async results=error
  studykit explain lambda.network subnet=public target=internet
  studykit explain apigateway.throttling api_key=valid plan_rate=10/s plan_burst=20 requests='25 at 0 s; 12 at 1 s'
  studykit explain lambda.async results=error --plain   sentences, for screen readers
  studykit explain lambda.async results=error --want success_recorded
"""


def run(words: Sequence[str]) -> int:
    """Prints all that is known of one scenario."""
    parser = options.parser(
        "explain",
        "Explain a configuration in full: the verdict, every step, a drawing and the smallest fixes.",
        _EXAMPLES,
    )
    parser.add_argument("domain", metavar="DOMAIN", help="such as lambda.async")
    parser.add_argument("settings", nargs="*", metavar="INPUT=VALUE", help="such as results=error, @file for a text")
    parser.add_argument("--want", metavar="OUTCOME", default="", help="the outcome that fixes should give")
    parser.add_argument("--plain", action="store_true", help="sentences instead of drawings, for screen readers")
    options.add_content(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    judge = library.judge(arguments.domain)
    asked = read_asked(judge, arguments.settings)
    if asked.ranges:
        raise UsageError(f"One scenario is explained at a time. Where it turns says: studykit ask {judge.domain.id} …")
    verdict, fixes = ask(judge, asked.settings, arguments.want)
    draw = drawing_of(judge, asked.settings, verdict)
    show(verdict, fixes, library, draw, whole=True, spoken=arguments.plain)
    return options.exit_code(library.diagnostics)
