"""First answers and memories of a group → its figures, none of which fewer learners than asked for make up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from studykit.core.card import Card, CardKind
from studykit.core.pack import Blueprint
from studykit.core.share import SURE, interval
from studykit.questions.exam import area_of
from studykit.questions.item_analysis import Answered, Item, analyse
from studykit.workflows.stats import fact_asked

LEAST = 5
"""Learners without whom nothing is told; a teacher may ask for more, never for fewer."""
WEAKEST = 10


@dataclass(frozen=True, slots=True)
class Recalled:
    """Chance, 0 to 1, that a learner remembers a card today."""

    learner: str
    card: str
    recall: float


@dataclass(frozen=True, slots=True)
class Part:
    """An area or a topic, at least five learners of the group having answered cards of it."""

    key: str
    title: str
    learners: int
    answers: int
    """First answers."""
    share: float
    """Of them right, 0 to 1."""
    low: float
    """Lower end of the 95 % interval: the wider one of answers and of learners, because theirs hang together."""
    high: float
    recall: float
    """Mean chance of the group to remember its cards today."""


@dataclass(frozen=True, slots=True)
class WeakCard:
    """A card that the group is likely to have forgotten."""

    card: str
    fact: str
    topic: str
    learners: int
    recall: float
    """Mean over those who answered it."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a teacher may see."""

    name: str
    learners: int
    """Who consented and answered at least one of the cards counted."""
    least: int
    answers: int
    cards: int
    """Cards that enough of them answered; nothing else is counted."""
    whole: Part
    areas: tuple[Part, ...]
    """Of the exam, in its order; empty where the pack describes none."""
    topics: tuple[Part, ...]
    """Weakest first."""
    weakest: tuple[WeakCard, ...]
    """At most ten, weakest first."""
    items: tuple[Item, ...]
    """Questions whose answers are judged by the program, by id; those that learners rate themselves are left out."""

    @property
    def flagged(self) -> tuple[Item, ...]:
        """Questions whose figures say that something is wrong with them."""
        return tuple(one for one in self.items if one.flags)


def group_figures(
    name: str,
    answers: Sequence[Answered],
    recalls: Sequence[Recalled],
    cards: Mapping[str, Card],
    blueprint: Blueprint | None,
    *,
    least: int,
) -> Group:
    """The figures of a group of at least ``least`` learners: first answers and recalls, all of cards that are known."""
    areas = () if blueprint is None else blueprint.areas
    of_area = {} if blueprint is None else {card: area_of(found, blueprint) for card, found in cards.items()}
    by_area = _parts(answers, recalls, lambda card: area.key if (area := of_area.get(card)) else "", least)
    by_topic = _parts(answers, recalls, lambda card: cards[card].topic, least)
    whole = _parts(answers, recalls, lambda _: "all", least)["all"]
    judged = {card for card, found in cards.items() if found.kind is not CardKind.DEFINITION}
    return Group(
        name=name,
        learners=whole.learners,
        least=least,
        answers=len(answers),
        cards=len({one.card for one in answers}),
        whole=whole,
        areas=tuple(replace(by_area[area.key], title=area.title) for area in areas if area.key in by_area),
        topics=tuple(sorted(by_topic.values(), key=lambda one: (one.share, one.key))),
        weakest=_weakest(recalls, cards, least),
        items=analyse((one for one in answers if one.card in judged), least),
    )


def shared(answers: Sequence[Answered], least: int) -> list[Answered]:
    """The answers to questions that at least ``least`` learners answered."""
    learners: dict[str, set[str]] = {}
    for one in answers:
        learners.setdefault(one.card, set()).add(one.learner)
    return [one for one in answers if len(learners[one.card]) >= least]


def clustered(right: Sequence[int], asked: Sequence[int]) -> tuple[float, float]:
    """The 95 % interval of a share right, one learner's answers being alike; each learner was asked at least once.

    The ratio estimator over learners with Student's t, never narrower than the interval of independent answers.
    """
    total, number = sum(asked), len(asked)
    share = sum(right) / total
    low, high = interval(sum(right), total)
    if number > 1:
        off = sum((good - share * all_) ** 2 for good, all_ in zip(right, asked, strict=True))
        half = student(number - 1) * sqrt(off * number / (number - 1)) / total
        low, high = min(low, share - half), max(high, share + half)
    return max(low, 0.0), min(high, 1.0)


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t; within 0.3 % from four degrees of freedom on (Cornish and Fisher)."""
    z = SURE
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def _parts(
    answers: Iterable[Answered], recalls: Iterable[Recalled], part_of: Callable[[str], str], least: int
) -> dict[str, Part]:
    """Key → part, of those that enough learners answered."""
    tallies: dict[str, dict[str, _Tally]] = {}
    for one in answers:
        tally = tallies.setdefault(part_of(one.card), {}).setdefault(one.learner, _Tally())
        tally.asked += 1
        tally.right += one.right
    for recalled in recalls:
        tally = tallies.setdefault(part_of(recalled.card), {}).setdefault(recalled.learner, _Tally())
        tally.known += 1
        tally.recall += recalled.recall
    found = {}
    for key, by_learner in tallies.items():
        asked = [one for one in by_learner.values() if one.asked]
        means = [one.recall / one.known for one in by_learner.values() if one.known]
        if len(asked) >= least and len(means) >= least:
            found[key] = _part(key, asked, sum(means) / len(means))
    return found


@dataclass(slots=True)
class _Tally:
    """One learner's answers of a part."""

    asked: int = 0
    right: int = 0
    known: int = 0
    recall: float = 0.0


def _part(key: str, tallies: Sequence[_Tally], recall: float) -> Part:
    right, asked = [one.right for one in tallies], [one.asked for one in tallies]
    low, high = clustered(right, asked)
    return Part(key, key, len(tallies), sum(asked), sum(right) / sum(asked), low, high, recall)


def _weakest(recalls: Iterable[Recalled], cards: Mapping[str, Card], least: int) -> tuple[WeakCard, ...]:
    by_card: dict[str, list[float]] = {}
    for one in recalls:
        by_card.setdefault(one.card, []).append(one.recall)
    weak = [
        WeakCard(card, fact_asked(cards[card]) or card, cards[card].topic, len(some), sum(some) / len(some))
        for card, some in by_card.items()
        if len(some) >= least
    ]
    return tuple(sorted(weak, key=lambda one: (one.recall, one.card))[:WEAKEST])
