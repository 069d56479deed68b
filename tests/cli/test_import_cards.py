"""Tables of cards come into a pack of one's own, again and after edits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studykit.cli.verbs import run
from studykit.core.flashcard import Cloze, Flashcard, Part
from studykit.workflows.card_formats import CARD_FORMATS
from studykit.workflows.new_pack import write_pack
from tests.exchange.cards import CARDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = run(["import", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", CARD_FORMATS)
def test_cards_come_in_once_and_are_updated_by_their_ids(
    name: str, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"ours{CARD_FORMATS[name].suffix}"
    text = CARD_FORMATS[name].write(CARDS[:3], {})
    path.write_bytes(text.encode())
    assert "ours.yaml: 3 new" in said(capsys, path, "--pack", folder)[1]
    assert "ours.yaml: 3 unchanged" in said(capsys, path, "--pack", folder)[1]
    path.write_bytes(text.replace("How hot?", "How hot is it?").encode())
    code, out, err = said(capsys, path, "--pack", folder)
    assert (code, err) == (0, "")
    assert "ours.yaml: 1 updated, 2 unchanged" in out


def test_a_plain_table_is_read_and_its_bad_rows_are_told(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "words.csv"
    path.write_text("Front,Back\nHund,dog\n,cat\n", "utf-8")
    code, out, err = said(capsys, path, "--pack", folder)
    assert code == 2
    assert "words.csv:1  not decided  Hund" in out
    assert "words.csv:3: error: The front of this card is empty." in err


def test_a_form_may_be_named(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "words.text"
    path.write_text("Hund\tdog\n", "utf-8")
    assert "1 new" in said(capsys, path, "--pack", folder, "--format", "cards-csv")[1]


def test_a_warning_is_no_card_that_could_not_be_read(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "cards.jsonl"
    path.write_bytes(CARD_FORMATS["json"].write(CARDS, {}).encode())  # one of them is marked as removed
    code, out, err = said(capsys, path, "--pack", folder)
    assert code == 0
    assert "3 questions: 0 proved, 0 contradicted, 3 not decided.\n" in out
    assert "1 card is marked as removed" in err


def test_control_characters_of_a_cell_are_seen(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "words.csv"
    path.write_bytes(b"Front,Back\na\0b,c\x07d\n")
    assert "not decided  a\u2400b" in said(capsys, path, "--pack", folder)[1]
    assert "c\u2407d" in (folder / "quizzes" / "words.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("#separator:elephant\na,b\n", 2, "words.csv: error: '#separator:elephant' names no separator. Write Comma"),
        (
            "Front,Back\na,b,,\nc,d,e,f\n",
            0,
            "words.csv:3: warning: This row has 4 columns, and only 2 have a name. What",
        ),
        ("#separator:Comma\n#columns:a,b\nc,d,e\n", 0, "words.csv:3: warning: This row has 3 columns, and only 2"),
    ],
)
def test_what_is_odd_about_a_table_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path, text: str, code: int, told: str
) -> None:
    path = folder.parent / "words.csv"
    path.write_text(text, "utf-8")
    done, _, err = said(capsys, path, "--pack", folder)
    assert (done, err.count("\n")) == (code, 1)
    assert err.startswith(told)


@pytest.mark.parametrize("name", ["json", "csv", "md"])
def test_cards_that_leave_and_come_again_and_again_say_the_same(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    form = CARD_FORMATS[name]
    path = tmp_path / f"cards{form.suffix}"
    one_gap = Cloze((Part("A "), Part("b", hidden=True), Part(" c")), "more")
    cards = (*(replace(one, gone=False, media=()) for one in CARDS), Flashcard("gap", one_gap, "x"))
    path.write_bytes(form.write(cards, {}).encode())
    bodies = {one.id: one.body for one in cards}
    names = set(bodies)
    rounds = []
    for number in range(3):
        folder = tmp_path / f"bread{number}"
        write_pack(folder)
        assert "5 new" in said(capsys, path, "--pack", folder)[1]
        assert run(["export", name, str(tmp_path / f"{number}{form.suffix}"), "--pack", str(folder)]) == 0
        left, _ = form.read((tmp_path / f"{number}{form.suffix}").read_text("utf-8"), path.name)
        mine = sorted((one for one in left if one.id in names), key=lambda one: one.id)
        rounds.append([(one.id, one.body) for one in mine])
        path.write_bytes(form.write(mine, {}).encode())
    assert [name for name, _ in rounds[0]] == sorted(names)
    assert [type(body) for _, body in rounds[0]] == [type(bodies[name]) for name in sorted(names)]
    assert rounds[0] == rounds[1] == rounds[2]
