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
    _said: list[tuple[Figure | None, str]] = field(default_factory=list)

    def says(self, sentence: str) -> None:
        """Write down what happens now."""
        self._said.append((self.at, sentence))

    def ends(self, sentence: str) -> None:
        """Write down what happens at no certain time."""
        self._said.append((None, sentence))

    @property
    def bounded(self) -> tuple[Moment, ...]:
        """The first and the last moments; one sentence stands for the rest."""
        if len(self._said) <= 2 * _KEPT:
            return tuple(Moment(at, says) for at, says in self._said)
        left_out = len(self._said) - 2 * _KEPT
        between = Moment(None, f"{left_out:,} more moments of the same kind follow.")
        first, last = self._said[:_KEPT], self._said[-_KEPT:]
        return (*(Moment(at, says) for at, says in first), between, *(Moment(at, says) for at, says in last))
