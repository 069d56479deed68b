"""Where a statement stands: note, first and last line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class SourceSpan:
    """The lines of a note that say something."""

    note: str
    """Name that the learner knows the note by; unique among the notes that were read."""
    line: int
    """First line, 1-based, counted in the file (front matter included)."""
    end: int
    """Last line, inclusive."""

    @classmethod
    def whole(cls, note: str) -> SourceSpan:
        """A note of which no line is cited: its lines are 0."""
        return cls(note, 0, 0)

    def __str__(self) -> str:
        """``note:line``, the form that editors and terminals can open."""
        return f"{self.note}:{self.line}"
