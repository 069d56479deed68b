"""``studykit lock``: the fact base as a file whose changes are reviewed."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.cli import options
from studykit.core.errors import ContentError
from studykit.workflows.lock import lock_path, make_lock

_EXAMPLES = """\
  studykit lock            write data/facts.lock.yaml
  studykit lock --check    say whether it is up to date (exit code 2 when it is not)
"""


def run(words: Sequence[str]) -> int:
    """Writes or checks the lock of a built-in pack."""
    parser = options.parser(
        "lock", "Write every fact of the pack into data/facts.lock.yaml, to be reviewed.", _EXAMPLES
    )
    parser.add_argument("--check", action="store_true", help="write nothing; only compare")
    parser.add_argument("--pack", metavar="PACK", default=options.DEFAULT_PACK, help="a built-in pack")
    arguments = parser.parse_args(words)
    from studykit.packs.lock import read_lock

    places = options.places()
    path, text = lock_path(places), make_lock(places, arguments.pack)
    if read_lock(path) == text:
        print(f"{path.name} is up to date.")
        return 0
    if arguments.check:
        raise ContentError(f"{path.name} is not up to date. Write it with: studykit lock, and read its diff.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(f"{path.name} written.")
    return 0
