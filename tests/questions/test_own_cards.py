"""Cards in the notes' own words."""

from __future__ import annotations

import pytest

from studykit.facts.limits import read_limits
from studykit.facts.relations import read_relations
from studykit.notes.reader import read_note
from studykit.questions.cards import gapped, own_card, own_id
from studykit.questions.note_terms import terms
from tests.facts.small_pack import VOCABULARY


@pytest.mark.parametrize(
    ("means", "back"),
    [
        ("a list of all that is there", "A list of all that is there"),
        ("äußere Kruste eines Brotes aus dem Ofen", "Äußere Kruste eines Brotes aus dem Ofen"),
        ("well-known port of a server process", "Well-known port of a server process"),
        ("`web[0].id` names the first of them", "web[0].id names the first of them"),
        ("iam:PassRole hands a role to a service", "iam:PassRole hands a role to a service"),
        ("for_each takes a map or a set", "for_each takes a map or a set"),
    ],
)
def test_a_definition_begins_with_a_large_letter_and_a_name_in_code_with_its_own(means: str, back: str) -> None:
    (claim,), _ = read_note(f"- **Splat**: {means}", "note.md")
    assert own_card(own_id(claim, has_limits=False), [claim], "deck").back == back


@pytest.mark.parametrize(
    ("note", "front", "back"),
    [
        ("**飲む**: to drink", "飲む: what is it?", "to drink"),
        ("猫：cat", "猫: what is it?", "cat"),
        ("細胞とは、生物の基本的な単位である。", "細胞: what is it?", "生物の基本的な単位である。"),
        ("`step:` - the smallest difference of two", "step: what is it?", "The smallest difference of two"),
        ("Splat: `kubectl` prints all that is there", "Splat: what is it?", "kubectl prints all that is there"),
        (
            "| Verb | English |\n|---|---|\n| 飲む | to drink |\n| 走る | to run |",
            "飲む: English?   (Verb)",
            "to drink",
        ),
        ("| Element | Symbol |\n|---|---|\n| Iron | Fe |\n| Gold | Au |", "Iron: Symbol?   (Element)", "Fe"),
    ],
)
def test_terms_of_any_writing_and_cells_of_word_lists_are_shown_as_they_are(note: str, front: str, back: str) -> None:
    claim, *_ = read_note(note, "note.md")[0]
    card = own_card(own_id(claim, has_limits=False), [claim], "deck")
    assert (card.front, card.back) == (front, back)


def test_a_word_of_a_list_and_its_definition_are_two_cards() -> None:
    note = "- Iron: a grey metal that rusts\n\n| Element | Symbol |\n|---|---|\n| Iron | Fe |\n| Gold | Au |"
    assert [own_id(claim, has_limits=False) for claim in read_note(note, "note.md")[0]] == [
        "definition:iron",
        "definition:iron-symbol",
        "definition:gold-symbol",
    ]


def test_languages_of_one_letter_are_two_cards() -> None:
    claims, _ = read_note("- **C++**: with classes and templates\n- **C#**: a language of another house", "note.md")
    assert [own_id(claim, has_limits=False) for claim in claims] == ["definition:c-plus-plus", "definition:c-sharp"]


def test_words_with_vowel_signs_are_whole_in_ids() -> None:
    claims, _ = read_note("- कोशिका: जीवन की मूल इकाई है।\n- เซลล์: หน่วยพื้นฐานของสิ่งมีชีวิตทั้งหมด", "note.md")
    assert [own_id(claim, has_limits=False) for claim in claims] == ["definition:कोशिका", "definition:เซลล์"]


@pytest.mark.parametrize(
    ("note", "fronts"),
    [
        ("for $n = 12$ at most 12 items fit", ["for $n = 12$ at most […] items fit"]),
        ("`$12` prints at most 12 columns", ["$12 prints at most […] columns"]),
        ("Gehalt: mindestens 98,5 % und höchstens 101,0 %", ["mindestens […] %", "höchstens […] %"]),
        ("Tagesdosis: max. 2.400 mg", ["Tagesdosis: max. […] mg"]),
        ("naptime: default 1 min, minimum 1 s", ["default […] min, minimum 1 s", "default 1 min, minimum […] s"]),
        ("$\\lim_{h \\to 0} f(h) = 1$ holds", []),
    ],
)
def test_the_gap_is_where_the_figure_is_in_the_words_of_the_note(note: str, fronts: list[str]) -> None:
    limits, _ = read_limits(read_note(note, "note.md")[0], VOCABULARY)
    sentences = [front for limit in limits if (front := gapped(limit))]
    assert len(sentences) == len(fronts)
    assert all(part in front for part, front in zip(fronts, sentences, strict=True))


@pytest.mark.parametrize(
    ("note", "title"),
    [
        ("- `kubectl drain`: moves the pods off a node", "kubectl drain"),
        ("- kubectl get po -A: lists the pods of all namespaces", "kubectl get po -A"),
        (
            "| Command | Meaning |\n|---|---|\n| git add | stages one of the files |\n| git init | makes one |",
            "git add",
        ),
        ("- batching: sending several messages at once", "Batching"),
    ],
)
def test_a_term_that_is_a_command_keeps_its_small_letter_as_an_answer(note: str, title: str) -> None:
    term, *_ = terms(read_relations(read_note(note, "note.md")[0]))
    assert term.title == title
