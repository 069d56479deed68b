"""Questions about which value belongs to which attribute."""

from __future__ import annotations

from collections.abc import Sequence

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity
from studykit.core.question import Question
from studykit.core.response import Matching, Pair
from studykit.questions.chance import Chance
from studykit.questions.company import gathered, matchable
from studykit.questions.distractors import Wrong, unit_for, wrong_values
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds.comparison import SEVERAL
from studykit.questions.known import Known, known, lines_among, with_service
from studykit.questions.shown import measured

NAME = "matching"
PAIRS = 4
_EXTRA = 2
"""At most so many choices belong nowhere."""
_ENDING = ": which value belongs to which of these?"


def fits(card: Card, ground: Ground) -> bool:
    """Cards of facts beside enough others of like dimension."""
    return card.kind is CardKind.LIMIT and _fact(card, ground) is not None


def _fact(card: Card, ground: Ground) -> Known | None:
    one = known(ground).facts.get(card.facts[0]) if card.facts else None
    if one is None:
        return None
    enough = any(len(matchable(one, ground, everywhere=where)) >= PAIRS - 1 for where in (False, True))
    return one if enough else None


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """Four attributes and their values, with one or two values that belong to none of them."""
    one = _fact(card, ground)
    if one is None:
        return None
    pools = matchable(one, ground, everywhere=False), matchable(one, ground, everywhere=True)
    found = gathered(one, pools, chance, PAIRS, _different)
    if found is None:
        return None
    facts, own = found
    extra = _extra(one, facts, ground, chance)
    if not extra:
        return None
    values = [*(each.quantity for each in facts), *(wrong.quantity for wrong in extra)]
    values.sort(key=lambda value: value.base)
    pairs = [
        Pair(
            each.phrase if own else with_service(each.phrase, each.service),
            values.index(each.quantity),
            f"The {each.phrase} is {each.quantity}. {each.source}",
        )
        for each in chance.order("pairs", facts, lambda each: each.id)
    ]
    return Question.of(
        card,
        NAME,
        stem=f"{one.service if own else SEVERAL}{_ENDING}",
        response=Matching(tuple(pairs), tuple(str(value) for value in values)),
        facts=tuple(dict.fromkeys((*(each.id for each in facts), *(name for wrong in extra for name in wrong.facts)))),
        sources=lines_among(facts),
    )


def _different(one: Known, other: Known) -> bool:
    return not one.quantity.agrees(other.quantity)


def _extra(one: Known, facts: Sequence[Known], ground: Ground, chance: Chance) -> list[Wrong]:
    """Values that are none of the four's, those that somebody believes first."""
    count = 1 + chance.below("extra", _EXTRA)
    fact = ground.facts[one.id]
    taken: list[Quantity] = [each.quantity for each in facts]
    found: list[Wrong] = []
    for wrong in wrong_values(fact, ground, unit_for(fact, ground), chance):
        if not any(wrong.quantity.agrees(value) for value in taken):
            found.append(wrong)
            taken.append(wrong.quantity)
            if len(found) == count:
                break
    return found


def proved(question: Question, ground: Ground) -> bool:
    """Finds the fact that each line names and measures every choice against it: one agrees, and it is the match."""
    response = question.response
    if not isinstance(response, Matching) or not question.stem.endswith(_ENDING):
        return False
    about, index = question.stem.removesuffix(_ENDING), known(ground)
    try:
        like = index.facts[question.facts[0]].quantity
        choices = [measured(choice, like) for choice in response.choices]
    except (UsageError, KeyError, IndexError):
        return False
    for pair in response.pairs:
        text = pair.text if about == SEVERAL else with_service(pair.text, about)
        one = index.facts.get(index.phrases.get(text, ""))
        if one is None or one.id not in question.facts:
            return False
        if [at for at, choice in enumerate(choices) if choice.agrees(one.quantity)] != [pair.match]:
            return False
    return True


KIND = Kind(NAME, "values to their attributes", fits, ask, proved, weight=2, recall=True)
