"""``studykit fit``: the scheduler fitted to your own answers, when that foretells later answers better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studykit.cli import options, write
from studykit.cli.progress import told
from studykit.core.errors import UsageError

if TYPE_CHECKING:
    from studykit.workflows.fit import Tried

_EXAMPLES = """\
  studykit fit             fit, and use what was found when it is better
  studykit fit --dry-run   only say whether it would be better
  studykit fit --reset     go back to the usual parameters
"""


def run(words: Sequence[str]) -> int:
    """Fits, and says how well parameters before and after foretell answers that came later."""
    parser = options.parser(
        "fit",
        "Fit the scheduler to your own answers. Parameters that were fitted to earlier answers are asked to foretell "
        "later ones; they come into use only when they do that better than those before. Due days stay as they are.",
        _EXAMPLES,
    )
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what it would come to")
    parser.add_argument("--reset", action="store_true", help="go back to the parameters that everybody begins with")
    options.add_format(parser)
    arguments = parser.parse_args(words)
    if arguments.dry_run and arguments.reset:
        raise UsageError("--dry-run and --reset exclude each other. See: studykit fit --help")
    from studykit.workflows.fit import try_fit, use
    from studykit.workflows.open_store import open_store

    with open_store(options.places()) as store, told("Fitting") as bar:
        if arguments.reset:
            use(store, None, options.now(), bar)
            return _reset(arguments.format)
        tried = try_fit(store, options.now(), keep=not arguments.dry_run, progress=bar)
    if arguments.format == "json":
        write.json_line(_record(tried))
    else:
        _show(tried, dry_run=arguments.dry_run)
    return 0


def _reset(form: str) -> int:
    if form == "json":
        write.json_line({"reset": True})
    else:
        write.line("The usual parameters are in use again, and memory was worked out with them. Due days stay.")
    return 0


def _show(tried: Tried, *, dry_run: bool) -> None:
    from studykit.workflows.fit_words import fit_words

    for sentence in fit_words(tried, dry_run=dry_run):
        write.line(sentence)


def _record(tried: Tried) -> dict[str, object]:
    from studykit.scheduling.fit import TooFew

    found = tried.found
    if isinstance(found, TooFew):
        return {"kept": False, "answers": found.reviews, "needed": found.needed, "too_few": found.what}
    return {
        "kept": tried.kept,
        "answers": found.reviews,
        "held_out": found.held_out,
        "before": found.before,
        "after": found.after,
        "spread": found.spread,
        "better": not found.worse,
        "sure": found.sure,
        "parameters": list(found.parameters),
    }
