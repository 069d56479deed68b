from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.scheduling.fuzz import draw, least, rounded, window
from tests.scheduling.chance import chi_square_limit

intervals = st.floats(0.001, 40_000)


@pytest.mark.parametrize(
    ("interval", "limits", "expected"),
    [
        (1.0, (1, 1000), (1, 1, 1)),
        (2.49, (1, 1000), (2, 2, 2)),
        (2.5, (1, 1000), (2, 3, 4)),
        (7.0, (1, 1000), (5, 7, 9)),
        (14.0, (1, 1000), (12, 14, 16)),
        (17.0, (1, 1000), (14, 17, 20)),
        (37.0, (1, 1000), (33, 37, 41)),
        (2.0, (2, 1000), (2, 2, 2)),
        (2.0, (3, 1000), (3, 4, 4)),
        (2.0, (3, 3), (3, 3, 3)),
        (6.9, (3, 1000), (5, 7, 9)),
        (7.0, (3, 1000), (5, 7, 9)),
        (7.1, (3, 1000), (5, 7, 9)),
        (19.9, (3, 1000), (17, 20, 23)),
        (20.0, (3, 1000), (17, 20, 23)),
        (20.1, (3, 1000), (17, 20, 23)),
        (100.0, (101, 1000), (101, 105, 108)),
        (100.0, (1, 99), (92, 96, 99)),
        (100.0, (97, 103), (97, 100, 103)),
    ],
)
def test_the_published_ranges_of_anki(interval: float, limits: tuple[int, int], expected: tuple[int, int, int]) -> None:
    days = window(interval, *limits)
    assert (days[0], days[len(days) // 2], days[-1]) == expected


@pytest.mark.parametrize(("interval", "previous", "fewest"), [(2.7269483, 4, 4), (2.7269483, 5, 1), (4.591988, 4, 5)])
def test_ankis_published_figures_for_intervals_that_grow(interval: float, previous: int, fewest: int) -> None:
    """After four days, a Good that wants 4.6 gives five at least, and one that wants 2.7 is not cut below four."""
    assert least(interval, previous, 36_500) == fewest


def test_the_librarys_range_had_a_day_too_many() -> None:
    """Ten days: Anki's range is 8 to 12; the library also gave 13, half as often as the others."""
    assert window(10.0, 1, 36_500) == range(8, 13)


@given(intervals, st.integers(1, 400), st.integers(1, 40_000))
def test_a_window_is_never_empty_and_never_outside_its_limits(interval: float, minimum: int, maximum: int) -> None:
    days = window(interval, minimum, maximum)
    assert len(days) >= 1
    assert days.step == 1
    assert min(minimum, maximum) <= days[0] <= days[-1] <= maximum


@given(intervals, st.integers(0, 40_000))
def test_chance_never_shrinks_an_interval_that_grows(interval: float, previous: int) -> None:
    longest = 50_000
    fewest = least(interval, previous, longest)
    days = window(interval, fewest, longest)
    if rounded(interval) > previous:
        assert days[0] > previous
    if days[0] < previous:  # it was meant to shrink: by more than chance alone may do
        assert window(interval, 1, longest)[-1] < previous


@given(st.text(max_size=40), st.integers(0, 10_000))
def test_a_draw_is_a_share(card: str, reps: int) -> None:
    assert 0 <= draw(card, reps) < 1
    assert draw(card, reps) == draw(card, reps)


def test_draws_are_even_over_cards_and_over_the_answers_of_one() -> None:
    for numbers in ([draw(f"card {n}", 3) for n in range(20_000)], [draw("card", n) for n in range(20_000)]):
        bins = Counter(int(number * 50) for number in numbers)
        assert sum((count - 400) ** 2 / 400 for count in bins.values()) < chi_square_limit(49)


def test_a_draw_is_the_same_in_any_process() -> None:
    code = "from studykit.scheduling.fuzz import draw; print(draw('card', 3).hex())"
    for seed in ("0", "77"):
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert run.stdout.strip() == draw("card", 3).hex() == "0x1.13b5b46a725c0p-6"


@pytest.mark.parametrize(("number", "whole"), [(0.4, 0), (0.5, 1), (1.5, 2), (2.5, 3), (2.49, 2)])
def test_halves_are_rounded_up_as_anki_does(number: float, whole: int) -> None:
    assert rounded(number) == whole
