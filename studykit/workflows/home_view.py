"""What stands beside the actions of Today: values that are shown, light to import, because Today paints first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

QUIZ = 10
"""Questions of a quick quiz."""
WEEKS = 12
"""That the calendar goes back."""


@dataclass(frozen=True, slots=True)
class Area:
    """How one area of the exam would go today; shares are 0 to 1."""

    key: str
    title: str
    weight: float
    """Share of the exam's questions."""
    low: float
    share: float
    high: float


@dataclass(frozen=True, slots=True)
class Ready:
    """How the exam would go today; shares and the chance are 0 to 1."""

    exam: str
    share: float
    low: float
    high: float
    passing: float
    """Share right that passes."""
    chance: float
    """To pass."""
    areas: tuple[Area, ...]

    @property
    def weakest(self) -> Area | None:
        """The area with the lowest share; None when there is but one."""
        return min(self.areas, key=lambda one: one.share) if len(self.areas) > 1 else None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Why readiness is not said."""

    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """What a study day brings, as it stands now."""

    day: int
    """``date.toordinal``."""
    cards: int
    minutes: int
    limit: int
    """Minutes that the learner has on that day; 0 on a day off."""

    @property
    def over(self) -> bool:
        """Whether it takes longer than the learner has."""
        return self.minutes > self.limit


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the actions."""

    day: int
    """Today's study day."""
    ready: Ready | Unsaid
    week: tuple[Due, ...]
    """Today and the six days after it."""
    calendar: Mapping[int, int]
    """Study day → answers, of the last twelve weeks."""
    lately: tuple[str, ...]
    """Short sentences, or none."""
    quiz_minutes: int
    """That a quick quiz takes this learner."""


def chance_words(chance: float) -> str:
    """``about 6 in 10``."""
    tenths = round(chance * 10)
    if tenths in (0, 10):
        return "under 1 in 10" if tenths == 0 else "over 9 in 10"
    return f"about {tenths} in 10"
