"""A problem in content, said once with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is: an error leaves something out, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One sentence about one place in content."""

    severity: Severity
    message: str
    """What is wrong and, where it is known, what to write instead."""
    file: str
    line: int = 0
    """1-based; 0 when the whole file is meant."""
    column: int = 0
    """1-based; 0 when the whole line is meant."""

    def __str__(self) -> str:
        """``file:line:column: severity: message``, the form that editors can jump to."""
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return f"{place}: {self.severity}: {self.message}"


def error(message: str, file: str, line: int = 0, column: int = 0) -> Diagnostic:
    """A diagnostic of something that is left out."""
    return Diagnostic(Severity.ERROR, message, file, line, column)


def warning(message: str, file: str, line: int = 0, column: int = 0) -> Diagnostic:
    """A diagnostic of something that is kept, with a doubt."""
    return Diagnostic(Severity.WARNING, message, file, line, column)
