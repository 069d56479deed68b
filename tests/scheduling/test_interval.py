from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.review import DAY_SECONDS
from studykit.scheduling.interval import interval_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "less than 1 min"),
        (20, "less than 1 min"),
        (60, "1 min"),
        (330, "6 min"),
        (600, "10 min"),
        (59 * 60 + 29, "59 min"),
        (59 * 60 + 50, "1 hour"),
        (5 * 3600, "5 hours"),
        (DAY_SECONDS - 1, "24 hours"),
        (DAY_SECONDS, "1 day"),
        (4 * DAY_SECONDS, "4 days"),
        (45 * DAY_SECONDS, "45 days"),
        (61 * DAY_SECONDS, "2 months"),
        (76 * DAY_SECONDS, "2.5 months"),
        (100 * DAY_SECONDS, "3.3 months"),
        (365 * DAY_SECONDS, "12 months"),
        (438 * DAY_SECONDS, "1.2 years"),
        (730 * DAY_SECONDS, "2 years"),
    ],
)
def test_intervals_read_as_people_say_them(seconds: int, text: str) -> None:
    assert interval_text(seconds) == text


@given(st.integers(-100, 40_000 * DAY_SECONDS))
def test_every_interval_has_a_short_text(seconds: int) -> None:
    assert 0 < len(interval_text(seconds)) <= len("less than 1 min")
