"""How long work says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many of how many are done; what it raises stops the work."""


def silent(done: int, total: int) -> None:
    """Tells nobody."""
