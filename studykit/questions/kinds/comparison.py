"""Questions about which of four attributes has the largest or smallest value."""

from __future__ import annotations

from collections.abc import Iterable

from studykit.core.attribute import Bound
from studykit.core.card import Card, CardKind
from studykit.core.quantity import Dimension
from studykit.core.question import Option, Question
from studykit.core.response import Choices
from studykit.questions.chance import Chance
from studykit.questions.company import CLEAR, clearly_apart, comparable, gathered
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.known import Index, Known, known, lines_among, with_service
from studykit.questions.words import bound_name, degree

NAME = "comparison"
OPTIONS = 4
SEVERAL = "Several services compared"
BOUNDS = (Bound.MAX, Bound.MIN, Bound.DEFAULT, Bound.EXACT)


def fits(card: Card, ground: Ground) -> bool:
    """Cards of facts that have enough others to be compared with."""
    return card.kind is CardKind.LIMIT and comparable_fact(card, ground) is not None


def comparable_fact(card: Card, ground: Ground, least: int = OPTIONS) -> Known | None:
    """The card's fact, when enough others can be compared with it."""
    one = known(ground).facts.get(card.facts[0]) if card.facts else None
    if one is None or one.bound not in BOUNDS or one.quantity.base <= 0:
        return None
    enough = any(len(comparable(one, ground, everywhere=where)) >= least - 1 for where in (False, True))
    return one if enough else None


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """The card's fact among three others; None when their values are too close."""
    one = comparable_fact(card, ground)
    if one is None:
        return None
    pools = comparable(one, ground, everywhere=False), comparable(one, ground, everywhere=True)
    found = gathered(one, pools, chance, OPTIONS, clearly_apart)
    if found is None:
        return None
    facts, own = found
    most = chance.below("most", 2) == 1
    best = (max if most else min)(facts, key=lambda each: each.quantity.base)
    word = degree(one.dimension, most=most)
    options = [
        Option(named(each, own=own), right=each is best, reason=_reason(each, best, word))
        for each in chance.order("options", facts, lambda each: each.id)
    ]
    ordered = sorted(facts, key=lambda each: each is not best)
    return Question.of(
        card,
        NAME,
        stem=f"{one.service if own else SEVERAL}{ending(one.bound, word)}",
        response=Choices(tuple(options)),
        facts=tuple(each.id for each in ordered),
        sources=lines_among(ordered),
    )


def named(one: Known, *, own: bool) -> str:
    """An attribute in words, with its service where several are compared."""
    return one.noun if own else with_service(one.noun, one.service)


def _reason(each: Known, best: Known, word: str) -> str:
    if each is best:
        return f"The {each.phrase} is {each.quantity}, the {word} of the four. {each.source}"
    return f"The {each.phrase} is {each.quantity}; the {best.phrase} is {best.quantity}. {each.source}"


def ending(bound: Bound, word: str) -> str:
    """``: which of these has the longest maximum?``."""
    name = bound_name(bound)
    return f": which of these has the {word} {name}?" if name else f": which of these is the {word}?"


_ENDINGS = {
    ending(bound, degree(dimension, most=most)): (bound, most)
    for bound in BOUNDS
    for dimension in Dimension
    for most in (False, True)
}


def proved(question: Question, ground: Ground) -> bool:
    """Finds the attribute that each option names, looks up the bound that the stem asks for, and compares."""
    for words, (bound, most) in _ENDINGS.items():
        if question.stem.endswith(words):
            about = question.stem.removesuffix(words)
            shown = [option.text for option in question.options]
            facts = read_back(shown, bound, about, known(ground))
            if facts is None or {one.id for one in facts} != set(question.facts):
                return False
            bases = [one.quantity.base for one in facts]
            best = max(bases) if most else min(bases)
            near = sum(base * CLEAR > best and best * CLEAR > base for base in bases)
            right = [option.right for option in question.options]
            return min(bases) > 0 and near == 1 and [base == best for base in bases] == right
    return False


def read_back(texts: Iterable[str], bound: Bound, about: str, index: Index) -> list[Known] | None:
    """The facts that texts name: one bound of attributes of one dimension; None when a text names none or two."""
    found = []
    for text in texts:
        attribute = index.nouns.get(text if about == SEVERAL else with_service(text, about), "")
        one = index.of_attribute.get(attribute, {}).get(bound)
        if one is None:
            return None
        found.append(one)
    return found if len({one.dimension for one in found}) == 1 else None


KIND = Kind(NAME, "which attribute has the largest or smallest value", fits, ask, proved, weight=4)
