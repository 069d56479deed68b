"""``studykit log``: lists answers, or proves that they give what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.progress import told
from studykit.core.errors import UsageError
from studykit.core.review import Review
from studykit.core.text import count

if TYPE_CHECKING:
    from argparse import Namespace

    from studykit.store.study_store import StudyStore
    from studykit.workflows.log import Verified

_EXAMPLES = """\
  studykit log verify                fold every answer anew and compare, bit for bit
  studykit log verify --repair       the same, and work out again what differs
  studykit log show --count 5        the newest answers
  studykit log show --card limit:lambda.timeout.max --format json
"""
_SHOWN = 20
_WRONG = 2


def run(words: Sequence[str]) -> int:
    """Verifies the log, or lists answers."""
    parser = options.parser(
        "log",
        "Your answers are an append-only log; what is remembered of a card follows from it.",
        _EXAMPLES,
    )
    verbs = parser.add_subparsers(dest="what", required=True, metavar="verify|show", parser_class=options.Parser)
    verify = verbs.add_parser("verify", help="prove that the log gives every memory state", allow_abbrev=False)
    how = verify.add_mutually_exclusive_group()
    how.add_argument("--repair", action="store_true", help="work memory states out again when they differ")
    how.add_argument("--fast", action="store_true", help="to four decimals only; needs the extra 'optimizer'")
    show = verbs.add_parser("show", help="list answers, newest first", allow_abbrev=False)
    show.add_argument("--card", default="", metavar="ID", help="of one card")
    show.add_argument("--count", type=int, default=_SHOWN, metavar="N", help=f"at most N (default: {_SHOWN})")
    for one in (verify, show):
        options.add_format(one)
    arguments = parser.parse_args(words)
    from studykit.workflows.open_store import open_store

    with open_store(options.places()) as store:
        return _verify(store, arguments) if arguments.what == "verify" else _show(store, arguments)


def _verify(store: StudyStore, arguments: Namespace) -> int:
    from studykit.workflows.log import verify, verify_fast
    from studykit.workflows.settings import read_settings

    settings = read_settings(store)
    check = verify_fast if arguments.fast else verify
    with told("Folding cards" if arguments.fast else "Folding answers") as bar:
        found = check(store, settings, bar)
    repaired = arguments.repair and not found.sound
    if repaired:
        from studykit.workflows.refold import model_of, refold

        _tell(found, arguments.format)
        with told("Working memory out again") as bar:
            refold(store, model_of(settings), bar)
        found = verify(store, settings)
    _tell(found, arguments.format, repaired=repaired)
    return 0 if found.sound else _WRONG


def _tell(found: Verified, form: str, *, repaired: bool = False) -> None:
    if form == "json":
        write.json_line(_record(found, repaired=repaired))
        return
    for one in found.problems:
        write.line(f"{one.where}: {one.says}" if one.where else one.says, hang="  ")
    for kind, number in found.found.items():
        named = sum(1 for one in found.problems if one.kind is kind)
        if number > named:
            write.line(f"… and {number - named:,} more like these.")
    write.line(_sentence(found, repaired=repaired))
    if found.stray:
        what = count(found.stray, "answer that is not here was taken back", "answers that are not here were taken back")
        write.line(f"{what}: a file of another device has not come yet.")


def _sentence(found: Verified, *, repaired: bool) -> str:
    from studykit.workflows.log import Kind

    size = f"{count(found.answers, 'answer')} of {count(found.cards, 'card')}"
    if found.withdrawn:
        size += f" (and {found.withdrawn:,} taken back)"
    if found.sound and not found.answers:
        return "No answers yet, and nothing is remembered without one."
    if found.sound:
        how = "to the bit" if found.exact else "to four decimals"
        again = "Memory was worked out again. " if repaired else ""
        rows = ", and every row is well formed and in order" if found.exact else ""
        return f"{again}{size}: every memory state is what they give, {how}, by {found.model}{rows}."
    wrong = f"{size} were read; {count(found.found.total(), 'thing differs', 'things differ')}."
    if found.found.keys() - {Kind.STATE, Kind.MODEL}:
        wrong += " A row of the log cannot be worked out again: 'studykit restore' brings a copy back."
    if found.found.keys() & {Kind.STATE, Kind.MODEL} and not repaired:
        wrong += " 'studykit log verify --repair' works memory out again."
    return wrong


def _record(found: Verified, *, repaired: bool) -> dict[str, object]:
    return {
        "sound": found.sound,
        "exact": found.exact,
        "repaired": repaired,
        "answers": found.answers,
        "withdrawn": found.withdrawn,
        "cards": found.cards,
        "stray_withdrawals": found.stray,
        "model": found.model,
        "found": {str(kind): number for kind, number in found.found.items()},
        "problems": [{"kind": str(one.kind), "where": one.where, "says": one.says} for one in found.problems],
    }


def _show(store: StudyStore, arguments: Namespace) -> int:
    from studykit.workflows.log import newest

    if arguments.count < 1:
        raise UsageError("--count takes a number from 1. See: studykit log --help")
    found = newest(store, arguments.card, arguments.count)
    if arguments.format == "json":
        for review in found:
            write.json_line(_review(review))
    elif found:
        write.table(map(_row, found), indent="")
    else:
        write.line("No answers yet.")
    return 0


def _row(review: Review) -> tuple[str, ...]:
    from studykit.scheduling.interval import interval_text

    local = review.at + timedelta(minutes=review.offset)
    seconds = f"{review.duration / 1000:.0f} s"
    back = f"back in {interval_text(review.interval)}"
    return f"{local:%Y-%m-%d %H:%M}", review.rating.name.lower(), review.chosen or "-", seconds, back, review.card


def _review(review: Review) -> dict[str, object]:
    return {
        "id": review.id,
        "card": review.card,
        "at": review.at.isoformat(),
        "offset": review.offset,
        "day": date.fromordinal(review.day).isoformat(),
        "rating": review.rating.name.lower(),
        "milliseconds": review.duration,
        "variant": review.variant,
        "chosen": review.chosen,
        "interval": review.interval,
        "scheduler": review.scheduler,
        "device": review.device,
    }
