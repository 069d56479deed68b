"""Library + store → a study session in the learner's zone."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime

from studykit.core.errors import StoreError
from studykit.core.text import count
from studykit.scheduling.days import StudyDays
from studykit.workflows.backup import keep_safe
from studykit.workflows.library import Library
from studykit.workflows.open_store import open_store
from studykit.workflows.places import Places
from studykit.workflows.reconcile import reconcile
from studykit.workflows.refold import mend
from studykit.workflows.settings import read_settings
from studykit.workflows.study import Study


def open_study(places: Places, library: Library, clock: Callable[[], datetime]) -> Study:
    """A session over the learner's file. Raises StoreError when it cannot be opened.

    ``clock`` gives aware moments in the learner's zone.
    """
    from studykit.store.presence import announce, leave

    now = clock()
    zone = now.tzinfo
    if zone is None:
        raise StoreError("The clock has no time zone.")
    notice = "" if places.address else keep_safe(places.database, _date(now))
    store = open_store(places)
    try:
        known = reconcile(library.key, library.cards, store)
        settings = read_settings(store)
        mend(store, settings)
    except BaseException:
        store.close()
        raise
    other = announce(places.home, os.getpid(), now)
    if other is not None and not notice:
        since = other.astimezone(zone).strftime("%H:%M")
        notice = f"Another studykit is open since {since}. The answers of both are kept."
    if known.unsure and not notice:
        notice = f"{count(len(known.unsure), 'card')} of edited notes to settle: studykit reconcile"
    return Study(
        library,
        known.deck(),
        store,
        clock,
        StudyDays(zone, settings.rollover),
        device=store.device,
        notice=notice,
        names=known.names,
        settings=settings,
        plan=_plan,
        on_close=lambda: leave(places.home, os.getpid()),
    )


def _date(now: datetime) -> str:
    """The study day by the usual roll-over hour: what is set is in the file, which is checked first."""
    return date.fromordinal(StudyDays(now.tzinfo or UTC).number(now)).isoformat()


def _plan(study: Study) -> tuple[str, ...] | None:
    """Today's cards by the plan for the exam; None without one, and once the exam is over."""
    if study.settings.exam_day is None or study.settings.exam_day < study.day:
        return None
    from studykit.workflows.plan import plan_today

    return plan_today(study)
