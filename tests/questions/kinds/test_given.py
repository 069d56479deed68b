from __future__ import annotations

from dataclasses import replace

import pytest

from studykit.core.card import Card, CardKind
from studykit.core.given import Given, GivenResponse, Judged, Verdict, Words
from studykit.core.quantity import of
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Pair, Typed
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kinds.given import KIND

CARD = Card("given:bread", CardKind.GIVEN, "Bread", "oven", "baking", "Q", "A", (), ())
ONE = Choices(
    (
        Option("baked", right=True, reason="In an oven."),
        Option("fried", right=False, reason=""),
        Option("boiled", right=False, reason=""),
        Option("frozen", right=False, reason=""),
    )
)
TRUTH = Choices((Option("True", right=True, reason=""), Option("False", right=False, reason="")))
PAIRS = Matching((Pair("bread", 1, ""), Pair("soup", 0, "")), ("boiled", "baked", "fried"))
TYPED = Typed(of(90, ""), 0, "So it is.")
OPEN = "From bank.gift:3; nobody proved it."


def judged(response: GivenResponse, stem: str = "How is bread made?") -> Judged:
    return Judged(Given(stem, response, "bank.gift", 3, 9, id=CARD.id), Verdict.NOT_DECIDED, OPEN)


def ground(one: Judged) -> Ground:
    return Ground({}, {}, {}, given={CARD.id: one})


def ask(one: Judged, seed: str = "a") -> Question:
    question = KIND.ask(CARD, ground(one), Chance(seed))
    assert question is not None
    return question


@pytest.mark.parametrize("response", [ONE, TRUTH, PAIRS, TYPED])
def test_it_is_asked_as_it_was_given_and_says_where_it_is_from(response: GivenResponse) -> None:
    one = judged(response)
    assert KIND.fits(CARD, ground(one))
    question = ask(one)
    assert question.stem == "How is bread made?"
    assert KIND.proved(question, ground(one))
    assert OPEN in repr(question.response)
    assert str(question.sources[0]) == "bank.gift:3"


def test_options_are_shuffled_by_the_seed_and_true_stands_before_false() -> None:
    orders = {tuple(option.text for option in ask(judged(ONE), str(seed)).options) for seed in range(60)}
    keys = {ask(judged(ONE), str(seed)).letters for seed in range(60)}
    assert len(orders) > 10
    assert keys == {"A", "B", "C", "D"}
    assert ask(judged(ONE)) == ask(judged(ONE))
    assert {ask(judged(TRUTH), str(seed)).letters for seed in range(20)} == {"A"}


def test_it_says_how_many_answers_are_right_unless_the_stem_does() -> None:
    two = Choices((*ONE.options[:3], Option("toasted", right=True, reason="")))
    assert ask(judged(two)).stem == "How is bread made? Choose TWO."
    assert ask(judged(two, "Which two hold?")).stem == "Which two hold?"


def test_what_a_fact_contradicts_is_never_shown() -> None:
    wrong = replace(judged(ONE), verdict=Verdict.CONTRADICTED)
    held = replace(judged(ONE), given=replace(judged(ONE).given, held="It is fried."))
    for one in (wrong, held, judged(Words(("baked",)))):
        assert KIND.ask(CARD, ground(one), Chance("a")) is None
        assert not KIND.proved(ask(judged(ONE)), ground(one))


def test_a_key_that_its_author_did_not_mark_is_not_proved() -> None:
    question = ask(judged(ONE))
    turned = tuple(replace(option, right=not option.right) for option in question.options)
    assert not KIND.proved(replace(question, response=Choices(turned)), ground(judged(ONE)))
    assert not KIND.proved(replace(question, stem="Else?"), ground(judged(ONE)))
    assert not KIND.proved(replace(question, id="given:else"), ground(judged(ONE)))
