"""``studykit restore``: brings your answers back from a copy, or out of a damaged file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.backup import contents_record, local, reason, said
from studykit.cli.progress import told
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import UsageError
from studykit.core.text import count
from studykit.workflows.places import Places

if TYPE_CHECKING:
    from studykit.workflows.restore import Offer, Repaired

_EXAMPLES = """\
  studykit restore --newest             back to the newest backup; what is there now is kept as a copy
  studykit restore 3                    back to the third of 'studykit backup --list'
  studykit restore /media/stick/me.db   from a file of 'studykit backup FILE'
  studykit restore --repair             save what a damaged file still holds
"""


def run(words: Sequence[str]) -> int:
    """Restores a backup, or repairs the file."""
    arguments = _parsed(words)
    places = options.places()
    if arguments.repair:
        return _repair(places, arguments)
    from studykit.workflows.restore import chosen, newest

    source = newest(places.database) if arguments.newest else chosen(places.database, arguments.what)
    source = source.expanduser()
    if places.address:
        return _bring_in(source, arguments)
    return _restore(places, source, arguments)


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    parser = options.parser("restore", "Bring your answers back. What is replaced is kept as a copy.", _EXAMPLES)
    parser.add_argument(
        "what", nargs="?", metavar="FILE|NUMBER", help="a file, or a number of 'studykit backup --list'"
    )
    parser.add_argument("--newest", action="store_true", help="the newest backup that is whole")
    parser.add_argument(
        "--repair", action="store_true", help="check your file, and save what it holds if it is damaged"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options.add_format(parser)
    arguments = parser.parse_args(words)
    if bool(arguments.what) + arguments.newest + arguments.repair != 1:
        raise UsageError(
            "Say what to restore: a file, a number of 'studykit backup --list', --newest, or --repair for a "
            "damaged file. See: studykit restore --help"
        )
    return arguments


def _restore(places: Places, source: Path, arguments: argparse.Namespace) -> int:
    from studykit.workflows.restore import nobody_else, offer, restore

    nobody_else(places.home, options.now())
    found = offer(places.database, source)
    if arguments.format == "text":
        _show(found)
    if not _agreed(arguments):
        print("Nothing was changed.")
        return 0
    problems: list[Diagnostic] = []
    with told("Restoring"):
        kept = restore(places.database, source, tell=problems.append)
    options.tell(problems)
    if arguments.format == "json":
        write.json_line(
            {"restored": str(source), "kept": None if kept is None else str(kept), **contents_record(found.holds)}
        )
        return options.exit_code(problems)
    if kept is not None:
        write.line(f"Your file as it was is kept: {kept}")
    print(f"Restored: {count(found.holds.answers, 'answer')} on {count(found.holds.cards, 'card')}.")
    return options.exit_code(problems)


def _show(found: Offer) -> None:
    backup = found.backup
    name = str(found.source) if backup is None else f"The backup of {local(backup.made)} ({reason(backup.kind)})"
    write.line(f"{name} holds {said(found.holds)}.")
    if found.present is None:
        print("There is no file of yours now, or none that can be read.")
        return
    write.line(f"Your file now holds {said(found.present)}.")
    if found.only_here:
        are = "is" if found.only_here == 1 else "are"
        write.line(
            f"{count(found.only_here, 'answer')} of your file {are} not in it: only the copy that is made first "
            "will hold them."
        )
    else:
        print("Every answer of your file is in it.")


def _agreed(arguments: argparse.Namespace) -> bool:
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here. Nothing was changed; say --yes to restore.")
    return input("Restore it? [y/N] ").strip().casefold() in ("y", "yes")


def _bring_in(source: Path, arguments: argparse.Namespace) -> int:
    from studykit.store.contents import contents
    from studykit.workflows.restore import bring_in
    from studykit.workflows.settled import agree

    holds = contents(source)
    if arguments.format == "text":
        write.line(f"{source} holds {said(holds)}. What your part of the database does not hold yet is added.")
    if not _agreed(arguments):
        print("Nothing was changed.")
        return 0
    with options.opened_store() as store, told("Working memory out") as bar:
        added = bring_in(store, source, bar)
        agree(store, options.places().home)
    if arguments.format == "json":
        write.json_line({"restored": str(source), "added": added, **contents_record(holds)})
    else:
        print(f"Added: {count(added, 'answer')}. Nothing that was there was changed.")
    return 0


def _repair(places: Places, arguments: argparse.Namespace) -> int:
    from studykit.workflows.restore import nobody_else, repair

    if places.address:
        raise UsageError("Your answers are in a shared database: whoever looks after it repairs it with its own tools.")
    nobody_else(places.home, options.now())
    problems: list[Diagnostic] = []
    with told("Saving what can be read") as bar:
        done = repair(places.database, bar, problems.append)
    options.tell(problems)
    if arguments.format == "json":
        write.json_line(_record(places, done))
    elif done is None:
        write.line(f"'{places.database}' is whole. There is nothing to repair.")
    else:
        _tell(places, done)
    return options.exit_code(problems)


def _tell(places: Places, done: Repaired) -> None:
    write.line(f"'{places.database}' was damaged: {done.found}.")
    write.line(f"Saved from it: {count(done.salvaged.read, 'answer')}.")
    if done.backup is None:
        print("There was no whole backup to take others from.")
    else:
        more = count(done.salvaged.added, "more answer") if done.salvaged.added else "nothing more"
        write.line(f"Taken from the backup of {local(done.backup.made)}: {more}.")
    if done.salvaged.missing:
        write.line(f"Lost: {count(done.salvaged.missing, 'answer')} or more that were in it, and are in no backup.")
    else:
        print("No answer that it numbered is missing.")
    write.line(f"The damaged file is kept: {done.aside}")


def _record(places: Places, done: Repaired | None) -> dict[str, object]:
    if done is None:
        return {"file": str(places.database), "damaged": False}
    return {
        "file": str(places.database),
        "damaged": True,
        "found": done.found,
        "saved": done.salvaged.read,
        "from_backup": done.salvaged.added,
        "lost": done.salvaged.missing,
        "backup": None if done.backup is None else str(done.backup.path),
        "kept": str(done.aside),
    }
