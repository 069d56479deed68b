"""Steps: the short waits of a card that is being learned, or learned again after it was forgotten.

The rules are Anki's: Again goes back to the first step; Hard repeats the step, and on the first one waits half way to
the second (or half as long again, when there is no second); Good goes on; Easy, and Good on the last step, graduate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studykit.core.review import DAY_SECONDS, MemoryState, Rating
from studykit.core.settings import Settings

_LONGEST = DAY_SECONDS - 1  # a wait of a day would be an interval: the card would have graduated


def waits(state: MemoryState | None, settings: Settings) -> Mapping[Rating, int | None]:
    """Seconds of the wait that each rating gives; None where the card graduates (or stays graduated)."""
    if state is None:
        return _within(settings.learning_steps, 0)
    if state.step is None:
        return dict.fromkeys(Rating) | {Rating.AGAIN: _first(settings.relearning_steps)}
    return _within(settings.relearning_steps if state.relearning else settings.learning_steps, state.step)


def _within(steps: Sequence[int], step: int) -> dict[Rating, int | None]:
    if not steps:
        return dict.fromkeys(Rating)
    at = min(step, len(steps) - 1)  # the settings may have had more steps when the card came to this one
    later = steps[at + 1 :]
    return {
        Rating.AGAIN: _first(steps),
        Rating.HARD: _hard(steps) if at == 0 else min(steps[at], _LONGEST),
        Rating.GOOD: _first(later),
        Rating.EASY: None,
    }


def _first(steps: Sequence[int]) -> int | None:
    return min(steps[0], _LONGEST) if steps else None


def _hard(steps: Sequence[int]) -> int:
    longer = (steps[0] + steps[1]) // 2 if len(steps) > 1 else steps[0] * 3 // 2
    return min(longer, _LONGEST)
