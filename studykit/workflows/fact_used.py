"""What depends on a fact: rules, domains, cards, and wrong answers of questions; and practising those cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.card import Card, CardKind
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.progress import Progress, silent
from studykit.core.quantity import Quantity
from studykit.core.source import SourceSpan
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.rules.domain import Domain
    from studykit.workflows.library import Library
    from studykit.workflows.showing import Showing
    from studykit.workflows.study import Study

_QUESTIONS = 10
"""Of one session over a fact."""


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule whose condition rests on the fact, itself or by something worked out from it."""

    domain: str
    rule: str
    because: str
    """Why its outcome follows, in the words of the domain."""


@dataclass(frozen=True, slots=True)
class DomainUse:
    """A domain that cites the fact: in a rule, as the end of a range, or as what is set when nothing is."""

    id: str
    title: str
    rules: int
    """How many of its rules rest on it."""


@dataclass(frozen=True, slots=True)
class CardUse:
    """A card that asks for the fact or cannot be answered without it."""

    id: str
    kind: CardKind
    front: str


@dataclass(frozen=True, slots=True)
class WrongUse:
    """A wrong value that questions offer because somebody believes it."""

    value: str
    why: str
    sources: tuple[SourceSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """Everything that depends on a fact."""

    rules: tuple[RuleUse, ...]
    domains: tuple[DomainUse, ...]
    cards: tuple[CardUse, ...]
    wrong: tuple[WrongUse, ...]

    @property
    def summary(self) -> str:
        """``2 rules · 1 domain · 3 cards · 2 wrong answers``, without those of which there are none."""
        counts = ((self.rules, "rule"), (self.domains, "domain"), (self.cards, "card"), (self.wrong, "wrong answer"))
        return " · ".join(count(len(those), noun) for those, noun in counts if those)


def used_by(library: Library, name: str, progress: Progress) -> Used:
    """What depends on the fact or behaviour with an id.

    It looks through every card and may take a moment: ``progress`` is told how many of how many were looked at.
    """
    domains = [judge.domain for judge in library.judges().values() if name in judge.domain.facts]
    rules = {domain.id: tuple(_rules(domain, name)) for domain in domains}
    fact = library.base.facts.get(name)
    wrong = dict[str, WrongUse]()
    for one in (*(_believed(fact) if fact else ()), *_misconceived(domains, name)):
        wrong.setdefault(one.value, one)
    return Used(
        tuple(rule for those in rules.values() for rule in those),
        tuple(DomainUse(one.id, one.title, len(rules[one.id])) for one in domains),
        tuple(CardUse(card.id, card.kind, card.front.split("\n")[0]) for card in _cards(library, name, progress)),
        tuple(wrong.values()),
    )


def practise_fact(study: Study, name: str) -> tuple[Showing, ...]:
    """Questions of the cards that ask for a fact, other ones each time; none where nothing can be proved."""
    from studykit.questions.quiz import make_quiz

    cards = tuple(_cards(study.library, name, silent))
    seed = study.clock().toordinal() * 1000 + study.store.counts(study.day).answers
    quiz = make_quiz(cards, study.library.ground(), count=_QUESTIONS, seed=seed)
    return study.showings(quiz.questions)


def practise_card(study: Study, card: str) -> tuple[Showing, ...]:
    """A question of one card, by the id that the library gives it; none where nothing can be proved."""
    found = study.library.cards.named(card)
    memory = study.memory(study.names.get(card, card))
    made = study.library.question(found, memory.reps if memory else 0) if found is not None else None
    return study.showings(() if made is None else (made,))


def _cards(library: Library, name: str, progress: Progress) -> Iterator[Card]:
    """The cards that rest on a fact: those that ask for it alone first."""
    found = [card for card in library.cards.mentioning(name, progress) if name in card.facts]
    return iter(sorted(found, key=lambda card: len(card.facts)))


def _rules(domain: Domain, name: str) -> Iterator[RuleUse]:
    behind = _behind(domain)
    for rule in domain.rules:
        if rule.when is not None and any(name in behind(one) for one in rule.when.names):
            yield RuleUse(domain.id, rule.id, rule.because)


def _behind(domain: Domain) -> Callable[[str], frozenset[str]]:
    """Gives for a name of a domain all names that it is worked out from, itself included."""
    made_from: Mapping[str, tuple[str, ...]] = {one.name: _names(one) for one in domain.derived}
    known: dict[str, frozenset[str]] = {}

    def names(name: str) -> frozenset[str]:
        if name not in known:
            known[name] = frozenset((name,))  # nothing is worked out from itself
            given = domain.inputs.get(name)
            below = made_from.get(name) or made_from.get(name.partition(".")[0], ())
            ends = (given.source,) if given is not None and given.source else ()
            known[name] = frozenset((name, *ends)).union(*(names(one) for one in below))
        return known[name]

    return names


def _names(derived: object) -> tuple[str, ...]:
    from studykit.rules.domain import Call, Derived

    if isinstance(derived, Derived):
        return derived.expression.names
    return derived.names if isinstance(derived, Call) else ()


def _believed(fact: Fact) -> Iterator[WrongUse]:
    """Values that notes have wrongly, and those that were right once."""
    lines: dict[str, list[SourceSpan]] = {}
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        if standing in (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED):
            lines.setdefault(str(limit.quantity), []).append(limit.span)
    for value, spans in lines.items():
        yield WrongUse(value, f"{spans[0]} says so", tuple(spans))
    if fact.exam_differs:
        yield WrongUse(str(fact.exam_value), "exams of the day still ask it")
    for past in fact.history:
        yield WrongUse(str(past.quantity), f"held until {past.until}")


def _misconceived(domains: list[Domain], name: str) -> Iterator[WrongUse]:
    for domain in domains:
        for one in domain.misconceptions:
            value: Quantity | None = one.change.get(name)
            if value is not None:
                yield WrongUse(str(value), f"belief {one.id} of {domain.id}")
