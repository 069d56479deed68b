"""Places → the store of this learner: a file of their own, or their part of a shared database."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from studykit.core.errors import StoreError, UsageError
from studykit.workflows.device import device_of
from studykit.workflows.places import Places

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore


def open_store(places: Places) -> StudyStore:
    """Opens it. Raises StoreError when it cannot be used, UsageError when a shared database is not told who answers."""
    from studykit.workflows.settled import keep

    store = _opened(places)
    try:
        with suppress(StoreError):  # it can be read, and not be written
            keep(store, places.home)
    except BaseException:
        store.close()
        raise
    return store


def _opened(places: Places) -> StudyStore:
    from studykit.store import placing
    from studykit.store.study_store import StudyStore

    device = device_of(places.home)
    if not places.address:
        placing.finish(places.database)  # a repair that was killed
        return StudyStore.open(places.database, device=device)
    if not places.learner:
        raise UsageError("Say who you are in the shared database: set STUDYKIT_LEARNER to your name there.")
    return StudyStore.open(places.address, places.learner, device)
