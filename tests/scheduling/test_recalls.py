"""Recall expected before each answer: the fast fold against the fold that schedules, and against fsrs-rs."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from math import log, sqrt

import fsrs_rs_python
import pytest
from hypothesis import given
from hypothesis import strategies as some

from studykit.core.review import DAY_SECONDS, Rating, Review
from studykit.scheduling.memory import DEFAULT, Model, after, retrievability
from studykit.scheduling.recalls import Recall, recalls
from studykit.scheduling.reliability import EDGES, Tally, alike_bin

FITTED = tuple(one * 1.07 if at in (0, 1, 2, 8, 11, 20) else one for at, one in enumerate(DEFAULT))
START = 739_000
Row = tuple[str, int, int, int]

histories = some.lists(
    some.tuples(
        some.sampled_from((0, 0, 1, 1, 2, 5, 21, 90, -1)), some.integers(1, 4), some.sampled_from((600, 1, 30))
    ),
    min_size=1,
    max_size=12,
)


def rows(card: str, history: list[tuple[int, int, int]]) -> list[Row]:
    day, made = START, []
    for gap, rating, interval in history:
        day += gap
        made.append((card, day, interval if interval == 600 else interval * DAY_SECONDS, rating))
    return made


def slow(history: list[Row], parameters: tuple[float, ...], first: int) -> list[tuple[int, float, bool]]:
    """The same by the fold that schedules, one answer at a time."""
    state, before, found = None, 0, []
    for at, (card, day, interval, rating) in enumerate(history):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=at)
        row = Review(uuid.uuid4().hex, card, moment, 0, day, Rating(rating), 1, 0, "", interval, "fsrs 6", "d")
        if state is not None and day > state.day and before >= DAY_SECONDS and day >= first:
            found.append((day, retrievability(state, day, Model(parameters)), rating > 1))
        state, before = after(state, row, Model(parameters)), interval
    return found


@given(some.lists(histories, max_size=4), some.sampled_from((DEFAULT, FITTED)), some.integers(START - 5, START + 60))
def test_the_recall_expected_is_what_the_scheduler_expected(
    many: list[list[tuple[int, int, int]]], parameters: tuple[float, ...], first: int
) -> None:
    logs = [rows(f"card {at}", history) for at, history in enumerate(many)]
    expected = [one for log_ in logs for one in slow(log_, parameters, first)]
    found = list(recalls([row for log_ in logs for row in log_], parameters, first))
    assert [(one.day, one.right) for one in found] == [(day, right) for day, _, right in expected]
    assert [one.expected for one in found] == pytest.approx([recall for _, recall, _ in expected], abs=1e-9)


def test_only_the_first_answer_of_a_day_of_a_graduated_card_counts() -> None:
    day = DAY_SECONDS
    history = [
        ("a", START, 600, 3),  # first of all
        ("a", START, 2 * day, 3),  # in its steps
        ("a", START + 2, 600, 1),  # counts: forgotten
        ("a", START + 2, 5 * day, 3),  # the same day again
        ("a", START + 7, 30 * day, 3),  # counts
        ("b", START, 600, 3),
        ("b", START + 1, 5 * day, 3),  # was still in its steps
        ("b", START + 6, 5 * day, 2),  # counts: hard is right
    ]
    found = list(recalls(history, DEFAULT, START))
    assert [(one.day - START, one.days, one.right, one.elapsed) for one in found] == [
        (2, 2, False, 2),
        (7, 5, True, 5),
        (6, 5, True, 5),
    ]
    assert [(one.reps, one.lapses) for one in found] == [(1, 0), (2, 1), (2, 0)]
    assert [one.day - START for one in recalls(history, DEFAULT, START + 6)] == [7, 6]


def random_log(seed: int) -> list[Row]:
    chance, made = random.Random(seed), []
    for number in range(250):
        history = [(0, chance.choice((1, 3, 3, 4)), 1)]
        gaps = (0, 1, 2, 3, 5, 8, 20, 60)
        history += [(chance.choice(gaps), chance.choice((1, 2, 3, 3, 4)), 1) for _ in range(chance.randrange(1, 10))]
        made += rows(f"card {number:03}", history)
    return made


def fsrs_rs_figures(history: list[Row]) -> tuple[float, float]:
    items: list[fsrs_rs_python.FSRSItem] = []
    before: list[tuple[int, int]] = []
    card, last = "", 0
    for name, day, _, rating in history:
        if name != card:
            card, before, last = name, [], day
        before.append((rating, day - last))
        if day > last:
            items.append(fsrs_rs_python.FSRSItem([fsrs_rs_python.FSRSReview(*one) for one in before]))
        last = day
    found = fsrs_rs_python.FSRS(list(DEFAULT)).evaluate(items)
    return found.log_loss, found.rmse_bins


def weighed(found: list[Recall]) -> tuple[float, float]:
    """Log loss and RMSE with the weights that fsrs-rs gives newer answers; its bins are ours."""
    weights = [0.25 + 0.75 * (at / (len(found) - 1)) ** 3 for at in range(len(found))]
    loss = -sum(
        weight * log(one.expected if one.right else 1 - one.expected)
        for weight, one in zip(weights, found, strict=True)
    )
    bins: dict[tuple[int, int, int], list[tuple[float, Recall]]] = {}
    for weight, one in zip(weights, found, strict=True):
        bins.setdefault(alike_bin(one.elapsed, one.reps, one.lapses), []).append((weight, one))
    square = sum(
        sum(weight for weight, _ in alike) * (sum(one.right - one.expected for _, one in alike) / len(alike)) ** 2
        for alike in bins.values()
    )
    return loss / sum(weights), sqrt(square / sum(weights))


@pytest.mark.parametrize("seed", [1, 2])
def test_log_loss_and_rmse_are_those_of_fsrs_rs(seed: int) -> None:
    history = random_log(seed)
    assert weighed(list(recalls(history, DEFAULT, 0))) == pytest.approx(fsrs_rs_figures(history), abs=2e-5)


@given(some.lists(histories, min_size=1, max_size=5))
def test_the_parts_of_a_reliability_sum_up(many: list[list[tuple[int, int, int]]]) -> None:
    found = list(recalls([row for at, one in enumerate(many) for row in rows(f"card {at}", one)], DEFAULT, 0))
    tally = Tally()
    tally.take(found)
    reliability, retentions = tally.reliability(), tally.retentions()
    if not found:
        assert reliability is None
        assert retentions == ()
        return
    assert reliability is not None
    assert reliability.answers == len(found) == sum(one.retention.answers for one in reliability.bins)
    assert all(one.least in EDGES and one.least <= one.retention.expected <= one.most for one in reliability.bins)
    whole = retentions[0]
    assert (whole.period, whole.cards, whole.answers) == ("all", "all", len(found))
    assert whole.right == sum(one.right for one in found)
    for kind in ("young", "mature"):
        parts = [one for one in retentions if one.cards == kind]
        assert sum(one.answers for one in parts if one.period != "all") == sum(
            one.answers for one in parts if one.period == "all"
        )
    for one in retentions:
        low, high = one.interval
        assert 0 <= low <= one.share <= high <= 1
        assert 0 <= one.expected <= 1


def test_a_model_that_is_sure_and_wrong_has_a_finite_loss() -> None:
    tally = Tally()
    tally.take([Recall(START, 30, 1.0, right=False, elapsed=1, reps=1, lapses=0)])
    reliability = tally.reliability()
    assert reliability is not None
    assert 10 < reliability.log_loss < 20
    assert reliability.rmse_bins == 1.0
