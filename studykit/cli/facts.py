"""``studykit facts``: list or search the facts."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.errors import UsageError
from studykit.core.fact import Fact
from studykit.core.text import count
from studykit.workflows.records import fact_record

_EXAMPLES = """\
  studykit facts
  studykit facts visibility
  studykit facts "900 s"
  studykit facts timeout --notes my-notes/ --format json
"""


def run(words: Sequence[str]) -> int:
    """Prints facts, best match first."""
    parser = options.parser("facts", "List the facts, or search them by name, words or value.", _EXAMPLES)
    parser.add_argument("query", nargs="?", default="", metavar="QUERY", help="words, an id or a value")
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    facts: Sequence[Fact]
    if arguments.query:
        facts = library.search(arguments.query)
        if not facts:
            from studykit.facts.search import nearest_fact

            raise UsageError(f"No fact matches '{arguments.query}'.{nearest_fact(library.base, arguments.query)}")
    else:
        facts = tuple(sorted(library.base.facts.values(), key=lambda fact: fact.id))
    if arguments.format == "json":
        for fact in facts:
            write.json_line(fact_record(fact))
    else:
        write.table(
            [(fact.id, str(fact.quantity), str(fact.status), count(len(fact.claims), "claim")) for fact in facts],
            indent="",
        )
    return options.exit_code(library.diagnostics)
