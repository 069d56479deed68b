"""Questions about notes that disagree: which note is right?

Every option quotes a line of a note, so a value that no note says is no option. Two notes that disagree are enough:
this kind may have two options only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studykit.core.card import Card, CardKind
from studykit.core.claim import Claim, Context, Limit
from studykit.core.fact import BehaviourFact, ClaimStanding, Fact
from studykit.core.quantity import format_figure
from studykit.core.question import Option, Question
from studykit.core.relation import Statement
from studykit.core.response import Choices
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.texts import clean
from studykit.questions.words import bound_question

NAME = "conflict"
OPTIONS = 4
_LONGEST = 160
_WRONG = (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED)
_QUOTED = re.compile(r'^(\S.*:\d+) says "(.+)"$', re.DOTALL)
_CUT = "…"
_FEW = 8
"""A line with fewer words is shown with the heading that it stands under."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one line of a note says of a fact."""

    span: SourceSpan
    claim: Claim
    value: str
    """The same for claims that agree."""
    figure: str
    """As it may be written in the line; empty for an answer in words."""
    standing: ClaimStanding
    why: str


def fits(card: Card, ground: Ground) -> bool:
    """Every card of a fact of which one note is right and another wrong."""
    fact = _fact(card, ground)
    return fact is not None and ClaimStanding.HOLDS in fact.standings and any(one in fact.standings for one in _WRONG)


def _fact(card: Card, ground: Ground) -> Fact | BehaviourFact | None:
    """The settled fact or behaviour of a card."""
    if not card.facts or card.kind not in (CardKind.LIMIT, CardKind.BEHAVIOUR):
        return None
    found = (ground.facts if card.kind is CardKind.LIMIT else ground.behaviours).get(card.facts[0])
    if found is None or not found.settled or (isinstance(found, Fact) and not found.declared):
        return None
    return found


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """A line that holds among lines that say something else; None when they cannot be quoted."""
    fact = _fact(card, ground)
    if fact is None:
        return None
    sides = _sides(fact, ground)
    right = [row for row in sides.values() if row[0][0].standing is ClaimStanding.HOLDS]
    wrong = [value for value, row in sides.items() if row[0][0].standing in _WRONG]
    if not right or not wrong:
        return None
    first, key = chance.pick("right", right[0])
    chosen = [chance.pick(f"wrong/{value}", sides[value]) for value in chance.order("sides", wrong)[: OPTIONS - 1]]
    options = [
        Option(key, right=True, reason=first.why),
        *(Option(text, right=False, reason=one.why, sources=(one.span,)) for one, text in chosen),
    ]
    placed = chance.order("place", options, lambda option: option.text)
    return Question.of(
        card,
        NAME,
        stem=_stem(fact, ground),
        response=Choices(tuple(placed)),
        facts=(fact.id,),
        sources=(first.span,),
    )


_Sides = Mapping[str, Sequence[tuple[_Said, str]]]


def _sides(fact: Fact | BehaviourFact, ground: Ground) -> _Sides:
    """Value → the lines that say it and how they are quoted; worked out once."""
    known: dict[str, _Sides] = ground.kept.setdefault(("conflict", "sides"), {})
    if fact.id not in known:
        sides: dict[str, list[tuple[_Said, str]]] = {}
        for one in _said(fact):
            text = _quote(one)
            if text:
                sides.setdefault(one.value, []).append((one, text))
        known[fact.id] = sides
    return known[fact.id]


def _said(fact: Fact | BehaviourFact) -> Iterator[_Said]:
    """What each line says, but for lines that say two things."""
    rows = list(_limits(fact) if isinstance(fact, Fact) else _statements(fact))
    told: dict[SourceSpan, set[str]] = {}
    for one in rows:
        for span in (one.span, one.claim.span):
            told.setdefault(span, set()).add(one.value)
    yield from (one for one in rows if len(told[one.span]) == 1 and len(told[one.claim.span]) == 1)


def _limits(fact: Fact) -> Iterator[_Said]:
    values = [fact.quantity]
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        same = next((one for one in values if one.agrees(limit.quantity)), None)
        if same is None:
            same = limit.quantity
            values.append(same)
        why = f"{fact.quantity} holds: {fact.settled_by}."
        if standing is ClaimStanding.OUTDATED:
            past = next((one for one in fact.attribute.history if one.quantity.agrees(limit.quantity)), None)
            when = f"was right until {past.until}" if past else "is the earlier value"
            why = f"{limit.quantity} {when}; now it is {fact.quantity}."
        elif standing is ClaimStanding.MISTAKEN:
            why = f"That is mistaken: {fact.id} is {fact.quantity}."
        figure = format_figure(limit.quantity.figure)
        yield _Said(limit.span, limit.claim, str(same), figure, standing, why)


