"""Whatever cards come in, a pack holds them, and they leave as they came."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from studykit.core.flashcard import Choice, Cloze, Flashcard, Form, Part, Typing
from studykit.core.given import Given, Judged, Verdict, Words
from studykit.core.response import Choices, Option
from studykit.packs.fields import Fields
from studykit.packs.quizzes import read_quiz, write_quiz
from studykit.packs.yaml_file import parse_tree
from studykit.workflows.given_leaving import given_body, given_form
from studykit.workflows.known_questions import named
from studykit.workflows.their_cards import given_of
from tests.exchange.asked import anything
from tests.exchange.cards import decks

FORM = {Form.CHOICE: Choice, Form.CLOZE: Cloze, Form.TYPED: Typing}


def judged(one: Given, *answers: str) -> Judged:
    return Judged(one, Verdict.NOT_DECIDED, "", (), answers)


@anything
@given(decks)
def test_a_card_that_came_leaves_and_comes_as_the_same(cards: list[Flashcard]) -> None:
    made = tuple(named([judged(one) for one in given_of(cards, "x.jsonl", lasting=True)[0]], (), set(), titled=True))
    tree, problems = parse_tree(write_quiz(made, "x.jsonl"), "x.yaml")
    assert tree is not None
    fields = Fields("x.yaml")
    assert (tuple(read_quiz(fields, tree)), problems, fields.found) == (made, (), [])
    assert len({one.id for one in made}) == len(made)
    for one in made:
        form = given_form(one, Form.CHOICE)
        body = given_body(judged(one), form)
        turned = form is Form.BASIC or (isinstance(one.response, Words) and not one.form)
        assert (body is None) == turned
        if body is not None:
            assert isinstance(body, FORM[form])
            ((again,), _) = given_of([Flashcard(one.id, body, one.category)], "x.jsonl", lasting=True)
            assert (again.stem, again.response, again.form) == (one.stem, one.response, one.form)


ASKED = Given(
    "Which pan?",
    Choices((Option("iron", right=True, reason="It holds."), Option("glass", right=False, reason="A fact."))),
    "x",
    1,
    1,
)


def reasons(*answers: str) -> list[str]:
    body = given_body(judged(ASKED, *answers), Form.CHOICE)
    assert isinstance(body, Choice)
    return [option.reason for option in body.response.options]


def test_what_the_facts_say_stands_behind_the_reason_once() -> None:
    assert reasons() == reasons("", "") == ["It holds.", "A fact."]
    assert reasons("So it is.", "A fact.") == ["It holds.\nHeld against the facts: So it is.", "A fact."]
    body = given_body(judged(ASKED, "So it is.", "Not so."), Form.CHOICE)
    assert body is not None
    ((again,), _) = given_of([Flashcard("a", body, "")], "y")
    assert again.response == ASKED.response


def test_a_text_with_gaps_that_was_edited_is_turned_where_they_do_not_fit() -> None:
    card = Flashcard("a", Cloze((Part("x "), Part("a", hidden=True), Part(" y "), Part("b", hidden=True))), "")
    ((made,), _) = given_of([card], "x", lasting=True)
    assert given_body(judged(made), Form.CLOZE) == card.body
    for edited in (replace(made, stem="x […] y"), replace(made, response=Words(("a",)))):
        body = given_body(judged(edited), Form.CLOZE)
        assert body is None or edited.stem.count("[…]") == 1
