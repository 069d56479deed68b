"""Questions about how something behaves: its answers, or which of some answers to different questions is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studykit.core.behaviour import Turn
from studykit.core.card import Card, CardKind
from studykit.core.fact import BehaviourFact, ClaimStanding
from studykit.core.question import Option, Question
from studykit.core.response import Choices, number_word
from studykit.core.source import SourceSpan
from studykit.questions.chance import Chance
from studykit.questions.form_cards import held_lines
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.texts import Company, absolute, company, comparable, shown

NAME = "behaviour"
OPTIONS = 4
_MANY, _TWO = 3, 2
_OWN = 0.5
"""How often a wrong answer to the card's own question stands beside answers to others."""
_SERVICE, _AREA, _CROWD = 64, 8, 16
"""How much sooner answers about the same service, or of the same area of the exam, are drawn."""
_ASKING_WORDS = (
    "How What Which Who Where When Why Whose Can Does Do Is Are May Must Has Have To In On With Within From For At By"
)
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words that begin a question and are written small behind a colon."""
_RIGHT = "Which of these questions is answered rightly?"
_LONGER, _LETTERS = 1.5, 12
"""A right answer that is so many times and letters longer than every wrong one stands out."""


def fits(card: Card, ground: Ground) -> bool:
    """Every card of a behaviour whose answer is settled."""
    return card.kind is CardKind.BEHAVIOUR and bool(card.facts) and card.facts[0] in ground.behaviours


def ask(card: Card, ground: Ground, chance: Chance) -> Question | None:
    """The question with its own answers where it has three or more, else its answer among wrong ones to others."""
    fact = ground.behaviours.get(card.facts[0])
    if fact is None or not fact.settled or not fact.choices:
        return None
    made = _own(fact, ground, chance) or _among(fact, ground, chance)
    if made is None:
        return None
    stem, options, facts = made
    placed = chance.order("place", options, lambda option: option.text)
    return Question.of(card, NAME, stem=stem, response=Choices(tuple(placed)), facts=facts, sources=held_lines(fact))


_Made = tuple[str, list[Option], tuple[str, ...]]


def _own(fact: BehaviourFact, ground: Ground, chance: Chance) -> _Made | None:
    """The behaviour's question and answers; more than one right one only where enough are wrong."""
    wrong = chance.order("own", _wrong(fact))
    if len(wrong) < _TWO:
        return None
    right = chance.order("right", fact.choices)
    longest = max(len(_says(fact, one)) for one in wrong)
    if any(len(_says(fact, one)) > max(_LONGER * longest, longest + _LETTERS - 1) for one in right):
        return None
    wanted = _TWO if len(right) >= _TWO and len(wrong) >= _MANY else 1
    chosen = wrong[: _MANY if wanted > 1 else OPTIONS - 1]
    options = [Option(_says(fact, one), right=True, reason=_because(fact)) for one in right[:wanted]]
    options += [_refused(fact, one, _says(fact, one)) for one in chosen]
    word = f" Choose {number_word(wanted)}." if wanted > 1 else ""
    return f"{_lead(fact, ground)}{_asking(fact.behaviour.asks)}{word}", options, (fact.id,)


def _among(fact: BehaviourFact, ground: Ground, chance: Chance) -> _Made | None:
    """The right answer with its question, among wrong ones with theirs."""
    choice = chance.pick("choice", fact.choices)
    key, stem = _answer(fact, choice), _RIGHT
    options = [Option(key, right=True, reason=_because(fact))]
    own = _wrong(fact)
    if own and chance.share("with own") < _OWN:
        one = chance.pick("own", own)
        if absolute(key) or not absolute(_answer(fact, one)):
            options.append(_refused(fact, one, _answer(fact, one)))
    others = company(key, stem, _others(fact, key, ground), OPTIONS - len(options), chance)
    if not others:
        return None
    options += [Option(one.text, right=False, reason=one.reason, sources=one.sources) for one in others]
    return stem, options, (fact.id, *(one.id.partition("/")[0] for one in others))


def _others(fact: BehaviourFact, key: str, ground: Ground) -> Sequence[Company]:
    """Wrong answers to other questions that may stand beside a right one; one for each question."""
    name = ("behaviour", "others", key)
    found = ground.kept.get(name)
    if not isinstance(found, tuple):
        found = ground.kept[name] = tuple(
            one
            for other in ground.behaviours.values()
            if other.id != fact.id and other.settled and other.choices
            for one in _companions(fact, other)
            if comparable(key, one.text)
        )
    return found


