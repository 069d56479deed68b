"""``studykit report``: a page about how ready you are, with plots; one file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studykit.cli import options
from studykit.cli.progress import told

_EXAMPLES = """\
  studykit report --html ready.html      a page to keep, to print or to show
  studykit report > ready.html
"""


def run(words: Sequence[str]) -> int:
    """Writes the page to a file, or prints it."""
    parser = options.parser(
        "report", "Write a page about how ready you are: areas, forecast, recall, calendar, load.", _EXAMPLES
    )
    parser.add_argument("--html", type=Path, default=None, metavar="FILE", help="file to write (default: printed)")
    options.add_content(parser)
    arguments = parser.parse_args(words)
    path: Path | None = arguments.html
    from studykit.exchange.whole_file import write_whole
    from studykit.workflows.own_files import refuse_own
    from studykit.workflows.readiness_report import readiness_report

    with options.opened_study(arguments) as study, told("Working out") as bar:
        if path is not None:
            refuse_own(study.library, path)
        page = readiness_report(study, bar)
    if path is None:
        print(page, end="")
    else:
        write_whole(path, page.encode())
        print(f"Wrote {path}")
    return 0
