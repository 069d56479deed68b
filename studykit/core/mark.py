"""What a learner did to a card besides answering it: rows of a log, of which the last one holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MarkKind(StrEnum):
    """What is done to a card."""

    SUSPEND = "suspend"
    """Not asked until it is released."""
    BURY = "bury"
    """Not asked on the study day of the mark."""
    RELEASE = "release"
    """Asked again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row; the latest of a card (by ``at``, then ``id``) holds."""

    id: str
    """UUID (hex), unique over devices."""
    card: str
    kind: MarkKind
    day: int
    """Study day (``date.toordinal``) on which it was set."""
    at: datetime
    """Aware, UTC."""
    device: str
    why: str = ""
    """``leech`` when the program suspended it; empty when the learner did."""
