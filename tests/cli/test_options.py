"""What verbs study from: what is given, or else what is remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studykit.cli import claims, options, study
from studykit.workflows.desk import USUAL_PACK, remember
from studykit.workflows.places import find_places

NOTE = "# PostgreSQL server\n- max_connections: at most 8\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    return note


def chosen(*words: str) -> tuple[str, tuple[Path, ...]]:
    parser = options.parser("study", "", "")
    options.add_content(parser)
    desk = options.desk(parser.parse_args(words))
    return desk.pack, desk.notes


def test_verbs_use_what_is_remembered_where_nothing_is_given(home: Path, notes: Path) -> None:
    assert chosen() == (USUAL_PACK, ())
    remember(find_places(os.environ), "postgresql", (notes,))
    assert chosen() == ("postgresql", (notes,))
    other = Path("other.md")
    assert chosen("--notes", "other.md") == ("postgresql", (other,))
    assert chosen("--pack", "postgresql") == ("postgresql", ())
    assert chosen("--pack", "x", "--notes", "other.md") == ("x", (other,))


def test_claims_are_those_of_the_remembered_notes(home: Path, notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remember(find_places(os.environ), "postgresql", (notes, notes.parent / "gone"))
    assert claims.run([]) == 0
    shown = capsys.readouterr()
    assert "mine.md:2" in shown.out
    assert "2 claims in 1 note." in shown.out
    assert "gone' any more. The rest works." in shown.err


def test_the_plan_of_today_says_what_is_gone(home: Path, notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remember(find_places(os.environ), "postgresql", (notes.parent / "gone",))
    assert study.run([]) == 0
    assert "gone' any more. The rest works." in capsys.readouterr().out
