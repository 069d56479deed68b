from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.flashcard import Basic, Body, Choice, Cloze, Flashcard, Link, Part, Typing
from studykit.core.given import Given, GivenResponse, Judged, Verdict, Words
from studykit.core.response import Choices, Option
from studykit.packs.fields import Fields
from studykit.packs.quizzes import read_quiz, read_quizzes, write_quiz
from studykit.packs.yaml_file import parse_tree
from studykit.workflows.quizzes import Bank, write_bank
from studykit.workflows.their_cards import given_of
from studykit.workflows.their_media import safe_name

OPTIONS = Choices((Option("a", right=True, reason="so"), Option("b", right=False, reason="")))
SAID: list[tuple[Body, str, GivenResponse, str]] = [
    (Basic("  front\r\nmore ", "back\x07"), "front\nmore", Words(("back",)), ""),
    (Typing("2+2", "4", "since always"), "2+2", Words(("4",)), "since always"),
    (
        Cloze((Part("A "), Part("b ", hidden=True), Part(" c "), Part("d", hidden=True)), "more"),
        "A […] c […]",
        Words(("b; d",)),
        "more",
    ),
    (Choice("which?", OPTIONS, "see there"), "which?", OPTIONS, "see there"),
]


def card(body: Body, **other: object) -> Flashcard:
    return replace(Flashcard("guid/0", body, "A::B"), **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(("body", "stem", "response", "feedback"), SAID)
def test_every_form_of_a_card_is_a_question(body: Body, stem: str, response: GivenResponse, feedback: str) -> None:
    (made,), problems = given_of([card(body)], "deck.apkg")
    assert problems == ()
    assert made == Given(stem, response, "deck.apkg", 1, 1, feedback, "guid/0", "A::B")


def test_where_it_is_said_is_no_part_of_the_answer() -> None:
    links = (Link("a note", "https://a.b/c"), Link("a book"))
    (made,), _ = given_of([card(Typing("f", "b", "so"), sources=links)], "x")
    assert (made.response, made.feedback) == (Words(("b",)), "so")


FROM = "From my: cards; 2.csv:12-14; nobody proved it."
HELD = "The key holds, but no fact speaks of every other answer. From a.csv:1; nobody proved it."


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (f"b\n{FROM}", "b"),
        (f"b\n{FROM}\n{HELD}\n", "b"),
        (f"{FROM} b", f"{FROM} b"),
        ("From here; nobody proved it.", "From here; nobody proved it."),
        ("b\nnobody proved it.", "b\nnobody proved it."),
    ],
)
def test_what_a_pack_said_of_a_card_is_not_said_again(said: str, left: str) -> None:
    (turned, typed), _ = given_of([card(Basic("f", said)), card(Typing("f", "b", said))], "x")
    assert turned.response == Words((left,))
    assert typed.feedback == left


def test_reasons_do_not_grow_by_what_is_said_of_all() -> None:
    reasons = (f"It is hot. See there. {FROM}", f"See there. {FROM} See there. {HELD}", "See there. It is so.")
    options = Choices(tuple(Option(one, right=not at, reason=one) for at, one in enumerate(reasons)))
    (made,), _ = given_of([card(Choice("f", options, "See there."))], "x")
    assert isinstance(made.response, Choices)
    assert [one.reason for one in made.response.options] == ["It is hot.", "", "See there. It is so."]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (Basic(" \x00", "b"), "The front of this card is empty. (b)"),
        (Basic("f", "\n"), "The back of this card is empty. (f)"),
        (Basic("f" * 20_001, "b"), "a text of more than 20,000 letters."),
        (Typing("f", ""), "The back of this card is empty. (f)"),
        (Choice("f", Choices(OPTIONS.options[:1])), "There is only one answer to choose. (f)"),
        (Choice("f", Choices(OPTIONS.options[1:] * 2)), "Two of the answers are the same. (f)"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_line(body: Body, says: str) -> None:
    made, (problem,) = given_of([card(Basic("f", "b")), card(body)], "deck.apkg")
    assert len(made) == 1
    assert (problem.file, problem.line) == ("deck.apkg", 2)
    assert says in problem.message


def test_cards_whose_fact_is_gone_are_left_out_in_one_sentence() -> None:
    gone = card(Basic("f", "b"), gone=True)
    made, (problem,) = given_of([gone, card(Basic("g", "b")), gone], "x.csv")
    assert [one.line for one in made] == [2]
    assert str(problem).startswith("x.csv: warning: 2 cards are marked as removed")


def choice(stem: str, texts: list[str]) -> Choice:
    """Of which the first is right."""
    return Choice(stem, Choices(tuple(Option(one, right=not at, reason=one) for at, one in enumerate(texts))), stem)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\t :'\"#-|>&*!%@`{}[]\\\u2028\u0085\ufeff\u00a0"),
    max_size=40,
)
BODIES = (
    st.builds(Basic, TEXTS, TEXTS)
    | st.builds(Typing, TEXTS, TEXTS, TEXTS)
    | st.builds(lambda texts, stem: choice(stem, texts), st.lists(TEXTS, min_size=2, max_size=5), TEXTS)
)


