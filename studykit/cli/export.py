"""``studykit export``: the cards as a file for another program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studykit.cli import options
from studykit.core.text import count
from studykit.workflows.export import export_anki

_EXAMPLES = """\
  studykit export anki deck.apkg
  studykit export anki deck.apkg --notes my-notes/ --topic sqs
"""


def run(words: Sequence[str]) -> int:
    """Writes the cards and says what the other program will do with them."""
    parser = options.parser("export", "Write the cards for another program.", _EXAMPLES)
    parser.add_argument("format", choices=("anki",), help="anki: a package that Anki imports")
    parser.add_argument("file", type=Path, metavar="FILE", help="such as deck.apkg; replaced if it exists")
    parser.add_argument("--deck", default="", metavar="NAME", help="name of the deck (default: that of the pack)")
    parser.add_argument("--topic", default="", metavar="TOPIC", help="only cards of a service or domain")
    options.add_content(parser)
    arguments = parser.parse_args(words)
    library = options.opened(arguments)
    places = options.places()
    written = export_anki(places, library, arguments.file, deck=arguments.deck, topic=arguments.topic)
    total = written.new + written.changed + written.unchanged
    print(f"Wrote {arguments.file}: {count(total, 'card')}.")
    print(f"Anki will add {written.new}, update {written.changed}, and leave {written.unchanged} as they are.")
    if written.removed:
        gone = count(written.removed, "card")
        print(f"No longer there: {gone} of the last export. Anki keeps its own copy.")
    return options.exit_code(library.diagnostics)
