"""``studykit study`` (and ``studykit`` alone): the app, or today's plan without a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from studykit.cli import options
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.workflows.today import Today

_EXAMPLES = """\
  studykit                               what is due today
  studykit study --notes my-notes/       your own notes beside the pack
  studykit study --pack my-pack/
"""


def run(words: Sequence[str]) -> int:
    """Opens the app; without a terminal, prints today's plan and how to go on."""
    parser = options.parser("study", "Open the app on what is due today.", _EXAMPLES)
    options.add_content(parser)
    arguments = parser.parse_args(words)
    if not options.on_screen():
        return _plan(arguments)
    from studykit.tui.app import run as run_app

    return run_app(options.desk(arguments))


def _plan(arguments: argparse.Namespace) -> int:
    from studykit.workflows.today import exam_words

    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        title, today = study.library.pack.title, study.today()
    print(f"{' · '.join((title, *exam_words(today)))}: {_today(today)}")
    if today.notice:
        print(today.notice)
    print("Go on:")
    print("  studykit review            answer them here, line by line")
    print("  studykit                   in a terminal: the app")
    print("  studykit quiz --count 10   print questions")
    return 0


def _today(today: Today) -> str:
    if not today.due and not today.new:
        later = f" Next: {today.next_due}." if today.next_due else ""
        return f"nothing is due.{later}"
    return f"{count(today.due, 'card')} due and {today.new} new today, about {today.minutes} min."
