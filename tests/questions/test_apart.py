"""Values are asked for together at places of their own, which no value decides."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from studykit.core.card import Card
from studykit.core.quantity import Dimension
from studykit.questions.apart import Places
from studykit.questions.cards import make_cards
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.quiz import make_quiz
from studykit.questions.together import SEVERAL_VALUES, asked
from tests.questions.kinds.fact_grounds import ground_of, small

PART = 4


def in_order(ground: Ground, seed: int) -> list[Card]:
    return Chance(f"order/{seed}").order("cards", make_cards(ground, [], "Deck"), lambda card: card.id)


def hosts(ground: Ground, seed: int) -> dict[Dimension, list[int]]:
    """The places where several values are asked for, by dimension."""
    order = in_order(ground, seed)
    places = Places(order, ground, Chance(str(seed)))
    found: dict[Dimension, list[int]] = defaultdict(list)
    for at, card in enumerate(order):
        if places.hosts(card):
            found[ground.facts[card.facts[0]].attribute.dimension].append(at)
    return found


def test_no_two_that_could_ask_for_one_value_stand_near_each_other() -> None:
    far = len(in_order(small(), 0)) // PART
    found = [places for seed in range(20) for places in hosts(small(), seed).values()]
    assert any(len(places) > 1 for places in found)
    assert all(later - earlier >= far for places in found for earlier, later in pairwise(places))


def test_changed_values_move_nothing() -> None:
    changed = ground_of({"kiln.firing.max": "800 s", "kiln.shelves.max": "9", "loom.spool.max": "300 KB"})
    assert all(hosts(small(), seed) == hosts(changed, seed) for seed in range(20))


def test_a_value_is_near_when_its_own_card_is() -> None:
    ground, order = small(), in_order(small(), 1)
    first = next(card for card in order if card.facts == ("kiln.firing.max",))
    rest = [card for card in order if card is not first]
    asks = (KINDS["matching"].ask(first, ground, Chance(str(draw))) for draw in range(40))
    question = next(one for one in asks if one is not None and len(asked(one)) > 1)
    others = [card for card in rest if card.facts[0] in asked(question)]
    apart = [card for card in rest if card not in others]
    assert Places([first, *others, *apart], ground, Chance("")).near(first, question)
    assert not Places([first, *apart, *others], ground, Chance("")).near(first, question)
    assert not Places([first, *apart], ground, Chance("")).near(first, question)


def test_a_quiz_asks_for_several_values_too_and_no_card_waits_for_it() -> None:
    cards = make_cards(small(), [], "Deck")
    kinds: set[str] = set()
    for seed in range(10):
        turn = make_quiz(cards, small(), count=len(cards), seed=seed).questions
        assert {one.id for one in turn} == {card.id for card in cards}
        kinds.update(one.kind for one in turn)
    assert kinds >= SEVERAL_VALUES
