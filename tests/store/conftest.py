"""What the store promises holds on both databases: each test that asks for ``where`` runs on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.store.study_store import StudyStore
from tests.store.postgres import empty


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet."""
    return tmp_path / "learner" / "learner.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest) -> Path | str:
    """A file that is not there yet, or an empty database of a server."""
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("path")
        return file
    return empty(request.getfixturevalue("postgres"))


@pytest.fixture
def store(where: Path | str) -> Iterator[StudyStore]:
    """A new learner's."""
    with StudyStore.open(where) as opened:
        yield opened


@pytest.fixture
def postgres_where(postgres: str) -> str:
    """An empty database of a server."""
    return empty(postgres)
