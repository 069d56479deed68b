"""A card that somebody suspended in Anki is suspended here with its history, once, or it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.cli.verbs import run
from studykit.core.mark import MarkKind
from studykit.workflows.new_pack import write_pack
from tests.exchange.anki_packages import NOTE, card, collection, legacy, note, review
from tests.kept import kept

FORGOTTEN = review(NOTE + 9, NOTE, ease=0, type=4, factor=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


def deck(folder: Path, *queues: int) -> Path:
    notes = [note(NOTE + at, f"Q{at}\x1fA") for at in range(len(queues))]
    cards = [card(NOTE + at, NOTE + at, queue=queue) for at, queue in enumerate(queues)]
    reviews = [review(NOTE + 7, NOTE, type=0), FORGOTTEN, review(5, NOTE)]
    return legacy(folder / "deck.apkg", collection(folder, notes=notes, cards=cards, reviews=reviews))


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    run(["import", "anki", *map(str, words)])
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


def marked(home: Path) -> dict[str, MarkKind]:
    with kept(home) as store:
        return {card: mark.kind for card, mark in store.marks().items()}


def test_suspended_cards_are_told_and_with_their_history_stay_so(
    capsys: pytest.CaptureFixture[str], home: Path, folder: Path, tmp_path: Path
) -> None:
    path = deck(tmp_path, -1, 2, -1)
    assert "2 cards suspended in Anki, and asked here." in said(capsys, path, "--pack", folder)
    assert marked(home) == {}
    words = (path, "--pack", folder, "--with-history")
    assert "2 cards to suspend, as in Anki." in said(capsys, *words, "--dry-run")
    assert marked(home) == {}
    assert "2 cards suspended, as in Anki." in said(capsys, *words)
    assert marked(home) == {"given:q0": MarkKind.SUSPEND, "given:q2": MarkKind.SUSPEND}
    assert "as in Anki" not in said(capsys, *words)


def test_what_is_released_here_stays_released(
    capsys: pytest.CaptureFixture[str], home: Path, folder: Path, tmp_path: Path
) -> None:
    words = (deck(tmp_path, -1, -1), "--pack", folder, "--with-history")
    said(capsys, *words)
    assert run(["cards", "release", "given:q1", "--pack", str(folder)]) == 0
    said(capsys, *words)
    assert marked(home) == {"given:q0": MarkKind.SUSPEND}


def test_what_of_a_history_is_not_taken_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    told = said(capsys, deck(tmp_path, 2), "--pack", folder, "--with-history")
    assert "1 answer to 1 card came back." in told
    assert "1 change by hand in Anki (Forget, Set Due Date) not taken over" in told
    assert "1 answer with a time or an interval that cannot be; left out." in told
