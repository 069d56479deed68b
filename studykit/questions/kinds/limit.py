"""Questions about the value of a fact: which of four figures is right."""

from __future__ import annotations

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.fact import Fact
from studykit.core.quantity import from_base
from studykit.core.question import Option, Question
from studykit.core.response import Choices
from studykit.questions.chance import Chance
from studykit.questions.distractors import Wrong, drawn, may_be_right, spread, unit_for
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.known import Known, known
from studykit.questions.shown import measured
from studykit.questions.words import ask_value

NAME = "limit"
OPTIONS = 4


def fits(card: Card, _: Ground) -> bool:
    """Every card of a fact."""
    return card.kind is CardKind.LIMIT


def asked_fact(card: Card, ground: Ground) -> tuple[Fact, Known] | None:
    """The settled fact of a card; None for one that nothing settles."""
    one = known(ground).facts.get(card.facts[0]) if card.facts else None
    return (ground.facts[one.id], one) if one is not None else None


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """The value among three wrong ones, in ascending order; None when there are not enough wrong ones."""
    found = asked_fact(card, ground)
    if found is None:
        return None
    fact, one = found
    unit = unit_for(fact, ground)
    chosen = spread(chance, drawn(fact, ground, unit, chance, count=OPTIONS - 1))
    if chosen is None:
        return None
    below, wrong = chosen
    options = [Option(other.text, right=False, reason=other.reason, sources=other.sources) for other in wrong]
    options.insert(below, Option(str(from_base(fact.quantity.base, unit)), right=True, reason=one.source))
    return Question.of(
        card,
        NAME,
        stem=ask_value(fact, one.service),
        response=Choices(tuple(options)),
        facts=cited(fact, wrong),
        sources=one.lines,
    )


def cited(fact: Fact, wrong: list[Wrong]) -> tuple[str, ...]:
    """The fact, then those that supplied the wrong values."""
    return tuple(dict.fromkeys((fact.id, *(name for one in wrong for name in one.facts))))


def proved(question: Question, ground: Ground) -> bool:
    """Finds the fact that the stem asks for and measures the options as shown."""
    name = known(ground).asked.get(question.stem, "")
    fact = ground.facts.get(name)
    if fact is None or not fact.settled or question.facts[:1] != (name,):
        return False
    try:
        shown = [measured(option.text, fact.quantity) for option in question.options]
    except UsageError:
        return False
    for at, (one, option) in enumerate(zip(shown, question.options, strict=True)):
        holds = one.agrees(fact.quantity)
        if holds is not option.right or (not holds and may_be_right(one, fact)):
            return False
        if any(one.agrees(other) for other in shown[:at]):
            return False
    return True


KIND = Kind(NAME, "the value of a limit", fits, ask, proved)
