"""What comes first, and what then."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from studykit.core.card import Card, CardKind
from studykit.core.response import Ordering
from studykit.facts.relations import read_relations
from studykit.notes.reader import read_note
from studykit.questions.chance import Chance
from studykit.questions.form_cards import note_form_cards
from studykit.questions.ground import Ground
from studykit.questions.kinds import sequence
from studykit.questions.verify import proved
from tests.questions.kinds.fact_grounds import asked, small

STEPS = """# Kilns
## Firing a kiln, step by step
1. Load the shelves
2. Close the door
3. Light the burner
4. Watch the cones
5. Shut the dampers
6. Wait for a day
"""


@pytest.fixture(scope="module")
def steps() -> tuple[Ground, Card]:
    relations = read_relations(read_note(STEPS, "mine.md")[0])
    (card,) = (one for one in note_form_cards(relations, "Deck", {}) if one.kind is CardKind.SEQUENCE)
    return Ground({}, {}, {}, relations=relations), card


def test_values_rise_or_fall_clearly_from_line_to_line() -> None:
    for question in asked(small(), "sequence"):
        response = question.response
        assert isinstance(response, Ordering)
        assert 4 <= len(response.lines) <= 5
        named = {fact.attribute.means: fact for name in question.facts if (fact := small().facts[name])}
        placed = sorted(response.lines, key=lambda line: line.place)
        bases = [named[line.text.partition(" (")[0]].quantity.base for line in placed]
        rising = bases if "to the l" in question.stem else bases[::-1]
        assert all(large >= small_ * 1.25 for small_, large in pairwise(rising)), question


def test_lines_are_never_shown_in_the_right_order() -> None:
    for question in asked(small(), "sequence", 20):
        assert question.letters != "ABCDE"[: len(question.letters)]


def test_steps_of_a_note_are_put_in_order(steps: tuple[Ground, Card]) -> None:
    ground, card = steps
    assert sequence.fits(card, ground)
    asked_lines = set()
    for variant in range(10):
        question = sequence.ask(card, ground, Chance(str(variant)))
        assert question is not None
        assert isinstance(question.response, Ordering)
        assert question.stem == "Kilns, Firing a kiln, step by step: in which order do these come?"
        assert proved(question, ground)
        right = [question.response.lines["ABCDE".index(letter)].text for letter in question.letters]
        assert right == sorted(right, key=STEPS.index)
        asked_lines.add(frozenset(right))
    assert len(asked_lines) > 2


def test_swapped_steps_are_not_proved(steps: tuple[Ground, Card]) -> None:
    ground, card = steps
    question = sequence.ask(card, ground, Chance("x"))
    assert question is not None
    assert isinstance(question.response, Ordering)
    swap = {1: 2, 2: 1}
    lines = tuple(replace(line, place=swap.get(line.place, line.place)) for line in question.response.lines)
    assert not proved(replace(question, response=Ordering(lines)), ground)
    strange = (replace(question.response.lines[0], text="Sweep the floor"), *question.response.lines[1:])
    assert not proved(replace(question, response=Ordering(strange)), ground)
