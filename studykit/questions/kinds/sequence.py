"""Questions about an order: attributes by their values, or the steps that a note has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from studykit.core.attribute import Bound
from studykit.core.card import Card, CardKind
from studykit.core.quantity import Dimension
from studykit.core.question import Question
from studykit.core.relation import Relation
from studykit.core.response import Ordering, Placed
from studykit.questions.chance import Chance
from studykit.questions.company import CLEAR, clearly_apart, comparable, gathered
from studykit.questions.forms import forms_of, steps_of
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds.comparison import BOUNDS, SEVERAL, comparable_fact, named, read_back
from studykit.questions.known import Known, known, lines_among, remembered
from studykit.questions.texts import as_noted
from studykit.questions.words import bound_name, degree

T = TypeVar("T")
NAME = "sequence"
_FEW, _MANY = 4, 5
_STEPS = ": in which order do these come?"


def fits(card: Card, ground: Ground) -> bool:
    """Cards of steps, and of facts that have enough others to be put in order with."""
    if card.kind is CardKind.SEQUENCE:
        return len(steps_of(ground, card)) >= _FEW
    return card.kind is CardKind.LIMIT and comparable_fact(card, ground, _FEW) is not None


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """Four or five lines in another order than the right one."""
    return _steps(card, ground, chance) if card.kind is CardKind.SEQUENCE else _values(card, ground, chance)


def _steps(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """Some steps of a note's list."""
    steps = steps_of(ground, card)
    if len(steps) < _FEW:
        return None
    wanted = _FEW + chance.below("lines", _MANY - _FEW + 1)
    some = chance.order("some", steps, lambda step: step.value)[:wanted]
    right = sorted(some, key=lambda step: int(step.value))
    lines = [
        Placed(as_noted(step.subject), right.index(step) + 1, f"{step.span} has it as step {step.value}.", (step.span,))
        for step in _mixed(right, chance, lambda step: step.value)
    ]
    return Question.of(
        card,
        NAME,
        stem=f"{_titled(steps[0])}{_STEPS}",
        response=Ordering(tuple(lines)),
        facts=(),
        sources=tuple(dict.fromkeys(step.span for step in right)),
    )


def _titled(step: Relation) -> str:
    """What a step's list is of, and under which heading: ``Kilns, Firing a kiln``."""
    headings = (heading.strip(" :?") for heading in step.claim.context.headings)
    topic = step.topic.strip(" :?")
    return ", ".join((*[heading for heading in headings if heading and heading != topic][-1:], topic))


def _mixed(right: Sequence[T], chance: Chance, key: Callable[[T], str]) -> list[T]:
    """Lines in an order that is not the right one."""
    mixed = chance.order("lines", right, key)
    return mixed if mixed != list(right) else mixed[1:] + mixed[:1]


def _values(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """Attributes with clearly different values."""
    one = comparable_fact(card, ground, _FEW)
    if one is None:
        return None
    pools = comparable(one, ground, everywhere=False), comparable(one, ground, everywhere=True)
    wanted = _FEW + chance.below("lines", _MANY - _FEW + 1)
    found = gathered(one, pools, chance, wanted, clearly_apart) or gathered(one, pools, chance, _FEW, clearly_apart)
    if found is None:
        return None
    facts, own = found
    up = chance.below("up", 2) == 1
    right = sorted(facts, key=lambda each: each.quantity.base, reverse=not up)
    lines = [
        Placed(named(each, own=own), right.index(each) + 1, _reason(each))
        for each in _mixed(right, chance, lambda each: each.id)
    ]
    return Question.of(
        card,
        NAME,
        stem=f"{one.service if own else SEVERAL}{_ending(one.bound, one.dimension, up=up)}",
        response=Ordering(tuple(lines)),
        facts=(one.id, *(each.id for each in right if each is not one)),
        sources=lines_among(right),
    )


def _reason(each: Known) -> str:
    return f"The {each.phrase} is {each.quantity}. {each.source}"


def _ending(bound: Bound, dimension: Dimension, *, up: bool) -> str:
    """``: in which order do these stand, from the shortest maximum to the longest?``."""
    name = bound_name(bound)
    first, last = degree(dimension, most=not up), degree(dimension, most=up)
    return f": in which order do these stand, from the {first}{f' {name}' if name else ''} to the {last}?"


_ENDINGS = {
    _ending(bound, dimension, up=up): (bound, up) for bound in BOUNDS for dimension in Dimension for up in (False, True)
}


def proved(question: Question, ground: Ground) -> bool:
    """Finds the attribute that each line names, puts the lines in their places, and sees whether the values rise."""
    response = question.response
    if not isinstance(response, Ordering):
        return False
    if question.stem.endswith(_STEPS):
        return _steps_proved(question.stem, response, ground)
    for words, (bound, up) in _ENDINGS.items():
        if question.stem.endswith(words):
            placed = sorted(response.lines, key=lambda line: line.place)
            about = question.stem.removesuffix(words)
            facts = read_back([line.text for line in placed], bound, about, known(ground))
            if facts is None or {one.id for one in facts} != set(question.facts):
                return False
            bases = [one.quantity.base for one in (facts if up else reversed(facts))]
            return bases[0] > 0 and all(small * CLEAR <= large for small, large in pairwise(bases))
    return False


def _steps_proved(stem: str, response: Ordering, ground: Ground) -> bool:
    """Finds the one list of the notes that has this title and all the lines; their places follow its positions."""
    titles = remembered(ground, (NAME, "titles"), lambda: _titles(ground))
    placed = [line.text for line in sorted(response.lines, key=lambda line: line.place)]
    lists = [places for places in titles.get(stem, ()) if all(text in places for text in placed)]
    return bool(lists) and all(places[before] < places[after] for places in lists for before, after in pairwise(placed))


def _titles(ground: Ground) -> dict[str, list[dict[str, int]]]:
    """Stem → for each list that has this title, its steps with their positions."""
    titles: dict[str, list[dict[str, int]]] = {}
    for order in forms_of(ground).orders.values():
        places = {as_noted(step.subject): int(step.value) for step in order.steps}
        titles.setdefault(f"{_titled(order.steps[0])}{_STEPS}", []).append(places)
    return titles


KIND = Kind(NAME, "what comes first, and what then", fits, ask, proved, weight=2, recall=True)
