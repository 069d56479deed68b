"""Which values of an attribute its settled bounds allow."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from studykit.core.attribute import Bound
from studykit.core.quantity import Figure
from studykit.questions.known import Index, Known


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of an attribute, as far as they are known."""

    low: Known | None
    high: Known | None
    step: Known | None

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the bounds that there are."""
        return tuple(one.id for one in (self.low, self.high, self.step) if one is not None)

    def holds(self, base: Figure) -> bool:
        """True when a value is neither below nor above."""
        low = self.low is None or base >= self.low.quantity.base
        return low and (self.high is None or base <= self.high.quantity.base)

    def stepped(self, base: Figure) -> bool:
        """True when a value can be reached in steps."""
        if self.step is None or not self.step.quantity.base:
            return True
        start = self.low.quantity.base if self.low is not None else 0
        return Fraction(base - start) % Fraction(self.step.quantity.base) == 0


def range_of(attribute: str, index: Index) -> Range:
    """The settled bounds of an attribute."""
    bounds = index.of_attribute.get(attribute, {})
    return Range(bounds.get(Bound.MIN), bounds.get(Bound.MAX), bounds.get(Bound.INCREMENT))
