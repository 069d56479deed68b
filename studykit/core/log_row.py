"""One row of a learner's log as devices exchange it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What a row is about."""

    REVIEW = "review"
    WITHDRAWAL = "withdrawal"
    SETTING = "setting"
    MARK = "mark"
    ATTEMPT = "attempt"
    GIVEN = "given"
    ANCHOR = "anchor"
    DECISION = "decision"
    EXPORTED = "exported"
    CARRIED = "carried"


LASTING = frozenset({RowKind.REVIEW, RowKind.SETTING, RowKind.MARK})
"""Rows that never change once they are written; the others have versions, of which one holds on all devices."""

Plain = str | int | None
"""Moments are microseconds since 1970, UTC; days are ``date.toordinal``; yes and no are bool."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row by the names of its fields."""

    kind: RowKind
    values: Mapping[str, Plain]
