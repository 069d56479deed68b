from __future__ import annotations

import pytest

from studykit.core.review import Rating
from studykit.core.settings import Settings
from studykit.scheduling.rating import rate


@pytest.mark.parametrize(
    ("right", "milliseconds", "hard_seconds", "rating"),
    [
        (True, 5_000, 0, Rating.GOOD),
        (True, 10**9, 0, Rating.GOOD),
        (True, 30_000, 30, Rating.GOOD),
        (True, 30_001, 30, Rating.HARD),
        (True, 1, 30, Rating.GOOD),
        (False, 1, 30, Rating.AGAIN),
        (False, 10**9, 30, Rating.AGAIN),
        (False, 5_000, 0, Rating.AGAIN),
    ],
)
def test_an_answer_rates_itself(right: bool, milliseconds: int, hard_seconds: int, rating: Rating) -> None:
    assert rate(right, milliseconds, Settings(hard_seconds=hard_seconds)) is rating
