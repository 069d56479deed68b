"""A card is the question that it was before, by the surest that both say, and no question is two cards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studykit.core.given import Given, Judged, Verdict, Words
from studykit.core.quantity import of
from studykit.core.response import Choices, Matching, Option, Pair, Typed
from studykit.exchange.anki.guid import guid
from studykit.workflows.known_questions import edit, elsewhere, named

OPTIONS = Choices((Option("iron", right=True, reason="It holds heat."), Option("glass", right=False, reason="")))
THERE = Given("Which pan?", OPTIONS, "bank.gift", 3, 5, "See there.", "pans", "food", "given:which-pan")
CARD = replace(THERE, file="out.csv", line=1, end=1, title="given:which-pan", category="Deck::food")


def words(answer: str, feedback: str = "", *, stem: str = CARD.stem) -> Given:
    return replace(CARD, response=Words((answer,)), feedback=feedback, stem=stem)


def judged(one: Given, verdict: Verdict = Verdict.NOT_DECIDED) -> Judged:
    return Judged(one, verdict, "why")


@pytest.mark.parametrize(
    ("card", "there"),
    [
        (CARD, THERE),
        (replace(CARD, id="oven.pan"), replace(THERE, id="oven.pan", stem="What?", response=Words(("x",)))),
        (replace(CARD, id="oven.pan"), replace(THERE, title=f"{guid('oven.pan')}/0", stem="What?")),
        (replace(CARD, id="oven.pan"), replace(THERE, title="oven.pan", stem="What?")),
        (replace(CARD, id="", title="g/0"), replace(THERE, title="g/0", stem="What?", response=Words(("x",)))),
        (replace(CARD, id="", title="given:which-pan"), replace(THERE, stem="What?")),
        (replace(CARD, id="", title="17"), replace(THERE, title="17")),
    ],
)
def test_a_card_is_the_question_of_another_file(card: Given, there: Given) -> None:
    other = replace(THERE, id="given:other", title="other", stem="Other?", response=Words(("y",)))
    assert elsewhere([card, card], (), (other, there)) == {0: there}


@pytest.mark.parametrize(
    ("card", "there"),
    [
        (CARD, replace(THERE, stem="What?", response=Words(("x",)))),
        (replace(CARD, id="oven.pan"), replace(THERE, title="oven.pan", stem="What?", response=Words(("x",)))),
        (replace(CARD, id="", title="17"), replace(THERE, title="17", stem="What?")),
        (replace(CARD, id="", title="17"), replace(THERE, title="17", response=Words(("x",)))),
        (replace(CARD, id="", title="17"), THERE),
    ],
)
def test_another_card_is_another_card(card: Given, there: Given) -> None:
    assert elsewhere([card], (), [there]) == {}


def test_what_came_from_the_same_file_is_left_alone() -> None:
    before = replace(THERE, file="out.csv")
    assert elsewhere([CARD], [before], [before]) == {}


@pytest.mark.parametrize(
    ("there", "card"),
    [
        (THERE, CARD),
        (THERE, words("iron\nSee there.")),
        (THERE, words("iron\nSee there.\nThe fact says so.")),
        (replace(THERE, response=Words(("a", "b"))), words("a or b\nSee there.")),
        (replace(THERE, response=Words(("a", "b"))), words("a or b", "See there.")),
        (
            replace(THERE, response=Matching((Pair("x", 0, ""), Pair("y", 1, "")), ("a", "b"))),
            words("a; b\nSee there."),
        ),
        (replace(THERE, response=Typed(of(90, "min"), 0, "")), words("90 min\nSee there.\nwhy")),
    ],
)
def test_what_was_not_edited_stays(there: Given, card: Given) -> None:
    done = edit(judged(card), there)
    assert (done.given, done.refused) == (there, "")


def test_what_was_edited_comes_and_the_rest_stays() -> None:
    other = Choices((OPTIONS.options[0], replace(OPTIONS.options[1], text="tin")))
    done = edit(judged(replace(CARD, stem="Which pans?", response=other), Verdict.CONTRADICTED), THERE)
    assert done.given == replace(THERE, stem="Which pans?", response=other, held="why")
    there = replace(THERE, response=Words(("iron",)), form="typed")
    assert edit(judged(CARD), there).given == replace(THERE, form="")
    assert edit(judged(words("tin")), there).given == replace(there, response=Words(("tin",)), feedback="")


@pytest.mark.parametrize(
    ("there", "how"),
    [
        (THERE, "with options"),
        (replace(THERE, response=Matching((Pair("x", 0, ""),), ("a",))), "as pairs"),
        (replace(THERE, response=Typed(of(90, "min"), 0, "")), "as a number"),
    ],
)
def test_an_answer_that_a_card_cannot_hold_stays_and_is_told(there: Given, how: str) -> None:
    done = edit(judged(words("tin", stem="Which pans?")), there)
    assert done.given == replace(there, stem="Which pans?")
    assert f"'given:which-pan' is asked {how} here" in done.refused
    assert "edit 'bank.gift'." in done.refused


def test_own_ids_are_kept_and_never_given_twice() -> None:
    first = replace(CARD, id="", stem="Oven heat?", title="1")
    own = replace(CARD, id="given:oven-heat", title="given:oven-heat", stem="How hot?")
    taken = replace(CARD, id="oven.rest", title="oven.rest", stem="How long?")
    made = named([judged(first), judged(own), judged(taken)], (), {"oven.rest"}, titled=True)
    assert [one.id for one in made] == ["given:oven-heat-2", "given:oven-heat", "given:how-long"]


def test_an_id_says_which_card_is_which_before_titles_and_words_do() -> None:
    before = [replace(THERE, title="a"), replace(THERE, id="given:b", title="given:which-pan", stem="b")]
    made = named([judged(replace(CARD, stem="b"))], before, set(), titled=True)
    assert [one.id for one in made] == ["given:which-pan"]
