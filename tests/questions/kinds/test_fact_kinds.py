"""What every kind that is made from facts promises, over an invented pack and the packs that are there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.quantity import from_base, parse_quantity
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering, Response, Typed
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.verify import proved
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places
from tests.questions.kinds.fact_grounds import FACT_KINDS, NOTES, asked, ground_of, small, tried

SOME = 150


@pytest.fixture(scope="module", params=["aws-serverless", "postgresql"])
def library(request: pytest.FixtureRequest, read_once: Path) -> Library:
    return open_library(find_places({"STUDYKIT_HOME": str(read_once)}), request.param, [])


def some_of(library: Library, ground: Ground, kind: str) -> list[Question]:
    """A question of each of some cards of a pack."""
    made = KINDS[kind]
    cards = Chance("cards").order("cards", (card for card in library.cards if made.fits(card, ground)), lambda c: c.id)
    questions = (made.ask(card, ground, Chance(card.id)) for card in cards[:SOME])
    return [question for question in questions if question is not None]


def wrongly_marked(response: Response) -> Response:
    """The same answers with another one marked as right."""
    if isinstance(response, Choices):
        at = (response.positions[0] + 1) % len(response.options)
        return Choices(tuple(replace(one, right=place == at) for place, one in enumerate(response.options)))
    if isinstance(response, Ordering):
        swap = {1: 2, 2: 1}
        return Ordering(tuple(replace(one, place=swap.get(one.place, one.place)) for one in response.lines))
    if isinstance(response, Matching):
        first, second, *rest = response.pairs
        pairs = (replace(first, match=second.match), replace(second, match=first.match), *rest)
        return replace(response, pairs=pairs)
    wrong = from_base((response.quantity.base or 1) * 2, response.quantity.unit)
    return replace(response, quantity=wrong, slips=())


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_what_is_asked_of_a_pack_is_proved_and_a_wrong_mark_never_is(kind: str, library: Library) -> None:
    ground = library.ground()
    questions = some_of(library, ground, kind)
    assert len(questions) >= 18
    for question in questions:
        assert proved(question, ground), question
        assert not proved(replace(question, response=wrongly_marked(question.response)), ground), question


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_an_invented_pack_is_asked_and_proved_as_well(kind: str) -> None:
    questions = list(asked(small(), kind))
    assert len(questions) >= 20
    for question in questions:
        assert question.kind == kind
        assert proved(question, small()), question
        assert not proved(replace(question, response=wrongly_marked(question.response)), small()), question


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_stem_that_asks_for_something_else_proves_nothing(kind: str) -> None:
    stems = {question.facts[0]: question.stem for question in asked(small(), kind)}
    for question in asked(small(), kind, variants=2):
        elsewhere = question.stem.replace("Kilns", "Jars").replace("Looms", "Jars")
        if elsewhere != question.stem:
            assert not proved(replace(question, stem=elsewhere), small())
        other = next((stem for fact, stem in stems.items() if fact not in question.facts), question.stem)
        if other != question.stem and kind in ("limit", "typed", "cloze"):
            assert not proved(replace(question, stem=other), small())


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_every_answer_has_its_reason(kind: str) -> None:
    for question in asked(small(), kind):
        response = question.response
        if isinstance(response, Choices):
            reasons = [option.reason for option in response.options]
        elif isinstance(response, Ordering):
            reasons = [line.reason for line in response.lines]
        elif isinstance(response, Matching):
            reasons = [pair.reason for pair in response.pairs]
        else:
            reasons = [response.reason, *(slip.reason for slip in response.slips)]
        assert all(reason.strip() for reason in reasons), question


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_changed_fact_changes_only_questions_that_cite_it(kind: str) -> None:
    before = tried(small(), kind, 3)
    touched = 0
    for fact in small().facts.values():
        value = (
            "430" if fact.attribute.dimension == "code" else str(from_base(fact.quantity.base * 3, fact.quantity.unit))
        )
        value = f"{value} code" if fact.attribute.dimension == "code" else value
        after = tried(ground_of({fact.id: value}), kind, 3)
        for key in before.keys() | after.keys():
            one, other = before.get(key), after.get(key)
            if one != other:
                touched += 1
                assert fact.id in {*(one.facts if one else ()), *(other.facts if other else ())}, (fact.id, one, other)
    assert touched


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_another_note_about_a_fact_leaves_questions_without_it_alone(kind: str) -> None:
    more = {**NOTES, "yours.md": "# Kilns\n- Kiln cooling: at most 301 seconds\n- Kiln doors: at most 13\n"}
    before, after = tried(small(), kind, 3), tried(ground_of(notes=more), kind, 3)
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one != other:
            named = {*(one.facts if one else ()), *(other.facts if other else ())}
            assert named & {"kiln.cooling.max", "kiln.doors.max"}, (one, other)


@pytest.mark.parametrize("kind", ["limit", "boundary", "cloze", "comparison"])
def test_the_key_stands_anywhere(kind: str, library: Library) -> None:
    questions = some_of(library, library.ground(), kind)
    places = Counter(question.key[0] for question in questions)
    if len(questions) >= SOME // 2:
        assert all(0.14 <= places[at] / len(questions) <= 0.38 for at in range(4)), places


@pytest.mark.parametrize("kind", ["limit", "boundary", "cloze"])
def test_no_two_options_can_be_read_as_one_amount(kind: str, library: Library) -> None:
    for question in some_of(library, library.ground(), kind):
        if question.stem.endswith("Does that work?"):
            texts = [option.text.rpartition(" is ")[2].removesuffix(".") for option in question.options]
        else:
            texts = [option.text for option in question.options]
        amounts = [parse_quantity(text) for text in texts]
        assert [one.base for one in amounts] == sorted(one.base for one in amounts)
        assert not any(one.agrees(other) for at, one in enumerate(amounts) for other in amounts[:at]), texts


def test_typed_answers_hold_for_every_unit(library: Library) -> None:
    times = [one for one in some_of(library, library.ground(), "typed") if isinstance(one.response, Typed)]
    for question in times:
        response = question.response
        assert isinstance(response, Typed)
        if response.quantity.dimension == "time" and not response.tolerance:
            seconds = from_base(response.quantity.base, parse_quantity("1 ms").unit)
            assert response.right(response.read(str(seconds))), question
