"""Which cards to do on a study day so that most is known on the day of the exam.

A second of today is spent where it brings most over what would happen anyway: what a card is worth when it is done
today, less what it is worth when it waits for its own best later day (``price``, ``worth``), weighted by its share of
the exam. New cards come in the blueprint's proportion, as many as bring more than the reviews that they displace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from studykit.core.settings import Break
from studykit.scheduling.curve import DEFAULT, Parameters
from studykit.scheduling.price import ahead, price_of_time
from studykit.scheduling.prospect import COARSE, FINE, Ahead, Prospect, Terms, prospect
from studykit.scheduling.worth import USUAL, Costs, level_of

__all__ = ["Costs", "Planned", "Unseen", "choose", "in_proportion", "price_now", "today"]

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Planned:
    """A card that was learned, as the plan sees it."""

    card: str
    area: str
    weight: float
    """Share of the exam that this card stands for: its area's share divided by the cards of the area."""
    stability: float
    difficulty: float
    day: int
    """Study day of its last review."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A card that was never answered."""

    card: str
    area: str
    weight: float


class Ranked(NamedTuple):
    """A card with what it brings today."""

    gain: float
    """Share of the exam a second, over what waiting brings."""
    card: str
    seconds: float


def today(
    seen: Sequence[Planned],
    unseen: Sequence[Unseen],
    *,
    day: int,
    exam_day: int,
    seconds: float,
    costs: Costs = USUAL,
    parameters: Parameters = DEFAULT,
    breaks: Sequence[Break] = (),
    daily: float | None = None,
) -> tuple[str, ...]:
    """The cards to do on study day ``day`` within ``seconds``, those that bring most a second first.

    ``daily``: seconds of each later day (default: as today). Cards that were answered on ``day`` already, cards without
    weight and cards that bring next to nothing are left out. Nothing on a day of a break and after the exam.
    """
    if exam_day < day or seconds <= 0 or any(day in one for one in breaks):
        return ()
    days = ahead(day, exam_day, seconds, seconds if daily is None else daily, breaks)
    terms = Terms(tuple(parameters), costs)
    price = price_now(seen, unseen, day, days, terms)
    chosen = choose(seen, unseen, day=day, days=days, seconds=seconds, terms=terms, price=price)
    return tuple(one.card for one in chosen)


def price_now(seen: Sequence[Planned], unseen: Sequence[Unseen], day: int, days: Ahead, terms: Terms) -> float:
    """Share of the exam that a second of a later day must bring, for these cards.

    Found for cards that all weigh the mean: weights differ little, and one table serves all.
    """
    cards = [card for card in seen if card.weight > 0]
    fresh = [card.weight for card in unseen if card.weight > 0]
    states = Counter(COARSE.key(card.stability, card.difficulty, day - card.day) for card in cards)
    whole = sum(card.weight for card in cards) + sum(fresh)
    return price_of_time(states, len(fresh), days, terms) * whole / max(len(cards) + len(fresh), 1)


def choose(
    seen: Sequence[Planned],
    unseen: Sequence[Unseen],
    *,
    day: int,
    days: Ahead,
    seconds: float,
    terms: Terms,
    price: float,
) -> list[Ranked]:
    """The cards of a day at a price of time, best first."""
    open_cards = [card for card in seen if card.day < day and card.weight > 0]
    view = prospect(days, terms, FINE)
    reviews = _ranked_reviews(open_cards, day, view, price)
    fresh = [card for card in unseen if card.weight > 0] if days.left else []
    order = in_proportion(fresh, Counter(card.area for card in seen), round(seconds / terms.costs.new_seconds) + 1)
    return _within(seconds, reviews, _ranked_new(order, fresh, view, price))


def _within(seconds: float, reviews: Sequence[Ranked], fresh: Sequence[Ranked]) -> list[Ranked]:
    """Both lists by gain, each in its own order, as long as there is time to begin one."""
    chosen: list[Ranked] = []
    room, at, new = seconds, 0, 0
    while room > 0 and (at < len(reviews) or new < len(fresh)):
        if new < len(fresh) and (at == len(reviews) or fresh[new].gain > reviews[at].gain):
            one, new = fresh[new], new + 1
        else:
            one, at = reviews[at], at + 1
        chosen.append(one)
        room -= one.seconds
    return chosen


def _ranked_reviews(cards: Sequence[Planned], day: int, view: Prospect, price: float) -> list[Ranked]:
    levels = {weight: level_of(price / weight) for weight in {card.weight for card in cards}}
    ranked = []
    for card in cards:
        weight = card.weight
        gain, seconds = view.gain(levels[weight], FINE.key(card.stability, card.difficulty, day - card.day))
        if gain > 0:
            ranked.append(Ranked(weight * gain, card.card, seconds))
    ranked.sort(key=itemgetter(1))
    ranked.sort(key=itemgetter(0), reverse=True)  # where two bring the same, the order of their names stays
    return ranked


def _ranked_new(order: Sequence[Unseen], fresh: Sequence[Unseen], view: Prospect, price: float) -> list[Ranked]:
    """New cards at what they bring on average over all: their order is the blueprint's, not the gain's."""
    whole = 0.0
    for weight, mass in Counter(card.weight for card in fresh).items():
        level = level_of(price / weight)
        whole += weight * mass * (view.table(level).begun(view.left) - view.unseen(level))
    seconds = view.terms.costs.new_seconds
    gain = whole / max(len(fresh), 1) / seconds
    return [Ranked(gain, card.card, seconds) for card in order] if gain > 0 else []


def in_proportion(unseen: Sequence[Unseen], begun: Mapping[str, int], most: int | None = None) -> list[Unseen]:
    """Unseen cards in the order in which to begin them: the area that lags furthest behind its share comes next.

    So after any number of them each area that has cards left is within one card of its share. ``most`` of them.
    """
    queues: dict[str, list[Unseen]] = {}
    for card in unseen:
        queues.setdefault(card.area, []).append(card)
    shares = {
        area: sum(card.weight for card in queue) + queue[0].weight * begun.get(area, 0)
        for area, queue in queues.items()
    }
    counts = {area: begun.get(area, 0) for area in queues}
    places = dict.fromkeys(queues, 0)
    order: list[Unseen] = []
    wanted = len(unseen) if most is None else min(most, len(unseen))
    while len(order) < wanted:
        area = min(queues, key=lambda key: ((counts[key] + _HALF) / shares[key], key))
        order.append(queues[area][places[area]])
        places[area] += 1
        counts[area] += 1
        if places[area] == len(queues[area]):
            del queues[area]
    return order
