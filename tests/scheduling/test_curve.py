"""The closed form is the library's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isclose
from random import Random

import fsrs
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from studykit.core.review import Rating
from studykit.scheduling import curve
from studykit.scheduling.curve import DEFAULT

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def random_parameters(random: Random) -> tuple[float, ...]:
    """Parameters near the usual ones, within what the library takes."""
    bounds = zip(DEFAULT, fsrs.scheduler.LOWER_BOUNDS_PARAMETERS, fsrs.scheduler.UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(value * random.uniform(0.7, 1.4), low), high) for value, low, high in bounds)


def test_the_usual_parameters_are_the_librarys() -> None:
    assert tuple(DEFAULT_PARAMETERS) == DEFAULT


@pytest.mark.parametrize("seed", range(100))
def test_random_histories_end_in_the_librarys_states(seed: int) -> None:
    random = Random(seed)
    w = random_parameters(random) if seed else DEFAULT
    library = fsrs.Scheduler(w, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, day, stability, difficulty = fsrs.Card(card_id=1), 0, 0.0, 0.0
    for number in range(8):
        rating, gap = random.choice(list(Rating)), random.choice((0, 1, 2, 5, 30, 400)) if number else 0
        day += gap
        if not number:
            stability, difficulty = curve.first_stability(rating, w), curve.first_difficulty(rating, w)
        else:
            if gap:
                recalled = curve.recall(gap, stability, w)
                moment = NOW + timedelta(days=day)
                assert isclose(recalled, library.get_card_retrievability(card, moment), rel_tol=1e-9)
                stability = curve.stability_after(stability, difficulty, recalled, rating, w)
            else:
                stability = curve.same_day(stability, rating, w)
            difficulty = curve.difficulty_after(difficulty, rating, w)
        card, _ = library.review_card(card, fsrs.Rating(int(rating)), NOW + timedelta(days=day))
        assert card.stability is not None
        assert card.difficulty is not None
        assert isclose(stability, card.stability, rel_tol=1e-9)
        assert isclose(difficulty, card.difficulty, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("days", "recall"), [(1, 0.985682), (5, 0.940344), (10, 0.9), (100, 0.692827), (365, 0.573559)]
)
def test_recall_of_ten_days_of_stability(days: int, recall: float) -> None:
    assert curve.recall(days, 10.0, DEFAULT) == pytest.approx(recall, abs=1e-6)


def test_days_until_turns_recall_around() -> None:
    days = curve.days_until(0.8, 10.0, DEFAULT)
    assert round(days) == 33
    assert curve.recall(days, 10.0, DEFAULT) == pytest.approx(0.8, abs=1e-12)
