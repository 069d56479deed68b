"""Questions whose answer is typed: a figure, in any unit of its dimension."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from studykit.core.attribute import Bound
from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.fact import Fact
from studykit.core.quantity import Dimension, Figure, Quantity, format_figure, from_base, natural
from studykit.core.question import Question
from studykit.core.response import Slip, Typed
from studykit.questions.chance import Chance
from studykit.questions.distractors import may_be_right, unit_for, wrong_values
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.known import Known, known, remembered
from studykit.questions.words import ask_value

NAME = "typed"
_SLIPS = 6
_LONGEST = 5
"""Digits of a figure, without the noughts at its end, that somebody can be asked to know exactly."""
_NEAR = Fraction(1, 100)
"""How far off a longer figure may be."""
_PRICE = Fraction(1, 20)
"""How far off a price may be."""
_UNTYPED = (Dimension.RATIO, Dimension.CAPACITY)
"""Nobody would type their units."""
_NATURAL = (Dimension.TIME, Dimension.SIZE)
_STEPPED = (Dimension.TIME, Dimension.SIZE, Dimension.COUNT)


def fits(card: Card, ground: Ground) -> bool:
    """Cards of facts whose value people type."""
    if card.kind is not CardKind.LIMIT or not card.facts:
        return False
    one = known(ground).facts.get(card.facts[0])
    return one is not None and one.dimension not in _UNTYPED and "/" not in format_figure(one.quantity.figure)


def tolerance_of(quantity: Quantity) -> Figure:
    """How far off an answer may be, as a share: 0 for a limit that somebody can know exactly."""
    if quantity.dimension is Dimension.MONEY:
        return _PRICE
    return 0 if min(_digits(one.figure) for one in _spellings(quantity)) <= _LONGEST else _NEAR


def _spellings(quantity: Quantity) -> tuple[Quantity, ...]:
    """The ways in which people write a value."""
    if quantity.dimension not in _NATURAL:
        return (quantity,)
    return quantity, natural(quantity.base, quantity.dimension)


def _digits(figure: Figure) -> int:
    """How many digits a figure has between the noughts around it."""
    shown = Fraction(figure)
    while shown.denominator != 1:
        shown *= 10
    return len(str(shown.numerator).strip("0"))


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """The value, with the wrong ones that somebody may well type."""
    if not fits(card, ground):
        return None
    one = known(ground).facts[card.facts[0]]
    fact = ground.facts[one.id]
    tolerance = remembered(ground, (NAME, one.id), lambda: tolerance_of(one.quantity))
    slips = tuple(_slips(fact, ground, tolerance, chance))
    supplied = tuple(name for _, facts in slips for name in facts)
    return Question.of(
        card,
        NAME,
        stem=_stem(one, ask_value(fact, one.service), tolerance),
        response=Typed(fact.quantity, tolerance, one.source, tuple(slip for slip, _ in slips)),
        facts=tuple(dict.fromkeys((one.id, *supplied))),
        sources=one.lines,
    )


def _stem(one: Known, question: str, tolerance: Figure) -> str:
    """The question, after how far off an answer may be."""
    if not tolerance:
        return question
    rest = question.removeprefix(f"{one.service}: ")
    return f"{one.service}, where {Fraction(tolerance) * 100} % more or less also counts: {rest}"


def _slips(fact: Fact, ground: Ground, tolerance: Figure, chance: Chance) -> Iterator[tuple[Slip, tuple[str, ...]]]:
    """Beliefs, other bounds, neighbours and tenfold values, then one step off; and the facts that supplied each."""
    right = Typed(fact.quantity, tolerance, "")
    found: list[Quantity] = []
    for one in wrong_values(fact, ground, unit_for(fact, ground), chance):
        if len(found) == _SLIPS:
            break
        if one.tempting and not any(one.quantity.agrees(other) for other in found) and not right.accepts(one.quantity):
            found.append(one.quantity)
            yield Slip(one.quantity, one.reason), one.facts
    if fact.attribute.dimension not in _STEPPED or tolerance or fact.bound is Bound.INCREMENT:
        return
    unit = fact.quantity.unit
    for step in (-1, 1):
        near = from_base(fact.quantity.base + step * unit.factor, unit)
        if near.base > 0 and not may_be_right(near, fact) and not any(near.agrees(other) for other in found):
            yield Slip(near, f"Off by {Quantity(1, unit)}: {fact.id} is {fact.quantity}."), ()


def proved(question: Question, ground: Ground) -> bool:
    """Finds the fact that the stem asks for; its value is right in every spelling, and no slip is."""
    response = question.response
    if not isinstance(response, Typed):
        return False
    index = known(ground)
    stems = remembered(ground, (NAME, "stems"), lambda: _stems(ground))
    one = index.facts.get(stems.get(question.stem, ""))
    if one is None or question.facts[:1] != (one.id,) or response.tolerance != tolerance_of(one.quantity):
        return False
    try:
        shown = response.measured(response.read(response.key))
        read = [response.read(str(spelling)) for spelling in _spellings(one.quantity)]
    except UsageError:
        return False
    if not shown.agrees(one.quantity) or not all(response.right(answer) for answer in read):
        return False
    return not any(slip.quantity.agrees(one.quantity) or response.right(str(slip.quantity)) for slip in response.slips)


def _stems(ground: Ground) -> dict[str, str]:
    """Stem → fact, for stems that mean one fact only."""
    index = known(ground)
    return {
        _stem(index.facts[name], stem, tolerance_of(index.facts[name].quantity)): name
        for stem, name in index.asked.items()
        if name in index.facts
    }


KIND = Kind(NAME, "a value to be typed with its unit", fits, ask, proved, weight=5, recall=True)
