"""Where an exam is put together: no card twice, no idea twice, keys in all places, only forms that the exam has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from studykit.core.card import Card, CardKind
from studykit.core.pack import Blueprint, ResponseForm
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Ordering
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.quiz import Maker
from studykit.questions.together import Set

_SEVERAL = ("set", "select", "behaviour")
"""Kinds that can have several right answers."""
_FORMS: Mapping[str, ResponseForm | None] = {
    "sequence": ResponseForm.ORDERING,
    "matching": ResponseForm.MATCHING,
    "typed": None,  # no exam has them
    "cloze": None,
}
"""Kinds that are not answered by choosing options."""
_FAMILY, _MOST_OF_FAMILY = (1, 2), 4
"""How many questions one domain gives at first, and at most."""
_TRIES = 6
_VARIANTS = 1_000_000


def mix(weights: Sequence[int], count: int) -> tuple[int, ...]:
    """``count`` shared out by weight, by largest remainder; of equal remainders the first one is served."""
    whole = sum(weights)
    if whole <= 0:
        return (0,) * len(weights)
    shares = [weight * count // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda at: (-(weights[at] * count % whole), at))
    for at in rest[: count - sum(shares)]:
        shares[at] += 1
    return tuple(shares)


def any_card(_: Card) -> bool:
    """True for every card."""
    return True


def is_scenario(card: Card) -> bool:
    """True for a card that tells a situation."""
    return card.kind is CardKind.SCENARIO


def is_fact(card: Card) -> bool:
    """True for a card of a fact, a behaviour or the notes' own words."""
    return card.kind is not CardKind.SCENARIO


