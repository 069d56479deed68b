"""``studykit claims``: what notes say, one line a claim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studykit.cli import options, write
from studykit.core.text import count, printable, shortened
from studykit.workflows.claims import claim_records, read_paths
from studykit.workflows.desk import present

_EXAMPLES = """\
  studykit claims my-notes/
  studykit claims lambda.md sqs.md --kind limit
  studykit claims my-notes/ --format json > claims.jsonl
"""


def run(words: Sequence[str]) -> int:
    """Prints the claims of the given notes, of those that are remembered, or else of the pack's own."""
    parser = options.parser(
        "claims",
        "Show what notes say: limits, definitions, answers, behaviours, sets, comparisons and steps.",
        _EXAMPLES,
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="notes (default: yours, or else those of the pack)"
    )
    parser.add_argument(
        "--kind",
        choices=("limit", "definition", "answer", "behaviour", "statement", "member", "comparison", "step"),
        default="",
        help="only claims of this kind",
    )
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    there, said = present(options.desk(arguments))
    options.say(said)
    read = read_paths(there.places, there.pack, [*arguments.paths, *arguments.notes] or there.notes)
    options.tell(read.diagnostics)
    shown = 0
    for record in claim_records(read):
        if arguments.kind not in ("", record["kind"]):
            continue
        shown += 1
        if arguments.format == "json":
            write.json_line(record)
        else:
            _show(record)
    if arguments.format == "text":
        print(f"{count(shown, 'claim')} in {count(len(read.names), 'note')}.")
    return options.exit_code(read.diagnostics)


def _show(record: dict[str, object]) -> None:
    what = str(record["kind"])
    if what == "limit":
        name = f"{record['service']}.{record['attribute']}.{record['bound']}"
        what = f"{name} = {record['value']} {record['unit']}"
    elif what == "statement":
        what = f"{record['behaviour']} = {record['choice']}"
    elif "subject" in record:
        value = f" = {record['value']}" if record["value"] else ""
        what = f"{what}: {record['subject']} ({record['topic']}){value}"
    print(f"{record['note']}:{record['line']}  {printable(what.strip())}")
    write.line(shortened(str(record["text"]), 300), "    ")
