from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.card import CardKind
from studykit.core.errors import UsageError
from studykit.core.given import Given, Judged, Verdict
from studykit.exchange.gift import read_gift
from studykit.workflows.library import Library
from studykit.workflows.new_pack import write_pack
from studykit.workflows.open_library import open_library
from studykit.workflows.places import Places, find_places
from studykit.workflows.quizzes import form_of, judge, own_folder, read_bank, write_bank

HISTORY = (
    "    history:\n      - {bound: max, value: 60 min, until: '2019', source: Handbook of 2018}\n  oven.rest_factor:"
)
BEHAVIOURS = """behaviours:
  oven.door:
    asks: How does the oven open?
    area: baking
    about: [oven, door]
    choices:
      hand: {says: By hand., cues: [by hand, pull]}
      button: {says: With a button., cues: [button]}
      voice: {says: By voice., cues: [voice]}
    right: [hand]
    source: the handbook
    turns:
      - {choice: button, until: "2015"}
"""
BANK = """// questions about bread
::max::What is the maximum baking time of the school oven?{=90 minutes ~60 minutes ~2 hours}

::old::What is the longest baking time of the school oven?{~90 minutes =60 minutes ~2 hours}

::open::What does bread smell of?{=Bread ~Soup ~Fish}
"""


@pytest.fixture
def places(home: Path) -> Places:
    return find_places({"STUDYKIT_HOME": str(home)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    sheet = made / "attributes.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("  oven.rest_factor:", HISTORY), encoding="utf-8")
    (made / "behaviours.yaml").write_text(BEHAVIOURS, encoding="utf-8")
    return made


@pytest.fixture
def library(places: Places, folder: Path) -> Library:
    return open_library(places, str(folder), [])


def questions(text: str) -> tuple[Given, ...]:
    given, problems = read_gift(text, "bank.gift")
    assert problems == ()
    return given


def verdict(library: Library, text: str) -> Judged:
    (one,) = judge(library, questions(text))
    return one


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("What is the maximum baking time of the school oven?{=90 min ~60 min ~2 h}", "proved", "oven.heat_time.max"),
        ("What is the maximum baking time of the school oven?{=1.5 hours ~80 min ~2 h}", "proved", "is 90 min (the"),
        ("What is the default baking time of the school oven?{=30 min ~90 min}", "proved", "oven.heat_time.default"),
        ("The maximum baking time of the school oven is 90 minutes.{T}", "proved", "90 min"),
        ("The maximum baking time of the school oven is 60 minutes.{F}", "proved", "held until 2019"),
        ("The school oven takes a bread for a maximum baking time of {=90 min ~2 h}.", "proved", "90 min"),
        ("What is the maximum baking time of the school oven in minutes?{#90}", "proved", "90 min"),
        ("How does the oven open?{=By hand ~With a button ~By voice}", "proved", "By hand."),
        (
            "Match.{=Maximum baking time of the oven -> 90 min =Default baking time of the oven -> 30 min}",
            "proved",
            "oven.heat_time.default",
        ),
        (
            "What is the maximum baking time of the school oven?{~90 min =60 min}",
            "contradicted",
            "60 min held until 2019",
        ),
        ("What is the maximum baking time of the school oven?{~80 min =2 h}", "contradicted", "90 min (the pack"),
        ("What is the maximum baking time of the school oven?{=90 min ~1.5 h}", "contradicted", "B is marked wrong"),
        ("What is the maximum baking time of the school oven?{~90 min =None of these}", "contradicted", "but A does"),
        ("The maximum baking time of the school oven is 2 hours.{T}", "contradicted", "not 2 h"),
        ("What is the maximum baking time of the school oven in hours?{#2}", "contradicted", "not 2 h"),
        ("How does the oven open?{~By hand =With a button ~By voice}", "contradicted", "held until 2015"),
        (
            "Match.{=Maximum baking time of the school oven -> 45 min =Soup -> 10 min}",
            "contradicted",
            "not 45 min",
        ),
    ],
)
def test_a_key_is_held_against_the_fact_it_speaks_of(library: Library, text: str, wanted: str, words: str) -> None:
    found = verdict(library, text)
    assert (str(found.verdict), words in found.reason) == (wanted, True), found
    assert found.facts


@pytest.mark.parametrize(
    "text",
    [
        "What does bread smell of?{=Bread ~Soup}",
        "Which of these is NOT a baking time of the school oven?{=2 h ~90 min}",
        "A dough needs a baking time of 40 min. Which baking time is set on the school oven?{=45 min ~90 min ~10 min}",
        "What is the baking time of the school oven?{=30 min ~90 min}",
        "The bread is raw. What do you do?{=Set the baking time of the school oven to 45 min ~Set it to 20 min}",
        "What is the maximum baking time of the school oven?{=It depends on the bread ~90 min}",
        "What is the maximum baking time of the school oven?{=90 min ~A long time}",
        "Is it true that a bread bakes for 60 minutes?{T}",
        "How many breads are there in the picture?{=4 ~5}",
        "What is the maximum baking time?{=60 min ~90 min}",
        "What is the maximum baking time of the Vulcano oven?{=60 min ~90 min}",
    ],
)
def test_what_the_facts_leave_open_is_not_decided_and_says_where_it_is_from(library: Library, text: str) -> None:
    found = verdict(library, text)
    assert found.verdict is Verdict.NOT_DECIDED, found
    assert found.reason.endswith("From bank.gift:1; nobody proved it.")


