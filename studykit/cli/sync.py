"""``studykit sync``: the same answers on every device, through a folder that any file sync or git carries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.progress import told
from studykit.core.log_row import RowKind
from studykit.core.text import count, listed

if TYPE_CHECKING:
    from studykit.workflows.sync import Synced

_EXAMPLES = """\
  studykit sync ~/Dropbox/studykit             read what other devices wrote, add what they do not have
  studykit sync ~/Dropbox/studykit --dry-run   say what it would do
  studykit sync anki                           cards and answers both ways, with Anki while it runs
"""
_NAMED = 3
"""Devices that are named; of more there is only their number."""


def run(words: Sequence[str]) -> int:
    """Syncs, and says in one line what came and what went."""
    if words[:1] == ["anki"]:
        from studykit.cli import sync_anki

        return sync_anki.run(words[1:])
    parser = options.parser(
        "sync",
        "Share answers, settings and exams between your devices through a folder. Each device appends to a file of its "
        "own there, so it can be carried by any file sync or by git, in any order. For Anki: studykit sync anki --help",
        _EXAMPLES,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="an existing folder that your devices share")
    parser.add_argument("--dry-run", action="store_true", help="change nothing, here or there; only say what is new")
    options.add_format(parser)
    arguments = parser.parse_args(words)
    from studykit.workflows.sync import sync

    with told("Syncing") as bar:
        done = sync(options.places(), arguments.folder, options.now(), dry_run=arguments.dry_run, progress=bar)
    if arguments.format == "json":
        write.json_line(_record(done))
    else:
        write.line(_sentence(done))
    options.tell(done.problems)
    return options.exit_code(done.problems)


def _sentence(done: Synced) -> str:
    """Such as ``12 answers from laptop-1a2b, 3 of ours written``."""
    parts = [part for part in (_came(done), _went(done)) if part]
    if not parts:
        return "Nothing new, here or there."
    said = f"{', '.join(parts)}."
    return f"{said} Nothing was changed: this was a dry run." if done.dry_run else said


def _came(done: Synced) -> str:
    named = [f"{count(number, 'answer')} from {device}" for device, number in sorted(done.answers.items())]
    if len(named) > _NAMED:
        named = [f"{count(sum(done.answers.values()), 'answer')} from {len(named)} devices"]
    others = sum(number for kind, number in done.received.items() if kind is not RowKind.REVIEW)
    return listed([*named, *([count(others, "other change")] if others else [])])


def _went(done: Synced) -> str:
    written = sum(done.written.values())
    return f"{written:,} of ours {'to write' if done.dry_run else 'written'}" if written else ""


def _record(done: Synced) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "device": done.device,
        "answers": dict(sorted(done.answers.items())),
        "received": {str(kind): number for kind, number in done.received.items()},
        "written": {str(kind): number for kind, number in done.written.items()},
        "cards": done.cards,
        "dry_run": done.dry_run,
        "problems": [write.diagnostic(one) for one in done.problems],
    }
