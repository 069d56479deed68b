"""A mock exam: the exam's mix of areas and forms of answers, from verified questions; one seed, one exam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from studykit.core.card import Card, CardKind
from studykit.core.pack import Area, Blueprint, ResponseForm
from studykit.core.progress import Progress
from studykit.core.question import Question
from studykit.questions.chance import Chance
from studykit.questions.exam_desk import Desk, any_card, is_fact, is_scenario, mix
from studykit.questions.ground import Ground
from studykit.questions.lint import flaws

__all__ = ["MULTIPLE", "Exam", "area_of", "cards_of", "make_exam", "mix"]

MULTIPLE = "multiple response"
"""What ``Exam.short`` calls questions with several right answers."""
_SCENARIOS_IN_TEN = 7
"""Real exams ask mostly scenarios; three in five are promised, the rest is room for areas that have few."""
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Exam:
    """The questions in the order in which they are asked, each with its area of the exam."""

    questions: tuple[Question, ...]
    short: Mapping[str, int]
    """Area (or ``MULTIPLE``) → how many questions it should have had besides; others stand in their place."""
    dropped: Mapping[str, int]
    """Why questions that were made were left out, and how many."""


def area_of(card: Card, blueprint: Blueprint) -> Area | None:
    """The area of an exam to which a card belongs: the one that means it most closely, else the first of several."""
    # A scenario is about its domain, not about each of the facts that decide it.
    names = (card.topic,) if card.kind is CardKind.SCENARIO else (card.topic, *card.facts[:1])
    best = max(blueprint.areas, key=lambda area: area.draws.match(names, card.area), default=None)
    return best if best is not None and best.draws.match(names, card.area) else None


def cards_of(cards: Iterable[Card], blueprint: Blueprint) -> dict[str, list[Card]]:
    """Area → the cards that belong to it."""
    pools: dict[str, list[Card]] = {area.key: [] for area in blueprint.areas}
    for card in cards:
        area = area_of(card, blueprint)
        if area is not None:
            pools[area.key].append(card)
    return pools


def make_exam(
    cards: Iterable[Card],
    ground: Ground,
    blueprint: Blueprint,
    *,
    seed: int,
    count: int | None = None,
    rank: Callable[[Card], float] = lambda _: 0,
    gate: Callable[[Question], tuple[str, ...]] = flaws,
    progress: Progress | None = None,
) -> Exam:
    """An exam of ``count`` questions (as many as the exam has, when None), or as many as there are.

    Within an area, cards of a lower rank come first. No card comes twice, and no idea. ``progress`` is told before each
    card that is tried how many of how many there are; what it raises ends the making.
    """
    total = blueprint.questions if count is None else count
    chance = Chance(f"exam/{blueprint.exam}/{seed}")
    pools = {
        key: sorted(chance.order(f"cards/{key}", pool, lambda card: card.id), key=rank)
        for key, pool in cards_of(cards, blueprint).items()
    }
    desk = Desk(ground, blueprint, chance, pools, rank, gate, _telling(progress, total))
    targets = dict(zip(pools, mix([area.weight for area in blueprint.areas], total), strict=True))
    several = _several(blueprint, total, chance)
    missing = desk.share_out(targets, several, desk.several, any_card)
    desk.share_out(targets, -(-total * _SCENARIOS_IN_TEN // 10) - desk.scenarios, desk.one, is_scenario)
    short: Counter[str] = Counter({MULTIPLE: missing})
    _fill(desk, blueprint, targets, short)
    questions = chance.order("asked", desk.questions, lambda question: question.id)
    return Exam(tuple(questions), {key: number for key, number in short.items() if number}, desk.dropped())


def _telling(progress: Progress | None, total: int) -> Callable[[int], None]:
    return (lambda _: None) if progress is None else (lambda done: progress(done, total))


def _several(blueprint: Blueprint, total: int, chance: Chance) -> int:
    """How many questions have several right answers."""
    if blueprint.multiple is None or ResponseForm.MULTIPLE not in blueprint.responses:
        return 0
    least, most = -(-blueprint.multiple.least * total // _WHOLE), blueprint.multiple.most * total // _WHOLE
    if most < least:  # too few questions for the share to be met: the nearer whole number
        return round((blueprint.multiple.least + blueprint.multiple.most) * total / (2 * _WHOLE))
    return least + chance.below("several", most - least + 1)


def _fill(desk: Desk, blueprint: Blueprint, targets: dict[str, int], short: Counter[str]) -> None:
    """Fills every area; what one cannot give, the others give by their weights."""
    open_areas = list(targets)
    while open_areas:
        for key in open_areas:
            for wanted in (is_fact, any_card):
                desk.fill(key, targets[key] - desk.had[key], desk.one, wanted)
        lacking = {key: targets[key] - desk.had[key] for key in open_areas if desk.had[key] < targets[key]}
        for key, number in lacking.items():
            short[key] += number
            targets[key] = desk.had[key]
            open_areas.remove(key)
        if not lacking:
            return
        weights = [area.weight for area in blueprint.areas if area.key in open_areas]
        for key, more in zip(open_areas, mix(weights, sum(lacking.values())), strict=True):
            targets[key] += more
