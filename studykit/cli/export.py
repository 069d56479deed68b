"""``studykit export``: the cards as a file for another program."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.leaving import add_wish, wish_of
from studykit.cli.progress import told
from studykit.core.errors import UsageError
from studykit.core.text import count, printable

if TYPE_CHECKING:
    from studykit.exchange.anki.check import Flaw
    from studykit.workflows.export import Leaving
    from studykit.workflows.study import Study

_EXAMPLES = """\
  studykit export anki deck.apkg --with-history          your schedule and your answers go along
  studykit export anki deck.apkg --check                 render every card, say what Anki will do, write nothing
  studykit export anki deck.apkg --notes my-notes/ --topic sqs --link vscode
  studykit export anki deck.apkg --as limit=basic --as set=basic
  studykit export csv cards.csv                          for spreadsheets; also tsv, json and md
"""
ANKI = "anki"
_FORMATS = (ANKI, "csv", "tsv", "json", "md")
_SHOWN = 20
"""Flaws that are printed; of more there is only their number."""
_ONCE = (
    "Anki takes a schedule from a file for cards that it does not have yet, and never changes that of a card it has. "
    "What you answer there comes back with: studykit import anki FILE"
)


def run(words: Sequence[str]) -> int:
    """Writes the cards and says what the other program will do with them."""
    arguments = _parser().parse_args(words)
    if arguments.check and arguments.format != ANKI:
        raise UsageError("--check is for Anki packages: a table holds the texts as they are.")
    wish = wish_of(arguments, with_history=arguments.with_history)
    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        return max(_left(study, wish, arguments), options.exit_code(study.library.diagnostics))


def _parser() -> argparse.ArgumentParser:
    parser = options.parser("export", "Write the cards for another program.", _EXAMPLES)
    parser.add_argument(
        "format",
        choices=_FORMATS,
        help="anki: a package that Anki imports; csv and tsv: tables, which Anki imports too; "
        "json: one object a line; md: Markdown",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="such as deck.apkg; replaced if it exists")
    add_wish(parser)
    parser.add_argument("--with-history", action="store_true", help="with your schedule, answers and settings")
    parser.add_argument(
        "--check", action="store_true", help="render every card and say what Anki will do; nothing is written"
    )
    options.add_content(parser)
    return parser


def _left(study: Study, wish: Leaving, arguments: argparse.Namespace) -> int:
    """Does what the arguments ask, and gives the exit code."""
    from studykit.workflows.export import check_anki, export_anki, export_cards, said
    from studykit.workflows.gone_cards import unread
    from studykit.workflows.moved import waits

    options.say((*waits(study), *(unread(study) if arguments.format == ANKI else ())))
    with told("Making cards") as bar:
        if arguments.format != ANKI:
            number = export_cards(study, wish, arguments.file, arguments.format, bar)
        elif arguments.check:
            checked = check_anki(study, wish, bar)
        else:
            done = export_anki(study, wish, arguments.file, bar)
    if arguments.format != ANKI:
        print(printable(f"Wrote {arguments.file}: {count(number, 'card')}."))
        return 0
    if arguments.check:
        write.line("Checked; nothing was written. Anki will say of this package:")
        for line in said(checked.written, checked.from_anki):
            write.line(line)
        return _told(checked.flaws)
    print(printable(f"Wrote {arguments.file}. Anki will say:"))
    for line in said(done.written, done.from_anki):
        write.line(line)
    if wish.with_history:
        write.line(_ONCE)
    return 0


def _told(flaws: Sequence[Flaw]) -> int:
    """Prints what is wrong with cards; what is refused makes the exit code 2."""
    for flaw in flaws[:_SHOWN]:
        write.line(f"{'refused' if flaw.refused else 'to mind'}: {flaw.card}: {flaw.says}")
    if len(flaws) > _SHOWN:
        write.line(f"… and {count(len(flaws) - _SHOWN, 'more', 'more')}.")
    if not flaws:
        write.line("Every card was rendered, and none has a flaw.")
    return 2 if any(flaw.refused for flaw in flaws) else 0
