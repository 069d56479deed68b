from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from random import Random
from statistics import mean, pstdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.review import DAY_SECONDS, MemoryState, Rating
from studykit.core.settings import Break, Settings
from studykit.scheduling.fuzz import least, rounded, window
from studykit.scheduling.memory import STANDARD, Model, after, outcomes, retrievability
from studykit.scheduling.scheduler import Load, Scheduler
from tests.scheduling.histories import TODAY, answer, graduated, ratings, stepping

NOTHING = Load()
PLAIN = Scheduler(Settings(), STANDARD)
PASSED = (Rating.HARD, Rating.GOOD, Rating.EASY)


def days_of(choices: dict[Rating, int]) -> list[int]:
    return [choices[rating] // DAY_SECONDS for rating in Rating]


def test_a_new_card_has_ankis_first_choices() -> None:
    choices = PLAIN.choices("card", None, TODAY, NOTHING)
    assert [choices[rating] for rating in (Rating.AGAIN, Rating.HARD, Rating.GOOD)] == [60, 330, 600]
    assert choices[Rating.EASY] in {day * DAY_SECONDS for day in window(8, 1, 36_500)}


def test_a_lapsed_card_goes_through_its_steps_and_the_others_stay_in_days() -> None:
    choices = PLAIN.choices("card", graduated(20.0, interval=20), TODAY + 20, NOTHING)
    assert choices[Rating.AGAIN] == 600
    assert all(choices[rating] % DAY_SECONDS == 0 for rating in PASSED)


def test_without_steps_every_rating_graduates() -> None:
    scheduler = Scheduler(Settings(learning_steps=(), relearning_steps=()), STANDARD)
    for state in (None, stepping(0), stepping(0, relearning=True), graduated(9.0)):
        assert min(days_of(scheduler.choices("card", state, TODAY, NOTHING))) >= 1


def test_hard_need_not_be_longer_than_again() -> None:
    choices = Scheduler(Settings(learning_steps=()), STANDARD).choices("card", None, TODAY, NOTHING)
    assert days_of(choices)[:3] == [1, 1, 2]


def test_easy_is_longer_than_good_would_be_though_good_goes_on_with_the_steps() -> None:
    alike = Model((*STANDARD.parameters[:2], 8.0, 8.2, *STANDARD.parameters[4:]))
    stepwise, at_once = Scheduler(Settings(), alike), Scheduler(Settings(learning_steps=()), alike)
    for number in range(100):
        easy = stepwise.choices(f"card {number}", None, TODAY, NOTHING)[Rating.EASY]
        assert easy > at_once.choices(f"card {number}", None, TODAY, NOTHING)[Rating.GOOD]


def test_a_card_graduates_from_whole_days() -> None:
    """From 6.5 days comes Anki's range of seven, five to nine; a card that has graduated has five to eight."""
    state = replace(stepping(1), stability=6.55)
    assert rounded(outcomes(state, TODAY, STANDARD, 0.9, 36_500)[Rating.GOOD].days) == 7
    found = {days_of(PLAIN.choices(f"card {n}", state, TODAY, NOTHING))[2] for n in range(200)}
    assert found == {5, 6, 7, 8, 9}


states = st.builds(
    graduated,
    st.floats(0.01, 5000),
    difficulty=st.floats(1, 10),
    interval=st.integers(0, 3000),
    reps=st.integers(1, 400),
)


@settings(max_examples=200)
@given(st.text(max_size=8), states, st.integers(0, 3000), st.floats(0.7, 0.99), st.integers(1, 36_500))
def test_hard_comes_before_good_and_good_before_easy(
    card: str, state: MemoryState, elapsed: int, retention: float, longest: int
) -> None:
    scheduler = Scheduler(Settings(retention=retention, longest=longest), STANDARD)
    choices = scheduler.choices(card, state, TODAY + elapsed, NOTHING)
    hard, good, easy = (choices[rating] // DAY_SECONDS for rating in PASSED)
    assert 1 <= hard <= good <= easy <= longest
    assert hard < good or good == longest
    assert good < easy or easy == longest


@settings(max_examples=200)
@given(st.text(max_size=8), states, st.integers(0, 3000))
def test_chance_never_shrinks_an_interval_that_grows(card: str, state: MemoryState, elapsed: int) -> None:
    day, previous = TODAY + elapsed, state.due_day - state.day
    choices = PLAIN.choices(card, state, day, NOTHING)
    for rating, outcome in outcomes(state, day, STANDARD, 0.9, 36_500).items():
        if rating is not Rating.AGAIN and previous < rounded(outcome.days):
            assert choices[rating] > previous * DAY_SECONDS
        if rating is not Rating.AGAIN and choices[rating] < previous * DAY_SECONDS:
            assert window(outcome.days, 1, 36_500)[-1] < previous


def test_good_after_four_days_gives_five_at_least() -> None:
    """Anki once gave three, and its users asked why."""
    state = graduated(1.8, difficulty=9.0, interval=4)
    found = outcomes(state, TODAY + 4, STANDARD, 0.9, 36_500)[Rating.GOOD].days
    assert rounded(found) == 5
    assert 3 in window(found, 1, 36_500)
    for number in range(200):
        assert PLAIN.choices(f"card {number}", state, TODAY + 4, NOTHING)[Rating.GOOD] >= 5 * DAY_SECONDS


@settings(max_examples=200)
@given(st.text(max_size=8), states, st.integers(0, 3000))
def test_hard_is_in_ankis_range_and_good_and_easy_in_what_hard_leaves_of_it(
    card: str, state: MemoryState, elapsed: int
) -> None:
    day, above = TODAY + elapsed, 0
    choices = PLAIN.choices(card, state, day, NOTHING)
    found = outcomes(state, day, STANDARD, 0.9, 36_500)
    for rating in PASSED:
        ideal = found[rating].days
        minimum = max(least(ideal, state.due_day - state.day, 36_500), above + 1)
        above = choices[rating] // DAY_SECONDS
        assert above in window(ideal, minimum, 36_500)


def test_choices_are_the_same_in_any_process() -> None:
    code = (
        "from tests.scheduling.histories import TODAY, graduated;"
        "from tests.scheduling.test_scheduler import PLAIN, NOTHING, days_of;"
        "print([days_of(PLAIN.choices(f'c{n}', graduated(30.0 + n), TODAY + n, NOTHING)) for n in range(50)])"
    )
    expected = [days_of(PLAIN.choices(f"c{n}", graduated(30.0 + n), TODAY + n, NOTHING)) for n in range(50)]
    for seed in ("0", "99"):
        env = {**os.environ, "PYTHONPATH": ".", "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
        assert run.stdout.strip() == str(expected)


def test_the_same_card_is_drawn_anew_at_its_next_answer() -> None:
    found = {PLAIN.choices("card", graduated(60.0, reps=n), TODAY + 60, NOTHING)[Rating.GOOD] for n in range(1, 60)}
    assert len(found) > 10


def test_a_higher_retention_brings_cards_back_sooner() -> None:
    state = graduated(60.0, interval=1)
    found = [
        Scheduler(Settings(retention=retention), STANDARD).choices("card", state, TODAY + 60, NOTHING)[Rating.GOOD]
        for retention in (0.7, 0.8, 0.9, 0.95, 0.99)
    ]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5


def test_fitted_parameters_change_what_is_chosen() -> None:
    fitted = Model((*STANDARD.parameters[:8], 3.0, *STANDARD.parameters[9:]))
    state = graduated(60.0)
    slower = Scheduler(Settings(), fitted).choices("card", state, TODAY + 60, NOTHING)
    assert slower[Rating.GOOD] > PLAIN.choices("card", state, TODAY + 60, NOTHING)[Rating.GOOD]


class Learner:
    """Answers every card on the day it is due, for a number of days, and remembers as the model says."""

    def __init__(self, settings: Settings, *, evened: bool) -> None:
        self._settings = settings
        self._scheduler = Scheduler(settings, STANDARD)
        self._evened = evened
        self._chance = Random(1)
        self._states: dict[str, MemoryState] = {}
        self._due: dict[int, list[str]] = defaultdict(list)
        self.counts: Counter[int] = Counter()
        self.done: Counter[int] = Counter()

    def study(self, days: int, new: int) -> None:
        for day in range(TODAY, TODAY + days):
            cards = self._due.pop(day, []) + [f"{day} {number}" for number in range(new)]
            if any(day in away for away in self._settings.breaks):
                self._due[day + 1] += cards
                continue
            for card in cards:
                self._answer(card, day)

    def _answer(self, card: str, day: int) -> None:
        state = self._states.get(card)
        if state is not None:
            self.counts[state.due_day] -= 1
            self.done[day] += 1
        while state is None or state.day != day or state.step is not None:
            right = self._chance.random() < (0.7 if state is None else retrievability(state, day))
            rating = Rating.GOOD if right else Rating.AGAIN
            load = Load(self.counts) if self._evened else NOTHING
            interval = self._scheduler.choices(card, state, day, load)[rating]
            state = after(state, answer(rating, day, interval=interval))
        self._states[card] = state
        self.counts[state.due_day] += 1
        self._due[state.due_day].append(card)


def unevenness(done: Counter[int], days: range) -> float:
    """How far a day's work is from that of the fortnight around it."""
    work = [done[TODAY + day] for day in days]
    return pstdev(work[n] - mean(work[n - 7 : n + 8]) for n in range(7, len(work) - 7))


def test_over_months_work_is_more_even_and_no_more_than_without_balance() -> None:
    evened, as_it_comes = Learner(Settings(), evened=True), Learner(Settings(), evened=False)
    evened.study(160, 4)
    as_it_comes.study(160, 4)
    months = range(40, 160)
    assert unevenness(evened.done, months) < 0.8 * unevenness(as_it_comes.done, months)
    assert evened.done.total() == pytest.approx(as_it_comes.done.total(), rel=0.05)


def test_half_a_saturday_is_about_half_the_work_of_another_day() -> None:
    """All of it, with what comes back after a day or two and cannot be moved."""
    learner = Learner(Settings(easy_days=(1, 1, 1, 1, 1, 0.5, 1)), evened=True)
    learner.study(180, 4)
    weekdays: Counter[int] = Counter()
    for day in range(TODAY + 40, TODAY + 180):
        weekdays[date.fromordinal(day).weekday()] += learner.done[day]
    saturdays = weekdays.pop(5)
    assert 0.4 < saturdays / mean(weekdays.values()) < 0.6


def test_a_planned_break_is_empty_but_for_the_shortest_intervals() -> None:
    """Only what comes back within a day or two has no other day."""
    planned = Settings(breaks=(Break(TODAY + 60, TODAY + 63),))
    learner = Learner(planned, evened=True)
    learner.study(60, 4)
    inside = sum(learner.counts[TODAY + day] for day in range(60, 64))
    busy = Learner(Settings(), evened=True)
    busy.study(60, 4)
    usual = sum(busy.counts[TODAY + day] for day in range(60, 64))
    assert inside <= usual / 4


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(ratings, st.integers(0, 60)), max_size=10), st.text(max_size=5))
def test_whatever_is_answered_what_was_chosen_is_what_is_remembered(
    history: list[tuple[Rating, int]], card: str
) -> None:
    state: MemoryState | None = None
    day = TODAY
    for rating, gap in history:
        day += gap
        interval = PLAIN.choices(card, state, day, NOTHING)[rating]
        state = after(state, answer(rating, day, interval=interval))
        assert interval > 0
        assert (state.step is None) == (interval >= DAY_SECONDS) == (interval % DAY_SECONDS == 0)
        assert state.due_day == day + interval // DAY_SECONDS
