"""The learner's decisions on disk: one file in the learner's folder, read and changed by whoever has the lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.decision import Decision, Decisions
from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import ContentError
from studykit.core.fact import BehaviourFact, Conflict, Fact

if TYPE_CHECKING:
    from studykit.packs.decisions import Kept

FILE = "decisions.yaml"
_NOTHING: tuple[list[bytes], ...] = ([], [b"decisions:"], [b"decisions: []"])
_LOCK = ".decisions.lock"
_WAIT = 20.0
"""Seconds that another studykit may need to write its decision."""
_LARGEST = 5_000_000
"""Bytes of the file that are read; a larger one is not ours."""


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """What the file holds; it is understood only when it is asked, because most starts find all in the cache."""

    path: Path
    raw: bytes = b""
    trouble: str = ""
    """Why it cannot be read at all; empty when it can."""

    @property
    def contents(self) -> tuple[tuple[str, bytes], ...]:
        """What a cache depends on; nothing while nothing is decided."""
        lines = (line.strip() for line in self.raw.splitlines())
        said = [line for line in lines if line and not line.startswith(b"#")]
        return () if said in _NOTHING and not self.trouble else ((self.path.name, self.raw + self.trouble.encode()),)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The decisions with their lines, in order."""
        return _understood(self)[0]

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What of it cannot be read; the rest counts."""
        return _understood(self)[1]

    def decisions(self) -> Decisions:
        """The decisions, to be asked while facts are settled."""
        return Decisions(one.decision for one in self.kept)

    def idle(
        self,
        decisions: Decisions,
        facts: Mapping[str, Fact | BehaviourFact],
        conflicts: Iterable[Conflict],
    ) -> Iterator[Diagnostic]:
        """A warning for each decision that counts for nothing, at its line."""
        from studykit.facts.decided import idle

        lines = {one.decision.fact: one.line for one in self.kept}
        for decision, sentence in idle(decisions, facts, conflicts):
            yield warning(sentence, str(self.path), lines[decision.fact])


@lru_cache(maxsize=8)
def _understood(file: DecisionFile) -> tuple[tuple[Kept, ...], tuple[Diagnostic, ...]]:
    if file.trouble:
        return (), (error(file.trouble, str(file.path)),)
    if not file.raw.strip():
        return (), ()
    from studykit.packs.decisions import read_decisions

    return read_decisions(file.path, file.raw)


def read_file(home: Path) -> DecisionFile:
    """The decisions of a learner's folder; none where there is no file."""
    path = home / FILE
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return DecisionFile(path)
    except OSError as problem:
        return DecisionFile(path, trouble=f"This file cannot be read: {problem.strerror}.")
    if len(raw) > _LARGEST:
        return DecisionFile(path, trouble=f"This file is larger than {_LARGEST:,} bytes.")
    return DecisionFile(path, raw)


def decisions_of(home: Path) -> tuple[Decision, ...]:
    """The decisions, oldest first. Raises ContentError with file and line when the file is broken."""
    return tuple(one.decision for one in _whole(read_file(home)).kept)


def change_file(home: Path, change: Callable[[str], str]) -> None:
    """Puts the text that ``change`` makes of the file's text in its place, whole or not at all.

    Two programs take turns, so that neither loses what the other decided. Raises ContentError with file and line for a
    broken file, which is left as it is, and StudykitError when nothing can be written.
    """
    from studykit.exchange.whole_file import write_whole

    with _alone(home):
        there = _whole(read_file(home))
        before = there.raw.decode("utf-8-sig")
        after = change(before)
        if len(after.encode()) > _LARGEST:
            raise ContentError(f"'{there.path}' would be larger than {_LARGEST:,} bytes.")
        if after != before:
            write_whole(there.path, after.encode())


def _whole(file: DecisionFile) -> DecisionFile:
    if file.problems:
        raise ContentError(str(file.problems[0]))
    return file


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """A lock of the operating system's, which goes with the process, however that ends."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(home / _LOCK, timeout=_WAIT, isolation_level=None)
    except (OSError, sqlite3.Error) as problem:
        raise ContentError(f"'{home}' cannot be written to: {problem}.") from problem
    try:
        try:
            file.execute("begin exclusive").close()
        except sqlite3.Error as problem:
            raise ContentError(f"No decision was changed: '{home / _LOCK}' is in use ({problem}).") from problem
        yield
    finally:
        file.close()
