"""Library + store → a study session in the learner's zone."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from datetime import datetime

from studykit.core.errors import StoreError
from studykit.core.text import count
from studykit.scheduling.days import StudyDays
from studykit.workflows.library import Library
from studykit.workflows.places import Places
from studykit.workflows.reconcile import reconcile
from studykit.workflows.study import Study


def open_study(places: Places, library: Library, clock: Callable[[], datetime]) -> Study:
    """A session over the learner's file. Raises StoreError when it cannot be opened.

    ``clock`` gives aware moments in the learner's zone.
    """
    from studykit.store.presence import announce, leave
    from studykit.store.study_store import StudyStore

    store = StudyStore.open(places.database)
    try:
        known = reconcile(library.key, library.cards, store)
    except BaseException:
        store.close()
        raise
    now = clock()
    zone = now.tzinfo
    if zone is None:
        raise StoreError("The clock has no time zone.")
    other = announce(places.home, os.getpid(), now)
    notice = ""
    if other is not None:
        since = other.astimezone(zone).strftime("%H:%M")
        notice = f"Another studykit is open since {since}. The answers of both are kept."
    if known.unsure and not notice:
        notice = f"{count(len(known.unsure), 'card')} of edited notes to settle: studykit reconcile"
    return Study(
        library,
        known.deck(),
        store,
        clock,
        StudyDays(zone),
        device=platform.node() or "this computer",
        notice=notice,
        names=known.names,
        on_close=lambda: leave(places.home, os.getpid()),
    )
