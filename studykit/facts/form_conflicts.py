"""Where the form of notes disagrees, whatever their field: compared variants, orders of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from studykit.core.decision import Decisions
from studykit.core.fact import Cause, ClaimStanding, Conflict, Side
from studykit.core.relation import Relation, RelationKind
from studykit.facts.decided import decided_conflict
from studykit.facts.vocabulary import words_of

_YES = frozenset(("yes", "y", "true", "supported", "available", "✓", "✔", "✅", "☑", "x"))
_NO = frozenset(
    ("no", "n", "false", "unsupported", "not supported", "not available", "none", "✗", "✘", "❌", "-", "–", "—")
)
_OPEN = "Nothing settles it: the notes say one thing and the other, and the pack has no answer."


def form_conflicts(relations: Iterable[Relation], decisions: Decisions | None = None) -> Iterator[Conflict]:
    """A conflict for each feature that is both had and lacked, and for each pair of steps in both orders."""
    decided = Decisions() if decisions is None else decisions
    telling = [one for one in relations if is_telling(one)]
    for one in _compared(one for one in telling if one.kind is RelationKind.COMPARISON):
        yield decided_conflict(one, decided)
    for one in _ordered([one for one in telling if one.kind is RelationKind.STEP]):
        yield decided_conflict(one, decided, _turned(one))


def _turned(order: Conflict) -> str:
    """The id of the same conflict when the other list is read first."""
    first, second = order.sides[1].claims[:2]
    if not isinstance(first, Relation) or not isinstance(second, Relation):
        return ""
    return _order_id(first, second)


def is_telling(relation: Relation) -> bool:
    """True for what may disagree: a feature that is had or lacked, a step."""
    if relation.kind is RelationKind.COMPARISON:
        return has(relation.value) is not None
    return relation.kind is RelationKind.STEP


def _compared(relations: Iterable[Relation]) -> Iterator[Conflict]:
    said: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[bool, list[Relation]]] = {}
    for one in relations:
        says_yes = has(one.value)
        if says_yes is not None:
            said.setdefault((words_of(one.subject), words_of(one.topic)), {}).setdefault(says_yes, []).append(one)
    for (subject, topic), sides in said.items():
        if len(sides) > 1:
            asks = f"Does {sides[True][0].subject} have {sides[True][0].topic}?"
            made = (_side("yes", sides[True]), _side("no", sides[False]))
            yield Conflict(f"comparison.{'_'.join(subject)}.{'_'.join(topic)}", made, Cause.OPEN, _OPEN, asks)


def has(value: str) -> bool | None:
    """True or False for a cell that says yes or no; None for any other."""
    plain = value.strip(" .!").lower()
    if plain in _NO or plain.startswith("no "):
        return False
    return True if plain in _YES or plain.startswith("yes") else None


def _ordered(relations: Sequence[Relation]) -> Iterator[Conflict]:
    lists: dict[tuple[str, str, tuple[str, ...]], list[Relation]] = {}
    for one in relations:
        key = (one.span.note, one.topic, one.claim.context.headings)
        lists.setdefault(key, []).append(one)
    rows = [tuple(row) for row in lists.values() if len(row) > 1]
    by_step: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        for one in row:
            by_step.setdefault(words_of(one.subject), []).append(at)
    told = set()
    for at, row in enumerate(rows):
        near = {other for one in row for other in by_step[words_of(one.subject)] if other > at}
        for other in sorted(near):
            crossed = _crossed(row, rows[other])
            if crossed and crossed[0] not in told:
                told.add(crossed[0])
                yield crossed[1]


def _crossed(one: Sequence[Relation], other: Sequence[Relation]) -> tuple[str, Conflict] | None:
    """The first two steps that stand in one order in a list and in the other order in another."""
    places = {words_of(step.subject): (int(step.value), step) for step in other}
    shared = [(step, places[words_of(step.subject)]) for step in one if words_of(step.subject) in places]
    for (first, (at, first_there)), (second, (then, second_there)) in pairwise(shared):
        if at > then and int(first.value) < int(second.value):
            name = _order_id(first, second)
            sides = (
                _side(f"{first.subject}, then {second.subject}", (first, second)),
                _side(f"{second.subject}, then {first.subject}", (second_there, first_there)),
            )
            asks = f"Which comes first, {first.subject} or {second.subject}?"
            return name, Conflict(name, sides, Cause.OPEN, _OPEN, asks)
    return None


def _order_id(first: Relation, second: Relation) -> str:
    return f"order.{'_'.join(words_of(first.subject))}.{'_'.join(words_of(second.subject))}"


def _side(says: str, claims: Iterable[Relation]) -> Side:
    return Side(says, tuple(claims), ClaimStanding.OPEN)