@given(st.lists(BODIES, max_size=4), TEXTS)
def test_what_is_taken_is_read_back_from_the_pack_as_it_was(bodies: list[Body], name: str) -> None:
    made, _ = given_of([card(body, id=name, deck=name) for body in bodies], "deck.apkg")
    named = [replace(one, id=f"given:g{at}") for at, one in enumerate(made)]
    tree, problems = parse_tree(write_quiz(named, "deck.apkg"), "deck.yaml")
    fields = Fields("deck.yaml")
    assert tree is not None
    assert read_quiz(fields, tree) == named
    assert (problems, fields.found) == ((), [])


def wrote(folder: Path, *cards: tuple[str, str], titled: bool = True, file: str = "deck.apkg") -> list[tuple[str, str]]:
    """Stem and id of each question after an import of (title, stem)."""
    made, _ = given_of([card(Basic(stem, "b"), id=title) for title, stem in cards], file)
    judged = [Judged(one, Verdict.NOT_DECIDED, "") for one in made]
    written = write_bank(folder, Bank(Path(file), made, (), titled), judged)
    return [(one.stem, one.id) for one in written.given]


def test_titles_say_which_card_is_which_before_words_do(tmp_path: Path) -> None:
    assert wrote(tmp_path, ("a", "one"), ("b", "two")) == [("one", "given:one"), ("two", "given:two")]
    assert wrote(tmp_path, ("b", "one"), ("a", "two")) == [("one", "given:two"), ("two", "given:one")]
    assert wrote(tmp_path, ("c", "one"), ("a", "two")) == [("one", "given:two"), ("two", "given:one")]
    assert wrote(tmp_path, ("d", "six"), ("a", "two")) == [("six", "given:six"), ("two", "given:one")]


def test_a_card_of_anki_is_one_card_in_all_files(tmp_path: Path) -> None:
    wrote(tmp_path, ("g/0", "one"), ("1", "two"), ("h/0", "six"))
    again = wrote(tmp_path, ("g/0", "One"), ("1", "three"), ("g/0", "copy"), file="other.csv")
    assert again == [("One", "given:one"), ("three", "given:three"), ("copy", "given:copy")]
    there = {one.id: (one.stem, one.file) for one in read_quizzes(tmp_path)[0]}
    assert there == {
        "given:one": ("One", "deck.apkg"),
        "given:two": ("two", "deck.apkg"),  # what a table calls 1 is another card in another table
        "given:six": ("six", "deck.apkg"),
        "given:three": ("three", "other.csv"),
        "given:copy": ("copy", "other.csv"),
    }
    assert wrote(tmp_path, ("g/0", "q"), file="x.gift", titled=False) == [("q", "given:q")]
    assert wrote(tmp_path, ("g/0", "one"), ("h/0", "six")) == [("one", "given:one"), ("six", "given:six")]
    assert len(read_quizzes(tmp_path)[0]) == 5  # ``two`` is gone, the rest stands where it stood


def test_a_file_of_the_pack_that_was_changed_by_hand_stays_as_it_is(tmp_path: Path) -> None:
    wrote(tmp_path, ("g/0", "one"))
    path = tmp_path / "quizzes" / "deck.yaml"
    path.rename(path.with_name("mine.yaml"))
    assert wrote(tmp_path, ("g/0", "One"), file="other.apkg") == [("one", "given:one")]
    assert [one.name for one in path.parent.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("loaf.png", "loaf.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b c.JPG", "b_c.JPG"),
        ("..", "file"),
        (".hidden.png", "hidden.png"),
        ("con.png", "_con.png"),
        ("naïve 图.png", "naïve_图.png"),
        ("a]b[c.png", "a_b_c.png"),
        ("x" * 300 + ".png", "x" * 120 + ".png"),
        ("图" * 300 + ".png", "图" * 40 + ".png"),
        ("a.\x00png", "a.png"),
        ("", "file"),
    ],
)
def test_names_of_media_are_safe_anywhere(theirs: str, ours: str) -> None:
    assert safe_name(theirs) == ours


@given(st.text(max_size=50))
def test_no_name_leads_elsewhere(theirs: str) -> None:
    name = safe_name(theirs)
    assert name == Path(name).name
    assert not set(name) & set('/\\:*?"<>|[]\x00\n ')
    assert len(name.encode()) < 170