def _companions(fact: BehaviourFact, other: BehaviourFact) -> Iterator[Company]:
    near = other.behaviour.service == fact.behaviour.service
    weight = _SERVICE if near else _AREA if other.behaviour.area == fact.behaviour.area else 1
    if other.behaviour.subject:  # one question of many things would crowd out the others
        weight = max(weight // _CROWD, 1)
    for choice in _wrong(other):
        refused = _refused(other, choice, _answer(other, choice))
        yield Company(f"{other.id}/{choice}", refused.text, refused.reason, refused.sources, weight)


def _wrong(fact: BehaviourFact) -> list[str]:
    """The answers that do not hold, and are not right of some other scope."""
    scoped = {turn.choice for turn in fact.behaviour.turns if turn.scope}
    keys = (choice.key for choice in fact.behaviour.choices)
    return [key for key in keys if key not in fact.choices and key not in scoped]


def _says(fact: BehaviourFact, choice: str) -> str:
    return shown(fact.behaviour.says(choice))


def _answer(fact: BehaviourFact, choice: str) -> str:
    return f"{fact.behaviour.asks} {_says(fact, choice)}"


def _because(fact: BehaviourFact) -> str:
    lines = held_lines(fact)
    if lines:
        return f"{lines[0]} says so."
    return f"Source: {fact.behaviour.source}." if fact.behaviour.source else f"Settled by {fact.settled_by}."


def _refused(fact: BehaviourFact, choice: str, text: str) -> Option:
    """A wrong answer: what holds instead, until when it was right, and which notes still say it."""
    mistaken = (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED)
    pairs = zip(fact.statements, fact.standings, strict=True)
    lines: tuple[SourceSpan, ...] = tuple(
        dict.fromkeys(one.span for one, standing in pairs if one.choice == choice and standing in mistaken)
    )
    turn: Turn | None = next((one for one in fact.behaviour.turns if one.choice == choice and one.until), None)
    until = f" It was right until {turn.until}." if turn else ""
    belief = f" {lines[0]} says it, and that is {'outdated' if turn else 'mistaken'}." if lines else ""
    return Option(text, right=False, reason=f"{fact.behaviour.asks} {fact.says}{until}{belief}", sources=lines)


def _lead(fact: BehaviourFact, ground: Ground) -> str:
    service = ground.services.get(fact.behaviour.service, fact.behaviour.service)
    return f"{service}: "


def _asking(asks: str) -> str:
    """A question as it stands behind a colon."""
    return asks[:1].lower() + asks[1:] if asks.split(maxsplit=1)[0] in _ASKING else asks


def proved(question: Question, ground: Ground) -> bool:
    """Looks every text up among the answers to all questions and asks which of them are in force."""
    answers = _answers(ground)
    stem = question.stem.partition(" Choose ")[0]
    prefix = "" if stem == _RIGHT else stem
    wanted = sum(option.right for option in question.options)
    told = f" Choose {number_word(wanted)}." if wanted > 1 else ""
    if question.stem != f"{stem}{told}" or (wanted > 1 and not prefix):
        return False
    return all(answers.get((prefix, option.text)) is option.right for option in question.options)


def _answers(ground: Ground) -> dict[tuple[str, str], bool | None]:
    """Question (empty where the text has it) and text → whether it holds; None where both or neither is known."""
    known = ground.kept.get(("behaviour", "answers"))
    if isinstance(known, dict):
        return known
    found: dict[tuple[str, str], bool | None] = {}
    for fact in ground.behaviours.values():
        if not fact.settled or not fact.choices:
            continue
        scoped = {turn.choice for turn in fact.behaviour.turns if turn.scope}
        for choice in fact.behaviour.choices:
            holds = None if choice.key in scoped - set(fact.choices) else choice.key in fact.choices
            for prefix, text in (
                (f"{_lead(fact, ground)}{_asking(fact.behaviour.asks)}", shown(choice.says)),
                ("", _answer(fact, choice.key)),
            ):
                found[prefix, text] = holds if found.get((prefix, text), holds) is holds else None
    ground.kept["behaviour", "answers"] = found
    return found


KIND = Kind(NAME, "how something behaves", fits, ask, proved, weight=10)
