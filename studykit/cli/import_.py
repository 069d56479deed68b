"""``studykit import``: questions that somebody else wrote, into a pack of one's own, with wrong keys found."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import import_history, options, write
from studykit.cli.progress import told
from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.errors import UsageError
from studykit.core.given import Judged, Verdict, Words
from studykit.core.response import Matching, Typed
from studykit.core.text import count, printable, shortened

if TYPE_CHECKING:
    from studykit.workflows.library import Library
    from studykit.workflows.quizzes import Bank, Written

_EXAMPLES = """\
  studykit import bank.gift --check                    which keys do the facts contradict?
  studykit import bank.gift --check --against my-pack/
  studykit pack new my-pack/                           a pack of your own, then:
  studykit import bank.gift quiz.md --pack my-pack/
  studykit import cards.csv --pack my-pack/             cards of a table, JSON Lines or Anki's notes as text
  studykit import cards.jsonl --with-history            answers to cards that are here
  studykit import bank.txt --format aiken --pack my-pack/ --dry-run
  studykit import anki collection.colpkg               answers given in Anki; see: studykit import anki --help
"""
_NO_PACK = (
    "Questions are read into a pack of your own: 'studykit pack new my-pack/' makes one, then add --pack my-pack/. "
    "To check the keys only, add --check."
)
_PACKAGES = (".apkg", ".colpkg")
_REASON = 400


def run(words: Sequence[str]) -> int:
    """Reads the files, says of every question what the facts say of its key, and keeps those that may be asked."""
    if words[:1] == ["anki"]:
        from studykit.cli import import_anki

        return import_anki.run(words[1:])
    arguments = _parser().parse_args(words)
    if arguments.check and arguments.pack:
        raise UsageError("--check writes no pack. Use --against to name the pack whose facts decide.")
    for path in arguments.files:
        if path.suffix.lower() in _PACKAGES:
            raise UsageError(f"'{path}' is a package of Anki. To read it: studykit import anki FILE --pack my-pack/")
    if arguments.with_history and not arguments.pack and not arguments.check:
        return import_history.run(arguments)
    if not arguments.check and not arguments.pack:
        raise UsageError(_NO_PACK)
    return _import(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from studykit.workflows.quizzes import own_folder, read_bank

    folder = None if arguments.check else own_folder(options.places(), arguments.pack)
    banks = [read_bank(path, arguments.format) for path in arguments.files]
    history = import_history.read(arguments) if arguments.with_history else ()
    libraries = [_library(pack) for pack in _packs(arguments)]
    verdicts: Counter[Verdict] = Counter()
    problems: list[Diagnostic] = []
    cards: list[dict[str, str]] = []
    for read in banks:
        bank = read if folder is None else _without_ours(read, libraries[0])
        judged = _judged(libraries, bank)
        verdicts.update(one.verdict for one in judged)
        _show(judged, as_json=arguments.json)
        written = None if folder is None or not judged else _write(folder, bank, judged, arguments)
        found = (*bank.diagnostics, *(written.problems if written is not None else ()))
        options.tell(found)
        problems += found
        cards.append(_cards(bank, written))
    if not arguments.json:
        left_out = [one for bank in banks for one in bank.diagnostics]
        print(_sum(verdicts, left_out, held=folder is not None))
    code = 2 if verdicts[Verdict.CONTRADICTED] else options.exit_code(problems)
    brought = import_history.bring(libraries[0], zip(history, cards, strict=True), arguments) if history else 0
    return max(code, brought)


def _without_ours(bank: Bank, library: Library) -> Bank:
    from studykit.workflows.our_cards import without_ours

    with told(then="Settling facts") as bar:
        return without_ours(bank, library, bar)


def _cards(bank: Bank, written: Written | None) -> dict[str, str]:
    """Id of each card in its file → its id here."""
    here = {card: card for card in bank.ours}
    if written is not None:
        here |= {one.id or one.title: now.id for one, now in zip(bank.given, written.given, strict=True)}
    return here


def _parser() -> argparse.ArgumentParser:
    parser = options.parser(
        "import",
        "Read questions in GIFT, Aiken or Markdown, or cards from a table, and find wrong or outdated keys.",
        _EXAMPLES,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files of questions; never written to")
    parser.add_argument("--pack", default="", metavar="FOLDER", help="a pack of your own, into which they go")
    parser.add_argument("--check", action="store_true", help="only say what the facts say of each key")
    parser.add_argument(
        "--against",
        default="",
        metavar="PACK",
        help=f"a pack whose facts decide, too (with --check: instead; default {options.DEFAULT_PACK})",
    )
    parser.add_argument(
        "--with-history",
        action="store_true",
        help="of JSON Lines: the answers in it, too; without --pack only those, to cards that are here",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument(
        "--format",
        choices=("gift", "aiken", "markdown", "cards-csv", "cards-json", "cards-markdown"),
        default="",
        help="how the files are written (default: by their names and content)",
    )
    parser.add_argument("--json", action="store_true", help="one object a question and line, for programs")
    return parser


def _packs(arguments: argparse.Namespace) -> tuple[str, ...]:
    if arguments.check:
        return (arguments.against or options.DEFAULT_PACK,)
    return tuple(filter(None, (arguments.pack, arguments.against)))


def _library(pack: str) -> Library:
    from studykit.workflows.open_library import open_library

    return open_library(options.places(), pack, [])


def _judged(libraries: Sequence[Library], bank: Bank) -> tuple[Judged, ...]:
    """The verdicts of the first pack that says anything; a contradiction by any of them counts."""
    from studykit.workflows.quizzes import judge

    order = (Verdict.CONTRADICTED, Verdict.PROVED, Verdict.NOT_DECIDED)
    every = [judge(library, bank.given) for library in libraries]
    return tuple(min(said, key=lambda one: order.index(one.verdict)) for said in zip(*every, strict=True))


def _show(judged: Sequence[Judged], *, as_json: bool) -> None:
    for one in judged:
        if as_json:
            write.json_line(_record(one))
            continue
        print(printable(f"{one.given.place}  {one.verdict}  {shortened(one.given.stem, 60)}"))
        if one.verdict is Verdict.CONTRADICTED:
            write.line(f"key: {shortened(_key(one), 120)}", "    ")
        if one.verdict is not Verdict.NOT_DECIDED:
            write.line(shortened(one.reason, _REASON), "    ")


def _record(one: Judged) -> dict[str, object]:
    given = one.given
    return {
        "file": given.file,
        "line": given.line,
        "title": given.title,
        "stem": given.stem,
        "key": _key(one),
        "verdict": str(one.verdict),
        "reason": one.reason,
        "facts": list(one.facts),
        "answers": list(one.answers),
    }


def _key(one: Judged) -> str:
    """The key as it was marked."""
    response = one.given.response
    if isinstance(response, Words):
        return " or ".join(response.accepted)
    if isinstance(response, Typed):
        return response.key
    if isinstance(response, Matching):
        return "; ".join(f"{pair.text} -> {response.choices[pair.match]}" for pair in response.pairs)
    right = zip(response.key, (option.text for option in response.options if option.right), strict=True)
    return "; ".join(f"{letter} {text}" for letter, text in right)


def _write(folder: Path, bank: Bank, judged: Sequence[Judged], arguments: argparse.Namespace) -> Written:
    from studykit.workflows.quizzes import write_bank

    written = write_bank(folder, bank, judged, dry_run=arguments.dry_run)
    if not arguments.json:
        print(printable(_changed(written, dry_run=arguments.dry_run)))
    return written


def _changed(written: Written, *, dry_run: bool) -> str:
    return f"{written.path}{' (not written)' if dry_run else ''}: {changes(written)}"


def changes(written: Written) -> str:
    """What an import did to a pack: ``3 new, 1 updated``."""
    numbers = {
        "new": written.new,
        "updated": written.updated,
        "unchanged": written.unchanged,
        "removed": written.removed,
    }
    return ", ".join(f"{number:,} {word}" for word, number in numbers.items() if number)


def _sum(verdicts: Counter[Verdict], left_out: Sequence[Diagnostic], *, held: bool) -> str:
    total = sum(verdicts.values())
    words = f"{count(total, 'question')}: " + ", ".join(f"{verdicts[one]} {one}" for one in Verdict)
    if held and verdicts[Verdict.CONTRADICTED]:
        words += " (held back: they are no cards)"
    unread = sum(1 for one in left_out if one.severity is Severity.ERROR)
    return f"{words}; {unread:,} could not be read." if unread else f"{words}."
