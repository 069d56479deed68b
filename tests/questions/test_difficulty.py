"""Difficulty grows with what makes a question hard, and follows what is observed."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.question import Question
from studykit.core.response import Choices, Option
from studykit.core.source import SourceSpan
from studykit.questions.difficulty import LEVELS, blend, estimate, level
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places


def limit(*texts: str, right: int = 0) -> Question:
    options = tuple(Option(text, at == right, "") for at, text in enumerate(texts))
    stem = "Oven: how long does it heat at most?"
    return Question("limit:oven.heat.max", "limit", "oven", "", 0, stem, Choices(options), ("oven.heat.max",), ())


def scenario(words: int, *texts: str, right: int = 1) -> Question:
    options = tuple(Option(text, at < right, "") for at, text in enumerate(texts))
    stem = f"{'Dough rests. ' * (words // 2)}What comes out?"
    return Question("scenario:oven/bake", "scenario", "oven", "", 0, stem, Choices(options), (), ())


@given(st.integers(1, 10**6), st.integers(2, 50), st.integers(2, 50))
def test_a_nearer_wrong_value_makes_it_harder(key: int, one: int, other: int) -> None:
    near, far = sorted((one, other))
    assert estimate(limit(f"{key:,} s", f"{key * near:,} s")) >= estimate(limit(f"{key:,} s", f"{key * far:,} s"))


def test_a_step_beside_the_limit_is_harder_than_ten_times_it() -> None:
    assert estimate(limit("900 s", "901 s")) > estimate(limit("900 s", "9,000 s")) + 0.1


def test_units_do_not_matter() -> None:
    assert estimate(limit("15 min", "20 min")) == estimate(limit("900 s", "1,200 s"))


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_longer_situation_is_harder(one: int, other: int) -> None:
    short, long = sorted((one, other))
    assert estimate(scenario(short, "Bread.", "Coal.")) <= estimate(scenario(long, "Bread.", "Coal."))


def test_more_right_answers_more_facts_and_more_beliefs_are_harder() -> None:
    texts = ("Bread.", "Rolls.", "Coal.", "Ash.", "Dust.")
    assert estimate(scenario(20, *texts, right=1)) < estimate(scenario(20, *texts, right=2))
    plain = limit("900 s", "300 s")
    assert estimate(plain) < estimate(replace(plain, facts=("oven.heat.max", "oven.heat.min")))
    claimed = (plain.options[0], replace(plain.options[1], sources=(SourceSpan("old.md", 3, 3),)))
    assert estimate(plain) < estimate(replace(plain, response=Choices(claimed)))


def test_sentences_that_differ_in_a_word_are_harder_than_those_that_share_none() -> None:
    like = scenario(20, "The sourdough bread rises slowly.", "The sourdough bread rises quickly.")
    unlike = scenario(20, "The sourdough bread rises slowly.", "Nobody lights an oven here.")
    assert estimate(like) > estimate(unlike)


@given(st.floats(0, 1), st.integers(0, 200), st.integers(0, 200))
def test_answers_move_the_estimate_towards_what_is_observed(start: float, right: int, wrong: int) -> None:
    answered = right + wrong
    found = blend(start, right, answered)
    observed = wrong / answered if answered else start
    low, high = sorted((start, observed))
    assert low - 1e-9 <= found <= high + 1e-9
    assert blend(start, right + 1, answered + 1) <= found + 1e-9
    assert blend(start, right, answered + 1) >= found - 1e-9


def test_eight_answers_weigh_as_much_as_the_estimate() -> None:
    assert blend(0.2, 0, 8) == pytest.approx(0.6)
    assert blend(0.2, 8, 8) == pytest.approx(0.1)
    assert blend(0.2, 0, 0) == pytest.approx(0.2)


@given(st.floats(0, 1), st.floats(0, 1))
def test_levels_keep_the_order(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert LEVELS.index(level(low)) <= LEVELS.index(level(high))


def test_each_level_is_at_least_a_fifth_of_the_built_in_pack() -> None:
    library = open_library(find_places(os.environ), "aws-serverless", [])
    questions = library.quiz(count=400, seed=3).questions
    levels = Counter(level(estimate(one)) for one in questions)
    assert all(levels[name] >= 0.2 * len(questions) for name in LEVELS)
