"""Questions from what is settled about behaviours, and from notes that disagree, in fields the program never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from studykit.core.attribute import Attribute, Bound, Cited, Past
from studykit.core.behaviour import Behaviour, Choice, Turn
from studykit.core.card import Card, CardKind
from studykit.core.claim import Claim, ClaimKind, Limit
from studykit.core.quantity import UNITS, Dimension, parse_quantity
from studykit.core.relation import Statement
from studykit.core.source import SourceSpan
from studykit.facts.base import Said, build_facts
from studykit.questions.cards import make_cards
from studykit.questions.form_cards import behaviour_cards
from studykit.questions.ground import Ground
from studykit.questions.kinds import KINDS
from studykit.questions.verify import proved
from tests.questions.kinds.note_grounds import asked, tampered

BEHAVIOUR, CONFLICT, SET = KINDS["behaviour"], KINDS["conflict"], KINDS["set"]
FLOATING = ("floats", "sinks", "dissolves", "drifts")


def behaviour(key: str, asks: str, says: Mapping[str, str], right: str, turns: Iterable[Turn] = ()) -> Behaviour:
    choices = tuple(Choice(name, text, ()) for name, text in says.items())
    return Behaviour("harbour", key, asks, (), (), choices, (right,), "harbour rules", turns=tuple(turns), area="sea")


def floating(thing: str, right: tuple[str, ...]) -> Behaviour:
    choices = tuple(Choice(key, f"{thing} {key}.", ()) for key in FLOATING)
    asks = f"What does {thing} do in water?"
    return Behaviour("harbour", f"water.{thing}", asks, (), (), choices, right, subject=(thing.lower(),), area="sea")


BEHAVIOURS = (
    behaviour("light", "Which light is at the port side?", {"red": "A red one.", "green": "A green one."}, "red"),
    behaviour("way", "Who gives way?", {"motor": "The boat with a motor.", "sail": "The boat under sail."}, "motor"),
    behaviour("tide", "How often is high water?", {"two": "Twice a day.", "one": "Once a day."}, "two"),
    behaviour("depth", "From where is depth counted?", {"chart": "From chart datum.", "sea": "From the sea."}, "chart"),
    behaviour(
        "flag",
        "Where is the ensign flown?",
        {"stern": "At the stern.", "bow": "At the bow.", "mast": "At the mast."},
        "stern",
        [Turn("mast", until="1990"), Turn("bow", scope="boats in port")],
    ),
    behaviour("horn", "What do five blasts mean?", {"doubt": "Doubt.", "turn": "A turn.", "help": "A call."}, "doubt"),
    *(floating(thing, ("floats", "drifts")) for thing in ("Cork", "Pine", "Ice", "Oil")),
    *(floating(thing, ("sinks",)) for thing in ("Iron", "Lead", "Slate")),
)


def said(key: str, choice: str, text: str, line: int, note: str = "mine.md") -> Statement:
    return Statement(f"harbour.{key}", choice, Claim(ClaimKind.BEHAVIOUR, text, SourceSpan(note, line, line)))


def limit(value: str, line: int, text: str) -> Limit:
    span = SourceSpan("mine.md", line, line)
    claim = Claim(ClaimKind.BEHAVIOUR, text, span)
    return Limit("harbour", "speed", Bound.MAX, parse_quantity(value), claim, span, known=True)


STAY = Attribute(
    "harbour",
    "speed",
    "time that a guest may stay",
    Dimension.TIME,
    UNITS["min"],
    cited=(Cited(Bound.MAX, parse_quantity("48 h"), "rules", "2026"),),
    history=(Past(Bound.MAX, parse_quantity("24 h"), "2020", "old rules"),),
)


def read(limits: Iterable[Limit] = (), statements: Iterable[Statement] = ()) -> tuple[Ground, tuple[Card, ...]]:
    base = build_facts(Said(tuple(limits), tuple(statements)), [STAY], BEHAVIOURS)
    ground = Ground(base.facts, {}, {"harbour": "The harbour"}, base.behaviours, base.conflicts)
    return ground, (*make_cards(ground, [], "Sea"), *behaviour_cards(base.behaviours, "Sea"))


def test_every_settled_behaviour_is_a_card_and_is_asked() -> None:
    ground, cards = read()
    made = [card for card in cards if card.kind is CardKind.BEHAVIOUR]
    assert {card.facts[0] for card in made} == set(ground.behaviours)
    questions = list(asked(BEHAVIOUR, ground, made))
    assert {question.id for question in questions} == {card.id for card in made}
    assert all(proved(question, ground) for question in questions)
    assert all(question.facts[0] == question.id.removeprefix("behaviour:") for question in questions)
    assert all(fact in ground.behaviours for question in questions for fact in question.facts)


def test_three_answers_are_options_of_their_own_question_and_two_stand_among_others() -> None:
    ground, cards = read()
    stems = {question.id: question.stem for question in asked(BEHAVIOUR, ground, cards)}
    assert stems["behaviour:harbour.horn"] == "The harbour: what do five blasts mean?"
    assert stems["behaviour:harbour.light"] == "Which of these questions is answered rightly?"


def test_an_answer_that_is_right_of_another_scope_is_never_a_wrong_one() -> None:
    ground, cards = read()
    texts = {option.text for question in asked(BEHAVIOUR, ground, cards) for option in question.options}
    assert not any("At the bow" in text for text in texts)
    assert any("At the mast" in text for text in texts)


def test_the_reason_names_the_note_that_says_otherwise_and_until_when_it_was_right() -> None:
    ground, cards = read(statements=[said("flag", "mast", "the ensign is at the mast", 4)])
    reasons = {
        option.reason: option.sources
        for question in asked(BEHAVIOUR, ground, cards)
        for option in question.options
        if "At the mast" in option.text
    }
    for reason, sources in reasons.items():
        assert "It was right until 1990. mine.md:4 says it, and that is outdated." in reason
        assert sources == (SourceSpan("mine.md", 4, 4),)
    assert reasons


def test_a_changed_answer_changes_only_questions_that_cite_it() -> None:
    ground, cards = read()
    turned = replace(ground.behaviours["harbour.tide"], choices=("one",))
    now = replace(ground, behaviours={**ground.behaviours, "harbour.tide": turned}, kept={})
    pairs = 0
    for kind in (BEHAVIOUR, SET):
        before, after = list(asked(kind, ground, cards)), list(asked(kind, now, cards))
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            if one != other:
                pairs += 1
                assert "harbour.tide" in (*one.facts, *other.facts)
    assert pairs


def test_a_set_asks_of_which_things_an_answer_holds() -> None:
    ground, cards = read()
    sets = [card for card in cards if card.kind is CardKind.SET]
    assert {card.id for card in sets} == {
        "set:harbour.water/floats",
        "set:harbour.water/sinks",
        "set:harbour.water/drifts",
    }
    for question in asked(SET, ground, sets):
        right = {option.text for option in question.options if option.right}
        assert right <= ({"Iron", "Lead", "Slate"} if "sinks" in question.stem else {"Cork", "Pine", "Ice", "Oil"})
        assert question.stem.startswith("Which of these ")
        assert proved(question, ground)


def test_an_open_behaviour_is_no_card_and_no_wrong_answer() -> None:
    ground, cards = read()
    opened = {
        name: replace(fact, choices=()) if name.endswith("tide") else fact for name, fact in ground.behaviours.items()
    }
    now = replace(ground, behaviours=opened, kept={})
    assert not any(card.id == "behaviour:harbour.tide" for card in behaviour_cards(opened, "Sea"))
    for question in asked(BEHAVIOUR, now, cards):
        assert not any("high water" in option.text for option in question.options)


LIMITS = (
    limit("48 h", 2, "guests may stay 48 h"),
    limit("24 h", 3, "a guest berth is free for 24 h"),
    limit("72 h", 5, "you can stay 72 h"),
)


def test_disagreeing_notes_are_quoted_and_the_one_that_holds_is_right() -> None:
    ground, cards = read(LIMITS)
    questions = list(asked(CONFLICT, ground, cards))
    for question in questions:
        texts = {option.text: option for option in question.options}
        assert set(texts) == {
            'mine.md:2 says "guests may stay 48 h"',
            'mine.md:3 says "a guest berth is free for 24 h"',
            'mine.md:5 says "you can stay 72 h"',
        }
        assert texts['mine.md:2 says "guests may stay 48 h"'].right
        assert "was right until 2020" in texts['mine.md:3 says "a guest berth is free for 24 h"'].reason
        assert "mistaken" in texts['mine.md:5 says "you can stay 72 h"'].reason
        assert proved(question, ground)
    assert max(Counter(question.key for question in questions).values()) < 0.6 * len(questions)


def test_notes_that_answer_a_question_differently_are_asked_with_two_options() -> None:
    ground, cards = read(
        statements=[said("way", "motor", "motor boats give way", 1), said("way", "sail", "sails wait", 2)]
    )
    for question in asked(CONFLICT, ground, cards):
        assert question.stem == "Your notes answer “Who gives way?” in different ways. Which of them is right?"
        assert len(question.options) == 2
        assert [option.right for option in question.options] == ["motor" in option.text for option in question.options]
    assert list(asked(CONFLICT, ground, cards))


@pytest.mark.parametrize(
    "limits",
    [
        LIMITS[:1],  # nobody disagrees
        LIMITS[1:],  # no note is right
        (LIMITS[0], limit("72 h", 2, "guests may stay 48 h, or was it 72 h")),  # one line says both
        (LIMITS[0], limit("72 h", 5, "long " * 60 + "72 h and again 72 h")),  # too long to show what matters
        (LIMITS[0], limit("72 h", 5, "three days and nights")),  # the figure is not to be seen
        (LIMITS[0], limit("72 h", 5, "stay \u202e72 h")),  # signs that turn text around
    ],
)
def test_what_cannot_be_quoted_fairly_is_not_asked(limits: tuple[Limit, ...]) -> None:
    ground, cards = read(limits)
    assert not list(asked(CONFLICT, ground, cards))


@pytest.mark.parametrize("kind", [BEHAVIOUR, CONFLICT, SET])
def test_a_question_that_was_tampered_with_is_never_proved(kind: object) -> None:
    ground, cards = read(LIMITS)
    chosen = next(one for one in (BEHAVIOUR, CONFLICT, SET) if one is kind)
    questions = list(asked(chosen, ground, cards, draws=8))
    assert questions
    for question in questions:
        assert not any(chosen.proved(other, ground) for other in tampered(question))
