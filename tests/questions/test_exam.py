"""A mock exam has the exam's own mix, and says what the pack cannot give."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.card import Card, CardKind
from studykit.core.pack import Area, Blueprint, Draws, ResponseForm
from studykit.questions.exam import MULTIPLE, Exam, area_of, cards_of, make_exam, mix
from studykit.questions.exam_desk import form_of
from studykit.questions.ground import Ground
from studykit.questions.lint import flaws
from studykit.questions.together import spelled
from studykit.questions.verify import proved
from studykit.workflows.library import Library

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def exams(library: Library) -> dict[tuple[str, int], Exam]:
    cards, ground = tuple(library.cards), library.ground()
    return {
        (blueprint.exam, seed): make_exam(cards, ground, blueprint, seed=seed)
        for blueprint in library.pack.blueprints
        for seed in (SEEDS if blueprint is library.pack.blueprint else SEEDS[:1])
    }


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.integers(0, 200))
def test_a_mix_adds_up_and_is_within_one_of_each_exact_share(weights: list[int], count: int) -> None:
    shares = mix(weights, count)
    whole = sum(weights)
    if not whole:
        assert shares == (0,) * len(weights)
        return
    assert sum(shares) == count
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(weight * count, whole)) < 1
    for at, weight in enumerate(weights):
        for after in range(at + 1, len(weights)):
            if weights[after] == weight:  # of equal shares the first is served
                assert 0 <= shares[at] - shares[after] <= 1


def test_65_questions_over_the_weights_of_the_developer_exam() -> None:
    assert mix((32, 26, 24, 18), 65) == (21, 17, 15, 12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_developer_exam_has_its_areas_its_forms_and_mostly_scenarios(
    exams: dict[tuple[str, int], Exam], seed: int
) -> None:
    exam = exams["DVA-C02", seed]
    areas = Counter(question.area for question in exam.questions)
    assert areas == {"development": 21, "security": 17, "deployment": 15, "troubleshooting": 12}
    assert exam.short == {}
    assert 8 <= sum(len(question.key) > 1 for question in exam.questions) <= 9
    assert sum(question.id.startswith("scenario:") for question in exam.questions) >= 0.6 * 65
    assert len({question.kind for question in exam.questions}) >= 5


def test_every_exam_of_the_pack_is_filled_by_its_weights_in_its_own_forms(
    library: Library, exams: dict[tuple[str, int], Exam]
) -> None:
    for blueprint in library.pack.blueprints:
        exam = exams[blueprint.exam, 1]
        assert len(exam.questions) == blueprint.questions, blueprint.exam
        had = Counter(question.area for question in exam.questions)
        for area, wanted in zip(
            blueprint.areas, mix([area.weight for area in blueprint.areas], blueprint.questions), strict=True
        ):
            lacking = exam.short.get(area.key, 0)
            assert had[area.key] == wanted - lacking if lacking or not exam.short else had[area.key] >= wanted
        assert {form_of(question) for question in exam.questions} <= set(blueprint.responses)


def test_nothing_is_asked_twice_and_all_is_proved_and_sound(
    library: Library, exams: dict[tuple[str, int], Exam]
) -> None:
    ground = library.ground()
    for exam in exams.values():
        assert len({question.id for question in exam.questions}) == len(exam.questions)
        assert len({spelled(question) for question in exam.questions}) == len(exam.questions)
        for question in exam.questions:
            assert proved(question, ground), question.id
            assert flaws(question) == (), question.id
        facts = [question for question in exam.questions if not question.id.startswith("scenario:")]
        ideas = Counter(".".join(question.facts[0].split(".")[:2]) for question in facts if question.facts)
        assert [idea for idea, times in ideas.items() if times > 1] == []


def test_keys_stand_in_all_places_alike(exams: dict[tuple[str, int], Exam]) -> None:
    for exam in exams.values():
        places = Counter(question.letters for question in exam.questions if len(question.key) == 1)
        single = sum(places.values())
        assert all(single * 0.15 <= places[letter] <= single * 0.35 for letter in "ABCD"), places


def test_areas_are_shuffled(exams: dict[tuple[str, int], Exam]) -> None:
    order = [question.area for question in exams["DVA-C02", 1].questions]
    assert sum(before != after for before, after in pairwise(order)) > 25


def test_the_same_seed_gives_the_same_exam_and_another_one_another(library: Library) -> None:
    blueprint = library.pack.blueprints[0]
    cards = tuple(library.cards)
    one, again, other = (
        make_exam(order, library.ground(), blueprint, seed=seed, count=12)
        for order, seed in ((cards, 5), (cards[::-1], 5), (cards, 6))
    )
    assert one.questions == again.questions
    assert one.questions != other.questions


def test_cards_of_a_lower_rank_come_first_within_their_area(library: Library) -> None:
    blueprint = library.pack.blueprints[0]
    cards = tuple(library.cards)
    first = make_exam(cards, library.ground(), blueprint, seed=5, count=12)
    seen = {question.id for question in first.questions}
    fresh = make_exam(cards, library.ground(), blueprint, seed=5, count=12, rank=lambda card: int(card.id in seen))
    assert not seen & {question.id for question in fresh.questions}


def test_what_the_pack_lacks_is_said_and_filled_by_the_weights_of_the_rest(library: Library) -> None:
    areas = (
        Area("lambda", "Lambda", 40, Draws(topics=("lambda",))),
        Area("queues", "Queues", 20, Draws(topics=("sqs",))),
        Area("few", "Few", 20, Draws(topics=("iam.password_length",))),
        Area("none", "None", 20, Draws()),
    )
    blueprint = Blueprint("TEST-1", "Test", areas, 20, 20, 40, 700, "guide", "2026")
    exam = make_exam(library.cards, library.ground(), blueprint, seed=1)
    had = Counter(question.area for question in exam.questions)
    assert had["none"] == 0
    assert exam.short["none"] == 4
    assert exam.short["few"] == 4 - had["few"] >= 2
    assert len(exam.questions) == 20
    assert had["lambda"] >= 8 + 4  # two thirds of what the others lack, at least
    assert had["queues"] >= 4 + 2


def test_an_exam_without_questions_with_several_answers_has_none_and_too_few_are_said(library: Library) -> None:
    own = library.pack.blueprints[0]
    single = replace(own, responses=(ResponseForm.CHOICE,))
    exam = make_exam(library.cards, library.ground(), single, seed=1, count=10)
    assert all(len(question.key) == 1 for question in exam.questions)
    figures = [card for card in library.cards if card.kind is CardKind.LIMIT]
    exam = make_exam(figures, library.ground(), own, seed=1, count=20)
    assert exam.short == {MULTIPLE: 3}
    assert len(exam.questions) == 20


def test_a_pack_without_cards_gives_an_empty_exam_that_says_so(library: Library) -> None:
    exam = make_exam([], Ground({}, {}, {}), library.pack.blueprints[0], seed=1, count=10)
    assert exam.questions == ()
    assert sum(number for key, number in exam.short.items() if key != MULTIPLE) >= 10


def card(name: str, topic: str, area: str, kind: CardKind = CardKind.LIMIT, fact: str = "") -> Card:
    return Card(name, kind, "deck", topic, area, "", "", (fact,) if fact else (), ())


def test_a_card_belongs_to_the_area_that_means_it_most_closely() -> None:
    areas = (
        Area("first", "First", 50, Draws(("security",), ("lambda",))),
        Area("second", "Second", 30, Draws(("security",), ("lambda.cost", "iam"))),
        Area("third", "Third", 20, Draws(topics=("lambda.request_price*",))),
    )
    blueprint = Blueprint("TEST-1", "Test", areas, 20, 20, 40, 700, "guide", "2026")
    expected = {
        card("limit:lambda.timeout.max", "lambda", "", fact="lambda.timeout.max"): "first",
        card("scenario:lambda.cost/x", "lambda.cost", "", CardKind.SCENARIO, "lambda.request_price.exact"): "second",
        card("limit:p", "lambda", "", fact="lambda.request_price_unit.exact"): "third",
        card("limit:iam.a.max", "iam", "security", fact="iam.a.max"): "second",
        card("limit:kms.a.max", "kms", "security", fact="kms.a.max"): "first",
        card("limit:s3.a.max", "s3", "other", fact="s3.a.max"): "",
    }
    for one, key in expected.items():
        area = area_of(one, blueprint)
        assert (area.key if area else "") == key, one.id
    pools = cards_of(expected, blueprint)
    assert {key: len(cards) for key, cards in pools.items()} == {"first": 2, "second": 2, "third": 1}
