"""``studykit reconcile``: cards of edited notes that may be known ones; the learner says which."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.identity import Unsure
from studykit.core.text import count, shortened

_EXAMPLES = """\
  studykit reconcile --notes my-notes/                      list what is unsure
  studykit reconcile --notes my-notes/ --is DRAFT CARD      it is that card: its history goes on
  studykit reconcile --notes my-notes/ --is DRAFT new       it is a new card
"""


def run(words: Sequence[str]) -> int:
    """Lists unsure cards, or settles one."""
    parser = options.parser(
        "reconcile",
        "After notes were edited, most cards are known again by themselves. Settle the others here.",
        _EXAMPLES,
    )
    parser.add_argument(
        "--is", dest="settled", nargs=2, metavar=("DRAFT", "CARD"), help="settle one: a card's id, or 'new'"
    )
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    from studykit.workflows.reconcile import reconcile, settle

    with options.opened_store() as store:
        unsure = reconcile(library.key, library.cards, store).unsure
        if arguments.settled:
            settle(store, unsure, *arguments.settled)
            unsure = reconcile(library.key, library.cards, store).unsure
    for one in unsure:
        _show(one, arguments.format)
    if arguments.format == "text":
        print(f"{count(len(unsure), 'card')} to settle." if unsure else "Every card is known.")
    return options.exit_code(library.diagnostics)


def _show(one: Unsure, form: str) -> None:
    if form == "json":
        candidates = [{"card": known.card, "note": known.note, "text": known.text} for known in one.candidates]
        record = {"draft": one.fresh.card, "note": one.fresh.note, "text": one.fresh.text, "candidates": candidates}
        write.json_line(record)
        return
    write.line(f"{one.fresh.card}   ({one.fresh.note})")
    write.line(shortened(f"{one.fresh.about} {one.fresh.text}", 200), "  ")
    for known in one.candidates:
        write.line(f"may be {known.card}   ({known.note})", "    ")
        write.line(shortened(f"{known.about} {known.text}", 200), "      ")
