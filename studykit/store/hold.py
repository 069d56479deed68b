"""The right to do what only one may at a time: a lock that goes with the process, however that ends."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, text

from studykit.core.errors import StoreError
from studykit.store.connection import explained


class TakenError(StoreError):
    """Another program has it."""


class Hold:
    """Held from its making until it is let go."""

    def __init__(self, let_go: Callable[[], None]) -> None:
        self._let_go = let_go
        self.held = True
        """False once it was let go."""

    def let_go(self) -> None:
        """Lets others have it; does nothing the second time."""
        if self.held:
            self.held = False
            self._let_go()


def hold_on_file(path: Path, taken: str) -> Hold:
    """A lock of the operating system's. Raises TakenError, which says ``taken``, while another program has it."""
    try:
        file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as problem:
        raise StoreError(f"'{path}' cannot be used: {problem}.") from problem
    try:
        file.execute("begin exclusive").close()
    except sqlite3.Error as problem:
        file.close()
        if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise StoreError(f"'{path}' cannot be used: {problem}.") from problem
        raise TakenError(taken) from problem
    return Hold(file.close)


def hold_on_server(engine: Engine, name: str, taken: str) -> Hold:
    """A lock of this name on a connection of its own. Raises TakenError, which says ``taken``, while another has it."""
    with explained(engine.url):
        # Detached: it ends with the process, and is closed instead of going back to the pool with its lock.
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
        if connection.execute(text("select pg_try_advisory_lock(:number)"), {"number": number}).scalar():
            return Hold(connection.close)
        connection.close()
    raise TakenError(taken)
