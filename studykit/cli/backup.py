"""``studykit backup``: copies your answers, and lists the copies that are made by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.progress import told
from studykit.core.errors import UsageError
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.store.contents import Contents
    from studykit.workflows.backup import Listed

_EXAMPLES = """\
  studykit backup                      a backup now, among those made by themselves
  studykit backup --list               the backups, newest first, and what each holds
  studykit backup /media/stick/me.db   your answers as one file, out of any database
"""
_MEGA = 1e6


def run(words: Sequence[str]) -> int:
    """Makes a backup, or lists them."""
    parser = options.parser(
        "backup",
        "Copy your answers. One backup is made by itself on each day of study; the 10 newest are kept.",
        _EXAMPLES,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="write your answers there; a backup there is replaced")
    parser.add_argument("--list", action="store_true", help="list the backups instead")
    options.add_format(parser)
    arguments = parser.parse_args(words)
    if arguments.list and arguments.file:
        raise UsageError("--list takes no file. See: studykit backup --help")
    if arguments.list:
        return _list(arguments.format)
    made = _file(Path(arguments.file).expanduser()) if arguments.file else _among_others()
    from studykit.store.contents import contents

    holds = contents(made)
    if arguments.format == "json":
        write.json_line({"file": str(made), **contents_record(holds)})
    else:
        write.line(f"Backup made: {made}")
        write.line(f"It holds {said(holds)}.")
    return 0


def said(holds: Contents) -> str:
    """What a file holds, in words."""
    text = f"{count(holds.answers, 'answer')} on {count(holds.cards, 'card')}"
    return text if holds.last is None else f"{text}, the last of {local(holds.last)}"


def contents_record(holds: Contents) -> dict[str, object]:
    """What a file holds, for JSON."""
    last = None if holds.last is None else holds.last.isoformat()
    return {"answers": holds.answers, "cards": holds.cards, "last_answer": last, "version": holds.version}


def local(moment: datetime) -> str:
    """A moment by the learner's clock, to the minute."""
    return f"{moment.astimezone(options.now().tzinfo):%Y-%m-%d %H:%M}"


def reason(kind: str) -> str:
    """Why a backup was made: ``daily``, ``before restore``."""
    return kind.replace("-", " ")


def _file(target: Path) -> Path:
    from studykit.workflows.backup import write_backup

    with options.opened_store() as store, told("Copying"):
        write_backup(store, target)
    return target


def _among_others() -> Path:
    from studykit.workflows.backup import make_backup

    places = options.places()
    if places.address:
        raise UsageError("Name a file: your answers are in a shared database, which keeps its own backups.")
    return make_backup(places.database)


def _list(form: str) -> int:
    from studykit.workflows.backup import listed

    found = listed(options.places().database)
    if form == "json":
        for number, one in enumerate(found, 1):
            write.json_line(_record(number, one))
        return 0
    if not found:
        print("There is no backup yet. One is made on each day of study; make one now: studykit backup")
        return 0
    rows = [_row(number, one) for number, one in enumerate(found, 1)]
    write.table([("", "made", "why", "size", "holds"), *rows], "")
    write.line("Bring one back by its number: studykit restore 1")
    return 0


def _row(number: int, one: Listed) -> tuple[str, ...]:
    holds = "cannot be read" if one.contents is None else f"{count(one.contents.answers, 'answer')}"
    if one.contents is not None:
        holds += f" on {count(one.contents.cards, 'card')}"
    return str(number), local(one.backup.made), reason(one.backup.kind), f"{one.size / _MEGA:.1f} MB", holds


def _record(number: int, one: Listed) -> dict[str, object]:
    record: dict[str, object] = {
        "number": number,
        "file": str(one.backup.path),
        "kind": str(one.backup.kind),
        "made": one.backup.made.isoformat(),
        "bytes": one.size,
    }
    return {**record, **({"problem": one.problem} if one.contents is None else contents_record(one.contents))}
