"""Each kind of card leaves in a form that suits it, with its deck, tags, links and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.errors import UsageError
from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Form, Link, Typing
from studykit.exchange.anki.package import compared
from studykit.workflows.export import Leaving, prepared
from studykit.workflows.flashcards import LINKS, link_form
from tests.workflows.leaving import PICTURE, kitchen, opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flashcard]:
    folder = tmp_path_factory.mktemp("kitchen")
    with opened(folder / "home", *kitchen(folder)) as study:
        return {card.id: card for card in prepared(study, Leaving()).cards}


def test_a_limit_is_typed(made: dict[str, Flashcard]) -> None:
    card = made["limit:oven.heat_time.max"]
    assert isinstance(card.body, Typing)
    assert card.body.answer == "90 min"
    assert "maximum" in card.body.front
    assert "90 min" not in card.body.front


def test_a_scenario_is_a_proved_question_with_a_reason_for_each_option(made: dict[str, Flashcard]) -> None:
    card = made["scenario:oven.bake/rest"]
    assert isinstance(card.body, Choice)
    assert card.body.response.positions
    assert all(option.reason for option in card.body.response.options)


def test_steps_are_gaps_that_are_filled_all_at_once(made: dict[str, Flashcard]) -> None:
    (card,) = [one for one in made.values() if one.id.startswith("steps:")]
    assert isinstance(card.body, Cloze)
    assert [part.text for part in card.body.parts if part.hidden] == ["Mixing", "Resting", "Baking", "Cooling"]
    assert "".join(part.text for part in card.body.parts).endswith("1. Mixing\n2. Resting\n3. Baking\n4. Cooling")


def test_a_definition_is_turned_and_has_the_picture_of_its_lines(made: dict[str, Flashcard]) -> None:
    card = made["definition:crumb"]
    assert isinstance(card.body, Basic)
    assert card.body.back == "The soft inside of a loaf"
    assert len(card.media) == 1
    assert made["definition:crust"].media == ()


def test_decks_tags_and_sources_say_where_a_card_is_from(made: dict[str, Flashcard]) -> None:
    card = made["limit:oven.heat_time.max"]
    assert card.deck == "My exam::The school oven"
    assert card.tags == ("studykit", "oven", "baking", "limit")
    assert not any(any(one.isspace() for one in tag) for card in made.values() for tag in card.tags)
    source = made["definition:crumb"].sources[0]
    assert source.text == "bread.md:5"
    assert source.url.startswith("file:///")
    assert source.url.endswith("/notes/bread.md")


def test_a_picture_has_a_name_by_what_it_shows(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    with opened(tmp_path / "home", pack, notes) as study:
        first = prepared(study, Leaving()).media
    (notes / "pictures" / "loaf.png").write_bytes(PICTURE + b"!")
    with opened(tmp_path / "home", pack, notes) as study:
        second = prepared(study, Leaving()).media
    assert [path.name for path in (*first.values(), *second.values())] == ["loaf.png", "loaf.png"]
    assert first.keys() != second.keys()


def test_kinds_are_asked_otherwise_when_wished(tmp_path: Path) -> None:
    forms = {CardKind.LIMIT: Form.CHOICE, CardKind.SCENARIO: Form.BASIC, CardKind.DEFINITION: Form.TYPED}
    with opened(tmp_path / "home", *kitchen(tmp_path)) as study:
        made = {card.id: card.body for card in prepared(study, Leaving(forms=forms)).cards}
    assert isinstance(made["limit:oven.heat_time.max"], Choice)
    assert isinstance(made["scenario:oven.bake/rest"], Basic)
    assert isinstance(made["definition:crust"], Typing)


def test_links_lead_where_the_learner_says(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)

    def first(link: str) -> Link:
        with opened(tmp_path / "home", pack, notes) as study:
            found = {card.id: card for card in prepared(study, Leaving(link=link)).cards}
        return found["definition:crust"].sources[0]

    path = notes.as_posix()
    assert first("none") == Link("bread.md:7")
    assert first("vscode").url == f"vscode://file{path}/bread.md:7"
    assert first("my-editor://open?file={note}&at={line}").url == "my-editor://open?file=bread.md&at=7"


def test_what_is_no_link_is_refused() -> None:
    assert all(link_form(name) == form for name, form in LINKS.items())
    for wrong in ("http", "JavaScript:alert({line})", "x://nothing-of-the-note", "{path}", "a b://{path}\n"):
        with pytest.raises(UsageError, match="is no link"):
            link_form(wrong)


QUIZ = """\
from: bank.gift
questions:
- id: given:which-flour
  lines: 1
  stem: "Which flour has most gluten? [picture: flour.png] [picture: ../secret.png]"
  feedback: Gluten holds the dough together.
  options:
  - right: Wheat
    because: It has the most of all.
  - wrong: Rice
