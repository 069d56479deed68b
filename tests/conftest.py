"""Every test has a home of its own and never sees the developer's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the built-in pack was read."""
    from studykit.workflows.library import open_library
    from studykit.workflows.places import find_places

    folder = tmp_path_factory.mktemp("read-once")
    open_library(find_places({"STUDYKIT_HOME": str(folder)}), "aws-serverless", [])
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, read_once: Path) -> Path:
    """The test's own home; the pack is read there already, as it is on a learner's second day."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(read_once / "cache", folder / "cache")
    monkeypatch.setenv("STUDYKIT_HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


@pytest.fixture
def fresh_home(home: Path) -> Path:
    """A home in which nothing was read yet."""
    shutil.rmtree(home / "cache")
    return home
