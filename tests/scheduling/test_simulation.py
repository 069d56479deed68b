"""The simulation of learners, small: it is fair, and the plan keeps its promise in every kind of world."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from studykit.core.review import Rating
from studykit.scheduling import curve
from tests.bench.review import sm2
from tests.bench.review.calibration import Told, brier, foretold
from tests.bench.review.contest import FIXED, PLAN
from tests.bench.review.figures import Difference, an_hour, difference
from tests.bench.review.fsrs6 import AGAIN, DEFAULT, EASY, GOOD, HARD, Fsrs6
from tests.bench.review.guided import Plan
from tests.bench.review.learners import KINDS, Learner
from tests.bench.review.page import PLACES, absent, filled
from tests.bench.review.policies import AsSpent, Cram, Fixed, Sm2
from tests.bench.review.session import Outcome, pass_chance, run
from tests.bench.review.tables import judged

REVIEW_PAGE = Path(__file__).parents[2] / "docs" / "review.md"
_LEARNERS = 4
_LONGEST_CARD = 240.0
"""Seconds by which a day may end late: a card that was begun is finished."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_plan_is_not_worse_than_fixed_retention_by_more_than_noise(kind: str) -> None:
    outcomes: list[dict[str, Outcome]] = []
    for seed in range(_LEARNERS):
        learner = Learner(kind, seed, cards=(70, 110), days=(25, 35))
        fixed = run(learner, Fixed())
        outcomes.append({FIXED: fixed, PLAN: run(learner, Plan(), sum(fixed.spent))})
    found = difference(outcomes, PLAN, FIXED)
    assert not found.worse, str(found)


def test_every_policy_ends_within_the_hours_that_fixed_retention_took() -> None:
    learner = Learner("all of it", 1, cards=(70, 110), days=(25, 35))
    fixed = run(learner, Fixed())
    seconds = sum(fixed.spent)
    for policy in (Plan(), Sm2(), Cram(), Fixed(0.8, 4), AsSpent(Plan(), fixed.spent)):
        assert sum(run(learner, policy, seconds).spent) <= seconds + _LONGEST_CARD


def test_nobody_studies_on_a_missed_day() -> None:
    learner = Learner("missed days", 2)
    spent = run(learner, Fixed()).spent
    assert learner.missed
    assert not any(spent[day] for day in learner.missed)


def test_a_learner_and_all_chance_follow_from_kind_and_seed() -> None:
    one, other = Learner("slips, luck", 3), Learner("slips, luck", 3)
    assert [one.draw(5, 2), one.draw(4, 0)] == [other.draw(5, 2), other.draw(4, 0)]
    assert run(one, Fixed()) == run(other, Fixed())
    assert run(one, Fixed()) == run(one, Fixed()), "a run leaves nothing behind"


def test_the_weights_of_all_cards_are_the_whole_exam() -> None:
    assert sum(Learner("traces", 4).weights) == pytest.approx(1.0)


def test_the_true_memory_of_kind_as_modelled_is_the_planned_curve() -> None:
    random, model = Random(6), Fsrs6()
    for _ in range(50):
        day, rating = 0, random.randint(AGAIN, EASY)
        state = model.first(rating, day)
        stability = curve.first_stability(Rating(rating), DEFAULT)
        difficulty = curve.first_difficulty(Rating(rating), DEFAULT)
        for _ in range(8):
            gap, rating = random.choice((0, 1, 5, 30)), Rating(random.randint(AGAIN, EASY))
            day += gap
            known = curve.recall(gap, stability, DEFAULT)
            stability = (
                curve.stability_after(stability, difficulty, known, rating, DEFAULT)
                if gap
                else curve.same_day(stability, rating, DEFAULT)
            )
            difficulty = curve.difficulty_after(difficulty, rating, DEFAULT)
            state = model.after(state, rating, day)
            assert state[:2] == pytest.approx((stability, difficulty), rel=1e-9)


def test_sm2_answered_well_on_time_grows_as_in_anki() -> None:
    card = sm2.first(GOOD)
    intervals = [card.interval]
    for _ in range(5):
        card = sm2.after(card, GOOD, 0)
        intervals.append(card.interval)
    assert intervals == [1, 3, 8, 20, 50, 125]
    assert card.ease == 2.5


