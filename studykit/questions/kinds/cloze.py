"""Questions with a gap: a sentence that states a fact, and four figures that fit the gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Quantity, format_figure, from_base
from studykit.core.question import Option, Question
from studykit.core.response import Choices
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.distractors import Wrong, drawn, may_be_right, spread, unit_for
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.known import Index, Known, known, remembered, shuffled, with_service
from studykit.questions.sentences import GAP, Gapped, gapped_sentences
from studykit.questions.shown import measured

NAME = "cloze"
OPTIONS = 4
_QUOTE = ': "'
_THE = "The "
_IS = f" is {GAP}."
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_ASKED = '" Which figure belongs in the gap?'


def fits(card: Card, ground: Ground) -> bool:
    """Every card of a settled fact."""
    return card.kind is CardKind.LIMIT and bool(card.facts) and card.facts[0] in known(ground).facts


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A note's own sentence where one states the fact plainly, else one made of the attribute's words."""
    if not fits(card, ground):
        return None
    one = known(ground).facts[card.facts[0]]
    for sentence in shuffled(
        chance, "sentence", gapped_sentences(ground.facts[one.id], ground), lambda each: each.rank
    ):
        question = _of_note(card, one, sentence, ground, chance)
        if question is not None:
            return question
    return _of_words(card, one, ground, chance)


def _of_note(card: Card, one: Known, sentence: Gapped, ground: Ground, chance: Chance) -> Question | None:
    """The figures alone are the options: the unit stands behind the gap."""
    fact, unseen = ground.facts[one.id], partial(_unseen, sentence.figures)
    found = spread(chance, drawn(fact, ground, sentence.quantity.unit, chance, count=OPTIONS - 1, fair=unseen))
    if found is None:
        return None
    below, wrong = found
    filled = sentence.text.replace(GAP, format_figure(sentence.quantity.figure))
    options = [
        Option(format_figure(each.quantity.figure), right=False, reason=each.reason, sources=each.sources)
        for each in wrong
    ]
    reason = f'{sentence.span} says: "{filled}"'
    options.insert(below, Option(format_figure(sentence.quantity.figure), right=True, reason=reason))
    stem = f"{one.service}, {one.phrase}{_QUOTE}{sentence.text}{_ASKED}"
    return _question(card, one, stem, options, facts=[*_supplied(wrong), *sentence.facts], sources=(sentence.span,))


def _of_words(card: Card, one: Known, ground: Ground, chance: Chance) -> Question | None:
    """The attribute's own words as a sentence; the options have units."""
    fact = ground.facts[one.id]
    unit = unit_for(fact, ground)
    found = spread(chance, drawn(fact, ground, unit, chance, count=OPTIONS - 1))
    if found is None:
        return None
    below, wrong = found
    options = [Option(each.text, right=False, reason=each.reason, sources=each.sources) for each in wrong]
    options.insert(below, Option(str(from_base(fact.quantity.base, unit)), right=True, reason=one.source))
    stem = f"{one.service}{_QUOTE}{_THE}{one.phrase}{_IS}{_ASKED}"
    return _question(card, one, stem, options, facts=_supplied(wrong), sources=one.lines)


def _unseen(figures: frozenset[str], wrong: Wrong) -> bool:
    """True for a figure that the sentence does not show elsewhere: nobody would believe it comes twice."""
    return format_figure(wrong.quantity.figure) not in figures


def _supplied(wrong: Sequence[Wrong]) -> list[str]:
    return [name for each in wrong for name in each.facts]


def _question(
    card: Card,
    one: Known,
    stem: str,
    options: Sequence[Option],
    *,
    facts: Sequence[str],
    sources: tuple[SourceSpan, ...],
) -> Question:
    return Question.of(
        card,
        NAME,
        stem=stem,
        response=Choices(tuple(options)),
        facts=tuple(dict.fromkeys((one.id, *facts))),
        sources=sources,
    )


def proved(question: Question, ground: Ground) -> bool:
    """Fills the gap with each option: one sentence is a note's or states the value, the others state what is wrong."""
    index = known(ground)
    head, _, rest = question.stem.removesuffix(_ASKED).partition(_QUOTE)
    name = remembered(ground, (NAME, "heads"), lambda: _heads(index)).get(head)
    if name is None:
        phrase = rest.removeprefix(_THE).removesuffix(_IS)
        name = index.phrases.get(with_service(phrase, head), "") if rest == f"{_THE}{phrase}{_IS}" else ""
        like = index.facts[name].quantity if name in index.facts else None
    else:
        like = _stating(question, rest, ground.facts[name]) if name in index.facts else None
    if like is None or question.facts[:1] != (name,):
        return False
    fact = ground.facts[name]
    try:
        shown = [measured(option.text, like) for option in question.options]
    except UsageError:
        return False
    agree = [one.agrees(fact.quantity) for one in shown]
    if any(may_be_right(one, fact) for one, option in zip(shown, question.options, strict=True) if not option.right):
        return False
    return agree == [option.right for option in question.options]


def _heads(index: Index) -> dict[str, str]:
    """``AWS Lambda, maximum timeout of a function`` → fact."""
    heads: dict[str, str] = {}
    for one in index.facts.values():
        head = f"{one.service}, {one.phrase}"
        heads[head] = one.id if head not in heads else ""
    return heads


def _stating(question: Question, sentence: str, fact: Fact) -> Quantity | None:
    """The quantity of a claim that holds and reads as the sentence with the right option in its gap."""
    filled = {_plain(sentence.replace(GAP, option.text)) for option in question.options if option.right}
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        if standing is ClaimStanding.HOLDS and _plain(limit.claim.text) in filled:
            return limit.quantity
    return None


def _plain(text: str) -> str:
    """A text with single blanks and without commas in its figures."""
    return _COMMA.sub("", " ".join(text.split()))


KIND = Kind(NAME, "a figure missing from a sentence", fits, ask, proved, weight=4)
