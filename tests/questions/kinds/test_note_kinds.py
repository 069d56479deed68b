"""Questions from the form of notes: terms, their meanings, lists and tables, in fields that the program never saw."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.core.card import CardKind
from studykit.questions.forms import steps_of
from studykit.questions.kind import Kind
from studykit.questions.kinds import KINDS
from studykit.questions.lint import flaws
from studykit.questions.texts import near
from studykit.questions.verify import proved
from tests.questions.kinds.note_grounds import asked, read, tampered

DEFINITION, TERM, SET = KINDS["definition"], KINDS["term"], KINDS["set"]
SHIPS = """# Parts of a sailing ship

## Standing rigging

**Shroud**: a rope that holds a mast from the side.
**Forestay**: a cable from the bow that keeps a mast from falling backwards.
**Bowsprit**: a long pole that reaches out beyond the bow.
**Boom**: a horizontal pole along the lower edge of a sail.
**Keel**: the beam at the bottom that gives the hull its stiffness.
**Rudder**: a blade at the stern with which one steers.

## Crew

**Boatswain**: the officer who looks after rope work and sails.
**Purser**: the officer who keeps money and stores.
**Coxswain**: the sailor who steers a small boat.

Sails that are set before the wind:

- Spinnaker
- Gennaker
- Square mainsail

Sails that are set in a storm:

- Trysail
- Storm jib
- Reefed foresail
"""
TABLE = """# Materials
## Hulls of boats

