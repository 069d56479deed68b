"""Problems of content as a screen shows them: where, what, and what is left out because of it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import PurePosixPath

from studykit.core.diagnostic import Diagnostic, Severity
from studykit.core.text import count
from studykit.workflows.library import Library


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place."""

    file: str
    line: int
    """1-based; 0 when the whole file is meant."""
    place: str
    """``file:line:column``, as far as it is known."""
    is_error: bool
    """True when something is left out because of it."""
    message: str
    follows: str
    """What is left out, and what works all the same."""


@dataclass(frozen=True, slots=True)
class ProblemList:
    """All problems, errors first."""

    problems: tuple[Problem, ...]
    notes: int
    """Notes that were read."""
    errors: int

    @property
    def warnings(self) -> int:
        """Problems that leave nothing out."""
        return len(self.problems) - self.errors


def problem_list(library: Library) -> ProblemList:
    """Every problem of the notes and the pack. Slow for very many: call it in a thread."""
    domains = library.judges()
    found = [_problem(one, library, domains, len(domains)) for one in library.diagnostics]
    found.sort(key=lambda one: not one.is_error)
    return ProblemList(tuple(found), len(library.notes), sum(one.is_error for one in found))


def _problem(one: Diagnostic, library: Library, domains: Container[str], working: int) -> Problem:
    place = ":".join(str(part) for part in (one.file, one.line, one.column) if part)
    is_error = one.severity is Severity.ERROR
    follows = _left_out(one, library, domains, working) if is_error else "The rest is used; please look at it."
    return Problem(one.file, one.line, place, is_error, one.message, follows)


def _left_out(one: Diagnostic, library: Library, domains: Container[str], working: int) -> str:
    """What an error leaves out."""
    if one.file in library.paths:
        return _of_note(whole=not one.line, others=len(library.paths) - 1)
    path = PurePosixPath(one.file)
    if path.parent.name == "domains":
        if path.stem in domains:
            return "This part of the domain is left out; the rest of it works."
        return f"The domain is left out; the other {count(working, 'domain works', 'domains work')}."
    if path.parent.name == "quizzes":
        return "This question is left out; the others work." if one.line else "These questions are left out."
    if path.parent.name == "blueprints" or path.name == "blueprint.yaml":
        return "What stands here of the exam is left out."
    return "What stands here is left out; the rest of the pack works."


def _of_note(*, whole: bool, others: int) -> str:
    if not whole:
        return "This line is left out; the rest of the note works."
    rest = f"; the other {count(others, 'note works', 'notes work')}." if others else "."
    return f"This note is left out{rest}"
