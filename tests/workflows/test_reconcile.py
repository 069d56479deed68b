"""A learner's own note is edited between two sessions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.core.review import Rating
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import Places
from studykit.workflows.showing import Showing
from tests.kept import places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOTE = """# Gardens

**Orchard**: a garden in which trees with fruit stand in rows.
**Meadow**: land on which grass and flowers grow, cut twice a year.

Q: Who cuts the meadow?
A: The farmer, before the flowers have seeds.
"""


@pytest.fixture
def places(home: Path) -> Places:
    return places_of(home)


def answer(places: Places, note: Path, card: str) -> None:
    with open_study(places, open_library(places, "aws-serverless", [note]), lambda: NOW) as study:
        study.answer(Showing(study.cards[card], None, 1, 1), chosen="", rating=Rating.GOOD, duration=1)


def reviewed(places: Places, note: Path) -> set[str]:
    """The texts of cards that have a history."""
    with open_study(places, open_library(places, "aws-serverless", [note]), lambda: NOW) as study:
        return {study.cards[card].back for card in study.store.memories() if card in study.cards}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("trees with fruit stand", "fruit trees stand"),
        ("**Orchard**", "**Orchards**"),
        ("# Gardens", "# Land and gardens"),
        ("**Orchard**: a garden", "**Orchrad**: a gardn"),
        ("# Gardens\n", "# Gardens\n\n**Hedge**: a row of bushes that keeps cattle in.\n"),
    ],
)
def test_an_edited_definition_keeps_its_history(places: Places, tmp_path: Path, before: str, after: str) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    answer(places, note, "definition:orchard")
    note.write_text(NOTE.replace(before, after))
    (text,) = reviewed(places, note)
    assert "fruit" in text


def test_a_renamed_and_split_note_keeps_its_history(places: Places, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    answer(places, note, "definition:meadow")
    note.unlink()
    head, rest = NOTE.split("**Meadow**")
    (tmp_path / "orchards.md").write_text(head)
    (tmp_path / "meadows.md").write_text("# Grass\n\n**Meadow**" + rest)
    assert len(reviewed(places, tmp_path)) == 1


def test_what_is_unsure_waits_and_is_settled(
    places: Places, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDYKIT_HOME", str(home))
    note = tmp_path / "mine.md"
    note.write_text("# Pools\n\n**First pool**: ten workers wait here at once for work.\n")
    answer(places, note, "definition:first-pool")
    note.write_text("# Pools\n\n**Burst pool**: up to twelve people may stay there for a job.\n")
    with open_study(places, open_library(places, "aws-serverless", [note]), lambda: NOW) as study:
        assert "1 card of edited notes to settle: studykit reconcile" in study.notice
        assert "definition:burst-pool" not in study.cards
    assert main(["reconcile", "--notes", str(note), "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["draft"], record["candidates"][0]["card"]) == ("definition:burst-pool", "definition:first-pool")
    assert main(["reconcile", "--notes", str(note), "--is", "definition:burst-pool", "definition:furst-pool"]) == 2
    assert "Did you mean 'definition:first-pool'?" in capsys.readouterr().err
    assert main(["reconcile", "--notes", str(note), "--is", "definition:burst-pool", "definition:first-pool"]) == 0
    assert "Every card is known." in capsys.readouterr().out
    assert reviewed(places, note) == {"Up to twelve people may stay there for a job."}


def test_a_new_meaning_of_an_old_term_takes_no_history(places: Places, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    answer(places, note, "definition:orchard")
    note.write_text(
        NOTE.replace("**Orchard**", "**Fruit garden**") + "\n**Orchard**: an old word for a kitchen yard with herbs.\n"
    )
    (text,) = reviewed(places, note)
    assert "fruit" in text
