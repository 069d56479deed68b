"""Cards that leave as a table and come into a pack stay who they are, and nothing is asked twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from studykit.cli.verbs import run
from studykit.core.flashcard import Basic, Choice, Cloze, Flashcard, Part, Typing
from studykit.core.given import Given
from studykit.core.response import Choices, Option
from studykit.exchange.anki.guid import guid
from studykit.packs.quizzes import read_quizzes
from studykit.workflows.card_formats import CARD_FORMATS
from studykit.workflows.new_pack import write_pack
from tests.exchange.read_apkg import guids_in

BANK = """::max::What is the maximum baking time of the school oven?{=90 minutes ~60 minutes#Too short.}

::pairs::How is each made?{=bread -> baked =soup -> boiled}

::long::How long does dough rest?{#90}

Name of the stone?{=cordierite =Cordierite}
"""
PANS = Choices((Option("iron", right=True, reason="It holds heat."), Option("glass", right=False, reason="")))
TWO_GAPS = (Part("Dough rests "), Part("24 h", hidden=True), Part(" at "), Part("4 °C", hidden=True))
CARDS = (
    Flashcard("oven.heat", Basic("How hot?", "250 °C"), "Kitchen"),
    Flashcard("a:gap", Basic("What is […]?", "nothing"), "Kitchen"),
    Flashcard("oven rest", Cloze(TWO_GAPS, "In a box."), "Kitchen"),
    Flashcard("given:Pans", Choice("Which pan?", PANS, "See there."), "Kitchen"),
    Flashcard("limit:stone.name.max", Typing("Name of the stone?", "cordierite", "It is grey."), "Kitchen"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = run(list(map(str, words)))
    return code, *capsys.readouterr()


def jsonl(path: Path, cards: Iterable[Flashcard]) -> Path:
    path.write_bytes(CARD_FORMATS["json"].write(tuple(cards), {}).encode())
    return path


def there(folder: Path) -> dict[str, Given]:
    return {one.id: one for one in read_quizzes(folder)[0]}


def left(folder: Path, form: str, path: Path) -> dict[str, Flashcard]:
    """The cards of somebody's questions, as they leave."""
    assert run(["export", form, str(path), "--pack", str(folder), "--link", "none"]) == 0
    cards, problems = CARD_FORMATS[form].read(path.read_text("utf-8"), path.name)
    assert problems == ()
    return {one.id: one for one in cards if one.id in there(folder)}


@pytest.mark.parametrize("form", CARD_FORMATS)
def test_a_card_keeps_its_id_and_how_it_is_asked_in_pack_after_pack(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wanted = {one.id: one.body for one in CARDS}
    path = tmp_path / f"cards{CARD_FORMATS[form].suffix}"
    path.write_bytes(CARD_FORMATS[form].write(CARDS, {}).encode())
    for number in range(2):
        folder = tmp_path / f"bread{number}"
        write_pack(folder)
        assert "5 new" in said(capsys, "import", path, "--pack", folder)[1]
        found = left(folder, form, tmp_path / f"{number}{path.suffix}")
        assert {name: one.body for name, one in found.items()} == wanted
        path = tmp_path / f"{number}{path.suffix}"
    package = tmp_path / "deck.apkg"
    assert run(["export", "anki", str(package), "--pack", str(tmp_path / "bread1")]) == 0
    assert {guid(name) for name in wanted} <= guids_in(package)


@pytest.mark.parametrize("form", CARD_FORMATS)
def test_what_comes_back_unedited_changes_nothing_and_an_edit_changes_its_card(
    form: str, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    bank = tmp_path / "bank.gift"
    bank.write_text(BANK, "utf-8")
    assert said(capsys, "import", bank, jsonl(tmp_path / "cards.jsonl", CARDS), "--pack", folder)[0] == 0
    before = there(folder)
    path = tmp_path / f"out{CARD_FORMATS[form].suffix}"
    left(folder, form, path)
    code, out, err = said(capsys, "import", path, "--pack", folder)
    assert code == 0
    assert "bank.yaml: 9 unchanged\n" in out
    assert "5 cards are here already, such as 'limit:oven.heat_time.max': left out." in err
    assert there(folder) == before
    path.write_text(
        path.read_text("utf-8").replace("250 °C", "260 °C").replace("Too short.", "Far too short."), "utf-8"
    )
    assert "bank.yaml: 2 updated, 7 unchanged\n" in said(capsys, "import", path, "--pack", folder)[1]
    after = there(folder)
    assert {name for name in before if before[name] != after[name]} == {
        "oven.heat",
        "given:what-is-the-maximum-baking-time-of-the-school",
    }
    assert after["oven.heat"].response.accepted == ("260 °C",)  # type: ignore[union-attr]
    assert [path.name for path in sorted((folder / "quizzes").iterdir())] == ["bank.yaml", "cards.yaml"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (("baked; boiled", "burnt"), "is asked as pairs here, so its answer stays as it was: edit 'bank.gift'."),
        (('"90\\nFrom', '"80\\nFrom'), "is asked as a number here, so its answer stays as it was"),
    ],
)
def test_an_edited_answer_that_a_table_cannot_hold_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, edit: tuple[str, str], says: str
) -> None:
    bank, path = tmp_path / "bank.gift", tmp_path / "out.jsonl"
    bank.write_text(BANK, "utf-8")
    assert said(capsys, "import", bank, "--pack", folder)[0] == 0
    before = there(folder)
    left(folder, "json", path)
    text = path.read_text("utf-8")
    assert edit[0] in text
    path.write_text(text.replace(*edit), "utf-8")
    code, out, err = said(capsys, "import", path, "--pack", folder)
    assert code == 2
    assert "4 unchanged" in out
    assert "could not be read" not in out
    assert "out.jsonl:" in err
    assert says in err
    assert there(folder) == before


def test_cards_made_of_notes_are_no_questions_in_any_pack(
    capsys: pytest.CaptureFixture[str], folder: Path, home: Path, tmp_path: Path
) -> None:
    notes, other = tmp_path / "my.md", tmp_path / "other"
    notes.write_text("# Bread\n\n- **Crumb**: the soft inside of a loaf\n", "utf-8")
    home.mkdir(exist_ok=True)
    (home / "desk.json").write_text(json.dumps({"pack": str(folder), "notes": [str(notes)]}), "utf-8")
    write_pack(other)
    path = tmp_path / "out.jsonl"
    assert said(capsys, "export", "json", path)[0] == 0
    assert "definition:crumb" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("soft inside", "hard inside"), "utf-8")
    code, out, err = said(capsys, "import", path, "--pack", other)
    assert (code, there(other)) == (0, {})
    assert "0 questions" in out
    assert "6 cards are here already" in err


def test_a_question_with_the_id_of_a_card_made_here_later_is_left_out_and_said(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    card = Flashcard("definition:crumb", Basic("Crumb?", "what is left on the table"), "Kitchen")
    assert said(capsys, "import", jsonl(tmp_path / "cards.jsonl", [card]), "--pack", folder)[0] == 0
    notes = tmp_path / "my.md"
    notes.write_text("# Bread\n\n- **Crumb**: the soft inside of a loaf\n", "utf-8")
    path = tmp_path / "out.jsonl"
    code, _, err = said(capsys, "export", "json", path, "--pack", folder, "--notes", notes)
    assert code == 0
    assert "cards.jsonl:1: warning: The card 'definition:crumb' is made of the notes or facts that are here" in err
    cards, _ = CARD_FORMATS["json"].read(path.read_text("utf-8"), "out.jsonl")
    assert [one.body.back for one in cards if one.id == card.id] == ["The soft inside of a loaf"]


def test_an_id_of_first_words_may_be_that_of_another_question(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    mine = Flashcard("given:what-is-it", Basic("What is it?", "a cat"), "x")
    theirs = Flashcard("given:what-is-it", Basic("What is it, then?", "a dog"), "x")
    said(capsys, "import", jsonl(tmp_path / "mine.jsonl", [mine]), "--pack", folder)
    assert "1 new" in said(capsys, "import", jsonl(tmp_path / "theirs.jsonl", [theirs]), "--pack", folder)[1]
    assert "1 unchanged" in said(capsys, "import", jsonl(tmp_path / "theirs.jsonl", [theirs]), "--pack", folder)[1]
    assert {name: one.stem for name, one in there(folder).items()} == {
        "given:what-is-it": "What is it?",
        "given:what-is-it-then": "What is it, then?",
    }


def test_what_a_plain_table_calls_one_is_known_elsewhere_only_when_it_says_the_same(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    for name, rows, told in (
        ("de.csv", "w1,Hund,dog\nw2,Katze,cat", "2 new"),
        ("de (1).csv", "w1,Hund,dog\nw2,Katze,the cat", "1 new, 1 unchanged"),
        ("fr.csv", "w1,Hund,chien\n2,Katze,chat", "2 new"),
        ("de.csv", "w1,Hunde,dog\nw2,Katze,cat", "1 updated, 1 unchanged"),
    ):
        (tmp_path / name).write_text(f"id,front,back\n{rows}\n", "utf-8")
        assert f"{told}\n" in said(capsys, "import", tmp_path / name, "--pack", folder)[1]
    assert sorted((one.file, one.stem) for one in there(folder).values()) == [
        ("de (1).csv", "Katze"),
        ("de.csv", "Hunde"),
        ("de.csv", "Katze"),
        ("fr.csv", "Hund"),
        ("fr.csv", "Katze"),
    ]
    assert all(name.startswith("given:") for name in there(folder))


def test_a_row_with_an_id_that_is_unique_keeps_it(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("uuid,front,back\n7d44-u,Hund,dog\n", "utf-8")
    (tmp_path / "b.csv").write_text("uuid,front,back\n7d44-u,Hunde,dogs\n", "utf-8")
    assert "1 new" in said(capsys, "import", tmp_path / "a.csv", "--pack", folder)[1]
    assert "1 updated" in said(capsys, "import", tmp_path / "b.csv", "--pack", folder)[1]
    assert [(one.id, one.stem) for one in there(folder).values()] == [("7d44-u", "Hunde")]


def test_notes_of_anki_as_text_live_there_and_do_not_leave_for_it(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    said(capsys, "import", jsonl(tmp_path / "cards.jsonl", CARDS[:1]), "--pack", folder)
    path = tmp_path / "notes.txt"
    rows = f"qq.w\tWhat?\tThat\n{guid('oven.heat')}\tHow hot?\t250 °C<br>cards.jsonl:1\n"
    path.write_text(f"#separator:tab\n#html:true\n#guid column:1\n{rows}", "utf-8")
    code, out, err = said(capsys, "import", path, "--pack", folder)
    assert (code, "1 new" in out) == (0, True)
    assert "1 card is here already, 'oven.heat': left out." in err
    assert there(folder)["given:what"].home == "anki"
    package = tmp_path / "deck.apkg"
    out = said(capsys, "export", "anki", package, "--pack", folder)[1]
    assert "1 card that came from Anki is left out." in out
    assert guid("oven.heat") in guids_in(package)
    assert guid("given:what") not in guids_in(package)


@pytest.mark.parametrize("form", CARD_FORMATS)
def test_a_card_that_lives_in_anki_does_so_in_pack_after_pack(
    form: str, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    path, other = tmp_path / "notes.txt", tmp_path / "other"
    path.write_text("#separator:tab\n#guid column:1\nqq.w\tWhat?\tThat\n=1+1\tWho?\tThey\n", "utf-8")
    assert "2 new" in said(capsys, "import", path, "--pack", folder)[1]
    write_pack(other)
    table = tmp_path / f"out{CARD_FORMATS[form].suffix}"
    left(folder, form, table)
    text = table.read_text("utf-8")
    assert "studykit::anki::qq.w/0" in text.replace("\\", "")
    assert "\n=" not in text
    if form in ("csv", "tsv"):
        assert "\nqq.w" in text
        assert guid("given:what") not in text
    assert "2 new" in said(capsys, "import", table, "--pack", other)[1]
    assert [(one.id, one.title, one.home) for one in there(other).values()] == [
        ("given:what", "qq.w/0", "anki"),
        ("given:who", "=1+1/0", "anki"),
    ]
    assert "2 unchanged" in said(capsys, "import", path, "--pack", other)[1]
    out = said(capsys, "export", "anki", tmp_path / "deck.apkg", "--pack", other)[1]
    assert "2 cards that came from Anki are left out." in out
