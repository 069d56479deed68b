"""Cards → verified questions; the same seed gives the same ones on any machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studykit.core.card import Card, CardKind
from studykit.core.progress import Progress, silent
from studykit.core.question import Question
from studykit.questions.apart import Places
from studykit.questions.chance import Chance
from studykit.questions.difficulty import estimate, level
from studykit.questions.ground import Ground
from studykit.questions.kind import Kind
from studykit.questions.kinds import KINDS
from studykit.questions.lint import flaws
from studykit.questions.together import GIVES_AWAY, SAME_IDEA, SEVERAL_VALUES, Set, tells_another
from studykit.questions.verify import proved

_DRAWS = 12
"""Tries for one variant before it is given up."""
_TRIES = 4
"""Variants of a card that are tried for a question which fits into the quiz."""
_VARIANTS = 1_000_000
_SCENARIOS = 0.45
"""Share of scenarios in a mixed quiz, as long as there are any."""
NOT_PROVED = "not proved"


@dataclass(frozen=True, slots=True)
class Quiz:
    """A set of questions, all proved."""

    questions: tuple[Question, ...]
    dropped: Mapping[str, int]
    """Why questions that were made were left out, and how many."""


@dataclass(slots=True)
class Maker:
    """Makes questions of cards; what cannot be proved or has a flaw is dropped and counted, never repaired."""

    ground: Ground
    kinds: tuple[Kind, ...] = tuple(KINDS.values())
    flaws: Callable[[Question], tuple[str, ...]] = flaws
    """The gate: names of the flaws of a question."""
    hardness: Callable[[Question], float] = estimate
    """How difficult a question is, from 0 to 1."""
    dropped: Counter[str] = field(default_factory=Counter)
    _fitting: dict[str, tuple[Kind, ...]] = field(default_factory=dict)

    def only(self, wanted: Callable[[Kind], bool]) -> Maker:
        """A maker of some of the kinds, which counts what it drops with this one."""
        return replace(self, kinds=tuple(kind for kind in self.kinds if wanted(kind)), _fitting={})

    def fitting(self, card: Card) -> tuple[Kind, ...]:
        """The kinds that may be able to ask a card."""
        if card.id not in self._fitting:
            self._fitting[card.id] = tuple(kind for kind in self.kinds if kind.fits(card, self.ground))
        return self._fitting[card.id]

    def question(self, card: Card, variant: int) -> Question | None:
        """The card's question of a variant; None when none of a few tries can be proved.

        The kinds are tried in an order by chance, each as often as its weight says; one that has nothing to ask of
        this card is not tried again.
        """
        fitting = list(self.fitting(card))
        chance = Chance(f"{card.id}/{variant}")
        for draw in range(_DRAWS):
            if not fitting:
                return None
            kind = fitting[chance.weighted(f"kind/{draw}", [one.weight for one in fitting])]
            question = kind.ask(card, self.ground, Chance(f"{card.id}/{variant}/{draw}"))
            if question is None:
                fitting.remove(kind)
            elif self._passes(question):
                return _variant(question, variant, self.hardness(question))
        return None

    def _passes(self, question: Question) -> bool:
        if not proved(question, self.ground):
            self.dropped[NOT_PROVED] += 1
            return False
        found = self.flaws(question) if KINDS[question.kind].ours else ()
        if not found and tells_another(question, self.ground.facts):
            found = (GIVES_AWAY,)
        self.dropped.update(found[:1])
        return not found


def _variant(one: Question, variant: int, difficulty: float) -> Question:
    """The question with its number; ``replace`` looks at every field again, for every question."""
    shown = (one.stem, one.response, one.facts, one.sources)
    return Question(one.id, one.kind, one.topic, one.area, variant, *shown, difficulty)


def make_question(card: Card, ground: Ground, variant: int) -> Question | None:
    """The card's question of a variant; None when none of a few tries can be proved.

    The first one, of a card that was never seen, is answered by choosing where that can be.
    """
    maker = Maker(ground, kinds_named())
    chosen = maker.only(lambda kind: not kind.recall).question(card, variant) if variant == 0 else None
    return chosen or maker.question(card, variant)


def kinds_named(name: str = "") -> tuple[Kind, ...]:
    """The kinds of questions that are drawn; only one when it is named."""
    return tuple(kind for kind in KINDS.values() if (kind.name == name if name else kind.study))


def make_quiz(
    cards: Iterable[Card],
    ground: Ground,
    *,
    count: int,
    seed: int,
    topic: str = "",
    kind: str = "",
    difficulty: str = "",
    rank: Callable[[Card], float] = lambda _: 0,
    hardness: Callable[[Question], float] = estimate,
    progress: Progress = silent,
) -> Quiz:
    """``count`` questions, or as many as there are; no card twice before every card was asked.

    Cards of a lower rank come first; ``hardness`` says how difficult a question is (by its structure, or by what was
    answered too); ``progress`` is told how many of how many questions there are.
    """
    desk = _Desk(Maker(ground, kinds_named(kind), hardness=hardness), Chance(f"quiz/{seed}"), difficulty)
    pool = [card for card in cards if about(card, topic)]
    questions: list[Question] = []
    turn = 0
    while pool and len(questions) < count:
        order = tuple(_in_turn(pool, desk.chance, turn, rank))
        desk.begin(order, turn)
        empty: set[str] = set()
        for card in order:
            question = desk.question(card, turn)
            if question is not None:
                questions.append(question)
                progress(len(questions), count)
                if len(questions) == count:
                    break
            elif not desk.postponed:
                empty.add(card.id)  # it has nothing new to ask in this quiz
        else:
            if not desk.taken:
                break
        pool = [card for card in pool if card.id not in empty]
        turn += 1
    return Quiz(tuple(questions), desk.maker.dropped)


@dataclass(slots=True)
class _Desk:
    """Where a quiz is put together.

    In a mixed quiz no question gives way to what another one asks, so that a changed fact changes only those that cite
    it: questions for the values of several facts stand at places of their own.
    """

    maker: Maker
    chance: Chance
    difficulty: str
    set: Set = field(default_factory=Set)
    taken: int = 0
    """Questions of this turn."""
    postponed: bool = False
    """True when the last card had a question that does not stand beside those of this turn."""
    _one: Maker = field(init=False)
    _several: Maker = field(init=False)
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        self._one = self.maker.only(lambda kind: kind.name not in SEVERAL_VALUES)
        self._several = self.maker.only(lambda kind: kind.name in SEVERAL_VALUES)

    def begin(self, order: Sequence[Card], turn: int) -> None:
        """Begins a turn through cards in this order."""
        self.set.begin()
        self.taken = 0
        self._places = Places(order, self.maker.ground, Chance(f"{self.chance.number(f'places/{turn}')}"))

    def question(self, card: Card, turn: int) -> Question | None:
        """A question of a card that fits into the quiz."""
        self.postponed = False
        mixed = self._one.kinds and self._several.kinds
        if not mixed or card.kind is not CardKind.LIMIT:
            return self._drawn(card, f"{card.id}/{turn}", self.maker, self.set.repeats if mixed else self.set.clash)
        found = None
        if self._places.hosts(card):
            found = self._drawn(card, f"{card.id}/{turn}/several", self._several, lambda one: self._beside(card, one))
        return found or self._drawn(card, f"{card.id}/{turn}", self._one, self.set.repeats)

    def _beside(self, card: Card, question: Question) -> str:
        """What is wrong with asking for several values here."""
        return SAME_IDEA if self._places.near(card, question) else self.set.repeats(question)

    def _drawn(self, card: Card, name: str, maker: Maker, clash: Callable[[Question], str]) -> Question | None:
        for attempt in range(_TRIES):
            question = maker.question(card, self.chance.below(f"{name}/{attempt}", _VARIANTS))
            if question is None:
                return None
            if self.difficulty and level(question.difficulty) != self.difficulty:
                continue
            if not clash(question):
                self.set.add(question)
                self.taken += 1
                return question
            self.postponed = True
        return None


def _in_turn(pool: Sequence[Card], chance: Chance, turn: int, rank: Callable[[Card], float]) -> Iterator[Card]:
    """Every card once, in an order by chance: scenarios as often as other cards while there are both."""
    order = chance.order(f"turn/{turn}", pool, lambda card: card.id)
    order.sort(key=rank)
    scenarios = [card for card in order if card.kind is CardKind.SCENARIO]
    others = [card for card in order if card.kind is not CardKind.SCENARIO]
    at = 0
    while scenarios and others:
        of = scenarios if chance.share(f"turn/{turn}/{at}") < _SCENARIOS else others
        yield of.pop(0)
        at += 1
    yield from scenarios
    yield from others


def about(card: Card, topic: str) -> bool:
    """True for a card of a service, a domain, or one that cites a fact of it."""
    return (
        not topic
        or f"{card.topic}.".startswith(f"{topic}.")
        or any(f"{fact}.".startswith(f"{topic}.") for fact in card.facts)
    )
