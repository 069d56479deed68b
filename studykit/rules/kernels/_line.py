"""A time line that is being written: a clock with sentences, bounded in length."""

from __future__ import annotations

from dataclasses import dataclass, field

from studykit.core.quantity import Figure
from studykit.core.verdict import Moment

_KEPT = 20  # moments kept at each end of a long time line


@dataclass(slots=True)
class Line:
    """What happened so far."""

    at: Figure = 0
    """Seconds since the beginning."""
    moments: list[Moment] = field(default_factory=list)

    def says(self, sentence: str) -> None:
        """Write down what happens now."""
        self.moments.append(Moment(self.at, sentence))

    @property
    def bounded(self) -> tuple[Moment, ...]:
        """The first and the last moments; one sentence stands for the rest."""
        if len(self.moments) <= 2 * _KEPT:
            return tuple(self.moments)
        left_out = len(self.moments) - 2 * _KEPT
        between = Moment(None, f"{left_out:,} more moments of the same kind follow.")
        return (*self.moments[:_KEPT], between, *self.moments[-_KEPT:])
