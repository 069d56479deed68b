from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.settings import Break, Settings
from studykit.scheduling.balance import HORIZON, REACH, Balance, Load
from studykit.scheduling.fuzz import draw, window
from tests.scheduling.chance import chi_square_limit
from tests.scheduling.histories import TODAY

PLAIN = Settings()
NOTHING = Load()
HALF_SATURDAYS = Settings(easy_days=(1, 1, 1, 1, 1, 0.5, 1))
FREE_SUNDAYS = Settings(easy_days=(1, 1, 1, 1, 1, 1, 0))
CARDS = 4000


def chosen(days: range, settings: Settings, load: Load = NOTHING, *, cards: int = CARDS, minimum: int = 1) -> list[int]:
    """The intervals of many cards that could all come back within ``days``."""
    balance = Balance(settings)
    return [balance.interval(days, minimum, TODAY, load, draw=draw(f"card {n}", 1)) for n in range(cards)]


def filled(days: range, settings: Settings, load: dict[int, int], cards: Iterable[str]) -> dict[int, int]:
    """The load after many cards found their day one after the other."""
    balance = Balance(settings)
    for card in cards:
        found = balance.interval(days, 1, TODAY, Load(load), draw=draw(card, 1))
        load[TODAY + found] = load.get(TODAY + found, 0) + 1
    return load


@pytest.mark.parametrize("interval", [1.0, 2.6, 7.0, 20.0, 60.0, 120.0, 400.0, 3000.0])
def test_without_load_every_day_of_ankis_range_is_as_likely(interval: float) -> None:
    days = window(interval, 1, 36_500)
    counted = Counter(chosen(days, PLAIN, cards=60 * len(days)))
    assert set(counted) == set(days)
    expected = 60.0
    statistic = sum((counted[day] - expected) ** 2 / expected for day in days)
    assert statistic < chi_square_limit(max(len(days) - 1, 1))


@given(st.floats(0.5, 5000), st.integers(0, 100), st.floats(0, 1, exclude_max=True), st.integers(0, 2**30))
def test_a_day_is_never_outside_the_window(interval: float, minimum: int, chance: float, pattern: int) -> None:
    days = window(interval, max(minimum, 1), 36_500)
    load = Load({TODAY + day: pattern >> (day % 30) & 15 for day in range(1, REACH)}, frozenset({TODAY + 2, TODAY + 9}))
    for settings in (PLAIN, HALF_SATURDAYS, FREE_SUNDAYS):
        assert Balance(settings).interval(days, minimum, TODAY, load, draw=chance) in days


def test_the_emptier_a_day_the_likelier_it_is() -> None:
    days = range(8, 13)
    counted = Counter(chosen(days, PLAIN, Load({TODAY + day: 10 * (day - 8) for day in days})))
    assert [day for day, _ in counted.most_common()] == sorted(counted)
    assert counted[8] > CARDS * 0.9


def test_work_is_evened_out() -> None:
    """Cards that would all come in the same fortnight differ by a few a day, not as chance would have it."""
    fortnight = range(70, 84)
    uneven = {TODAY + day: 30 if day % 3 == 0 else 5 for day in fortnight}
    cards = [f"card {n}" for n in range(600)]
    balanced = filled(fortnight, PLAIN, dict(uneven), cards)
    by_chance = Counter(TODAY + day for day in chosen(fortnight, PLAIN, cards=len(cards))) + Counter(uneven)
    assert pstdev(balanced.values()) < pstdev(by_chance.values()) / 4


def test_beyond_the_horizon_load_does_not_count() -> None:
    far = range(HORIZON + 1, HORIZON + 10)
    assert chosen(far, PLAIN, Load({TODAY + HORIZON + 1: 1000})) == chosen(far, PLAIN)


