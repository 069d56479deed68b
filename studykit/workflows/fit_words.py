"""What a fit of the scheduler came to, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.scheduling.fit import Fitted
    from studykit.workflows.fit import Tried


def fit_words(tried: Tried, *, dry_run: bool = False) -> tuple[str, ...]:
    """One sentence a row."""
    from studykit.scheduling.fit import TooFew

    found = tried.found
    if isinstance(found, TooFew):
        return (f"Nothing was changed: there are {found.reviews:,} {found.what}, and {found.needed:,} are needed.",)
    return (
        f"Fitted to {count(found.reviews, 'answer')} on later days than the one before.",
        f"How wrong {count(found.held_out, 'later answer')} were foretold (log loss; less is better):",
        f"  before  {found.before:.4f}",
        f"  after   {found.after:.4f}",
        _meaning(found),
        _kept(tried, found, dry_run=dry_run),
    )


def _kept(tried: Tried, found: Fitted, *, dry_run: bool) -> str:
    if tried.kept:
        return "The new parameters are in use. Due days stay; 'studykit fit --reset' goes back."
    if dry_run and not found.worse:
        return "Nothing was changed: this was a dry run."
    return "Nothing was changed."


def _meaning(found: Fitted) -> str:
    better = (found.before - found.after) / found.before
    if found.worse:
        return "The parameters in use foretell your answers as well as new ones would, or better."
    chance = "more than chance would give" if found.sure else "which may still be chance; fit again after more answers"
    return f"New parameters foretell your answers better, by {better:.1%}: {chance}."
