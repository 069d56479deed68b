from __future__ import annotations

import pytest

from studykit.core.fact import Cause
from studykit.core.relation import Relation, RelationKind
from studykit.facts.form_conflicts import form_conflicts
from studykit.facts.relations import read_relations
from studykit.notes.reader import read_note
from tests.golden import Golden, read_golden


def relations(**notes: str) -> tuple[Relation, ...]:
    return read_relations([claim for name, text in notes.items() for claim in read_note(text, name)[0]])


def shown(one: Relation) -> str:
    topic = "" if one.kind is RelationKind.DEFINITION else f" ({one.topic})"
    value = f" = {one.value}" if one.value else ""
    return f"{one.span.line} {one.kind} {one.subject}{topic}{value}"


@pytest.mark.parametrize("example", read_golden("relations.md"), ids=lambda example: example.title)
def test_the_form_of_notes_is_read(example: Golden) -> None:
    assert "\n".join(map(shown, relations(note=example.given))) == example.expected


TABLE = "| feature | apple | pear |\n|---|---|---|\n| stone | {} | no |\n"


def test_a_feature_that_one_note_has_and_another_lacks_is_a_conflict_in_any_field() -> None:
    (conflict,) = form_conflicts(relations(a=TABLE.format("yes"), b=TABLE.format("no")))
    assert conflict.cause is Cause.OPEN
    assert [[str(claim.span) for claim in side.claims] for side in conflict.sides] == [["a:3"], ["b:3"]]
    assert list(form_conflicts(relations(a=TABLE.format("yes"), b=TABLE.format("✓")))) == []


def test_steps_in_two_orders_are_a_conflict() -> None:
    (conflict,) = form_conflicts(relations(a="1. Pick\n2. Wash\n3. Eat\n", b="1. Wash\n2. Pick\n3. Eat\n"))
    assert {str(claim.span) for side in conflict.sides for claim in side.claims} == {"a:1", "a:2", "b:1", "b:2"}
    assert list(form_conflicts(relations(a="1. Pick\n2. Wash\n", b="1. Pick\n2. Peel\n3. Wash\n"))) == []
