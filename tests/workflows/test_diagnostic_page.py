from __future__ import annotations

from pathlib import Path

import pytest

from studykit.workflows.desk import Desk, open_content
from studykit.workflows.diagnostic_page import ProblemList, problem_list
from studykit.workflows.new_pack import write_pack
from studykit.workflows.places import find_places


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    write_pack(tmp_path / "bread")
    return tmp_path / "bread"


def problems(home: Path, pack: Path, *notes: Path) -> ProblemList:
    desk = Desk(find_places({"STUDYKIT_HOME": str(home)}), str(pack), notes)
    return problem_list(open_content(desk)[0])


def test_a_sound_pack_has_no_problems(home: Path, pack: Path) -> None:
    found = problems(home, pack)
    assert (found.problems, found.notes, found.errors, found.warnings) == ((), 1, 0, 0)


def test_errors_come_first_and_say_what_is_left_out(home: Path, pack: Path, tmp_path: Path) -> None:
    notes = tmp_path / "mine"
    notes.mkdir()
    (notes / "a.md").write_text("# A\n\x1b[31mred\n")
    (notes / "b.md").write_bytes(b"\x00")
    (pack / "domains" / "other.yaml").write_text("domain: other\nrules: [broken\n")
    found = problems(home, pack, notes)
    assert [one.is_error for one in found.problems] == [True] * found.errors + [False] * found.warnings
    said = {one.file: one for one in found.problems}
    assert said["b.md"].follows == "This note is left out; the other 2 notes work."
    assert said["bread/domains/other.yaml"].follows == "The domain is left out; the other 1 domain works."
    assert said["a.md"].place.startswith("a.md:2")
    assert not said["a.md"].is_error
    assert "The rest is used" in said["a.md"].follows
