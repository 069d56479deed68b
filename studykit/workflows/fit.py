"""The scheduler fitted to a learner's own answers: tried, kept when it is better, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.core.review import Review
from studykit.core.settings import Fit, Settings
from studykit.workflows.refold import model_of, refold
from studykit.workflows.settings import change, read_settings

if TYPE_CHECKING:
    from studykit.scheduling.fit import Fitted, TooFew
    from studykit.store.study_store import StudyStore

_TELL = 5000
"""Answers after which the progress is told."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a fit came to."""

    found: Fitted | TooFew
    kept: bool
    """Whether its parameters are in use now."""


def try_fit(store: StudyStore, at: datetime, *, keep: bool, progress: Progress | None = None) -> Tried:
    """Fits to all answers; with ``keep``, parameters that are better come into use and memory is worked out again.

    Raises UsageError without the extra ``optimizer``.
    """
    from studykit.scheduling.fit import Fitted, fit

    settings = read_settings(store)
    fitted_to = settings.fit.reviews if settings.fit else 0
    steps = len(settings.relearning_steps)
    found = fit(_read(store, progress), model_of(settings), fitted_to=fitted_to, relearning_steps=steps)
    if not isinstance(found, Fitted) or found.worse or not keep:
        return Tried(found, kept=False)
    use(store, Fit(found.parameters, found.reviews, found.before, found.after), at, progress)
    return Tried(found, kept=True)


def _read(store: StudyStore, progress: Progress | None) -> Iterator[Review]:
    """The log, while the progress is told."""
    total = store.size() if progress is not None else 0
    for at, review in enumerate(store.log(), 1):
        if progress is not None and at % _TELL == 0:
            progress(min(at, total), total)
        yield review


def use(store: StudyStore, fit: Fit | None, at: datetime, progress: Progress | None = None) -> None:
    """Brings parameters into use, None the usual ones, and works memory out again.

    First the states are said to be of no model, then the setting changes: wherever this is cut off, the next start
    sees that they disagree.
    """
    store.keep_folded("")
    change(store, "fit", fit, at)
    refold(store, model_of(Settings(fit=fit)), progress)
