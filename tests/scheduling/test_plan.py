"""Laws of a day's cards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.settings import Break
from studykit.scheduling import prospect, worth
from studykit.scheduling.plan import Costs, Planned, Unseen, in_proportion, today
from tests.scheduling.planning import AREAS, DAY, seen, unseen

COSTS = Costs(10.0, 15.0, 30.0)


def ask(
    cards: list[Planned],
    fresh: list[Unseen],
    *,
    left: int = 40,
    seconds: float = 900.0,
    breaks: tuple[Break, ...] = (),
    day: int = DAY,
) -> tuple[str, ...]:
    return today(cards, fresh, day=day, exam_day=day + left, seconds=seconds, costs=COSTS, breaks=breaks, daily=900.0)


@settings(max_examples=15, deadline=None)
@given(
    known=st.integers(0, 60),
    new=st.integers(0, 60),
    left=st.sampled_from((0, 1, 2, 7, 40, 400)),
    seconds=st.sampled_from((0.0, 5.0, 60.0, 900.0, 9000.0)),
    seed=st.integers(0, 99),
)
def test_a_day_asks_cards_that_there_are_once_each_within_its_time(
    known: int, new: int, left: int, seconds: float, seed: int
) -> None:
    cards, fresh = seen(known, 120, seed), unseen(new, 120)
    chosen = ask(cards, fresh, left=left, seconds=seconds)
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= {card.card for card in cards} | {card.card for card in fresh}
    cheapest = sum(COSTS.new_seconds if card.startswith("new") else COSTS.review_seconds for card in chosen[:-1])
    assert cheapest <= seconds
    assert chosen == ask(list(reversed(cards)), fresh, left=left, seconds=seconds), "the order of the cards decides"


@pytest.mark.parametrize("left", [1, 10, 40])
def test_more_minutes_only_add_cards_when_the_later_days_stay_as_they_are(left: int) -> None:
    cards, fresh = seen(150, 300), unseen(150, 300)
    counts = [len(ask(cards, fresh, left=left, seconds=seconds)) for seconds in (60.0, 300.0, 900.0, 1800.0)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_a_day_is_the_same_whatever_was_asked_before() -> None:
    cards, fresh = seen(90, 200), unseen(110, 200)
    asked = [(left, seconds) for left in (3, 40) for seconds in (120.0, 900.0)]
    after = [ask(cards, fresh, left=left, seconds=seconds) for left, seconds in asked]
    for (left, seconds), chosen in zip(asked, after, strict=True):
        prospect.prospects.cache_clear()
        worth.worth.cache_clear()
        assert ask(cards, fresh, left=left, seconds=seconds) == chosen


def test_a_card_answered_today_does_not_come_again_today() -> None:
    cards = [replace(card, day=DAY) for card in seen(50, 50)]
    assert ask(cards, []) == ()


def test_a_day_of_a_break_and_the_days_after_the_exam_have_no_work() -> None:
    cards, fresh = seen(50, 100), unseen(50, 100)
    assert ask(cards, fresh, breaks=(Break(DAY, DAY + 2),)) == ()
    assert ask(cards, fresh, left=-1) == ()


def test_breaks_that_cover_all_other_days_leave_today() -> None:
    assert ask(seen(50, 100), unseen(50, 100), breaks=(Break(DAY + 1, DAY + 60),))


def test_on_the_exams_day_the_weakest_come_first_and_nothing_new() -> None:
    strong = Planned("strong", "a", 0.1, 50.0, 5.0, DAY - 10)
    weak = Planned("weak", "a", 0.1, 2.0, 5.0, DAY - 10)
    assert ask([strong, weak], unseen(9, 100), left=0) == ("weak", "strong")


def test_cards_of_no_area_of_the_exam_are_left_out() -> None:
    assert (
        ask([replace(card, weight=0.0) for card in seen(9, 9)], [replace(one, weight=0.0) for one in unseen(9, 9)])
        == ()
    )


def test_what_brings_next_to_nothing_is_not_asked_for() -> None:
    sure = [Planned(f"sure-{number}", "a", 0.01, 5000.0, 1.0, DAY - 3) for number in range(100)]
    assert ask(sure, [], left=5) == ()


def test_no_cards_make_no_work() -> None:
    assert ask([], []) == ()


@settings(max_examples=20, deadline=None)
@given(new=st.integers(1, 200), begun=st.integers(0, 120))
def test_new_cards_keep_the_blueprints_proportion_within_one_card(new: int, begun: int) -> None:
    fresh = unseen(400, 400)
    taken = in_proportion(fresh, {}, begun)
    gone = {card.card for card in taken}
    first = Counter(card.area for card in taken)
    order = in_proportion([card for card in fresh if card.card not in gone], first, new)
    counts = first + Counter(card.area for card in order)
    if max(counts.values()) < 100:  # no area has run out
        whole = sum(counts.values())
        for area, share in AREAS.items():
            assert abs(counts[area] - share * whole) <= 1.0


def test_the_area_that_lags_comes_first() -> None:
    order = in_proportion(unseen(100, 200), {"development": 40, "security": 30, "deployment": 30}, 8)
    assert {card.area for card in order} == {"troubleshooting"}


def test_when_an_area_has_no_more_cards_the_others_go_on() -> None:
    fresh = [*unseen(4, 100), *(Unseen(f"more-{number}", "security", 0.01) for number in range(20))]
    assert len(in_proportion(fresh, {})) == 24