@pytest.mark.parametrize(
    ("card", "late", "states"),
    [  # Anki 26.9 (backend, FSRS off), which adds fuzz from three days on: so many days may be between
        (sm2.Card(2.5, 1), 0, [(1, 2.3), (2, 2.35), (3, 2.5), (4, 2.65)]),
        (sm2.Card(2.5, 8), 0, [(1, 2.3), (10, 2.35), (20, 2.5), (26, 2.65)]),
        (sm2.Card(2.35, 8), 3, [(1, 2.15), (10, 2.2), (22, 2.35), (33, 2.5)]),
        (sm2.Card(1.3, 20), 10, [(1, 1.3), (24, 1.3), (32, 1.3), (50, 1.45)]),
        (sm2.Card(2.5, 50), 0, [(1, 2.3), (59, 2.35), (124, 2.5), (161, 2.65)]),
    ],
)
def test_sm2_states_are_those_of_anki(card: sm2.Card, late: int, states: list[tuple[int, float]]) -> None:
    for rating, (days, ease) in zip((AGAIN, HARD, GOOD, EASY), states, strict=True):
        after = sm2.after(card, rating, late)
        assert after.ease == pytest.approx(ease)
        assert after.interval == pytest.approx(days, abs=0 if days < 10 else 2)


def test_who_knows_half_seldom_passes_and_who_knows_nearly_all_does() -> None:
    assert pass_chance(0.5) < 0.001
    assert pass_chance(0.95) > 0.999
    assert 0.4 < pass_chance(0.72) < 0.7


def test_worse_by_more_than_noise_is_below_zero_with_all_of_the_interval() -> None:
    assert Difference(-1.0, 0.9).worse
    assert not Difference(-1.0, 1.1).worse


def test_worse_better_and_neither_are_said_in_words() -> None:
    def of(*apart: float) -> list[dict[str, Outcome]]:
        return [{PLAN: _scored(0.5 + one), FIXED: _scored(0.5)} for one in apart]

    lines = "\n".join(
        judged({"a": of(0.1, 0.11), "a, too": of(0.2, 0.21), "b": of(-0.1, -0.11), "c": of(-0.1, 0.1)}, FIXED)
    )
    assert "better: a; a, too\n" in lines
    assert "worse: b\n" in lines
    assert "neither: c" in lines


def test_a_learner_who_was_away_on_every_day_has_no_part_in_points_an_hour() -> None:
    idle = Outcome(0.35, 0.5125, 0.35, (0.0,))
    assert an_hour([idle]) == 0
    assert an_hour([idle, Outcome(0.9, 0.6125, 0.9, (7200.0,))]) == pytest.approx(5.0)


def _scored(score: float) -> Outcome:
    return Outcome(score, score, score, (60.0,))


def test_new_tables_take_the_place_of_old_ones_and_leave_the_page_as_it_was() -> None:
    page = REVIEW_PAGE.read_text(encoding="utf-8")
    assert absent(page) == []
    assert absent("no places") == list(PLACES)
    once = filled(page, {name: f"table of {name}" for name in PLACES})
    assert filled(once, {name: f"table of {name}" for name in PLACES}) == once
    assert once.count("table of ") == len(PLACES)
    assert page.split("<!-- bench")[0] == once.split("<!-- bench")[0]
    assert page.split("end -->")[-1] == once.split("end -->")[-1]


def test_readiness_is_asked_for_on_each_of_its_days_and_scored() -> None:
    told = foretold("perturbed", 5)
    assert [one.before for one in told] == [21, 14, 7, 3, 1, 0]
    assert all(0 <= one.low <= one.share <= one.high <= 1 for one in told)


def test_brier_of_sure_and_right_is_zero_and_of_sure_and_wrong_is_one() -> None:
    assert brier([Told(1.0, 0.9, 0.8, 1.0, 0.95, 0)]) == 0
    assert brier([Told(1.0, 0.9, 0.8, 1.0, 0.4, 0)]) == 1
