"""A deck of which much cannot be asked is no wall of text, and it is said what lists all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.cli.verbs import run
from studykit.workflows.new_pack import write_pack
from tests.exchange.anki_packages import NOTE, card, collection, legacy, note

MANY = 30


def test_problems_beyond_a_screen_are_counted_and_it_says_what_lists_them(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bread"
    write_pack(folder)
    notes = [note(NOTE + at, f"Q{at}\x1f") for at in range(MANY)]
    cards = [card(NOTE + at, NOTE + at) for at in range(MANY)]
    deck = legacy(tmp_path / "deck.apkg", collection(tmp_path, notes=notes, cards=cards))
    words = ["import", "anki", str(deck), "--pack", str(folder), "--dry-run"]
    assert run(words) == 2
    told = capsys.readouterr().err.splitlines()
    assert all("The back of this card is empty." in line for line in told[:-1])
    assert told[-1] == f"… and {MANY - len(told) + 1} more problems. --json lists all."
    assert run([*words, "--json"]) == 2
    assert capsys.readouterr().out.count("The back of this card is empty.") == MANY
