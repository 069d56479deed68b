"""``studykit sync anki``: cards and answers both ways, with the Anki that runs on this computer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.leaving import add_wish, wish_of
from studykit.cli.progress import told
from studykit.core.text import count
from studykit.exchange.anki.wire import USUAL
from studykit.workflows.anki_key import KEY, key_of

if TYPE_CHECKING:
    from studykit.workflows.sync_anki import Met

_EXAMPLES = """\
  studykit sync anki --dry-run        say what would come and go; change nothing
  studykit sync anki                  bring answers back, send what is new or changed
  studykit sync anki --topic sqs      only cards of a service or domain
  studykit sync anki --again          also cards that you deleted in Anki
"""


def run(words: Sequence[str]) -> int:
    """Syncs with Anki, and says what came and what went."""
    arguments = _parser().parse_args(words)
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.workflows.sync_anki import Wanted, sync_anki

    anki = AnkiConnect(arguments.url, key_of(arguments.key_file))
    wanted = Wanted(
        wish_of(arguments, with_history=True),
        again=arguments.again,
        answers=not arguments.no_answers,
        dry_run=arguments.dry_run,
    )
    anki.begin()  # whether it is there is said before anything is read
    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        code = options.exit_code(study.library.diagnostics)
        with told("Syncing with Anki") as bar:
            met = sync_anki(study, anki, wanted, bar)
    if arguments.format == "json":
        write.json_line(_record(met))
    else:
        for sentence in sentences(met):
            write.line(sentence)
    options.tell(met.problems, "--format json")
    return max(code, options.exit_code(met.problems))


def sentences(met: Met) -> Iterator[str]:
    """What was done, or would be."""
    yield from _came(met)
    yield from _went(met)
    if met.dry_run:
        yield "Nothing was changed: this was a dry run."


def _came(met: Met) -> Iterator[str]:
    back = met.returned
    if back.answers:
        yield f"From Anki: {count(back.answers, 'answer')} to {count(back.cards, 'card')}."
    else:
        yield "From Anki: no answers that are not here already."
    if back.manual:
        yield f"{count(back.manual, 'change')} of dates by hand in Anki: not taken over."
    if back.strange:
        yield f"{count(back.strange, 'note')} of studykit in Anki that no card here has: left as they are."


def _went(met: Met) -> Iterator[str]:
    yield f"To Anki: {met.new:,} new, {met.updated:,} updated, {met.unchanged:,} unchanged."
    if met.answers:
        yield f"Answers from here: {met.answers:,}, to {count(met.cards, 'card')} that Anki has."
    if met.looks:
        yield f"{count(met.looks, 'note type')} with a new look, each with one of its cards."
    if met.removed:
        yield f"{count(met.removed, 'card')} gone here: kept in Anki with the tag studykit::removed."
    if met.edited:
        yield f"{count(met.edited, 'card')} changed in Anki since: Anki keeps its own text."
    if met.deleted:
        yield f"{count(met.deleted, 'card')} deleted in Anki: left out. Again: studykit sync anki --again"
    if met.from_anki:
        yield f"{count(met.from_anki, 'card')} that came from Anki: left out."


def _parser() -> options.Parser:
    parser = options.parser(
        "sync anki",
        "Bring back the answers that you gave in Anki, and send cards that are new or changed, while Anki runs on this "
        "computer with its add-on AnkiConnect (code 2055492159). A folder of that name is written ./anki.",
        _EXAMPLES,
    )
    parser.add_argument("--dry-run", action="store_true", help="change nothing, here or there; only say what is new")
    add_wish(parser)
    parser.add_argument("--again", action="store_true", help="send cards that were deleted in Anki once more")
    parser.add_argument(
        "--no-answers", action="store_true", help="do not add answers from here to cards that Anki has already"
    )
    parser.add_argument("--url", default=USUAL, metavar="URL", help=f"where AnkiConnect listens (default: {USUAL})")
    parser.add_argument(
        "--key-file", type=Path, metavar="FILE", help=f"file with the API key of AnkiConnect (default: ${KEY})"
    )
    options.add_content(parser)
    options.add_format(parser)
    return parser


def _record(met: Met) -> dict[str, object]:
    back = met.returned
    return {
        "profile": met.profile,
        "from_anki": {
            "answers": back.answers,
            "known": back.known,
            "cards": back.cards,
            "manual": back.manual,
            "strange": back.strange,
        },
        "to_anki": {
            "new": met.new,
            "updated": met.updated,
            "unchanged": met.unchanged,
            "removed": met.removed,
            "edited": met.edited,
            "deleted": met.deleted,
            "answers": met.answers,
            "answered_cards": met.cards,
            "looks": met.looks,
        },
        "left_there": met.from_anki,
        "dry_run": met.dry_run,
        "problems": [write.diagnostic(one) for one in met.problems],
    }
