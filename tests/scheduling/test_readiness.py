"""Readiness says how sure it is."""

from __future__ import annotations

from random import Random

import pytest

from studykit.scheduling.readiness import Answers, AreaEvidence, Readiness, readiness

NONE = Answers()


def area(recall: float, seen: int, answers: Answers = NONE, key: str = "a", weight: float = 1.0) -> AreaEvidence:
    return AreaEvidence(key, key, weight, 100, (recall,) * seen, answers)


def answered(count: int, expected: float, right: float) -> Answers:
    wins = round(count * right)
    return Answers.of([(expected, number < wins) for number in range(count)])


def told(*areas: AreaEvidence, questions: int = 65, first: tuple[int, int] = (0, 0)) -> Readiness:
    return readiness(areas, questions=questions, passing=0.7, first=first)


def test_little_evidence_is_a_wide_interval_and_answers_narrow_it() -> None:
    widths = [
        one.high - one.low
        for one in (told(area(0.85, 100, answered(count, 0.85, 0.85))) for count in (0, 20, 200, 2000))
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0.25
    assert widths[-1] < 0.7 * widths[0]


def test_answers_worse_than_expected_lower_it() -> None:
    usual, worse = (told(area(0.9, 100, answered(100, 0.9, right))) for right in (0.9, 0.7))
    assert worse.share < usual.share - 0.1
    assert worse.pass_chance < usual.pass_chance
    assert worse.areas[0].recall == pytest.approx(0.9)


def test_one_weak_area_does_not_lower_the_others_as_much() -> None:
    fine, weak = answered(100, 0.9, 0.9), answered(100, 0.9, 0.6)
    one, other = told(area(0.9, 100, fine, "fine", 0.5), area(0.9, 100, weak, "weak", 0.5)).areas
    assert other.share < one.share - 0.15


def test_cards_never_seen_count_as_those_asked_at_first_sight_did() -> None:
    unknown, known = told(area(0.9, 50)), told(area(0.9, 50), first=(100, 80))
    assert unknown.share < known.share
    assert unknown.areas[0].coverage == 0.5


def test_more_questions_are_less_luck() -> None:
    sure = answered(3000, 0.85, 0.85)
    short, long = (told(area(0.85, 100, sure), questions=questions) for questions in (10, 500))
    assert short.high - short.low > long.high - long.low
    assert long.pass_chance > short.pass_chance


@pytest.mark.parametrize("recall", [0.05, 0.5, 0.999])
def test_everything_lies_between_nothing_and_all(recall: float) -> None:
    one = told(area(recall, 100), area(0.5, 0, key="b", weight=0.3))
    assert 0 <= one.low <= one.share <= one.high <= 1
    assert 0 <= one.pass_chance <= 1
    for part in one.areas:
        assert 0 <= part.low <= part.share <= part.high <= 1


def test_an_exam_without_areas_is_not_passed() -> None:
    assert told().pass_chance < 0.01


def test_chances_come_true_for_learners_that_are_as_it_takes_them() -> None:
    random, sums = Random(4), [0.0, 0.0]
    inside = 0
    for _ in range(150):
        recall, shift = random.uniform(0.5, 0.95), random.gauss(0, 0.6)
        true = 1 / (1 + (1 - recall) / recall * 2.718281828**-shift)
        answers = Answers.of([(recall, random.random() < true) for _ in range(30)])
        one = told(area(recall, 100, answers))
        share = sum(random.random() < true for _ in range(65)) / 65
        sums[0] += one.pass_chance
        sums[1] += share >= 0.7
        inside += one.low <= share <= one.high
    assert sums[0] == pytest.approx(sums[1], abs=15)
    assert inside >= 0.92 * 150