@dataclass(slots=True)
class Desk:
    """Where an exam is put together."""

    ground: Ground
    blueprint: Blueprint
    chance: Chance
    pools: Mapping[str, Sequence[Card]]
    rank: Callable[[Card], float]
    gate: Callable[[Question], tuple[str, ...]]
    told: Callable[[int], None]
    """Is told before each card that is tried how many questions there are."""
    one: Maker = field(init=False)
    """Makes questions with one right answer, or in another form that the exam has."""
    several: Maker = field(init=False)
    questions: list[Question] = field(default_factory=list)
    had: Counter[str] = field(default_factory=Counter)
    """Questions of each area so far."""
    scenarios: int = 0
    _cards: set[str] = field(default_factory=set)
    _set: Set = field(default_factory=Set)
    _asked: set[str] = field(default_factory=set)
    """What facts were asked about."""
    _told: set[str] = field(default_factory=set)
    """What scenarios turn on: they would give a question about the bare fact away."""
    _families: Counter[str] = field(default_factory=Counter)
    _answers: set[tuple[str, ...]] = field(default_factory=set)
    _places: Counter[int] = field(default_factory=Counter)
    _silent: set[tuple[bool, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        allowed = self.blueprint.responses
        usual = (kind for kind in KINDS.values() if _FORMS.get(kind.name, ResponseForm.CHOICE) in allowed)
        self.one = Maker(self.ground, tuple(kind for kind in usual if kind.study), self.gate)
        self.several = Maker(self.ground, tuple(KINDS[name] for name in _SEVERAL if name in KINDS), self.gate)

    def dropped(self) -> Mapping[str, int]:
        """Why questions were left out, and how many."""
        return self.one.dropped + self.several.dropped

    def share_out(self, targets: Mapping[str, int], number: int, maker: Maker, wanted: Callable[[Card], bool]) -> int:
        """Asks ``number`` questions, from each area by its part of the exam; the number that could not be had."""
        before = len(self.questions)
        for key, part in zip(targets, mix(tuple(targets.values()), max(number, 0)), strict=True):
            self.fill(key, min(part, targets[key] - self.had[key]), maker, wanted)
        for key in targets:  # what an area had not, the next ones may have
            left = number - (len(self.questions) - before)
            self.fill(key, min(left, targets[key] - self.had[key]), maker, wanted)
        return max(number - (len(self.questions) - before), 0)

    def fill(self, area: str, number: int, maker: Maker, wanted: Callable[[Card], bool]) -> None:
        """Asks up to ``number`` more questions of an area."""
        if number <= 0:
            return
        end = self.had[area] + number
        for card, most in self._in_turn(self.pools[area]):
            if card.id in self._cards or not wanted(card) or self._families[card.topic] >= most:
                continue
            self.told(len(self.questions))
            question = self._ask(card, maker)
            if question is not None:
                self._take(card, question, area)
                if self.had[area] == end:
                    return

    def _in_turn(self, pool: Sequence[Card]) -> Iterator[tuple[Card, int]]:
        """Cards by rank, those of domains that were not asked first; each with how much its domain may give."""
        for _, group in groupby(pool, self.rank):
            cards = list(group)
            for most in _FAMILY:
                yield from ((card, self._limit(card, most)) for card in cards)
        yield from ((card, self._limit(card, _MOST_OF_FAMILY)) for card in pool)

    @staticmethod
    def _limit(card: Card, most: int) -> int:
        """A service has many facts that have nothing to do with each other; a domain is one story."""
        return most if card.kind is CardKind.SCENARIO else _VARIANTS

    def _ask(self, card: Card, maker: Maker) -> Question | None:
        """A question of the card that fits the exam, with its key where there are few so far.

        What did not fit once never will: the same draws come again, and the exam only grows.
        """
        asked = (maker is self.several, card.id)
        if asked in self._silent:
            return None
        question = self._draw(card, maker)
        if question is None:
            self._silent.add(asked)
        return question

    def _draw(self, card: Card, maker: Maker) -> Question | None:
        spare: Question | None = None
        if not maker.fitting(card):
            return None
        for attempt in range(_TRIES):
            variant = self.chance.below(f"{card.id}/{attempt}", _VARIANTS)
            question = maker.question(card, variant)
            if question is None or not self._fits(card, question, maker):
                continue
            if self._evens_out(question):
                return question
            spare = spare or question
        return spare

    def _fits(self, card: Card, question: Question, maker: Maker) -> bool:
        form = form_of(question)
        if (form is ResponseForm.MULTIPLE) is not (maker is self.several) or form not in self.blueprint.responses:
            return False
        if self._set.clash(question):
            return False
        if is_scenario(card):  # several stories may turn on one fact, but not have one answer
            return _idea(question) not in self._asked and _answers(question) not in self._answers
        return _idea(question) not in self._asked | self._told

    def _evens_out(self, question: Question) -> bool:
        places = range(len(question.options))
        return len(question.key) != 1 or self._places[question.key[0]] <= min(self._places[at] for at in places)

    def _take(self, card: Card, question: Question, area: str) -> None:
        self.questions.append(replace(question, area=area))
        self.had[area] += 1
        self.scenarios += is_scenario(card)
        (self._told if is_scenario(card) else self._asked).add(_idea(question))
        self._cards.add(card.id)
        self._set.add(question)
        if is_scenario(card):
            self._families[card.topic] += 1
            self._answers.add(_answers(question))
        if len(question.key) == 1:
            self._places[question.key[0]] += 1


def form_of(question: Question) -> ResponseForm | None:
    """How a question is answered; None for a form that no exam has."""
    response = question.response
    if isinstance(response, Choices):
        return ResponseForm.MULTIPLE if len(response.positions) > 1 else ResponseForm.CHOICE
    if isinstance(response, Ordering):
        return ResponseForm.ORDERING
    return ResponseForm.MATCHING if isinstance(response, Matching) else None


def _idea(question: Question) -> str:
    """The attribute or behaviour that a question is about first; its card where it cites none."""
    return ".".join(question.facts[0].split(".")[:2]) if question.facts else question.id


def _answers(question: Question) -> tuple[str, ...]:
    """The right answers of a scenario with its domain."""
    return (question.topic, *sorted(option.text for option in question.options if option.right))
