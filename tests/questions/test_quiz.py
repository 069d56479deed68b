"""Questions are proved, fair and repeatable."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from studykit.core.attribute import Attribute, Bound, Cited, Past
from studykit.core.card import CardKind
from studykit.core.claim import Claim, ClaimKind, Limit
from studykit.core.quantity import UNITS, Dimension, parse_quantity
from studykit.core.question import Question
from studykit.core.response import Choices
from studykit.core.source import SourceSpan
from studykit.facts.base import Said, build_facts
from studykit.questions.cards import make_cards
from studykit.questions.ground import Ground
from studykit.questions.quiz import NOT_PROVED, Maker, kinds_named, make_question, make_quiz
from studykit.questions.scenarios import template_named
from studykit.questions.shown import settings_in
from studykit.questions.together import spelled
from studykit.questions.verify import proved
from studykit.workflows.library import Library

HEAT = Attribute(
    "oven",
    "heat_time",
    "time that the oven heats up",
    Dimension.TIME,
    UNITS["min"],
    cited=(Cited(Bound.MAX, parse_quantity("12 min"), "handbook", "2026"),),
    history=(Past(Bound.MAX, parse_quantity("15 min"), "2020", "old handbook"),),
)


def limit(value: str, line: int) -> Limit:
    span = SourceSpan("mine.md", line, line)
    claim = Claim(ClaimKind.BEHAVIOUR, f"it heats {value}", span)
    return Limit("oven", "heat_time", Bound.MAX, parse_quantity(value), claim, span, known=True)


@pytest.fixture(scope="module")
def questions(library: Library) -> tuple[Question, ...]:
    ground = library.ground()
    wanted = {"limit": 130, "scenario": 170}
    parts = [make_quiz(library.cards, ground, count=count, seed=1, kind=kind) for kind, count in wanted.items()]
    assert all(part.dropped.get(NOT_PROVED, 0) < 5 for part in parts)
    return tuple(question for part in parts for question in part.questions)


def test_no_card_comes_twice_before_every_card_was_asked(library: Library) -> None:
    cards = [card for card in library.cards if card.topic in ("lambda.queue_source", "dynamodb")]
    quiz = make_quiz(cards, library.ground(), count=2 * len(cards), seed=4).questions
    assert {one.id for one in quiz[: len(cards)]} == {card.id for card in cards}
    assert {one.kind for one in quiz[: len(cards)]} > {"scenario"}
    assert len(quiz) > len(cards)


def test_a_quiz_asks_for_one_topic_only_when_told_so(library: Library) -> None:
    quiz = make_quiz(library.cards, library.ground(), count=12, seed=4, topic="sqs")
    assert len(quiz.questions) == 12
    for question in quiz.questions:
        card = next(card for card in library.cards if card.id == question.id)
        assert question.topic == "sqs" or any(fact.startswith("sqs.") for fact in card.facts)


def test_there_are_as_many_as_asked_for_and_all_are_proved(library: Library, questions: tuple[Question, ...]) -> None:
    assert len(questions) == 300
    ground = library.ground()
    assert all(proved(question, ground) for question in questions)


def test_a_key_moved_to_another_option_is_never_proved(library: Library, questions: tuple[Question, ...]) -> None:
    ground = library.ground()
    for question in questions:
        flipped = tuple(
            replace(option, right=at == (question.key[0] + 1) % len(question.options))
            for at, option in enumerate(question.options)
        )
        assert not proved(replace(question, response=Choices(flipped)), ground)


def test_every_option_has_a_reason_and_no_two_are_alike(questions: tuple[Question, ...]) -> None:
    for question in questions:
        texts = [option.text for option in question.options]
        assert len(set(texts)) == len(texts) >= 3
        assert all(option.reason.strip() for option in question.options)
    assert sum(len(question.options) == 4 for question in questions) / len(questions) > 0.9


def test_no_stem_comes_twice_with_the_same_answers_and_none_with_another_card(questions: tuple[Question, ...]) -> None:
    assert len(set(map(spelled, questions))) == len(questions)
    assert len({question.stem for question in questions}) == len({(one.stem, one.id) for one in questions})


def test_the_key_has_no_favourite_place(questions: tuple[Question, ...]) -> None:
    places = Counter(question.key[0] for question in questions)
    assert all(0.15 <= places[at] / len(questions) <= 0.40 for at in range(4)), places


def test_the_key_is_not_the_longest_option(questions: tuple[Question, ...]) -> None:
    worded = [question for question in questions if question.kind == "scenario"]
    longest = [
        one
        for one in worded
        if len(one.options[one.key[0]].text) > max(len(option.text) for option in one.options if not option.right)
    ]
    assert len(longest) / len(worded) <= 0.3, len(longest) / len(worded)


def test_figures_stand_in_order(questions: tuple[Question, ...]) -> None:
    for question in questions:
        if question.kind == "limit":
            shown = [parse_quantity(option.text).base for option in question.options]
            assert shown == sorted(shown), question


def test_the_same_seed_gives_the_same_quiz(library: Library) -> None:
    one, again, other = (make_quiz(library.cards, library.ground(), count=8, seed=seed) for seed in (5, 5, 6))
    assert one == again
    assert one != other


def test_a_variant_can_be_made_again(library: Library) -> None:
    card = next(card for card in library.cards if card.id == "limit:lambda.timeout.max")
    first = make_question(card, library.ground(), 3)
    assert first is not None
    assert (first.variant, first) == (3, make_question(card, library.ground(), 3))
    variants = {make_question(card, library.ground(), variant) for variant in range(8)}
    assert len(variants) > 3


def test_a_card_that_was_never_seen_is_answered_by_choosing(library: Library) -> None:
    cards = [card for card in library.cards if card.kind is CardKind.LIMIT][:60]
    ground = library.ground()
    first, later = ([make_question(card, ground, variant) for card in cards] for variant in (0, 1))
    assert all(question is not None and question.options for question in first)
    assert any(question is not None and not question.options for question in later)


def test_scenarios_cover_every_outcome_of_their_domain(library: Library) -> None:
    quiz = make_quiz(library.cards, library.ground(), count=40, seed=1, topic="lambda.queue_source", kind="scenario")
    keys = {question.options[question.key[0]].text for question in quiz.questions}
    assert len(keys) >= 6


def test_a_wrong_or_outdated_claim_becomes_an_option_with_its_line() -> None:
    base = build_facts(Said([limit("12 min", 1), limit("15 min", 2), limit("50 min", 3)]), [HEAT])
    ground = Ground(base.facts, {}, {"oven": "Oven"})
    (card,) = make_cards(ground, [], "Ovens")
    assert "It was 15 min until 2020" in card.back
    found: dict[str, str] = {}
    maker = Maker(ground, kinds_named("limit"))
    for variant in range(20):
        question = maker.question(card, variant)
        assert question is not None
        for option in question.options:
            if option.sources:
                found[option.text] = option.reason
                assert not option.right
    assert set(found) == {"15 min", "50 min"}
    assert 'mine.md:2 says: "it heats 15 min"' in found["15 min"]
    assert "right until 2020" in found["15 min"]
    assert "mistaken" in found["50 min"]


def test_a_fact_that_nothing_settles_makes_no_card() -> None:
    bare = replace(HEAT, cited=(), history=())
    base = build_facts(Said([limit("12 min", 1), limit("15 min", 2)]), [bare])
    assert make_cards(Ground(base.facts, {}, {}), [], "Ovens") == ()
    card = make_cards(Ground(build_facts(Said([limit("12 min", 1)]), [bare]).facts, {}, {}), [], "Ovens")[0]
    assert make_question(card, Ground(base.facts, {}, {}), 0) is None


def test_definitions_keep_their_card_when_their_text_is_edited() -> None:
    span = SourceSpan("mine.md", 4, 4)
    definition = Claim(ClaimKind.DEFINITION, "Layer: a zip archive with libraries", span, about="A Layer")
    edited = replace(definition, text="Layer: a zip archive that holds libraries", about="Layer")
    answer = Claim(ClaimKind.ANSWER, "They retry.", span, about="What do clients do?")
    ground = Ground({}, {}, {})
    first, second = make_cards(ground, [definition, answer], "Mine")
    assert first.id == make_cards(ground, [edited], "Mine")[0].id == "definition:layer"
    assert (second.front, second.back) == ("What do clients do?", "They retry.")
    elsewhere = replace(definition, span=SourceSpan("other.md", 1, 1))
    (merged,) = make_cards(ground, [definition, elsewhere], "Mine")
    assert [str(span) for span in merged.sources] == ["mine.md:4", "other.md:1"]


def test_a_card_of_an_unknown_domain_asks_nothing(library: Library) -> None:
    card = next(card for card in library.cards if card.id.startswith("scenario:"))
    assert make_question(replace(card, id="scenario:gone/x"), library.ground(), 0) is None
    assert make_question(replace(card, id="scenario:lambda.function/gone"), library.ground(), 0) is None


def test_settings_are_read_back_from_the_stem(library: Library) -> None:
    found = template_named("scenario:lambda.queue_source/visibility", library.ground())
    assert found is not None
    assert settings_in("something else", *found) is None
    assert template_named("scenario:lambda.queue_source/gone", library.ground()) is None
    assert template_named("scenario:gone/visibility", library.ground()) is None


def test_an_empty_library_gives_an_empty_quiz() -> None:
    assert make_quiz([], Ground({}, {}, {}), count=5, seed=1).questions == ()
