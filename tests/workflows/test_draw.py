"""A learner's quiz: unseen before seen, weak topics more often, difficulty by what was answered."""

from __future__ import annotations

from studykit.core.card import Card, CardKind
from studykit.questions.quiz import Maker, kinds_named
from studykit.workflows.draw import draw_order
from studykit.workflows.library import Library


def cards(*topics: str) -> list[Card]:
    return [
        Card(f"limit:{topic}.{at}", CardKind.LIMIT, "Deck", topic, "", "front", "back", (), ())
        for topic in topics
        for at in range(40)
    ]


def test_what_was_never_seen_comes_before_what_was() -> None:
    all_of_them = cards("kiln", "loom")
    seen = {card.id for card in all_of_them[::3]}
    rank = draw_order({card.id: card.topic for card in all_of_them}, {}, seen, seed=1)
    order = [card.id in seen for card in sorted(all_of_them, key=rank)]
    assert order == sorted(order)


def test_a_topic_that_is_always_wrong_is_drawn_more_often_and_none_is_left_out() -> None:
    all_of_them = cards("kiln", "loom", "new")
    topics = {card.id: card.topic for card in all_of_them}
    tallies = {"limit:kiln.0": (20, 0), "limit:loom.0": (20, 20)}
    drawn = {"kiln": 0, "loom": 0, "new": 0}
    for seed in range(200):
        rank = draw_order(topics, tallies, (), seed)
        for card in sorted(all_of_them, key=rank)[:12]:
            drawn[card.topic] += 1
    assert drawn["kiln"] > drawn["new"] > drawn["loom"] > 0
    assert drawn["kiln"] > 3 * drawn["loom"]


def test_one_slip_is_no_weakness() -> None:
    all_of_them = cards("kiln", "loom")
    topics = {card.id: card.topic for card in all_of_them}
    drawn = {"kiln": 0, "loom": 0}
    for seed in range(200):
        rank = draw_order(topics, {"limit:kiln.0": (1, 0)}, (), seed)
        for card in sorted(all_of_them, key=rank)[:12]:
            drawn[card.topic] += 1
    assert drawn["kiln"] < 2 * drawn["loom"]


def test_the_same_seed_draws_the_same_cards() -> None:
    all_of_them = cards("kiln", "loom")
    topics = {card.id: card.topic for card in all_of_them}
    one, again, other = (draw_order(topics, {}, (), seed) for seed in (3, 3, 4))
    assert [one(card) for card in all_of_them] == [again(card) for card in all_of_them]
    assert [one(card) for card in all_of_them] != [other(card) for card in all_of_them]


def test_questions_can_be_asked_with_the_values_that_exams_still_ask(library: Library) -> None:
    moved = [fact for fact in library.built.declared.values() if fact.exam_differs]
    assert moved, "no value of the pack has moved lately, so this tests nothing"
    today, exam = library.ground(), library.ground(as_exam=True)
    for fact in moved:
        assert today.facts[fact.id].quantity == fact.current_value
        assert exam.facts[fact.id].quantity == fact.exam_value
        for name in exam.judges:
            if fact.id in exam.judges[name].domain.facts:
                assert exam.judges[name].values[fact.id] == fact.exam_value
                assert today.judges[name].values[fact.id] == fact.current_value
    card = next(card for card in library.cards if card.id == f"limit:{moved[0].id}")
    keys = []
    for ground in (today, exam):
        question = Maker(ground, kinds_named("limit")).question(card, 0)
        assert question is not None
        keys.append(question.options[question.key[0]].text)
    assert keys[0] != keys[1]
