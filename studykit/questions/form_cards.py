"""Behaviours, sets and steps → cards: one for each answer that is settled, each set, each list of steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from studykit.core.behaviour import Behaviour
from studykit.core.card import Card, CardKind
from studykit.core.fact import BehaviourFact, ClaimStanding
from studykit.core.relation import Relation
from studykit.core.source import SourceSpan
from studykit.core.text import listed
from studykit.questions.families import Family, families
from studykit.questions.forms import Order, note_orders
from studykit.questions.note_sets import NoteSet, note_sets
from studykit.questions.texts import as_noted

Areas = Mapping[tuple[str, str], str]
"""Note and heading → area of the exam; the heading is empty for the whole note."""


def behaviour_cards(behaviours: Mapping[str, BehaviourFact], deck: str) -> Iterator[Card]:
    """A card for each behaviour whose answer is settled, and for each set that behaviours make."""
    for fact in behaviours.values():
        if fact.settled and fact.choices:
            yield _behaviour_card(fact, deck)
    for family in families(behaviours):
        if family.enough:
            yield _family_card(family, deck)


def _behaviour_card(fact: BehaviourFact, deck: str) -> Card:
    behaviour = fact.behaviour
    lines = held_lines(fact)
    source = f"{lines[0]} says so." if lines else f"Source: {behaviour.source}" if behaviour.source else ""
    past = [turn for turn in behaviour.turns if turn.until]
    before = [f"Until {turn.until}: {behaviour.says(turn.choice)}" for turn in past]
    return Card(
        id=f"behaviour:{fact.id}",
        kind=CardKind.BEHAVIOUR,
        deck=deck,
        topic=behaviour.service,
        area=behaviour.area,
        front=behaviour.asks,
        back="\n".join(line for line in (fact.says, source, *before) if line),
        facts=(fact.id,),
        sources=lines,
    )


def held_lines(fact: BehaviourFact) -> tuple[SourceSpan, ...]:
    """The lines that give the answer in force, in order of note and line."""
    pairs = zip(fact.statements, fact.standings, strict=True)
    return tuple(dict.fromkeys(one.span for one, standing in pairs if standing is ClaimStanding.HOLDS))


def _family_card(family: Family, deck: str) -> Card:
    first: Behaviour = family.members[0].fact.behaviour
    names = [member.name for member in family.members]
    return Card(
        id=family.id,
        kind=CardKind.SET,
        deck=deck,
        topic=first.service,
        area=first.area,
        front=family.asks,
        back=f"{listed(names)}.\nSource: {first.source}" if first.source else f"{listed(names)}.",
        facts=tuple(one.fact.id for one in (*family.members, *family.others)),
        sources=(),
    )


def note_form_cards(relations: Sequence[Relation], deck: str, areas: Areas) -> Iterator[Card]:
    """The cards of one note's sets and steps; ``relations`` are what is kept of that note."""
    for one in note_sets(relations):
        if one.enough:
            yield _set_card(one, deck, areas)
    for order in note_orders(relations):
        yield _order_card(order, deck, areas)


def _set_card(one: NoteSet, deck: str, areas: Areas) -> Card:
    spans = dict.fromkeys(member.span for member in one.members)
    note = one.members[0].span.note
    return Card(
        id=one.id,
        kind=CardKind.SET,
        deck=deck,
        topic="sets",
        area=area_of(note, one.heading, areas),
        front=one.asks,
        back=f"{listed([member.name for member in one.members])}.",
        facts=(),
        sources=tuple(spans),
        free=True,
    )


def _order_card(order: Order, deck: str, areas: Areas) -> Card:
    titled = f"{order.heading}: {order.title}" if order.heading and order.heading != order.title else order.title
    steps = "\n".join(f"{at}. {as_noted(step.subject)}" for at, step in enumerate(order.steps, 1))
    return Card(
        id=order.id,
        kind=CardKind.SEQUENCE,
        deck=deck,
        topic="sequences",
        area=area_of(order.steps[0].span.note, order.heading, areas),
        front=f"{titled}: which steps, in which order?",
        back=steps,
        facts=(),
        sources=tuple(dict.fromkeys(step.span for step in order.steps)),
        free=True,
    )


def area_of(note: str, heading: str, areas: Areas) -> str:
    """The area of what stands under a heading: that of the figures beside it, else of the note's figures."""
    return areas.get((note, heading)) or areas.get((note, ""), "")
