"""``studykit import anki``: answers that were given in Anki come back, and somebody's deck becomes cards of a pack."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.import_ import changes
from studykit.cli.progress import told
from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import UsageError
from studykit.core.given import Verdict
from studykit.core.text import count, shortened

if TYPE_CHECKING:
    from studykit.workflows.import_anki import Returned
    from studykit.workflows.study import Study
    from studykit.workflows.their_deck import Taken

_EXAMPLES = """\
  studykit import anki collection.colpkg --dry-run       what would come back?
  studykit import anki phone.apkg tablet.apkg            bring back what was answered in Anki
  studykit import anki phone.apkg --notes notes/         to cards of your notes, too
  studykit pack new my-pack/                             a pack of your own, then:
  studykit import anki deck.apkg --pack my-pack/         somebody's deck as cards of it
  studykit import anki deck.apkg --pack my-pack/ --with-history
"""
_SHOWN, _REASON = 20, 200


def run(words: Sequence[str]) -> int:
    """Brings answers back, or takes a deck into a pack; says what came and what did not."""
    arguments = _parser().parse_args(words)
    if arguments.with_history and not arguments.pack:
        raise UsageError("--with-history goes with --pack. Answers to cards of studykit come back without it.")
    return _decks(arguments) if arguments.pack else _reviews(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = options.parser(
        "import anki",
        "Bring back what was answered in Anki to cards of studykit; each answer once, however often you do it. With "
        "--pack, make cards of somebody's deck. In Anki: File, Export, with scheduling information.",
        _EXAMPLES,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".apkg or .colpkg; never written to")
    parser.add_argument(
        "--notes",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="a file or folder of the notes that cards were made of (may be given again); never written to "
        "(default: those that the app remembers)",
    )
    parser.add_argument("--pack", default="", metavar="FOLDER", help="a pack of your own, for what is not ours")
    parser.add_argument(
        "--with-history", action="store_true", help="with --pack: what was answered to them in Anki, too"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would come, and change nothing")
    parser.add_argument("--json", action="store_true", help="one object a file and line, for programs")
    return parser


def _reviews(arguments: argparse.Namespace) -> int:
    from studykit.exchange.anki.reader import open_package
    from studykit.workflows.import_anki import import_reviews

    problems: list[Diagnostic] = []
    lost = 0
    with _study(arguments.notes) as study:
        for path in arguments.files:
            with open_package(path) as package, told("Reading answers") as bar:
                done = import_reviews(study, package, dry_run=arguments.dry_run, file=path.name, progress=bar)
            if arguments.json:
                write.json_line({"file": str(path), **_record(done), "dry_run": arguments.dry_run})
            else:
                _say(path, _sentences(done, path, dry_run=arguments.dry_run))
            options.tell(done.problems, "--json")
            problems += done.problems
            lost += done.lost
    return 2 if lost else options.exit_code(problems)


def _study(notes: list[Path]) -> Study:
    """A session over what is remembered and named: ``--pack`` means something else here."""
    return options.opened_study(argparse.Namespace(pack="", notes=notes))


def _decks(arguments: argparse.Namespace) -> int:
    from studykit.exchange.anki.reader import open_package
    from studykit.workflows.open_library import open_library
    from studykit.workflows.quizzes import own_folder
    from studykit.workflows.their_deck import take_deck

    folder = own_folder(options.places(), arguments.pack)
    problems: list[Diagnostic] = []
    wrong = False
    for path in arguments.files:
        with told(then="Settling facts") as bar:
            library = open_library(options.places(), arguments.pack, arguments.notes, bar)
        with open_package(path) as package, told("Reading cards") as bar:
            taken = take_deck(
                folder,
                package,
                library,
                file=path.name,
                with_history=arguments.with_history,
                dry_run=arguments.dry_run,
                progress=bar,
            )
        if arguments.json:
            write.json_line({"file": str(path), **_deck_record(taken), "dry_run": arguments.dry_run})
        else:
            _say(path, _deck_sentences(taken, dry_run=arguments.dry_run))
        options.tell(taken.problems, "--json")
        problems += taken.problems
        wrong |= any(one.verdict is Verdict.CONTRADICTED for one in taken.judged)
    return 2 if wrong else options.exit_code(problems)


def _say(path: Path, sentences: Iterator[str]) -> None:
    for at, sentence in enumerate(sentences):
        write.line(sentence if at else f"{path.name}: {sentence}", "  " if at else "")


def _sentences(done: Returned, path: Path, *, dry_run: bool) -> Iterator[str]:
    yield from _answers(done, dry_run=dry_run)
    if done.strange:
        lost = f"; {count(done.lost, 'answer')} to them left out" if done.lost else ""
        yield (
            f"{count(done.strange, 'note')} of studykit without a card here{lost}. If they were made of your notes, "
            "add --notes PATH; if they are somebody else's, --pack my-pack/."
        )
    if done.theirs:
        yield (
            f"{count(done.theirs, 'note')} not of studykit. To make cards of them: "
            f"studykit import anki {path.name} --pack my-pack/"
        )


def _answers(done: Returned, *, dry_run: bool) -> Iterator[str]:
    verb = "would come back" if dry_run else "came back"
    if done.answers:
        yield f"{count(done.answers, 'answer')} to {count(done.cards, 'card')} {verb}{_known(done)}."
    else:
        yield f"No new answers{_known(done)}."
    if done.manual:
        yield f"{count(done.manual, 'change')} by hand in Anki (Forget, Set Due Date) not taken over: answers decide."


def _known(done: Returned) -> str:
    return f"; {done.known:,} {'was' if done.known == 1 else 'were'} here already" if done.known else ""


def _deck_sentences(taken: Taken, *, dry_run: bool) -> Iterator[str]:
    written = taken.written
    where = f" {written.path}{' (not written)' if dry_run else ''}" if changes(written) else ""
    yield f"{count(len(written.given), 'card')}: {changes(written) or 'nothing to write'}.{where}"
    if taken.media:
        yield f"{count(taken.media, 'picture or sound', 'pictures and sounds')}{' to copy' if dry_run else ' copied'}."
    if taken.ours:
        yield f"{count(taken.ours, 'note')} of studykit left out: they are cards here already."
    yield from _contradicted(taken)
    if taken.returned is not None:
        yield from _answers(taken.returned, dry_run=dry_run)
    if taken.suspended and taken.returned is not None:
        yield f"{count(taken.suspended, 'card')} {'to suspend' if dry_run else 'suspended'}, as in Anki."
    elif taken.suspended:
        yield f"{count(taken.suspended, 'card')} suspended in Anki, and asked here. With --with-history they stay so."


def _contradicted(taken: Taken) -> Iterator[str]:
    wrong = [one for one in taken.judged if one.verdict is Verdict.CONTRADICTED]
    if wrong:
        yield f"{count(len(wrong), 'card')} contradicted by the facts, and held back:"
    for one in wrong[:_SHOWN]:
        yield f"{shortened(one.given.stem, 60)} - {shortened(one.reason, _REASON)}"
    if len(wrong) > _SHOWN:
        yield f"… and {len(wrong) - _SHOWN:,} more."


def _record(done: Returned) -> dict[str, object]:
    return {**asdict(done), "problems": [write.diagnostic(one) for one in done.problems]}


def _deck_record(taken: Taken) -> dict[str, object]:
    written = taken.written
    verdicts = Counter(one.verdict for one in taken.judged)
    return {
        "pack_file": str(written.path),
        "cards": len(written.given),
        "new": written.new,
        "updated": written.updated,
        "unchanged": written.unchanged,
        "removed": written.removed,
        "verdicts": {str(one): verdicts[one] for one in Verdict},
        "media": taken.media,
        "ours": taken.ours,
        "suspended": taken.suspended,
        "history": _record(taken.returned) if taken.returned is not None else None,
        "problems": [write.diagnostic(one) for one in taken.problems],
    }
