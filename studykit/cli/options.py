"""Options that several verbs share, and the library that they open."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from studykit.cli import write
from studykit.cli.progress import told
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import UsageError
from studykit.core.text import count, printable
from studykit.workflows.desk import USUAL_PACK, Desk, open_content, open_desk, remembered
from studykit.workflows.places import Places, find_places

if TYPE_CHECKING:
    from studykit.core.progress import Progress
    from studykit.store.study_store import StudyStore
    from studykit.workflows.library import Library
    from studykit.workflows.study import Study

DEFAULT_PACK = USUAL_PACK
_SHOWN = 20


class Parser(argparse.ArgumentParser):
    """An argument parser that reports a wrong call like every other error."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError with the parser's message."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help")


def parser(verb: str, description: str, examples: str) -> Parser:
    """A parser for one verb, with examples below its options."""
    return Parser(
        prog=f"studykit {verb}",
        description=textwrap.fill(description, write.width()),
        epilog=f"Examples:\n{_laid_out(examples)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _laid_out(examples: str) -> str:
    """Examples with what each does beside it, or below it where the terminal is too narrow for a line."""
    lines: list[str] = []
    for line in examples.splitlines():
        example, _, meaning = line.strip().partition("   ")
        if len(line) <= write.width() or not meaning:
            lines.append(line)
        else:
            lines += [
                f"  {example}",
                *textwrap.wrap(meaning.strip(), write.width() - 6, initial_indent=" " * 6, subsequent_indent=" " * 6),
            ]
    return "\n".join(lines)


def add_content(to: argparse.ArgumentParser) -> None:
    """``--notes`` and ``--pack``."""
    to.add_argument(
        "--notes",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="a file or folder of notes, read beside the pack (may be given again); never written to "
        "(default: those that the app remembers)",
    )
    to.add_argument(
        "--pack",
        metavar="PACK",
        help="a built-in pack or the folder of one, with only the notes that --notes gives "
        f"(default: the one that the app remembers, at first {USUAL_PACK})",
    )


def add_format(to: argparse.ArgumentParser, *more: str) -> None:
    """``--format``: text or JSON Lines, and what a verb has besides."""
    to.add_argument(
        "--format",
        choices=("text", "json", *more),
        default="text",
        help="text for people (default), json for programs (one object a line)",
    )


def places() -> Places:
    """The places of this process."""
    return find_places(os.environ)


def desk(arguments: argparse.Namespace) -> Desk:
    """Where content comes from: what the arguments name, and what is remembered where they name nothing.

    A pack that is named goes with the notes that are named; notes that are named go beside the remembered pack.
    """
    here = places()
    pack, notes = remembered(here)
    if arguments.pack:
        return Desk(here, arguments.pack, tuple(arguments.notes))
    return Desk(here, pack, tuple(arguments.notes) or notes)


def opened(arguments: argparse.Namespace) -> Library:
    """The library that the arguments name; its diagnostics are printed."""
    library = content(arguments)
    tell(library.diagnostics)
    return library


def content(arguments: argparse.Namespace) -> Library:
    """The library that the arguments name; what was remembered and is gone is said, its diagnostics are not."""
    with told(then="Settling facts") as bar:
        library, said = open_content(desk(arguments), bar)
    say(said)
    return library


def say(sentences: Iterable[str]) -> None:
    """Prints what the learner should know, on standard error."""
    for sentence in sentences:
        print(printable(f"studykit: {sentence}"), file=sys.stderr)


def opened_study(arguments: argparse.Namespace, progress: Progress | None = None) -> Study:
    """A study session over the library that the arguments name.

    ``progress`` is told how far the reading is; without one a bar on standard error is.
    """
    from studykit.workflows.zone import local_clock

    if progress is not None:
        return open_desk(desk(arguments), local_clock, progress)
    with told(then="Settling facts") as bar:
        return open_desk(desk(arguments), local_clock, bar)


def on_screen() -> bool:
    """Whether the app can be shown: in a terminal that draws, or in the browser window of ``studykit serve``."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def opened_store() -> Iterator[StudyStore]:
    """The learner's store, without any content."""
    from studykit.workflows.open_store import open_store

    with open_store(places()) as store:
        yield store


def now() -> datetime:
    """This moment, in the learner's zone."""
    from studykit.workflows.zone import local_clock

    return local_clock()


def tell(diagnostics: Iterable[Diagnostic], lists: str = "'studykit check'") -> None:
    """Prints problems to standard error, errors first, how many more there are, and what ``lists`` all of them."""
    found = sorted(diagnostics, key=lambda one: one.severity is not Severity.ERROR)
    for one in found[:_SHOWN]:
        print(printable(str(one)), file=sys.stderr)
    if len(found) > _SHOWN:
        rest = count(len(found) - _SHOWN, "more problem")
        print(f"… and {rest}. {lists} lists all.", file=sys.stderr)


def exit_code(diagnostics: Iterable[Diagnostic]) -> int:
    """2 when something was left out because of an error, 0 otherwise."""
    return 2 if any(one.severity is Severity.ERROR for one in diagnostics) else 0
