"""A learner whose answers are in the store, as if they had been given here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import insert

from studykit.core.review import Review
from studykit.scheduling.memory import STANDARD, Model, replay
from studykit.store.rows import review_row
from studykit.store.study_store import StudyStore
from studykit.store.tables import REVIEW
from studykit.workflows.open_store import open_store
from studykit.workflows.places import find_places


def opened() -> StudyStore:
    """The store of the test's home."""
    return open_store(find_places(os.environ))


def answered(store: StudyStore, log: Iterable[Review], model: Model = STANDARD) -> None:
    """Keeps answers, with ids as ours are, and the states that they give; all at once, because tests have many."""
    rows = [review_row(store.learner, replace(one, id=_id(one.id))) for one in log]
    with store.engine.begin() as connection:
        connection.execute(insert(REVIEW), rows)
    store.rebuild(lambda reviews: replay(reviews, model), {row["card"] for row in rows})


def _id(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