- id: given:what-rises
  lines: 7
  stem: What makes dough rise?
  accepted: [yeast]
"""


def test_given_questions_leave_with_their_reasons_and_the_media_of_the_pack(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    for folder in (pack / "quizzes", pack / "media"):
        folder.mkdir()
    (pack / "quizzes" / "bank.yaml").write_text(QUIZ)
    (pack / "media" / "flour.png").write_bytes(PICTURE)
    (pack / "secret.png").write_bytes(PICTURE)
    with opened(tmp_path / "home", pack, notes) as study:
        ready = prepared(study, Leaving())
    made = {card.id: card for card in ready.cards}
    card = made["given:which-flour"]
    assert isinstance(card.body, Choice)
    assert card.body.back == "Gluten holds the dough together."
    assert [option.reason for option in card.body.response.options] == ["It has the most of all.", ""]
    assert card.media == ("flour.png",)
    assert ready.media["flour.png"] == pack / "media" / "flour.png"
    assert "../secret.png" not in ready.media
    turned = made["given:what-rises"].body
    assert isinstance(turned, Basic)
    assert turned.back == "yeast"


ASKED = """\
from: bank.gift
questions:
- id: given:longest
  lines: 1
  stem: What is the maximum baking time of the school oven?
  feedback: Ask the caretaker.
  options:
  - right: 90 minutes
    because: So it was last year.
  - wrong: 2 hours
  - wrong: As long as you like
- id: given:which-flour
  lines: 9
  stem: Which flour has most gluten?
  options:
  - right: Wheat
  - wrong: Rice
"""


def test_options_leave_with_what_the_facts_say_of_them(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    (pack / "quizzes").mkdir()
    (pack / "quizzes" / "bank.yaml").write_text(ASKED)
    with opened(tmp_path / "home", pack, notes) as study:
        made = {card.id: card.body for card in prepared(study, Leaving()).cards}
        judged = study.library.built.given
        answers = judged["given:longest"].answers
    body = made["given:longest"]
    assert isinstance(body, Choice)
    assert body.back == "Ask the caretaker."
    assert answers[0].startswith("oven.heat_time.max is 90 min")
    assert [option.reason for option in body.response.options] == [
        f"So it was last year.\nHeld against the facts: {answers[0]}",
        f"Held against the facts: {answers[1]}",
        "",
    ]
    assert answers[1].endswith("not 2 h.")
    silent = made["given:which-flour"]
    assert isinstance(silent, Choice)
    assert silent.response == judged["given:which-flour"].given.response


def test_a_fact_that_changes_updates_the_cards_of_which_it_speaks_and_no_others(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    (pack / "quizzes").mkdir()
    (pack / "quizzes" / "bank.yaml").write_text(ASKED)
    contents = []
    for source in ("Handbook of the school oven, page 4", "Handbook of the school oven, page 5"):
        sheet = pack / "attributes.yaml"
        sheet.write_text(sheet.read_text().replace("Handbook of the school oven, page 4", source))
        with opened(tmp_path / "home", pack, notes) as study:
            written = compared(prepared(study, Leaving()).cards, previous={}).contents
            contents.append({name: written[name].content for name in ("given:longest", "given:which-flour")})
    assert contents[0]["given:longest"] != contents[1]["given:longest"]
    assert contents[0]["given:which-flour"] == contents[1]["given:which-flour"]
    assert contents[0]["given:which-flour"] == SILENT


SILENT = "c36e3bcecd861abd36169"
"""What a card of which no fact speaks came to before cards said what facts say: it is never to be updated by that."""


def test_a_question_that_moved_in_its_file_says_the_same(tmp_path: Path) -> None:
    pack, notes = kitchen(tmp_path)
    (pack / "quizzes").mkdir()
    said = []
    for quiz in (QUIZ, QUIZ.replace("lines: 1", "lines: 3").replace("lines: 7", "lines: 9")):
        (pack / "quizzes" / "bank.yaml").write_text(quiz)
        with opened(tmp_path / "home", pack, notes) as study:
            said.append({one.id: one.body for one in prepared(study, Leaving()).cards if one.id.startswith("given:")})
    assert len(said[0]) == 2
    assert said[0] == said[1]
