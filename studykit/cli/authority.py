"""``studykit authority``: what the installed libraries say of the values that a pack cites, written as data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studykit.cli import options
from studykit.core.text import count
from studykit.workflows.authority import write_extracts

_EXAMPLES = """\
  studykit authority                     write data/authority/<source>-<version>.yaml
  studykit authority --to extracts/      write them elsewhere, to look at them first
  studykit authority --from packages/    read libraries from another folder
"""


def run(words: Sequence[str]) -> int:
    """Writes one extract a source; the exit code is 2 when a value of the pack is contradicted."""
    parser = options.parser(
        "authority",
        "Write what the installed botocore and cfn-lint say of the values that a pack cites, and check the pack.",
        _EXAMPLES,
    )
    add_from(parser)
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="write there instead of the program's data folder")
    arguments = parser.parse_args(words)
    written = write_extracts(options.places(), arguments.pack, within=arguments.within, to=arguments.to)
    options.tell(written.diagnostics)
    for path, extract in zip(written.paths, written.extracts, strict=True):
        print(f"{path.name}: {count(len(extract.members), 'member')} of {extract.source} ({extract.date}).")
    return options.exit_code(written.diagnostics)


def add_from(parser: options.Parser) -> None:
    """``--pack`` and ``--from``."""
    parser.add_argument(
        "--pack",
        metavar="PACK",
        default=options.DEFAULT_PACK,
        help=f"a built-in pack or the folder of one (default: {options.DEFAULT_PACK})",
    )
    parser.add_argument(
        "--from",
        dest="within",
        metavar="FOLDER",
        type=Path,
        help="the folder that the libraries were installed into (default: where Python finds them)",
    )