@pytest.mark.parametrize(
    ("days", "settings", "weekday", "share"),
    [
        (range(21, 49), HALF_SATURDAYS, 5, 0.5**2),  # as what comes back in a day or two makes up the rest
        (range(101, 129), HALF_SATURDAYS, 5, 0.5),
        (range(21, 49), FREE_SUNDAYS, 6, 0.0),
        (range(101, 129), FREE_SUNDAYS, 6, 0.0),
    ],
)
def test_an_easy_day_gets_its_part_of_what_can_be_moved(
    days: range, settings: Settings, weekday: int, share: float
) -> None:
    load = filled(days, settings, {}, [f"card {n}" for n in range(2800)])
    weekdays: Counter[int] = Counter()
    for day, count in load.items():
        weekdays[date.fromordinal(day).weekday()] += count
    easy = weekdays.pop(weekday, 0)
    assert easy == pytest.approx(share * sum(weekdays.values()) / 6, rel=0.15)


def test_a_free_day_is_used_when_there_is_no_other() -> None:
    sunday = next(day for day in range(1, 8) if date.fromordinal(TODAY + day).weekday() == 6)
    assert set(chosen(range(sunday, sunday + 1), FREE_SUNDAYS, cards=9)) == {sunday}
    assert set(chosen(range(8, 13), Settings(easy_days=(0.0,) * 7))) == set(range(8, 13))


def test_siblings_come_on_other_days() -> None:
    load = Load({}, frozenset({TODAY + 9, TODAY + 10}))
    assert set(chosen(range(8, 13), PLAIN, load)) == {8, 11, 12}
    assert set(chosen(range(8, 13), Settings(siblings_apart=False), load)) == set(range(8, 13))
    assert set(chosen(range(9, 11), PLAIN, load)) == {9, 10}


def away(first: int, last: int) -> Settings:
    return Settings(breaks=(Break(TODAY + first, TODAY + last),))


def test_no_review_falls_into_a_break_when_another_day_is_free() -> None:
    assert set(chosen(range(8, 13), away(9, 11))) == {8, 12}


def test_a_window_inside_a_break_is_widened_and_earlier_days_come_first() -> None:
    assert set(chosen(range(8, 13), away(8, 12))) == {7}
    assert set(chosen(range(8, 13), away(7, 14))) == {6}
    assert set(chosen(range(8, 13), away(3, 14))) == {15}


def test_an_interval_is_not_shortened_below_its_least_for_a_break() -> None:
    assert set(chosen(range(8, 13), away(8, 12), minimum=8)) == {13}


def test_nor_made_longer_than_the_longest() -> None:
    settings = Settings(breaks=(Break(TODAY + 8, TODAY + 12),), longest=12)
    assert set(chosen(range(8, 13), settings, minimum=8)) == set(range(8, 13))


def test_a_break_that_is_longer_than_a_window_can_reach_is_kept_out_of_the_way() -> None:
    """The card stays due within the break, and waits until the learner is back."""
    assert set(chosen(range(8, 13), away(1, 60))) == set(range(8, 13))


def test_two_breaks_beside_each_other_are_both_avoided() -> None:
    settings = Settings(breaks=(Break(TODAY + 8, TODAY + 10), Break(TODAY + 11, TODAY + 12)))
    assert set(chosen(range(8, 13), settings)) == {7}


@given(
    st.floats(1, 400),
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 9)), max_size=4),
    st.floats(0, 1, exclude_max=True),
)
def test_a_break_is_met_only_where_the_window_has_no_way_out(
    interval: float, breaks: list[tuple[int, int]], chance: float
) -> None:
    settings = Settings(breaks=tuple(Break(TODAY + first, TODAY + first + more) for first, more in breaks))
    days = window(interval, 1, 36_500)
    found = Balance(settings).interval(days, 1, TODAY, NOTHING, draw=chance)
    off = [any(TODAY + day in away for away in settings.breaks) for day in days]
    if not all(off):
        assert found in days
    if any(TODAY + found in away for away in settings.breaks):
        assert all(off)


@pytest.mark.parametrize("interval", [3900.0, 9000.0])
def test_a_window_of_years_is_still_even_over_the_week(interval: float) -> None:
    days = window(interval, 1, 36_500)
    weekdays = Counter((TODAY + day) % 7 for day in chosen(days, PLAIN, cards=7000))
    assert sum((count - 1000) ** 2 / 1000 for count in weekdays.values()) < chi_square_limit(6)
    assert 6 not in {date.fromordinal(TODAY + day).weekday() for day in chosen(days, FREE_SUNDAYS)}
