"""The PostgreSQL pack against a PostgreSQL server: every default, range and context that ``pg_settings`` knows.

The server's programs are looked for on the path, where Debian and Red Hat put them, and in ``PGBIN``. Where there are
none, this file is left out, aloud.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from studykit.core.fact import Fact
from studykit.core.quantity import Figure, parse_quantity, whole
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places

PACK = Path(__file__).parents[2] / "content" / "postgresql"
PLACES = ("/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres", "/usr/local/pgsql/bin/postgres")

INTERNAL = {
    "limits.identifier_length.max": "max_identifier_length",
    "limits.index_columns.max": "max_index_keys",
    "limits.function_arguments.max": "max_function_args",
    "limits.block_size.exact": "block_size",
}
"""Facts whose name is not that of the setting."""
NOT_SHOWN = {
    "memory.shared_buffers_share",
    "memory.advised_server_memory",
    "wal.asynchronous_loss_factor",
    "limits.columns_per_table",
    "limits.columns_per_result",
    "limits.table_size",
    "limits.field_size",
}
"""Advice and limits that no setting shows."""
SINCE = {"memory.maintenance_work_mem.min": 17, "server.reserved_connections": 16}
"""Facts that hold from a version on."""
MOVED = {"autovacuum_max_workers": 18}
"""Settings whose context is another one from a version on."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of ``pg_settings``."""

    unit: str
    boot: str
    low: str
    high: str
    context: str

    def base(self, figure: str) -> Figure:
        """A figure in bytes, seconds or ones."""
        return whole(Fraction(figure) * (parse_quantity(_spelt(self.unit)).base if self.unit else 1))


def _spelt(unit: str) -> str:
    """``8kB`` → ``8 KB``, ``ms`` → ``1 ms``."""
    figure, name = re.fullmatch(r"(\d*)(\w+)", unit).groups()  # type: ignore[union-attr] # every unit is one
    return f"{figure or 1} {name.replace('kB', 'KB')}"


@dataclass(frozen=True, slots=True)
class Server:
    """What a server says of its settings."""

    version: int
    settings: Mapping[str, Setting]


def _postgres() -> Path | None:
    named = os.environ.get("PGBIN", "")
    found = [Path(named) / "postgres"] if named else []
    found += sorted((path for place in PLACES for path in Path("/").glob(place[1:])), reverse=True)
    on_path = shutil.which("postgres")
    found += [Path(on_path)] if on_path else []
    return next((path for path in found if path.is_file()), None)


def _account() -> str | None:
    """An account that is not root, under which the server runs; None: the own one."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


POSTGRES = _postgres()
pytestmark = pytest.mark.skipif(
    POSTGRES is None, reason="no PostgreSQL server is installed (set PGBIN to its programs)"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A throw-away cluster, asked in single-user mode, so that nothing listens anywhere."""
    assert POSTGRES is not None
    account = _account()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if account:
            shutil.chown(folder, account)
        cluster, rows = folder / "cluster", folder / "settings.tsv"
        _run([POSTGRES.with_name("initdb"), "--auth=trust", "--no-sync", "--pgdata", cluster], account)
        columns = "name, coalesce(unit, ''), boot_val, coalesce(min_val, ''), coalesce(max_val, ''), context"
        query = f"copy (select {columns} from pg_settings) to '{rows}'"  # noqa: S608 - our own column names
        version = _run([POSTGRES, "--version"], account)
        _run([POSTGRES, "--single", "-D", cluster, "postgres"], account, query)
        read = [line.split("\t") for line in rows.read_text("utf-8").splitlines()]
        major = re.search(r"(\d+)", version)
        assert major is not None
        yield Server(int(major[0]), {row[0]: Setting(*row[1:]) for row in read})


def _run(command: list[str | Path], account: str | None, text: str = "") -> str:
    done = subprocess.run(
        [str(part) for part in command],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=account,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    places = find_places({"STUDYKIT_HOME": str(tmp_path_factory.mktemp("home"))})
    return open_library(places, str(PACK), [])


def shown(fact: Fact, server: Server) -> Figure | None:
    """What the server says of a fact; None when its version does not have it."""
    attribute = fact.attribute
    since = SINCE.get(fact.id, SINCE.get(attribute.id, 0))
    setting = server.settings.get(INTERNAL.get(fact.id, attribute.key))
    if server.version < since:
        return None
    assert setting is not None, f"{fact.id} is no setting of PostgreSQL {server.version}"
    figures = {"default": setting.boot, "min": setting.low, "max": setting.high, "exact": setting.boot}
    return setting.base(figures["exact"] if fact.id in INTERNAL else figures[fact.bound])


def test_every_default_and_range_is_the_one_of_the_server(library: Library, server: Server) -> None:
    compared, wrong = 0, []
    for fact in library.base.facts.values():
        if fact.attribute.id in NOT_SHOWN:
            continue
        real = shown(fact, server)
        if real is not None:
            compared += 1
            wrong += [(fact.id, str(fact.quantity), real)] if fact.quantity.base != real else []
    assert wrong == []
    assert compared > 60


def test_nothing_but_advice_and_sizes_is_left_out(library: Library) -> None:
    assert {fact.attribute.id for fact in library.base.facts.values()} >= NOT_SHOWN


def test_every_setting_has_the_context_of_the_server(library: Library, server: Server) -> None:
    judge = library.judges()["settings.change"]
    wrong = {}
    compared = 0
    for name in judge.domain.inputs["setting"].type.choices:
        known = server.settings.get(name)
        if known is None or server.version >= MOVED.get(name, server.version + 1):
            continue
        compared += 1
        said = judge.environment({"setting": name})["context"]
        if said != known.context:
            wrong[name] = (said, known.context)
    assert wrong == {}
    assert compared > 60
