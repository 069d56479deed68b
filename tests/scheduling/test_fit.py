"""Fitting to a learner's own answers helps, is refused when it does not, and never looks at what it is asked about."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.core.review import Rating, Review
from studykit.scheduling import fit as fitting
from studykit.scheduling.extra import has_optimizer, optimizer
from studykit.scheduling.fit import NEEDED, NEEDED_NEW, Fitted, TooFew, fit, within_bounds
from studykit.scheduling.memory import DEFAULT, STANDARD, Model, after, retrievability
from tests.scheduling.answers import FIRST_DAY, learner, review

FORGETFUL = Model((0.1, 0.4, 0.8, 2.5, *DEFAULT[4:8], 1.2, *DEFAULT[9:]))


@pytest.fixture(scope="module")
def forgetful() -> list[Review]:
    return list(learner(FORGETFUL, cards=300, answers=10, seed=1))


@pytest.fixture(scope="module")
def usual() -> list[Review]:
    return list(learner(STANDARD, cards=150, answers=10, seed=4))


def _fitted(log: list[Review], model: Model = STANDARD) -> Fitted:
    found = fit(log, model)
    assert isinstance(found, Fitted)
    return found


def test_parameters_fitted_to_a_forgetful_learner_foretell_later_answers_better(forgetful: list[Review]) -> None:
    found = _fitted(forgetful)
    assert found.after < found.before
    assert found.sure
    assert not found.worse
    assert found.parameters[2] < DEFAULT[2]


def test_they_are_refused_when_the_parameters_in_use_are_the_truth(usual: list[Review]) -> None:
    assert _fitted(usual).worse


def test_the_same_answers_give_the_same_fit(forgetful: list[Review]) -> None:
    assert _fitted(forgetful) == _fitted(forgetful)


def test_answers_that_are_foretold_are_never_fitted_to(forgetful: list[Review]) -> None:
    answers = fitting._answers(forgetful)
    first = len(answers) // 2
    turned = [*answers[:-100], *(replace(one, right=False) for one in answers[-100:])]
    _, after_all = fitting._compared(answers, first, DEFAULT, 1)
    _, after_turned = fitting._compared(turned, first, DEFAULT, 1)
    assert after_turned[:-100] == after_all[:-100]


def test_the_log_loss_is_that_of_the_scheduler_itself(forgetful: list[Review]) -> None:
    losses = []
    state = None
    for earlier, one in zip([None, *forgetful], forgetful, strict=False):
        state = state if earlier is not None and earlier.card == one.card else None
        if state is not None and one.day > state.day:
            recall = retrievability(state, one.day)
            losses.append(-math.log(recall if one.rating > Rating.AGAIN else 1 - recall))
        state = after(state, one)
    found = fitting._losses(fitting._answers(forgetful), DEFAULT)
    assert sorted(found) == pytest.approx(sorted(losses), abs=1e-4)


def test_answers_of_one_day_are_not_counted() -> None:
    log = [review("card", FIRST_DAY, Rating.GOOD, order) for order in range(NEEDED + 1)]
    assert fit(log, STANDARD) == TooFew(0, NEEDED, "answers on a later day than the one before")


def test_a_clock_that_was_set_back_is_no_later_day() -> None:
    log = [review("card", FIRST_DAY - at, Rating.GOOD) for at in range(NEEDED + 1)]
    assert isinstance(found := fit(log, STANDARD), TooFew)
    assert found.reviews == 0


def test_a_second_fit_is_not_compared_on_answers_of_the_first(forgetful: list[Review]) -> None:
    first = _fitted(forgetful)
    found = fit(forgetful, Model(first.parameters), fitted_to=first.reviews)
    assert found == TooFew(0, NEEDED_NEW, "answers on a later day since the last fit")
    held_out = first.reviews // 4
    again = fit(forgetful, Model(first.parameters), fitted_to=first.reviews - held_out)
    assert isinstance(again, Fitted)
    assert again.held_out == held_out


def test_of_very_many_answers_those_of_every_other_card_are_fitted_to(
    monkeypatch: pytest.MonkeyPatch, forgetful: list[Review]
) -> None:
    every = _fitted(forgetful)
    monkeypatch.setattr(fitting, "MOST", every.reviews - 1)
    other = _fitted(forgetful)
    assert other.reviews == every.reviews
    assert every.held_out * 0.4 < other.held_out < every.held_out * 0.6
    assert other.parameters != every.parameters


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400)), min_size=2, max_size=12), min_size=1))
def test_whatever_was_answered_the_scheduler_takes_the_parameters(cards: list[list[tuple[int, int]]]) -> None:
    log = []
    for number in range(NEEDED):
        day = FIRST_DAY
        for order, (rating, gap) in enumerate(cards[number % len(cards)]):
            day += gap or 1
            log.append(review(f"{number:04}", day, Rating(rating), order))
    Model(_fitted(log).parameters)


def test_parameters_at_the_edge_are_moved_inside() -> None:
    edge = [0.0, *DEFAULT[1:9], 0.800000011920929, *DEFAULT[10:]]
    moved = within_bounds(edge)
    assert (moved[0], moved[9]) == (0.001, 0.8)
    Model(moved)
    with pytest.raises(UsageError, match="no parameters"):
        within_bounds([math.nan, *DEFAULT[1:]])
    with pytest.raises(UsageError, match="no parameters"):
        within_bounds(DEFAULT[:19])


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.scheduling.extra.find_spec", lambda name: importlib.util.find_spec(f"no_{name}"))
    assert not has_optimizer()
    with pytest.raises(UsageError, match=r"pip install 'studykit\[optimizer\]'"):
        optimizer()
