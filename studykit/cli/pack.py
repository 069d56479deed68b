"""``studykit pack check`` and ``studykit pack new``: for those who write packs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from studykit.cli import options, write
from studykit.core.diagnostic import Severity
from studykit.core.text import count, printable

_EXAMPLES = """\
  studykit pack new my-pack/                     a small pack that works, to change into your own
  studykit pack check my-pack/                   every problem, with file, line and column
  studykit pack check my-pack/ --domain car.brakes
  studykit pack check aws-serverless --format json
"""


def run(words: Sequence[str]) -> int:
    """Makes or checks a pack."""
    parser = options.parser("pack", "Make a pack, or check one.", _EXAMPLES)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=options.Parser)
    new = verbs.add_parser("new", help="write a small pack that works")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet, or is empty")
    check = verbs.add_parser("check", help="every problem of a pack's files")
    check.add_argument("pack", metavar="PACK", help="a built-in pack or the folder of one")
    check.add_argument("--domain", default="", metavar="DOMAIN", help="only this domain")
    options.add_format(check)
    arguments = parser.parse_args(words)
    return _new(arguments.folder) if arguments.verb == "new" else _check(arguments)


def _new(folder: Path) -> int:
    from studykit.workflows.new_pack import write_pack

    for path in write_pack(folder):
        print(path)
    print(f"Next: studykit pack check {folder}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from studykit.workflows.pack import check_rules
    from studykit.workflows.places import pack_folder

    places = options.places()
    rules, found = check_rules(places, pack_folder(places, arguments.pack), arguments.domain)
    for one in found:
        if arguments.format == "json":
            write.json_line(write.diagnostic(one))
        else:
            print(printable(str(one)))
    errors = sum(1 for one in found if one.severity is Severity.ERROR)
    if arguments.format == "text":
        examples = sum(len(judge.domain.examples) for _, judge in rules.judges)
        rows = sum(len(judge.domain.rules) for _, judge in rules.judges)
        print(
            f"{count(len(rules.judges), 'domain')}, {count(rows, 'rule')}, {count(examples, 'example')}: "
            f"{count(errors, 'error')}, {count(len(found) - errors, 'warning')}."
        )
    return options.exit_code(found)
