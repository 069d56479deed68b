"""Every test has a home of its own and never sees the developer's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.kept import SERVER

if TYPE_CHECKING:
    from studykit.workflows.library import Library

# The same examples each time and on every computer, however busy it is; --hypothesis-profile=chance looks for new ones.
_BUSY = [HealthCheck.too_slow]
settings.register_profile("same", deadline=None, derandomize=True, database=None, suppress_health_check=_BUSY)
settings.register_profile("chance", deadline=None, print_blob=True, suppress_health_check=_BUSY)
settings.load_profile("same")

_TERMINAL = {"COLUMNS": "80", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
"""The same signs and lines wherever the tests run."""
FILE_ONLY = "file_only"
_ASKED = "STUDYKIT_TEST_DATABASE"


def pytest_configure(config: pytest.Config) -> None:
    """Names the mark of tests that are about a SQLite file, and so run on one whatever database is asked for."""
    config.addinivalue_line("markers", f"{FILE_ONLY}: is about the SQLite file itself, and runs on one in any mode")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which database the tests used: of what is not said, nobody knows that it was left out."""
    if not _on_postgresql():
        return
    ran = [
        one for outcome in ("passed", "failed") for one in terminalreporter.getreports(outcome) if one.when == "call"
    ]
    on_file = sum(FILE_ONLY in one.keywords for one in ran)
    terminalreporter.write_line(
        f"homes on PostgreSQL: {len(ran) - on_file} tests; on a file, because they are about it: {on_file}"
    )


def _on_postgresql() -> bool:
    return os.environ.get(_ASKED, "") == "postgresql"


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the built-in pack was read."""
    from studykit.workflows.open_library import open_library
    from studykit.workflows.places import find_places

    folder = tmp_path_factory.mktemp("read-once")
    open_library(find_places({"STUDYKIT_HOME": str(folder)}), "aws-serverless", [])
    return folder


@pytest.fixture(scope="module")
def library(read_once: Path) -> Library:
    """The built-in pack, opened for the tests of one file."""
    from studykit.workflows.open_library import open_library
    from studykit.workflows.places import find_places

    return open_library(find_places({"STUDYKIT_HOME": str(read_once)}), "aws-serverless", [])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server; tests that ask for it are skipped, aloud, where none is installed."""
    from tests.store.postgres import server

    with server() as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def _server(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tells every test, and what it starts, of the server that homes are on."""
    with pytest.MonkeyPatch.context() as patched:
        if _on_postgresql():
            patched.setenv(SERVER, request.getfixturevalue("postgres"))
        yield


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """An empty database for the test's home where STUDYKIT_TEST_DATABASE=postgresql asks for one; empty: its file."""
    if not _on_postgresql() or request.node.get_closest_marker(FILE_ONLY) is not None:
        return ""
    from tests.store.postgres import empty

    return empty(os.environ[SERVER])


def _copy(there: str, here: str) -> None:
    """Another name for a file that is only ever replaced as a whole; a copy of the readings, which grow in place."""
    if Path(there).stem == "readings":
        shutil.copyfile(there, here)
    else:
        os.link(there, here)


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, read_once: Path, database: str
) -> Path:
    """The test's own home; the pack is read there already, as it is on a learner's second day."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(read_once / "cache", folder / "cache", copy_function=_copy)
    monkeypatch.setenv("STUDYKIT_HOME", str(folder))
    monkeypatch.delenv("STUDYKIT_LEARNER", raising=False)
    if database:
        monkeypatch.setenv("STUDYKIT_DATABASE", database)
        monkeypatch.setenv("STUDYKIT_LEARNER", "ana")
    else:
        monkeypatch.delenv("STUDYKIT_DATABASE", raising=False)
    for name, value in _TERMINAL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


@pytest.fixture
def fresh_home(home: Path) -> Path:
    """A home in which nothing was read yet."""
    shutil.rmtree(home / "cache")
    return home
