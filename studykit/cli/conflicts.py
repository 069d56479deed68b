"""``studykit conflicts``: where notes disagree, with every line on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.fact import Conflict
from studykit.core.text import count, listed
from studykit.workflows.records import conflict_record

_EXAMPLES = """\
  studykit conflicts
  studykit conflicts --notes my-notes/
  studykit conflicts --notes my-notes/ --format json
"""


def run(words: Sequence[str]) -> int:
    """Prints every conflict, settled or not."""
    parser = options.parser("conflicts", "Show where notes disagree, what holds, and on what evidence.", _EXAMPLES)
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    conflicts = library.base.conflicts
    if arguments.format == "json":
        for conflict in conflicts:
            write.json_line(conflict_record(conflict))
    else:
        for conflict in conflicts:
            _show(conflict)
        notes = count(len(library.notes), "note")
        facts = count(len(library.base.facts), "fact")
        print(f"{count(len(conflicts), 'conflict')} among {facts} of {notes}." if conflicts else _none(facts, notes))
    return options.exit_code(library.diagnostics)


def _none(facts: str, notes: str) -> str:
    return f"No conflicts: {facts} of {notes} agree."


def _show(conflict: Conflict) -> None:
    if conflict.asks:
        write.line(f"{conflict.id}: {conflict.asks}   ({conflict.cause})")
    else:
        write.line(f"{conflict.id}: {listed([side.says for side in conflict.sides], 'or')}   ({conflict.cause})")
    write.line(conflict.reason, "  ")
    for side in conflict.sides:
        if conflict.asks:
            write.line(f"{side.standing}: {side.says}" + ("" if side.claims else " (only the pack says so)"), "  ")
        write.claims((claim, side.standing) for claim in side.claims)
    print()
