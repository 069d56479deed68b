"""``studykit cards``: how each card stands; leave one out, or let it come again."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options, write
from studykit.core.text import count, shortened

_EXAMPLES = """\
  studykit cards --topic lambda               cards of a topic: when each comes back, and how sure it is
  studykit cards --state leech                those that you forget again and again
  studykit cards suspend limit:lambda.timeout.max
  studykit cards release limit:lambda.timeout.max
"""
_DONE = {"suspend": "suspended", "bury": "left out for today", "release": "released"}


def run(words: Sequence[str]) -> int:
    """Lists cards, or marks some."""
    from studykit.workflows.cards import STATES, card_rows, mark_cards

    parser = options.parser("cards", "List your cards, leave some out, or let them come again.", _EXAMPLES)
    parser.add_argument("what", nargs="?", choices=tuple(_DONE), help="what to do with the cards named")
    parser.add_argument("cards", nargs="*", metavar="CARD", help="ids, as the list shows them")
    parser.add_argument("--topic", default="", metavar="TOPIC", help="cards of a service or domain")
    parser.add_argument("--state", choices=STATES, default="", help="cards that stand so")
    parser.add_argument("--count", type=int, default=0, metavar="N", help="the first N (default: all)")
    options.add_content(parser)
    options.add_format(parser)
    arguments = parser.parse_args(words)
    with options.opened_study(arguments) as study:
        options.tell(study.library.diagnostics)
        if arguments.what:
            marked = mark_cards(study, arguments.what, arguments.cards)
            print(f"{count(len(marked), 'card')} {_DONE[arguments.what]}.")
            return 0
        rows = card_rows(study, topic=arguments.topic, state=arguments.state)
        rows = rows[: arguments.count or None]
    if arguments.format == "json":
        for row in rows:
            write.json_line(row)
        return 0
    write.table(
        (row["id"], row["state"], row["comes_back"], "" if row["recall"] is None else f"{row['recall']:.0%}")
        for row in rows
    )
    print(f"{count(len(rows), 'card')}." if rows else shortened("No card stands so.", write.width()))
    return 0
