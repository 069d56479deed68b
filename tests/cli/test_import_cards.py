"""Tables of cards come into a pack of one's own, again and after edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.cli.verbs import run
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
