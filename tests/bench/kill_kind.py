"""What all kinds of work that are killed have in common."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from studykit.store.backup import backups, reading_only
from studykit.store.integrity import whole
from tests.bench.kill_home import Found, Home

A_ROUND = 6
"""Answers that are given between two kills."""


class Kind:
    """Something that is killed."""

    name: str
    words: Sequence[str]
    """Of the program, for the same work; ``prepare`` may change them."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.number = 0
        """Of the round."""
        self.killed = False
        """Whether the work of this round was; otherwise it came to its end."""
        self.printed = ""
        """What the program said in this round, when it was one that ran."""

    def prepare(self) -> None:
        """What comes before a round, and is not killed."""

    def work(self) -> None:
        """What is killed."""
        raise NotImplementedError

    def look(self) -> Found:
        """What is left."""
        return self.home.look()

    def committed(self) -> int:
        """Answers that were said to be saved."""
        return len(self.home.said)


def logged(path: Path) -> set[str]:
    """The answers of a file, those taken back too."""
    with closing(reading_only(path)) as file:
        return {str(one) for (one,) in file.execute("select id from review")}


def with_backups(home: Home, found: Found) -> Found:
    for one in backups(home.database):
        if (problem := whole(one.path)) is not None:
            found.problems.append(f"{one.path.name}: {problem}")
    return found


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""
