"""The gate of quality names what is poor about a question, and lets the nearest good one pass."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.quantity import parse_quantity
from studykit.core.question import Question
from studykit.core.response import Choices, Matching, Option, Ordering, Pair, Placed, Response, Slip, Typed
from studykit.questions.lint import WHY, flaws, why

ASKED = "Amazon SQS: what happens to a message that nobody deletes?"
SITUATION = (
    "A bakery keeps its dough in a warm room and bakes it in an oven of stone. The baker sets the rest of the dough to "
    "3 h and the heat to 40 min, and puts in two trays at once. Somebody opens the door after ten minutes. "
)
OUTCOMES = ("The loaves are pale.", "The loaves are burnt.", "The loaves are done.", "The loaves are raw.")


def question(stem: str, response: Response, kind: str = "behaviour") -> Question:
    return Question("card:1", kind, "sqs", "development", 0, stem, response, (), ())


def choice(*texts: str, stem: str = ASKED, kind: str = "behaviour", right: str = "A") -> Question:
    options = (Option(text, "ABCDEF"[at] in right, "because") for at, text in enumerate(texts))
    return question(stem, Choices(tuple(options)), kind)


def scenario(stem: str, *texts: str) -> Question:
    return choice(*(texts or OUTCOMES), stem=stem, kind="scenario")


KEPT = ("It comes back.", "It moves on.", "It goes away.", "It stays hidden.")
LIMITS = ("10 s", "20 s", "30 s", "40 s")
VALUE = "Amazon SQS: what is the default time that a received message stays hidden?"


def limit(*texts: str, stem: str = VALUE) -> Question:
    return choice(*texts, stem=stem, kind="limit", right="C")


POOR_AND_FAIR: list[tuple[str, Question, Question]] = [
    ("empty text", choice("It comes back.", " "), choice("It comes back.", "It goes.")),
    ("repeated text", choice("It goes.", "it goes."), choice("It goes.", "It goes on.")),
    ("control character", choice("It\u202e goes.", "It stays."), choice("It – goes.", "It stays.")),
    ("control character", choice(*KEPT, stem="Why\x07?"), choice(*KEPT, stem="Why?")),
    (
        "unfilled place",
        choice(*KEPT, stem="What happens after {timeout}?"),
        choice(*KEPT, stem='What happens to {"total": [1]} at /users/{id} with ${stage}?'),
    ),
    ("no closing question", choice(*KEPT, stem="Say what happens."), choice(*KEPT, stem="What happens?")),
    (
        "no closing question",
        choice(*KEPT, stem="What happens? It is late."),
        choice(*KEPT, stem="It is late. What now?"),
    ),
    (
        "several questions",
        choice(*KEPT, stem="Is it late? What happens?"),
        choice(*KEPT, stem="A client asks for /a?x=1 on cron(0 12 ? * MON). What happens?"),
    ),
    (
        "number not asked",
        choice(*KEPT, stem="What happens?", right="AB"),
        choice(*KEPT, stem="What happens? Choose TWO.", right="AB"),
    ),
    (
        "number not asked",
        choice(*KEPT, stem="What happens? Choose TWO.", right="ABC"),
        choice(*KEPT, stem="What happens? Choose THREE.", right="ABC"),
    ),
    (
        "small not",
        choice(*KEPT, stem="Which of these does not happen?"),
        choice(*KEPT, stem="Which of these does NOT happen?"),
    ),
    (
        "small not",
        choice(*KEPT, stem="Amazon SQS: what happens except this?"),
        choice(*KEPT, stem="What happens to a message that is not deleted?"),
    ),
    (
        "small not",
        choice(*KEPT, stem="Amazon SQS: which of these is not so?"),
        choice(*KEPT, stem="Which change leads to this: the message is not lost, although “not” is said?"),
    ),
    ("short stem", scenario("It is late. What happens?"), scenario(f"{SITUATION}What happens?")),
    ("long stem", scenario(f"{SITUATION * 2}What happens?"), scenario(f"{SITUATION}What happens to the loaves now?")),
    ("mixed options", choice("10 s", "It goes."), choice("10 s", "20 s")),
    ("mixed options", limit("10", "20 s", "30 s", "40 s"), limit(*LIMITS)),
    ("not ascending", limit("10 s", "1 min", "30 s", "40 s"), limit("10 s", "20 s", "30 s", "1 min")),
    ("key in stem", limit(*LIMITS, stem=f"{VALUE[:-1]}, 30 s?"), limit(*LIMITS, stem=f"{VALUE[:-1]}, 130 s?")),
    ("key in stem", limit("1", "2", "3", "4", stem="Is 3 it?"), limit("1", "2", "3", "4", stem="Is 3,000 or 0.3 it?")),
    ("uneven start", choice("it goes.", "It stays."), choice("maxReceives counts it.", "It stays where it is.")),
    ("uneven end", choice("It goes", "It stays."), choice("It goes.", "It stays.")),
    ("overlapping ranges", choice("1–5 min", "4 to 6 min"), choice("1–5 min", "6 to 9 min")),
    ("overlapping ranges", choice("up to 10 s", "at least 10 s"), choice("up to 10 s", "more than 10 s")),
    ("overlapping ranges", choice("less than 1 min", "45 s or more"), choice("less than 1 min", "60 s or more")),
    ("option about options", choice("It goes.", "All of the above."), choice("All of them stay.", "All of them go.")),
    ("option about options", choice("It goes.", "A and C."), choice("It goes.", "A and C records change.")),
    (
        "absolute",
        choice("It goes.", "It never goes.", "It always stays.", "It fails."),
        choice("It goes.", "It never goes.", "It stays.", "It fails."),
    ),
    (
        "absolute",
        choice("It goes.", "It never goes.", "It always stays.", "It fails."),
        choice("It goes only once.", "It never goes.", "It always stays.", "It fails."),
    ),
    (
        "clue word",
        choice("Somebody deletes it.", "It moves on.", "It goes away.", "It stays hidden."),
        choice("Somebody deletes it.", "It moves on.", "Nothing deletes it.", "It stays hidden."),
    ),
    (
        "clue word",
        scenario(f"{SITUATION}What happens?", "The baker opens the stone oven.", *OUTCOMES[1:]),
        scenario(f"{SITUATION}What happens?", "The baker frowns.", *OUTCOMES[1:]),
    ),
    (
        "long key",
        choice("It comes back after a while, when the time is over.", *KEPT[1:]),
        choice("It comes back later.", *KEPT[1:]),
    ),
    (
        "told order",
        question("In which order?", Ordering((Placed("First, it rests.", 1, ""), Placed("It bakes.", 2, "")))),
        question("In which order?", Ordering((Placed("First rest of all.", 1, ""), Placed("It bakes.", 2, "")))),
    ),
    (
        "one match",
        question("Which?", Matching((Pair("Rye", 0, ""), Pair("Spelt", 0, "")), ("sour", "sweet"))),
        question("Which?", Matching((Pair("Rye", 0, ""), Pair("Spelt", 1, "")), ("sour", "sweet"))),
    ),
    (
        "clue word",
        question(
            "Which?", Matching((Pair("Heating", 0, ""), Pair("Resting", 1, "")), ("the oven heats", "the dough rests"))
        ),
        question("Which?", Matching((Pair("Heating", 0, ""), Pair("Rest", 1, "")), ("in the oven", "a pause"))),
    ),
    (
        "tolerance not told",
        question("How long?", Typed(parse_quantity("10 s"), Fraction(1, 10), "")),
        question("How long (within 10 %)?", Typed(parse_quantity("10 s"), Fraction(1, 10), "")),
    ),
    (
        "key in stem",
        question("Is it 10 s, or how long?", Typed(parse_quantity("10 s"), 0, "")),
        question("Is it 110 s, or how long?", Typed(parse_quantity("10 s"), 0, "")),
    ),
    (
        "right slip",
        question("How long?", Typed(parse_quantity("60 s"), 0, "", (Slip(parse_quantity("1 min"), ""),))),
        question("How long?", Typed(parse_quantity("60 s"), 0, "", (Slip(parse_quantity("1 h"), ""),))),
    ),
]


@pytest.mark.parametrize(("flaw", "poor", "fair"), POOR_AND_FAIR)
def test_a_flaw_is_named_and_the_nearest_fair_question_passes(flaw: str, poor: Question, fair: Question) -> None:
    assert flaw in flaws(poor)
    assert not flaws(fair)


def test_every_flaw_has_a_sentence_and_a_question_that_shows_it() -> None:
    assert {flaw for flaw, _, _ in POOR_AND_FAIR} == set(WHY)
    assert all(why(flaw).endswith(".") for flaw in WHY)


@given(st.permutations(KEPT))
def test_flaws_of_sentences_do_not_depend_on_the_order_of_the_options(texts: list[str]) -> None:
    key = texts.index(KEPT[0])
    assert flaws(choice(*texts, right="ABCD"[key])) == flaws(choice(*KEPT))


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=6))
def test_quantities_pass_just_when_they_ascend(figures: list[int]) -> None:
    made = choice(*(f"{figure:,} s" for figure in figures), stem="How long is it?", kind="limit")
    ascend = figures == sorted(set(figures))
    assert ("not ascending" in flaws(made)) is not ascend


@given(st.text(max_size=200), st.lists(st.text(max_size=60), min_size=2, max_size=6))
def test_any_text_is_judged_and_only_with_known_names(stem: str, texts: list[str]) -> None:
    for kind in ("limit", "scenario"):
        assert set(flaws(choice(*texts, stem=stem, kind=kind))) <= set(WHY)


@given(st.integers(20, 80))
def test_the_stem_of_a_scenario_has_35_to_60_words(words: int) -> None:
    stem = f"{' '.join(['Dough'] * (words - 2))}. What happens?"
    found = {"short stem", "long stem"} & set(flaws(scenario(stem)))
    assert bool(found) is not (35 <= words <= 60)
    assert not {"short stem", "long stem"} & set(flaws(replace(scenario(stem), kind="definition")))
