"""A question that somebody else wrote: asked as it was given, unless a fact contradicts its key."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studykit.core.card import Card, CardKind
from studykit.core.given import Given, Judged, Verdict, Words
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Pair, Response, Typed, number_word
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind

_FIXED = (["True", "False"], ["Yes", "No"])
"""Options that have an order of their own."""
_TOLD = re.compile(r"\b(?:choose|select|pick|which)\s+(?:the\s+)?(?:two|three|four|five|[2-5])\b", re.IGNORECASE)


def fits(card: Card, ground: Ground) -> bool:
    """True for cards of given questions."""
    return card.kind is CardKind.GIVEN and card.id in ground.given


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """The question with its options in another order; None when a fact contradicts its key."""
    judged = ground.given[card.id]
    if not _may_be_asked(judged):
        return None
    given = judged.given
    return Question.of(
        card,
        KIND.name,
        stem=_stem(given),
        response=_response(judged, chance),
        facts=judged.facts,
        sources=(SourceSpan(given.file, given.line, given.end),),
    )


def proved(question: Question, ground: Ground) -> bool:
    """True when it is shown with the key that its author marked and no fact contradicts that key."""
    judged = ground.given.get(question.id)
    if judged is None or not _may_be_asked(judged) or not question.stem.startswith(judged.given.stem):
        return False
    return _said(question.response) == _said(judged.given.response)


def _may_be_asked(judged: Judged) -> bool:
    held = bool(judged.given.held) or judged.verdict is Verdict.CONTRADICTED
    return not held and not isinstance(judged.given.response, Words)


def _said(response: object) -> object:
    """Answers with what is marked, whatever their order."""
    if isinstance(response, Choices):
        return sorted((option.text, option.right) for option in response.options)
    if isinstance(response, Matching):
        return sorted((pair.text, response.choices[pair.match]) for pair in response.pairs)
    return (response.quantity, response.tolerance) if isinstance(response, Typed) else None


def _stem(given: Given) -> str:
    """The stem; where several options are right, it says how many."""
    right = len(given.response.positions) if isinstance(given.response, Choices) else 1
    if right == 1 or _TOLD.search(given.stem):
        return given.stem
    return f"{given.stem} Choose {number_word(right)}."


def _response(judged: Judged, chance: Chance) -> Response:
    response, said = judged.given.response, judged.answers
    if isinstance(response, Choices):
        reasons = _reasons(judged, [option.reason for option in response.options], said)
        options = [
            Option(option.text, option.right, reason, option.sources)
            for option, reason in zip(response.options, reasons, strict=True)
        ]
        if [option.text for option in options] not in _FIXED:
            options = chance.order("options", options, key=lambda option: option.text)
        return Choices(tuple(options))
    if isinstance(response, Matching):
        reasons = _reasons(judged, [pair.reason for pair in response.pairs], said)
        choices = chance.order("choices", response.choices)
        pairs = [
            Pair(pair.text, choices.index(response.choices[pair.match]), reason, pair.sources)
            for pair, reason in zip(response.pairs, reasons, strict=True)
        ]
        return Matching(tuple(chance.order("pairs", pairs, key=lambda pair: pair.text)), tuple(choices))
    assert isinstance(response, Typed)
    reason = _reasons(judged, [response.reason], said[:1])[0]
    return Typed(response.quantity, response.tolerance, reason, response.slips)


def _reasons(judged: Judged, own: Sequence[str], said: Sequence[str]) -> list[str]:
    """What the author says of each answer, what the facts say of it, and how far it is proved."""
    by_fact = [*said, *("" for _ in own)]
    rest = judged.given.feedback, "" if judged.verdict is Verdict.PROVED else judged.reason
    return [
        " ".join(part for part in dict.fromkeys((text, by_fact[at], *rest)) if part) or judged.reason
        for at, text in enumerate(own)
    ]


KIND = Kind("given", "questions that somebody else wrote", fits, ask, proved, ours=False)
