"""Facility and discrimination: against plain formulas, and on groups whose truth is known."""

from __future__ import annotations

import math
import random
from statistics import correlation as pearson

import pytest
from hypothesis import given
from hypothesis import strategies as some

from studykit.questions.item_analysis import Answered, Item, analyse


def rasch(learners: int, cards: int, seed: int, *, wrong_key: int = -1, seen: float = 1.0) -> list[Answered]:
    """A group whose chance to be right is the logistic of ability less difficulty; one question may be keyed wrongly.

    With a wrong key, who would have been right is marked wrong; the others hit the key by guessing among three.
    """
    chance = random.Random(seed)
    difficulty = [-0.5 if card == wrong_key else chance.gauss(-0.5, 1) for card in range(cards)]
    made = []
    for learner in range(learners):
        ability = chance.gauss(0, 1.2)
        for card in range(cards):
            knows = chance.random() < 1 / (1 + math.exp(difficulty[card] - ability))
            right = (not knows and chance.random() < 1 / 3) if card == wrong_key else knows
            if chance.random() < seen:
                made.append(Answered(f"learner {learner:03}", f"card {card:03}", right))
    return made


def test_a_discrimination_is_the_textbook_item_rest_correlation_when_all_answered_all() -> None:
    answers = rasch(40, 25, seed=1)
    scores: dict[str, int] = {}
    for one in answers:
        scores[one.learner] = scores.get(one.learner, 0) + one.right
    found = analyse(answers)
    assert len(found) == 25
    for item in found:
        given = {one.learner: one.right for one in answers if one.card == item.card}
        rest = [scores[learner] - right for learner, right in given.items()]
        assert item.facility == pytest.approx(sum(given.values()) / 40)
        assert item.discrimination is not None
        assert item.discrimination.value == pytest.approx(
            pearson([int(one) for one in given.values()], rest), abs=1e-12
        )
        z = math.atanh(item.discrimination.value)
        assert math.atanh(item.discrimination.high) == pytest.approx(z + 1.959964 / math.sqrt(37))
        assert item.discrimination.low < item.discrimination.value < item.discrimination.high


def test_a_wrong_key_is_found_and_hardly_anything_else_is_blamed() -> None:
    found = blamed = 0
    for seed in range(20):
        items = analyse(rasch(60, 80, seed, wrong_key=17))
        suspects = {one.card for one in items if "look at the key" in one.flags}
        found += "card 017" in suspects
        blamed += len(suspects - {"card 017"})
    assert found >= 17
    assert blamed <= 2


def test_a_wrong_key_is_found_when_everybody_answered_other_questions() -> None:
    found = 0
    for seed in range(10):
        items = {one.card: one for one in analyse(rasch(120, 80, seed, wrong_key=17, seen=0.5))}
        found += "look at the key" in items["card 017"].flags
    assert found >= 8


def test_a_key_that_most_give_is_not_blamed_however_it_discriminates() -> None:
    answers = rasch(40, 30, seed=6)
    best = sorted(
        {one.learner for one in answers}, key=lambda who: -sum(one.right for one in answers if one.learner == who)
    )
    answers += [Answered(who, "missed by the best", who not in best[:6]) for who in best]
    (item,) = [one for one in analyse(answers) if one.card == "missed by the best"]
    assert item.facility == 0.85
    assert item.discrimination is not None
    assert item.discrimination.high < 0
    assert item.flags == ()


def test_guessing_alone_discriminates_nothing() -> None:
    chance = random.Random(4)
    answers = [Answered(f"{one}", f"{card}", chance.random() < 0.5) for one in range(50) for card in range(60)]
    items = analyse(answers)
    assert not [one for one in items if one.flags]
    values = [one.discrimination.value for one in items if one.discrimination]
    assert len(values) == 60
    assert abs(sum(values) / 60) < 0.05


def test_too_easy_and_too_hard_are_said_only_when_sure() -> None:
    chance = random.Random(2)
    shares = {"easy": 0.99, "hard": 0.1, "middle": 0.6}
    for learners, expected in ((6, set()), (80, {("easy", "too easy"), ("hard", "too hard")})):
        answers = [
            Answered(f"{one}", card, chance.random() < share)
            for one in range(learners)
            for card, share in shares.items()
        ]
        assert {(one.card, flag) for one in analyse(answers) for flag in one.flags} == expected


def test_needed_learners_are_those_that_would_tell_it_from_chance() -> None:
    (item, *_) = analyse(rasch(200, 30, seed=3))
    found = item.discrimination
    assert found is not None
    assert (math.atanh(abs(found.value)) * math.sqrt(found.needed - 3) >= 1.959) == (found.needed > 3)
    assert math.atanh(abs(found.value)) * math.sqrt(found.needed - 4) < 1.96


answers_of_some = some.lists(
    some.builds(
        Answered, some.sampled_from([f"l{at}" for at in range(9)]), some.sampled_from([f"c{at}" for at in range(9)]),
        some.booleans(),
    ),
    max_size=150,
)  # fmt: skip


@given(answers_of_some, some.integers(5, 8))
def test_nothing_is_told_of_questions_that_few_answered(answers: list[Answered], least: int) -> None:
    items = analyse(answers, least)
    for item in items:
        given = {one.learner for one in answers if one.card == item.card}
        assert item.learners == len(given) >= least
        low, high = item.interval
        assert 0 <= low <= item.facility <= high <= 1
        if item.discrimination is not None:
            assert -1 <= item.discrimination.low <= item.discrimination.value <= item.discrimination.high <= 1
    counted = {one.card for one in items}
    for card in {one.card for one in answers} - counted:
        assert len({one.learner for one in answers if one.card == card}) < least


@pytest.mark.parametrize("seed", [1, 2])
def test_only_the_first_answer_of_a_learner_counts(seed: int) -> None:
    answers = rasch(20, 15, seed)
    again = [Answered(one.learner, one.card, not one.right) for one in answers]
    assert len(analyse(answers)) == 15
    assert analyse([*answers, *again]) == analyse(answers)


def test_questions_that_all_answer_alike_discriminate_nothing() -> None:
    answers = [*rasch(20, 20, seed=5), *(Answered(f"learner {at:03}", "all right", right=True) for at in range(20))]
    (item,) = [one for one in analyse(answers) if one.card == "all right"]
    assert item == Item("all right", 20, 20, None, ())
