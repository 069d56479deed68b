"""Memory states ↔ the parameters in use: what was worked out with others is worked out again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from studykit.core.progress import Progress
from studykit.core.settings import Settings

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model
    from studykit.store.study_store import StudyStore

USUAL = "fsrs 6"
"""Name of the scheduler's own parameters, known here so that most starts need not load the scheduler."""
UNFINISHED = "unfinished"
"""Begins the name that is kept while states are worked out; the rest says by whom."""


def model_of(settings: Settings) -> Model:
    """A learner's own parameters, or the usual ones."""
    from studykit.scheduling.memory import Model

    return Model(settings.fit.parameters) if settings.fit else Model()


def refold(store: StudyStore, model: Model, progress: Progress | None = None) -> None:
    """Works every memory state out again. Due days stay: they were decided when the cards were answered.

    The store says meanwhile that the states are of no model, so work that was cut off is done again at the next start.
    So is work beside which another process answered with other parameters.
    """
    from studykit.scheduling.memory import replay

    mark = f"{UNFINISHED} {uuid.uuid4().hex}"
    store.keep_folded(mark)
    store.rebuild(lambda reviews: replay(reviews, model), progress=progress)
    store.finish_folding(mark, model.name)


def mend(store: StudyStore, settings: Settings, progress: Progress | None = None) -> bool:
    """Works the states out again when they are not of the parameters in use; returns whether they were not.

    So they are after a fit that was cut off, and after one on another device whose parameters came here.
    """
    folded = store.folded()
    if settings.fit is None and folded in (None, USUAL):
        return False
    model = model_of(settings)
    if folded == model.name:
        return False
    refold(store, model, progress)
    return True