def _statements(fact: BehaviourFact) -> Iterator[_Said]:
    for one, standing in zip(fact.statements, fact.standings, strict=True):
        value = "holds" if one.choice in fact.choices else one.choice
        turn = next((turn for turn in fact.behaviour.turns if turn.choice == one.choice and turn.until), None)
        why = f"{fact.says} It holds by {fact.settled_by}."
        if standing in _WRONG:
            why = f"That was right until {turn.until}. " if turn else "That is mistaken. "
            why += f"{fact.behaviour.asks} {fact.says}"
        yield _Said(one.span, one.claim, value, "", standing, why)


def _quote(one: _Said) -> str:
    """``note:line says "…"``; empty where the words that matter cannot be shown."""
    text = " ".join(one.claim.text.split())
    if len(text) > _LONGEST:
        text = _window(text, one.figure)
    around = _around(one.claim.context, text)
    if text and around and len(around) + len(text) <= _LONGEST:
        text = f"{around}: {text}"
    shows = text and clean(text) and _bare(one.figure) in _bare(text)
    return f'{one.span} says "{text}"' if shows else ""


def _around(context: Context, text: str) -> str:
    """What gives a cell, a nested bullet or a few words their meaning: row and column, line or heading above."""
    cell = ", ".join(word for word in (context.label, context.column) if word)
    above = "".join(context.parents[-1:]) or ("".join(context.headings[-1:]) if len(text.split()) < _FEW else "")
    return " ".join((cell or above.rstrip(":? ")).split())


def _bare(text: str) -> str:
    """A text in which ``10,000`` and ``10 000`` are one figure."""
    return text.replace(",", "").replace(" ", "")


def _window(text: str, figure: str) -> str:
    """The part of a long text around a figure; empty where the figure stands there twice or not at all."""
    if not figure or text.count(figure) != 1:
        return ""
    at = text.index(figure)
    start, end = max(at - _LONGEST // 2, 0), min(at + _LONGEST // 2, len(text))
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", at + len(figure), end) if end < len(text) else end
    if end <= at:
        return ""
    return f"{_CUT if start else ''}{text[start:end]}{_CUT if end < len(text) else ''}"


def _stem(fact: Fact | BehaviourFact, ground: Ground) -> str:
    if isinstance(fact, BehaviourFact):
        return f"Your notes answer “{fact.behaviour.asks}” in different ways. Which of them is right?"
    service = ground.services.get(fact.attribute.service, fact.attribute.service)
    asks = bound_question(fact)
    about = asks.removeprefix("What is ").rstrip("?") if asks.startswith("What is ") else f"this: {asks[:-1].lower()}"
    return f"{service}: your notes disagree about {about}. Which of them is right?"


def proved(question: Question, ground: Ground) -> bool:
    """Finds every quoted line among the claims of the fact that the stem asks about, and how it stands."""
    fact = ground.facts.get(question.facts[0]) or ground.behaviours.get(question.facts[0])
    if fact is None or not fact.settled or question.stem != _stem(fact, ground):
        return False
    values: list[str] = []
    for option in question.options:
        quoted = _QUOTED.match(option.text)
        if quoted is None:
            return False
        value = _value_of(quoted[1], quoted[2], fact)
        if value is None or value[1] is not option.right:
            return False
        values.append(value[0])
    return len(set(values)) == len(values)


def _value_of(place: str, text: str, fact: Fact | BehaviourFact) -> tuple[str, bool] | None:
    """What the quoted line says of a fact and whether that holds; None unless it says just one thing."""
    pieces = [piece.strip(f"{_CUT} ") for piece in text.split(": ")]
    found: set[tuple[str, bool]] = set()
    for one, standing in zip(_claimed(fact), fact.standings, strict=True):
        context = one.claim.context
        cell = ", ".join(word for word in (context.label, context.column) if word)
        said = " ".join(" ".join((*context.headings, *context.parents, cell, one.claim.text)).split())
        if str(one.span) != place or not all(piece in said for piece in pieces):
            continue
        if standing is not ClaimStanding.HOLDS and standing not in _WRONG:
            return None
        value = str(one.quantity.base) if isinstance(one, Limit) else one.choice
        found.add((value, standing is ClaimStanding.HOLDS))
    return found.pop() if len(found) == 1 else None


def _claimed(fact: Fact | BehaviourFact) -> Sequence[Limit | Statement]:
    return fact.claims if isinstance(fact, Fact) else fact.statements


KIND = Kind(NAME, "which note is right", fits, ask, proved, weight=6, ours=False)
