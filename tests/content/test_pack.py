"""The built-in pack: everything in it loads, is cited, agrees with itself, and can be asked about."""

from __future__ import annotations

from studykit.core.card import CardKind
from studykit.core.fact import Status
from studykit.core.quantity import Dimension
from studykit.workflows.library import Library


def test_it_reads_without_a_problem(library: Library) -> None:
    assert [str(one) for one in library.diagnostics] == []


def test_its_notes_and_its_sources_say_the_same(library: Library) -> None:
    assert library.base.conflicts == ()
    assert {fact.status for fact in library.base.facts.values()} <= {Status.VERIFIED, Status.AGREED}


def test_every_value_names_its_source_and_date(library: Library) -> None:
    for attribute in library.pack.attributes:
        for cited in attribute.cited:
            assert cited.source, attribute.id
            assert cited.as_of, attribute.id


def test_every_area_is_one_of_the_blueprint(library: Library) -> None:
    assert library.pack.blueprint is not None
    areas = {area.key for area in library.pack.blueprint.areas}
    assert {card.area for card in library.cards} - {""} <= areas


def test_most_facts_of_lambda_and_queues_stand_in_a_note(library: Library) -> None:
    facts = [fact for fact in library.base.facts.values() if fact.attribute.service in ("lambda", "sqs")]
    facts = [fact for fact in facts if fact.attribute.dimension is not Dimension.MONEY]  # notes' prices are not read
    noted = [fact for fact in facts if fact.claims]
    assert len(noted) / len(facts) > 0.85, [fact.id for fact in facts if not fact.claims]


def test_nearly_every_card_can_be_asked(library: Library) -> None:
    asked = [card for card in library.cards if card.kind is not CardKind.DEFINITION]
    silent = [card.id for card in asked if library.question(card, 0) is None]
    assert len(silent) <= len(asked) // 10, silent
