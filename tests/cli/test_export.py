"""``studykit export``: what it says, and what it refuses."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from studykit.cli.main import main
from tests.workflows.leaving import kitchen


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("STUDYKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    pack, notes = kitchen(tmp_path)
    return ["--pack", str(pack), "--notes", str(notes)]


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> str:
    assert main(["export", *map(str, words)]) == code
    shown = capsys.readouterr()
    return shown.out if code == 0 else shown.out + shown.err


def test_what_anki_will_say_is_said_before_and_after(
    capsys: pytest.CaptureFixture[str], content: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "deck.apkg"
    checked = said(capsys, "anki", path, "--check", *content)
    assert "nothing was written" in checked
    assert "8 notes: 8 new, 0 updated, 0 unchanged." in checked
    assert "Every card was rendered, and none has a flaw." in checked
    assert not path.exists()
    assert "8 notes: 8 new, 0 updated, 0 unchanged." in said(capsys, "anki", path, *content)
    assert "8 notes: 0 new, 0 updated, 8 unchanged." in said(capsys, "anki", path, "--check", *content)
    assert zipfile.is_zipfile(path)


def test_that_a_schedule_travels_once_is_said(
    capsys: pytest.CaptureFixture[str], content: list[str], tmp_path: Path
) -> None:
    assert "never changes" in said(capsys, "anki", tmp_path / "deck.apkg", "--with-history", *content)


def test_tables_hold_every_card(capsys: pytest.CaptureFixture[str], content: list[str], tmp_path: Path) -> None:
    assert "8 cards" in said(capsys, "csv", tmp_path / "cards.csv", *content)
    text = (tmp_path / "cards.csv").read_text()
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    assert len({row[0] for row in rows}) > 1
    assert "8 cards" in said(capsys, "json", tmp_path / "cards.jsonl", *content)
    records = [json.loads(line) for line in (tmp_path / "cards.jsonl").read_text().splitlines()]
    assert "definition:crust" in {str(record.get("id")) for record in records}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--as", "limits=basic"), "There is no kind of card 'limits'. Did you mean 'limit'?"),
        (("--as", "limit=type"), "There is no form 'type'. Did you mean 'typed'?"),
        (("--link", "nowhere"), "'nowhere' is no link."),
        (("--topic", "cooking"), "No card is about 'cooking'."),
    ],
)
def test_wrong_wishes_are_one_sentence(
    capsys: pytest.CaptureFixture[str],
    content: list[str],
    tmp_path: Path,
    words: tuple[str, ...],
    sentence: str,
) -> None:
    assert sentence in said(capsys, "anki", tmp_path / "deck.apkg", *words, *content, code=2)
    assert not (tmp_path / "deck.apkg").exists()


def test_a_table_is_not_checked(capsys: pytest.CaptureFixture[str], content: list[str], tmp_path: Path) -> None:
    assert "--check is for Anki packages" in said(capsys, "csv", tmp_path / "c.csv", "--check", *content, code=2)


def test_a_quiz_and_a_report_never_take_the_place_of_a_note(
    capsys: pytest.CaptureFixture[str], content: list[str], tmp_path: Path
) -> None:
    note = tmp_path / "notes" / "bread.md"
    before = note.read_text()
    for words in (["quiz", "--output", str(note)], ["report", "--html", str(note)], ["export", "md", str(note)]):
        assert main([*words, *content]) == 2
        assert "Name another one." in capsys.readouterr().err
    assert note.read_text() == before
