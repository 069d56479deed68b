"""The figures of a set show what no single question shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.question import Question
from studykit.core.response import Choices, Option
from studykit.questions.figures import bad, figures, upper_share

WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron")


def question(at: int, key: int, *, longest: bool = False, options: int = 4, right: int = 1) -> Question:
    """A plain question with its key at one place; no two share a card or a stem."""
    keys = {(key + more) % options for more in range(right)}
    texts = [f"It is {WORDS[(at + place) % len(WORDS)]} wood." for place in range(options)]
    if longest:
        texts[key] = f"It is dark {WORDS[(at + key) % len(WORDS)]} wood."
    shown = tuple(Option(text, place in keys, "") for place, text in enumerate(texts))
    told = " Choose TWO." if right > 1 else ""
    stem = f"Which wood is asked for here, after {'x' * at} felled trees?{told}"
    return Question(f"card:{at}", "behaviour", "", "", 0, stem, Choices(shown), (), ())


def even(count: int) -> list[Question]:
    return [question(at, at % 4, longest=at % 5 == 0) for at in range(count)]


def test_an_even_set_has_nothing_outside_its_bounds() -> None:
    found = figures(even(200))
    assert found.positions == ((4, (50, 50, 50, 50)),)
    assert found.key_longest == pytest.approx(0.2)
    assert found.positions_chance == 1
    assert not bad(found)


def test_keys_that_are_the_longest_too_often_are_seen() -> None:
    poor = [question(at, at % 4, longest=at % 5 < 2) for at in range(200)]
    assert figures(poor).key_longest == pytest.approx(0.4)
    assert bad(figures(poor)) == ("the key is the longest option in 40%, more than 30%",)


def test_keys_that_stand_at_one_place_too_often_are_seen() -> None:
    poor = [question(at, at % 4 if at % 3 else 1) for at in range(200)]
    assert figures(poor).positions_chance < 0.01
    assert len(bad(figures(poor))) == 1
    assert "positions" in bad(figures(poor))[0]


def test_an_exam_has_its_share_of_several_answers() -> None:
    few = even(190) + [question(200 + at, at % 5, options=5, right=2) for at in range(10)]
    right = even(174) + [question(200 + at, at % 5, options=5, right=2) for at in range(26)]
    assert figures(right).multiple == pytest.approx(0.13)
    assert not bad(figures(right), exam=True)
    assert bad(figures(few), exam=True)
    assert not bad(figures(few))


def test_flaws_and_clashes_are_counted() -> None:
    one, other, *rest = even(60)
    again = replace(other, id="card:else")
    poor = replace(one, stem="Say which.")
    found = figures([poor, other, *rest, again])
    assert found.flaws == (("no closing question", 1),)
    assert found.clashes == (("asked before", 1),)
    assert found.rounds == 1
    assert found.cards == 61


def test_a_card_that_comes_again_begins_a_round() -> None:
    first = even(30)
    second = [replace(one, stem=one.stem.replace("here", "there")) for one in first]
    found = figures([*first, *second])
    assert found.rounds == 2
    assert not found.clashes


def test_a_clash_near_the_end_of_a_round_may_be_one_of_two_rounds_and_counts_for_nothing() -> None:
    first = even(30)
    again = replace(first[0], id="card:else", stem=first[0].stem.replace("after", "after  2"))
    warmer = replace(again, id="card:third", stem=again.stem.replace("2", "3"))
    second = [replace(one, stem=one.stem.replace("here", "there")) for one in first]
    assert not figures([again, *first, warmer, *second]).clashes
    assert figures([again, warmer, *first, *second]).clashes == (("near-duplicate", 1),)


@pytest.mark.parametrize(
    ("statistic", "freedom", "share"),
    [(3.841, 1, 0.05), (7.815, 3, 0.05), (11.345, 3, 0.01), (0.352, 3, 0.95), (18.307, 10, 0.05), (124.342, 100, 0.05)],
)
def test_chances_are_those_of_printed_tables(statistic: float, freedom: int, share: float) -> None:
    assert upper_share(statistic, freedom) == pytest.approx(share, abs=1e-4)


@given(st.floats(0, 500), st.floats(0, 500), st.integers(1, 40))
def test_a_larger_figure_is_less_likely(one: float, other: float, freedom: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= upper_share(high, freedom) <= upper_share(low, freedom) + 1e-12 <= 1 + 1e-11
