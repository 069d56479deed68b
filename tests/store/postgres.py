"""A PostgreSQL server of the tests' own, in a folder that goes with it; a schema of it is an empty database."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

MISSING = "PostgreSQL is not tested: there is no server (initdb, postgres) on this computer"
_PATIENCE_SECONDS = 60
_UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=300")
"""The folder is thrown away: nothing of it needs to survive a power cut."""
_ENCODED_EQUALS = "%3D"
_TAKEN = "Address already in use"


def program(name: str) -> Path | None:
    """A program of PostgreSQL; None when it is not installed."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: path.parts[-3])
    return installed[-1] if installed else None


@contextmanager
def server(settings: tuple[str, ...] = _UNSAFE) -> Iterator[str]:
    """The address of a server that runs meanwhile. Skips the test, aloud, where none is installed."""
    initdb, postgres = program("initdb"), program("postgres")
    if initdb is None or postgres is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    somebody = _somebody()
    if somebody:
        shutil.chown(folder, somebody["user"], somebody["group"])
    try:
        make = (
            str(initdb),
            "-D",
            str(folder / "data"),
            "-U",
            "studykit",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        subprocess.run(make, check=True, capture_output=True, cwd=folder, **somebody)
        more = [word for setting in settings for word in ("-c", setting)]
        taken = True
        while taken:  # by somebody else, since it was free
            port, log = _free_port(), folder / "log.txt"
            words = (str(postgres), "-D", str(folder / "data"), "-k", str(folder), "-h", "127.0.0.1", "-p", str(port))
            with log.open("w") as told:
                running = subprocess.Popen(
                    (*words, *more), stdout=told, stderr=told, cwd=folder, start_new_session=True, **somebody
                )
            try:
                own = f"postgresql://studykit@/postgres?host={folder}&port={port}"  # nobody else answers there
                taken = not _answers(running, own, log)
                if not taken:
                    yield f"postgresql+psycopg://studykit@127.0.0.1:{port}/postgres"
            finally:
                running.send_signal(signal.SIGINT)  # "fast": ends sessions first
                running.wait(_PATIENCE_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty(address: str) -> str:
    """The address of a new, empty schema: as good as a database, and made a hundred times faster."""
    name = f"t{uuid.uuid4().hex}"
    with _connected(address) as connection:
        connection.execute(f"create schema {name}")
    return f"{address}?options=-csearch_path{_ENCODED_EQUALS}{name}"


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    import psycopg

    with closing(psycopg.connect(address.replace("+psycopg", ""), autocommit=True)) as connection:
        yield connection


def _answers(running: subprocess.Popen[bytes], address: str, log: Path) -> bool:
    """Waits until the server is there; False where somebody else has its port."""
    import psycopg

    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and running.poll() is None:
        with suppress(psycopg.OperationalError), _connected(address):
            return True
        time.sleep(0.05)
    if running.poll() is not None and _TAKEN in log.read_text():
        return False
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@cache
def _somebody() -> dict[str, Any]:
    """Another user to run as: PostgreSQL refuses to run as root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    import grp
    import pwd

    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": name, "group": grp.getgrgid(user.pw_gid).gr_name, "extra_groups": []}
    pytest.skip(f"{MISSING} that may run: it refuses root, and there is nobody else")
