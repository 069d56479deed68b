"""``studykit import --with-history``: answers come with the cards, or to those that are here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli.verbs import run
from studykit.workflows.card_formats import CARD_FORMATS
from studykit.workflows.new_pack import write_pack
from tests.exchange.cards import CARDS, history
from tests.kept import kept

ASKED = CARDS[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "cards.jsonl"
    text = CARD_FORMATS["json"].write(ASKED, {card.id: history(card.id) for card in ASKED[:2]})
    file.write_bytes(text.encode())
    return file


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = run(["import", *map(str, words)])
    return code, *capsys.readouterr()


def test_answers_come_with_the_cards(capsys: pytest.CaptureFixture[str], folder: Path, path: Path, home: Path) -> None:
    wanted = ("--pack", folder, "--with-history")
    code, out, _ = said(capsys, path, *wanted, "--dry-run")
    assert code == 0
    assert "cards.jsonl: 4 answers to 2 cards would come." in out
    assert "cards.jsonl: 2 cards would be suspended, as there." in out
    with kept(home) as store:
        assert store.known() == set()
    code, out, err = said(capsys, path, *wanted)
    assert (code, err) == (0, "")
    assert "cards.yaml: 3 new\n" in out
    assert "cards.jsonl: 4 answers to 2 cards came.\ncards.jsonl: 2 cards suspended, as there.\n" in out
    with kept(home) as store:
        assert store.known() == {"oven.heat", "oven.rest"}
    out = said(capsys, path, *wanted)[1]
    assert "cards.jsonl: No new answers; 4 were here already.\n" in out
    again = path.with_name("again.jsonl")
    assert run(["export", "json", str(again), "--pack", str(folder), "--with-history"]) == 0
    capsys.readouterr()
    histories = [
        {one["id"]: one["history"]["reviews"] for one in map(json.loads, file.read_text("utf-8").splitlines())
         if "history" in one}
        for file in (path, again)
    ]  # fmt: skip
    assert histories[0] == histories[1]


def test_without_a_pack_they_come_to_cards_that_are_here(
    capsys: pytest.CaptureFixture[str], folder: Path, path: Path, home: Path
) -> None:
    code, out, _ = said(capsys, path, "--with-history")
    assert code == 2
    assert "4 answers to cards that are not here left out." in out
    said(capsys, path, "--pack", folder)
    (home / "desk.json").write_text(json.dumps({"pack": str(folder), "notes": []}), "utf-8")
    code, out, _ = said(capsys, path, "--with-history", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["history"]["answers"], told["history"]["lost"], told["dry_run"]) == (4, 0, False)


def test_a_card_made_here_is_left_out_and_its_answers_come(
    capsys: pytest.CaptureFixture[str], folder: Path, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    assert run(["export", "json", str(path), "--pack", str(folder)]) == 0
    name = "limit:oven.heat_time.max"
    (card,) = (one for one in CARD_FORMATS["json"].read(path.read_text("utf-8"), "x")[0] if one.id == name)
    path.write_bytes(CARD_FORMATS["json"].write([card], {name: history("a")}).encode())
    code, out, err = said(capsys, path, "--pack", folder, "--with-history")
    assert code == 0
    assert "out.jsonl: 2 answers to 1 card came." in out
    assert f"1 card is here already, '{name}': left out." in err
    with kept(home) as store:
        assert store.known() == {name}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--check", "--with-history"), "--check changes nothing, so it goes without --with-history."),
        (("--with-history", "--format", "cards-csv"), "is no JSON Lines of cards"),
        (("--with-history", "--format", "gift"), "is no JSON Lines of cards"),
    ],
)
def test_what_cannot_bring_answers_is_refused(
    capsys: pytest.CaptureFixture[str], path: Path, words: tuple[str, ...], says: str
) -> None:
    code, _, err = said(capsys, path, *words)
    assert code == 2
    assert says in err


def test_an_answer_that_cannot_be_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], folder: Path, path: Path
) -> None:
    path.write_text(path.read_text("utf-8").replace('"rating":1', '"rating":9', 1), "utf-8")
    code, out, err = said(capsys, path, "--pack", folder, "--with-history")
    assert code == 2
    assert "cards.yaml: 3 new" in out
    assert "2 answers to 1 card came." in out
    assert "cards.jsonl:1: error: A review of this card has no 'rating' that can be used." in err
