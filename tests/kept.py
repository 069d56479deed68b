"""What a home keeps, wherever that is: in its own file, or in the database that the environment names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from studykit.core.review import Review
from studykit.store.study_store import StudyStore
from studykit.workflows.open_store import open_store
from studykit.workflows.places import Places, find_places

SERVER = "STUDYKIT_TEST_SERVER"
"""Address of the server that homes are on; unset where they are files."""

Kind = TypeVar("Kind", bound=StudyStore)


def places_of(home: Path) -> Places:
    """The places of a test's home, as the program finds them."""
    return find_places({**os.environ, "STUDYKIT_HOME": str(home)})


def kept(home: Path) -> StudyStore:
    """The store of a test's home, to look into from outside."""
    return open_store(places_of(home))


def answers(home: Path) -> tuple[Review, ...]:
    """What was answered there, in order."""
    with kept(home) as store:
        return store.reviews()


def kept_by(kind: type[Kind], home: Path) -> Kind:
    """The same, as a kind of store that a test made."""
    places = places_of(home)
    return kind.open(places.address or places.database, places.learner)


def another(path: Path) -> Path | str:
    """A new, empty database of the kind that the tests run on: this file, or a place on the server."""
    server = os.environ.get(SERVER, "")
    if not server:
        return path
    from tests.store.postgres import empty

    return empty(server)
