"""What a note says, with its place and context."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.attribute import Bound
from studykit.core.quantity import Quantity
from studykit.core.source import SourceSpan


class ClaimKind(StrEnum):
    """The form of a claim's words."""

    DEFINITION = "definition"
    ANSWER = "answer"
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a claim and says what it is about, outermost first."""

    headings: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    """Bullets (or a line that ends in a colon) above a nested one."""
    column: str = ""
    """Header of the table column of a cell."""
    label: str = ""
    """First cell of the table row of a cell."""
    header: tuple[str, ...] = ()
    """All header cells of the table; empty outside tables."""
    row: tuple[str, ...] = ()
    """The cells between the label and a cell of a table that hold no figure: the limit's name behind its service."""
    step: int = 0
    """Position of a bullet in a numbered list; 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The smallest stretch of a note that says one thing, verbatim but for markup."""

    kind: ClaimKind
    text: str
    span: SourceSpan
    context: Context = Context()
    about: str = ""
    """The term that is defined, the question that is answered, or else the nearest line above."""
    lines: tuple[int, ...] = ()
    """Offset in ``text`` at which each line of the span begins, so that a figure finds its line."""
    code: tuple[tuple[int, int], ...] = ()
    """Where code begins and ends in ``text``: it is shown as it is."""

    def line_at(self, offset: int) -> int:
        """The 1-based line of the note on which the character at ``offset`` of ``text`` stands."""
        within = sum(1 for start in self.lines if start <= offset)
        return min(self.span.line + max(within - 1, 0), self.span.end)


@dataclass(frozen=True, slots=True)
class Limit:
    """A claim read as a figure that bounds an attribute."""

    service: str
    """Service key, or words of the note where the pack knows no such service."""
    attribute: str
    """Attribute key, or a key made from the head words where the pack knows none."""
    bound: Bound
    quantity: Quantity
    claim: Claim
    span: SourceSpan
    """The line of the figure; within the claim's span."""
    known: bool
    """True when the pack declares the attribute."""

    @property
    def id(self) -> str:
        """The fact that it is a claim of: ``service.attribute.bound``."""
        return f"{self.service}.{self.attribute}.{self.bound}"