def test_a_contradicted_question_is_held_back_and_the_others_become_cards(
    places: Places, folder: Path, tmp_path: Path, library: Library
) -> None:
    path = tmp_path / "bank.gift"
    path.write_text(BANK, encoding="utf-8")
    bank = read_bank(path)
    write_bank(folder, bank, judge(library, bank.given))
    again = open_library(places, str(folder), [])
    cards = {card.id: card for card in again.cards if card.kind is CardKind.GIVEN}
    assert list(cards) == [
        "given:what-is-the-maximum-baking-time-of-the-school",
        "given:what-does-bread-smell-of",
    ]
    best = cards["given:what-is-the-maximum-baking-time-of-the-school"]
    assert (best.topic, best.area, best.facts) == ("oven", "baking", ("oven.heat_time.max",))
    quiz = again.quiz(count=9, seed=1, kind="given")
    reasons = {question.id: question.options[0].reason for question in quiz.questions}
    assert "From bank.gift:6; nobody proved it." in reasons["given:what-does-bread-smell-of"]
    assert set(reasons) <= set(cards)


def test_a_fact_that_changes_takes_the_question_away_that_it_now_contradicts(
    places: Places, folder: Path, tmp_path: Path, library: Library
) -> None:
    path = tmp_path / "bank.gift"
    path.write_text(BANK, encoding="utf-8")
    bank = read_bank(path)
    write_bank(folder, bank, judge(library, bank.given))
    sheet = folder / "attributes.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("value: 90 min", "value: 80 min"), encoding="utf-8")
    again = open_library(places, str(folder), [])
    assert [card.id for card in again.cards if card.kind is CardKind.GIVEN] == ["given:what-does-bread-smell-of"]


def test_importing_again_updates_and_keeps_ids(folder: Path, tmp_path: Path, library: Library) -> None:
    path = tmp_path / "bank.gift"

    def write(text: str) -> tuple[int, int, int, int]:
        path.write_text(text, encoding="utf-8")
        bank = read_bank(path)
        done = write_bank(folder, bank, judge(library, bank.given))
        return done.new, done.updated, done.unchanged, done.removed

    def ids() -> list[str]:
        file = (folder / "quizzes" / "bank.yaml").read_text(encoding="utf-8")
        return [line.split()[-1] for line in file.split("\n") if line.startswith("- id:")]

    assert write(BANK) == (3, 0, 0, 0)
    first = ids()
    assert write(BANK) == (0, 0, 3, 0)
    assert write(BANK.replace("~Fish", "~Flowers")) == (0, 1, 2, 0)
    assert write(BANK.replace("What does bread smell of", "What does a bread smell of")) == (0, 1, 2, 0)
    assert ids() == first
    assert write(BANK.partition("::open::")[0]) == (0, 0, 2, 1)


def test_two_questions_with_one_stem_are_two(folder: Path, tmp_path: Path, library: Library) -> None:
    path = tmp_path / "two.gift"
    path.write_text("What is it?{=a ~b}\n\nWhat is it?{=c ~d}\n\n什么？{=是 ~否}\n", encoding="utf-8")
    for _ in range(2):
        bank = read_bank(path)
        write_bank(folder, bank, judge(library, bank.given))
        text = (folder / "quizzes" / "two.yaml").read_text(encoding="utf-8")
        assert text.count("- id: given:what-is-it\n") == text.count("- id: given:what-is-it-2\n") == 1
        assert text.count("- id:") == 3


def test_another_file_of_the_same_name_does_not_take_its_place(folder: Path, tmp_path: Path, library: Library) -> None:
    for name in ("bank.gift", "bank.txt"):
        (tmp_path / name).write_text(BANK, encoding="utf-8")
    first, second = (read_bank(tmp_path / name) for name in ("bank.gift", "bank.txt"))
    write_bank(folder, first, judge(library, first.given))
    with pytest.raises(UsageError, match="came from another file"):
        write_bank(folder, second, judge(library, second.given))


def test_a_built_in_pack_is_not_written_to(places: Places) -> None:
    for pack in ("aws-serverless", str(places.content / "aws-serverless")):
        with pytest.raises(UsageError, match="is built in"):
            own_folder(places, pack)


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.gift", "", "gift"),
        ("a.md", "", "markdown"),
        ("a.txt", "What?\nA) a\nB) b\nANSWER: A\n", "aiken"),
        ("a.txt", "What?\n- [ ] a\n- [x] b\n", "markdown"),
        ("a.txt", "What?{=a ~b}", "gift"),
    ],
)
def test_the_form_is_found_by_name_and_content(name: str, text: str, form: str) -> None:
    assert form_of(Path(name), text) == form


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe\x00\xd8", "This is not UTF-8 text"),
        (b"x" * 10_000_000, "larger than 5,000,000 bytes"),
        (b"x" * 4_000_000, "line is longer than"),
        (bytes(range(256)) * 9, "This is not UTF-8 text"),
        ("What?{=ä ~ö}".encode("utf-16"), ""),
    ],
)
def test_what_is_no_text_is_refused_with_one_message(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "x.gift"
    path.write_bytes(raw)
    bank = read_bank(path)
    assert len(bank.diagnostics) == bool(said)
    assert all(said in one.message for one in bank.diagnostics)
    assert len(bank.given) == (not said)
