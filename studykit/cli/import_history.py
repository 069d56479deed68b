"""What ``studykit import --with-history`` brings and says: answers that a JSON Lines file holds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import UsageError
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.workflows.import_history import HistoryFile, Remembered
    from studykit.workflows.library import Library
    from studykit.workflows.study import Study

Cards = Mapping[str, str]
"""Id of a card in a file → its id here."""


def read(arguments: argparse.Namespace) -> tuple[HistoryFile, ...]:
    """What the files say was answered. Raises UsageError for one that cannot say it."""
    from studykit.workflows.import_history import read_history_file

    if arguments.check:
        raise UsageError("--check changes nothing, so it goes without --with-history.")
    return tuple(read_history_file(path, arguments.format) for path in arguments.files)


def run(arguments: argparse.Namespace) -> int:
    """Brings the answers to cards that are here, without the cards."""
    from studykit.workflows.import_history import cards_here

    told = read(arguments)
    with options.opened_study(argparse.Namespace(pack="", notes=[])) as study:
        return _bring(study, ((one, cards_here(study, one)) for one in told), arguments)


def bring(library: Library, told: Iterable[tuple[HistoryFile, Cards]], arguments: argparse.Namespace) -> int:
    """Brings the answers to cards that came into a pack, and says so. Returns the exit code."""
    from studykit.workflows.open_study import open_study
    from studykit.workflows.zone import local_clock

    with open_study(options.places(), library, local_clock) as study:
        return _bring(study, told, arguments)


def _bring(study: Study, told: Iterable[tuple[HistoryFile, Cards]], arguments: argparse.Namespace) -> int:
    from studykit.workflows.import_history import bring_history

    problems: list[Diagnostic] = []
    lost = 0
    for path, (one, cards) in zip(arguments.files, told, strict=True):
        done = bring_history(study, one, cards, dry_run=arguments.dry_run)
        if arguments.json:
            write.json_line(_record(path, done, dry_run=arguments.dry_run))
        else:
            for sentence in _sentences(done, dry_run=arguments.dry_run):
                write.line(f"{path.name}: {sentence}")
        found = (*one.problems, *done.problems)
        options.tell(found)
        problems += found
        lost += done.lost
    return 2 if lost else options.exit_code(problems)


def _record(path: Path, done: Remembered, *, dry_run: bool) -> dict[str, object]:
    told = {**asdict(done), "problems": [write.diagnostic(one) for one in done.problems]}
    return {"file": str(path), "history": told, "dry_run": dry_run}


def _sentences(done: Remembered, *, dry_run: bool) -> Iterator[str]:
    known = f"; {done.known:,} {'was' if done.known == 1 else 'were'} here already" if done.known else ""
    if done.answers:
        verb = "would come" if dry_run else "came"
        yield f"{count(done.answers, 'answer')} to {count(done.cards, 'card')} {verb}{known}."
    else:
        yield f"No new answers{known}."
    if done.suspended:
        yield f"{count(done.suspended, 'card')} {'would be ' if dry_run else ''}suspended, as there."
    if done.lost:
        yield f"{count(done.lost, 'answer')} to cards that are not here left out. To take those, add --pack my-pack/."
