"""In one set nothing is asked twice, and no question gives another away."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from studykit.core.quantity import parse_quantity
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Pair, Typed
from studykit.questions.together import (
    ASKED_BEFORE,
    CARD_AGAIN,
    GIVES_AWAY,
    NEAR_DUPLICATE,
    SAME_IDEA,
    Set,
    spelled,
)

TIMEOUT = Question(
    "limit:oven.heat.max",
    "limit",
    "oven",
    "",
    1,
    "Oven: what is the maximum heat time?",
    Choices(tuple(Option(f"{figure} min", figure == 30, "") for figure in (10, 20, 30, 40))),
    ("oven.heat.max", "oven.heat.min"),
    (),
)
REST = replace(
    TIMEOUT,
    id="limit:oven.rest.max",
    stem="Oven: what is the longest rest of the dough?",
    facts=("oven.rest.max", "oven.heat.max"),
)
TYPED = replace(
    TIMEOUT,
    id="typed:oven",
    kind="typed",
    stem="Oven: how long does it heat at most?",
    response=Typed(parse_quantity("30 min"), 0, ""),
)
SCENARIO = replace(
    TIMEOUT,
    id="scenario:oven/bake",
    kind="scenario",
    stem="Bread is in the oven for 30 min. What comes out?",
    response=Choices((Option("Bread.", right=True, reason=""), Option("Coal.", right=False, reason=""))),
)


def holding(*questions: Question) -> Set:
    found = Set()
    for one in questions:
        assert found.clash(one) == ""
        found.add(one)
    return found


def test_what_is_different_stands_together() -> None:
    holding(TIMEOUT, REST, SCENARIO)


def test_the_same_stem_and_answers_never_come_twice_in_whatever_order() -> None:
    found = holding(TIMEOUT)
    turned = replace(TIMEOUT, id="other", response=Choices(TIMEOUT.options[::-1]))
    found.begin()
    assert found.clash(turned) == ASKED_BEFORE


def test_a_card_comes_once_a_round() -> None:
    found = holding(TIMEOUT)
    again = replace(TIMEOUT, stem="Oven: how long may it heat at most?")
    assert found.clash(again) == CARD_AGAIN
    found.begin()
    assert found.clash(again) == ""


def test_other_figures_alone_make_no_new_question() -> None:
    found = holding(SCENARIO)
    warmer = replace(SCENARIO, id="scenario:oven/warm", stem=SCENARIO.stem.replace("30", "35"))
    assert found.clash(warmer) == NEAR_DUPLICATE
    burnt = replace(warmer, response=Choices((replace(SCENARIO.options[0], text="Toast."), SCENARIO.options[1])))
    assert found.clash(burnt) == ""


def test_a_value_is_asked_for_once_in_whatever_form() -> None:
    found = holding(TIMEOUT)
    assert found.clash(TYPED) == SAME_IDEA
    pairs = (Pair("longest rest", 1, ""), Pair("longest heat", 0, ""))
    matching = replace(TIMEOUT, id="m", kind="matching", response=Matching(pairs, ("30 min", "9 h")))
    assert found.clash(matching) == SAME_IDEA
    assert found.clash(replace(matching, facts=("oven.rest.max", "oven.rise.max", "oven.heat.max"))) == ""


def test_a_stem_that_shows_what_another_asks_for_gives_it_away_in_either_order() -> None:
    telling = replace(REST, stem="The oven heats 30 min at most. How long may the dough rest?")
    assert holding(TIMEOUT).clash(telling) == GIVES_AWAY
    assert holding(telling).clash(TIMEOUT) == GIVES_AWAY
    assert holding(TIMEOUT).clash(replace(telling, facts=("oven.rest.max",))) == ""
    assert holding(TIMEOUT).clash(replace(telling, stem=telling.stem.replace("30", "130"))) == ""


def test_a_setting_of_a_scenario_gives_nothing_away() -> None:
    assert "30 min" in SCENARIO.stem
    assert holding(TIMEOUT).clash(SCENARIO) == ""
    assert holding(SCENARIO).clash(TIMEOUT) == ""


@given(st.lists(st.sampled_from([TIMEOUT, REST, TYPED, SCENARIO]), max_size=12))
def test_whatever_is_offered_a_set_without_clashes_has_no_two_alike(offered: list[Question]) -> None:
    found, kept = Set(), list[Question]()
    for one in offered:
        if not found.clash(one):
            found.add(one)
            kept.append(one)
    assert len({one.id for one in kept}) == len(set(map(spelled, kept))) == len(kept)
    assert {one.id for one in kept} == {one.id for one in offered} - ({TYPED.id} if TIMEOUT in kept else {TIMEOUT.id})
