"""What the form of notes gives to ask about, filed so that cards find their own: terms, sets, steps in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from studykit.core.card import Card, CardKind
from studykit.core.fact import ClaimStanding
from studykit.core.relation import Relation, RelationKind
from studykit.core.source import SourceSpan
from studykit.questions.ground import Ground
from studykit.questions.in_order import says_order, told_in_order
from studykit.questions.note_sets import NoteSet, joined, note_sets
from studykit.questions.note_terms import Term, terms
from studykit.questions.texts import clean, shown, slug

STEPS = 4
"""Steps that a list has at least to be worth ordering."""
_STEP = 140


@dataclass(frozen=True, slots=True)
class Order:
    """The steps of one list, in order."""

    id: str
    title: str
    heading: str
    steps: tuple[Relation, ...]


def note_orders(relations: Sequence[Relation]) -> Iterator[Order]:
    """The lists of steps of one note that are whole, long enough and plainly in order."""
    taken: Counter[str] = Counter()
    rows: list[list[Relation]] = []
    for one in relations:
        if one.kind is not RelationKind.STEP or not one.value.isdigit():
            continue
        last = rows[-1][-1] if rows else None
        if last is not None and _same_list(last, one) and int(one.value) == int(last.value):
            continue  # a second sentence of the same step
        if last is not None and _same_list(last, one) and int(one.value) == int(last.value) + 1:
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        heading = row[0].claim.context.headings[-1:]
        name = slug(f"{heading[0] if heading and heading[0] != row[0].topic else ''} {row[0].topic}")
        taken[name] += 1
        if _whole(row) and name and _in_order(row):
            number = f"-{taken[name]}" if taken[name] > 1 else ""
            yield Order(f"steps:{name}{number}", row[0].topic, heading[0] if heading else "", tuple(row))


def _in_order(row: Sequence[Relation]) -> bool:
    """True where arrows lead from step to step, or the list says that it is an order."""
    context = row[0].claim.context
    arrows = row[0].claim == row[-1].claim
    return (
        arrows
        or says_order(row[0].topic)
        or (bool(context.step) and told_in_order([shown(one.claim.text) for one in row]))
    )


def _same_list(one: Relation, other: Relation) -> bool:
    first, second = one.claim.context, other.claim.context
    arrows = not first.step and not first.parents
    if arrows or not second.step:
        return one.claim == other.claim or (
            bool(second.parents) and (first.headings, first.parents) == (second.headings, second.parents)
        )
    return bool(first.step) and (first.headings, first.parents) == (second.headings, second.parents)


def _whole(row: Sequence[Relation]) -> bool:
    texts = [shown(one.subject).lower() for one in row]
    return (
        len(row) >= STEPS
        and row[0].value == "1"
        and len(set(texts)) == len(texts)
        and all(text and len(text) <= _STEP and clean(text) for text in texts)
    )


@dataclass(frozen=True, slots=True)
class Forms:
    """What all notes together give to ask about, filed so that a card finds its own."""

    terms: Mapping[str, Sequence[Term]]
    """By id: the meanings that notes give of one term."""
    sets: Mapping[str, NoteSet]
    orders: Mapping[str, Order]
    spans: Mapping[tuple[str, SourceSpan], tuple[str, ...]]
    """First part of the id and lines → ids: a card whose note was edited keeps an older id."""

    def id_of(self, card: Card) -> str:
        """The id that the words of a card's note give now; empty when they give nothing to ask."""
        kind = card.id.partition(":")[0]
        there = self.spans.get((kind, card.sources[0]), ()) if card.sources else ()
        if card.id in there or not card.sources:
            return card.id
        return there[0] if len(there) == 1 else ""


def forms_of(ground: Ground) -> Forms:
    """What the notes of a ground give to ask about; worked out once."""
    found = ground.kept.get(("forms",))
    if not isinstance(found, Forms):
        found = ground.kept[("forms",)] = _forms(ground)
    return found


def steps_of(ground: Ground, card: Card) -> tuple[Relation, ...]:
    """The steps of a card in order, positions 1, 2 and so on; none for a card of another kind."""
    if card.kind is not CardKind.SEQUENCE:
        return ()
    forms = forms_of(ground)
    order = forms.orders.get(forms.id_of(card))
    return order.steps if order else ()


def _forms(ground: Ground) -> Forms:
    disputed = {
        claim.span
        for conflict in ground.conflicts
        if conflict.id.startswith(("order.", "comparison."))
        for side in conflict.sides
        if side.standing is not ClaimStanding.HOLDS
        for claim in side.claims
    }
    known: dict[str, list[Term]] = {}
    sets: dict[str, NoteSet] = {}
    orders: dict[str, Order] = {}
    spans: dict[tuple[str, SourceSpan], tuple[str, ...]] = {}
    for _, same in groupby(ground.relations, key=lambda one: one.span.note):
        note = tuple(same)
        for term in terms(note):
            known.setdefault(term.id, []).append(term)
            _file(spans, "definition", term.span, term.id)
        for one in note_sets([cell for cell in note if cell.span not in disputed]):
            sets[one.id] = joined(sets[one.id], one) if one.id in sets else one
            if one.members:
                _file(spans, "set", one.members[0].span, one.id)
        for order in note_orders(note):
            if not any(step.span in disputed for step in order.steps):
                orders.setdefault(order.id, order)
                _file(spans, "steps", order.steps[0].span, order.id)
    return Forms(known, sets, orders, spans)


def _file(spans: dict[tuple[str, SourceSpan], tuple[str, ...]], kind: str, span: SourceSpan, name: str) -> None:
    there = spans.get((kind, span), ())
    if name not in there:
        spans[kind, span] = (*there, name)
