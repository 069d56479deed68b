"""The plan played through."""

from __future__ import annotations

from itertools import pairwise

import pytest

from studykit.core.progress import Progress
from studykit.core.settings import Break
from studykit.scheduling.plan import Costs
from studykit.scheduling.projection import ExamPlan, project
from tests.scheduling.planning import AREAS, DAY, seen, unseen

COSTS = Costs(10.0, 15.0, 30.0)


def play(
    known: int = 80,
    new: int = 120,
    *,
    left: int = 30,
    seconds: float = 600.0,
    breaks: tuple[Break, ...] = (),
    skipped: tuple[int, ...] = (),
    prices: tuple[float, ...] = (),
    week: tuple[float, ...] = (1.0,) * 7,
    progress: Progress | None = None,
) -> ExamPlan:
    return project(
        seen(known, known + new or 1),
        unseen(new, known + new or 1),
        day=DAY,
        exam_day=DAY + left,
        seconds=seconds,
        costs=COSTS,
        breaks=breaks,
        skipped=skipped,
        prices=prices,
        week=week,
        progress=progress,
    )


def test_more_minutes_never_lower_what_is_known_on_the_day() -> None:
    recalls = [play(seconds=seconds).recall_then for seconds in (0.0, 150.0, 300.0, 600.0, 2400.0)]
    for less, more in pairwise(recalls):
        assert more >= less - 0.003  # buckets of like states are a little rough
    assert recalls[-1] > 0.95 > recalls[0] + 0.3


def test_no_work_on_days_off_and_never_more_than_the_minutes_and_a_card() -> None:
    plan = play(breaks=(Break(DAY + 3, DAY + 5),))
    assert [day.day for day in plan.days] == list(range(DAY, DAY + 30))
    for day in plan.days:
        assert day.off == (DAY + 3 <= day.day <= DAY + 5)
        assert (day.reviews, day.new, day.minutes) == (0, 0, 0.0) if day.off else day.minutes <= 10.5
    assert plan.study_days == 27


def test_a_skipped_day_costs_something_when_time_is_short_and_is_not_called_a_break() -> None:
    whole = play(seconds=240.0)
    less = play(seconds=240.0, skipped=(DAY,), prices=whole.prices)
    assert not less.days[0].off
    assert less.days[0].minutes == 0
    assert whole.recall_then - less.recall_then > 0.002


def test_days_of_the_week_have_their_share() -> None:
    week = (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0)
    for day in play(week=week).days:
        assert day.minutes <= 10 * week[(day.day - 1) % 7] + 0.5


def test_areas_add_up_to_the_whole_and_new_cards_are_begun_in_proportion() -> None:
    plan = play(0, 400, seconds=300.0, left=20)
    assert sum(area.recall_then * AREAS[area.key] for area in plan.areas) == pytest.approx(plan.recall_then)
    begun = {area.key: area.begun_then for area in plan.areas}
    whole = sum(begun.values())
    assert plan.not_begun == 400 - whole > 0
    for key, share in AREAS.items():
        assert abs(begun[key] - share * whole) <= 1


@pytest.mark.parametrize("left", [0, 1, 200])
def test_the_exam_may_be_today_tomorrow_or_next_year(left: int) -> None:
    plan = play(32, 32, left=left)
    assert len(plan.days) == max(left, 1)
    assert 0.3 < plan.recall_then <= 1 + 1e-9
    assert plan.recall_then >= plan.recall_idle


def test_no_cards_are_no_plan_and_no_error() -> None:
    plan = play(0, 0)
    assert (plan.recall_then, plan.not_begun, plan.minutes, plan.areas) == (0, 0, 0, ())


def test_it_is_told_how_far_it_is_and_gives_the_same_again() -> None:
    told: list[tuple[int, int]] = []
    plan = play(progress=lambda done, total: told.append((done, total)))
    assert told == [(number, 30) for number in range(1, 31)]
    assert plan == play()
