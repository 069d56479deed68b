"""The scheduler: when a card would come back after each of the four ratings."""

from __future__ import annotations

from studykit.core.review import DAY_SECONDS, MemoryState, Rating
from studykit.core.settings import Settings
from studykit.scheduling.balance import Balance, Load
from studykit.scheduling.fuzz import draw, least, rounded, window
from studykit.scheduling.memory import Model, outcomes
from studykit.scheduling.steps import waits

__all__ = ["Load", "Scheduler"]


class Scheduler:
    """FSRS intervals in Anki's order and range. It keeps nothing: the same question always has the same answer."""

    def __init__(self, settings: Settings, model: Model) -> None:
        self._settings = settings
        self._model = model
        self._balance = Balance(settings)

    def choices(self, card: str, state: MemoryState | None, day: int, load: Load) -> dict[Rating, int]:
        """Seconds until the card comes back, for each rating: less than a day in its steps, else whole days.

        ``state`` is None for a card that was never answered; ``day`` is the study day of the answer. Among intervals
        of days Hard comes before Good and Good before Easy, as far as the longest allowed leaves room.
        """
        settings = self._settings
        found = outcomes(state, day, self._model, settings.retention, settings.longest)
        chance = draw(card, state.reps if state else 0)
        chosen: dict[Rating, int] = {}
        above = 0
        for rating, wait in waits(state, settings).items():
            if wait is not None:
                chosen[rating] = wait
            if wait is None or rating is Rating.GOOD:  # Easy is longer than Good would be if it graduated
                ideal, minimum = _bounds(state, rating, found[rating].days, settings.longest)
                minimum = max(minimum, above + 1)
                days = window(ideal, minimum, settings.longest)
                interval = self._balance.interval(days, minimum, day, load, draw=chance)
                chosen.setdefault(rating, interval * DAY_SECONDS)
                above = 0 if rating is Rating.AGAIN else interval
        return chosen


def _bounds(state: MemoryState | None, rating: Rating, days: float, longest: int) -> tuple[float, int]:
    """The interval that chance plays around, and the fewest days it may have.

    As in Anki: a card that graduates starts from whole days; one that had an interval does not have it cut by chance.
    """
    if state is None or state.step is not None or rating is Rating.AGAIN:
        return float(max(rounded(days), 1)), 1
    return days, least(days, state.due_day - state.day, longest)
