"""A time line that is being written: a clock with sentences, bounded in length."""

from __future__ import annotations

from dataclasses import dataclass, field

from studykit.core.quantity import Figure
from studykit.core.verdict import How, Moment, Span

Raw = tuple[str, Figure, Figure, str, How]
"""What a span is made from: few of many are kept."""
_Said = tuple[Figure | None, str, str, How, tuple[Raw, ...]]
_KEPT = 20  # moments kept at each end of a long time line


@dataclass(slots=True)
class Line:
    """What happened so far."""

    at: Figure = 0
    """Seconds since the beginning."""
    _said: list[_Said] = field(default_factory=list)

    def says(self, sentence: str, name: str = "", how: How = How.PLAIN, spans: tuple[Raw, ...] = ()) -> None:
        """Write down what happens now."""
        self._said.append((self.at, sentence, name, how, spans))

    def ends(self, sentence: str) -> None:
        """Write down what happens at no certain time."""
        self._said.append((None, sentence, "", How.PLAIN, ()))

    @property
    def bounded(self) -> tuple[Moment, ...]:
        """The first and the last moments; one sentence stands for the rest."""
        if len(self._said) <= 2 * _KEPT:
            return tuple(map(_moment, self._said))
        left_out = len(self._said) - 2 * _KEPT
        between = Moment(None, f"{left_out:,} more moments of the same kind follow.")
        first, last = self._said[:_KEPT], self._said[-_KEPT:]
        return (*map(_moment, first), between, *map(_moment, last))


def _moment(said: _Said) -> Moment:
    at, says, name, how, spans = said
    return Moment(at, says, name, how, tuple(Span(*one) for one in spans))
