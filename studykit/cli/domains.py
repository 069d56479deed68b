"""``studykit domains``: what can be decided, and with which inputs."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.workflows.ask import domain_record, input_range

_EXAMPLES = """\
  studykit domains
  studykit domains lambda.queue_source       its inputs, ranges and outcomes
  studykit domains --format json
"""


def run(words: Sequence[str]) -> int:
    """Prints the domains, or one of them whole."""
    parser = options.parser("domains", "List what can be decided, and with which inputs.", _EXAMPLES)
    parser.add_argument("domain", nargs="?", default="", metavar="DOMAIN", help="show one domain whole")
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    names = [arguments.domain] if arguments.domain else sorted(library.judges())
    judges = [library.judge(name) for name in names]
    widest = max((len(name) for name in names), default=0)
    for judge in judges:
        domain = judge.domain
        if arguments.format == "json":
            write.json_line(domain_record(judge))
        elif arguments.domain:
            print(f"{domain.id}: {domain.title}\n\nInputs")
            write.pairs((name, input_range(judge, name)) for name in domain.inputs)
            print("\nOutcomes")
            write.pairs(domain.outcomes.items())
        else:
            write.line(f"{domain.id:<{widest}}  {domain.title}", "", " " * (widest + 2))
    return options.exit_code(library.diagnostics)