| property | wood | steel | plastic |
|---|---|---|---|
| rots | yes | no | no |
| rusts | no | yes | no |
| floats by itself | yes | no | no |
| burns | yes | no | yes |
| is magnetic | no | yes | no |
"""


@pytest.mark.parametrize("kind", [DEFINITION, TERM, SET])
def test_what_is_asked_is_proved_and_fair(kind: Kind) -> None:
    ground, cards = read(SHIPS, TABLE)
    questions = list(asked(kind, ground, cards))
    assert len(questions) > 60
    assert all(proved(question, ground) for question in questions)
    fair = [question for question in questions if not flaws(question)]
    assert 2 * len(fair) > len(questions)
    assert all(option.reason for question in questions for option in question.options)
    assert all(question.sources for question in questions)


@pytest.mark.parametrize("kind", [DEFINITION, TERM, SET])
def test_a_question_that_was_tampered_with_is_never_proved(kind: Kind) -> None:
    ground, cards = read(SHIPS, TABLE)
    for question in asked(kind, ground, cards, draws=6):
        assert not any(kind.proved(other, ground) for other in tampered(question))


@pytest.mark.parametrize("kind", [DEFINITION, TERM, SET])
def test_the_key_stands_everywhere_alike(kind: Kind) -> None:
    ground, cards = read(SHIPS, TABLE)
    places = Counter(at for question in asked(kind, ground, cards, draws=120) for at in question.key)
    assert max(places.values()) < 1.5 * min(places.values())


def test_a_meaning_that_was_changed_is_no_key_of_the_old_question() -> None:
    ground, cards = read(SHIPS)
    now, _ = read(SHIPS.replace("from the side", "from the front"))
    for question in asked(DEFINITION, ground, cards, draws=4):
        told = any("from the side" in option.text for option in question.options)
        assert DEFINITION.proved(question, now) is not told


def test_two_terms_with_nearly_the_same_meaning_never_stand_together() -> None:
    twin = "\n**Backstay**: a strong cable from the bow that keeps the mast from falling.\n"
    ground, cards = read(SHIPS.replace("\n## Crew", f"{twin}\n## Crew"))
    for kind in (DEFINITION, TERM):
        for question in asked(kind, ground, cards):
            texts = " ".join(option.text for option in question.options)
            assert not ("Backstay" in texts and "Forestay" in texts)
            assert kind is TERM or not any(
                near(one.text, other.text) for at, one in enumerate(question.options) for other in question.options[:at]
            )


def test_the_meaning_of_a_kind_of_the_term_is_no_wrong_answer() -> None:
    ground, cards = read(SHIPS.replace("**Boom**", "**Storm shroud**"))
    for question in asked(DEFINITION, ground, cards):
        if "“Shroud”" in question.stem:
            assert not any("lower edge" in option.text for option in question.options)


def test_a_meaning_that_names_its_term_gives_no_question() -> None:
    ground, cards = read(SHIPS.replace("a long pole that reaches", "the bowsprit is a pole that reaches"))
    for kind in (DEFINITION, TERM):
        assert not any(question.id == "definition:bowsprit" for question in asked(kind, ground, cards))


def test_a_term_of_two_notes_never_has_its_other_meaning_as_a_wrong_answer() -> None:
    ground, cards = read(SHIPS, "# Words\n\n**Keel**: what a flat barge for coal is called in the north.\n")
    for question in asked(DEFINITION, ground, cards):
        if question.id == "definition:keel":
            meanings = ("stiffness", "barge")
            assert sum(word in option.text for option in question.options for word in meanings) == 1


@pytest.mark.parametrize(
    "meaning",
    [
        "word " * 2_000,
        "default 30 cm, at most 2 m",
        "if the wind turns, it is taken down",
        "see https://example.org for the pole",
    ],
)
def test_what_is_no_meaning_of_a_few_words_is_left_out(meaning: str) -> None:
    ground, cards = read(SHIPS.replace("a long pole that reaches out beyond the bow.", meaning))
    for kind in (DEFINITION, TERM):
        assert not any(question.id == "definition:bowsprit" for question in asked(kind, ground, cards, draws=10))


@pytest.mark.parametrize(
    "meaning",
    ["a pole with <script>alert(1)</script>", "a pole\x1b[31m that is red", "a pole that is \u202eegnarts\u202c"],
)
def test_hostile_signs_are_never_shown(meaning: str) -> None:
    ground, cards = read(SHIPS.replace("a long pole that reaches out beyond the bow.", meaning))
    for kind in (DEFINITION, TERM):
        for question in asked(kind, ground, cards, draws=10):
            shown = "".join((question.stem, *(option.text + option.reason for option in question.options)))
            assert not set(shown) & set("\x1b\u202e\u202c<>")


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "of", "a", "the", "Γ", "→", "“", "*", "|", "1 s", "?", ":"]), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=4, max_size=12))
def test_whatever_notes_say_every_question_is_proved(rows: list[tuple[list[str], list[str]]]) -> None:
    text = "# T\n\n" + "\n\n".join(f"**{' '.join(term)}**: {' '.join(meaning)}" for term, meaning in rows)
    ground, cards = read(text, SHIPS)
    for kind in (DEFINITION, TERM, SET):
        assert all(kind.proved(question, ground) for question in asked(kind, ground, cards, draws=3))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(string.ascii_lowercase, min_size=3, max_size=9), min_size=6, max_size=10, unique=True), st.data()
)
def test_members_come_from_the_list_and_others_from_its_sibling(names: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(3, len(names) - 3))
    lists = (names[:cut], names[cut:])
    bullets = ["\n".join(f"- {name}" for name in part) for part in lists]
    ground, cards = read(f"# N\n\nThings that are red:\n\n{bullets[0]}\n\nThings that are blue:\n\n{bullets[1]}\n")
    for question in asked(SET, ground, cards, draws=8):
        inside = lists[0] if "red" in question.stem else lists[1]
        for option in question.options:
            assert (option.text.lower() in inside) is option.right


def test_a_set_tells_how_many_to_choose_and_asks_no_open_list() -> None:
    ground, cards = read(SHIPS)
    stems = {question.stem for question in asked(SET, ground, cards)}
    assert "Which of these do your notes list under “Sails that are set in a storm”? Choose TWO." in stems
    assert any(stem.endswith("Choose THREE.") for stem in stems)
    with_sentence, cards = read(SHIPS.replace("- Gennaker", "- A gennaker can be set, too, and so can a code zero"))
    assert not list(asked(SET, with_sentence, cards))


def test_a_name_that_might_be_a_member_is_no_wrong_answer() -> None:
    ground, cards = read(SHIPS.replace("- Trysail", "- Asymmetric spinnaker"))
    for question in asked(SET, ground, cards):
        if "before the wind" in question.stem:
            assert "Asymmetric spinnaker" not in {option.text for option in question.options}


def test_a_table_is_asked_by_its_columns_and_a_dash_says_nothing() -> None:
    ground, cards = read(TABLE.replace("| rots | yes | no | no |", "| rots | yes | - | no |"))
    stems = set()
    for question in asked(SET, ground, cards):
        stems.add(question.stem)
        if "“steel”" in question.stem:
            assert {option.text for option in question.options if option.right} <= {"Rusts", "Is magnetic"}
            assert "Rots" not in {option.text for option in question.options}
    assert "In the comparison “Hulls of boats”, which of these have a yes for “wood”? Choose THREE." in stems


def test_a_cell_of_which_two_notes_say_different_things_is_not_asked() -> None:
    ground, cards = read(TABLE, TABLE.replace("| rusts | no |", "| rusts | yes |"))
    for question in asked(SET, ground, cards):
        if "“wood”" in question.stem:
            assert "Rusts" not in {option.text for option in question.options}


def test_a_list_of_steps_is_a_card_with_its_steps_in_order() -> None:
    steps = "# Sailing\n\n## Steps of coming about\n\n1. Call out\n2. Turn the helm\n3. Let go the sheet\n"
    steps += "4. Haul the other sheet\n"
    ground, cards = read(steps, steps.replace("4. Haul the other sheet\n", "").replace("about", "to rest"))
    (card,) = [card for card in cards if card.kind is CardKind.SEQUENCE]
    assert card.id == "steps:steps-of-coming-about"
    assert [(step.value, step.subject) for step in steps_of(ground, card)][:2] == [
        ("1", "Call out"),
        ("2", "Turn the helm"),
    ]
    assert card.back.splitlines()[-1] == "4. Haul the other sheet"


def test_the_questions_are_the_same_in_whatever_order_notes_are_read() -> None:
    ground, cards = read(SHIPS, TABLE)
    again, same = read(SHIPS, TABLE)
    assert list(asked(DEFINITION, ground, cards)) == list(asked(DEFINITION, again, same))
