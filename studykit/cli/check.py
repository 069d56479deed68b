"""``studykit check``: every problem of a pack and notes, with file and line."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.diagnostic import Severity
from studykit.core.text import count, printable

_EXAMPLES = """\
  studykit check                         what you study from
  studykit check --pack my-pack/
  studykit check --notes my-notes/ --format json
"""


def run(words: Sequence[str]) -> int:
    """Prints every diagnostic; the exit code is 2 when one of them is an error."""
    parser = options.parser("check", "Check a pack and notes.", _EXAMPLES)
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.content(arguments)
    for one in library.diagnostics:
        if arguments.format == "json":
            write.json_line(write.diagnostic(one))
        else:
            print(printable(str(one)))
    if arguments.format == "text":
        errors = sum(1 for one in library.diagnostics if one.severity is Severity.ERROR)
        base = library.base
        print(
            f"{count(len(library.notes), 'note')}, {count(library.built.claims, 'claim')}, "
            f"{count(len(base.facts), 'fact')}, {count(len(library.judges()), 'domain')}, "
            f"{count(len(library.cards), 'card')}: {count(errors, 'error')}, "
            f"{count(len(library.diagnostics) - errors, 'warning')}."
        )
    return options.exit_code(library.diagnostics)
