"""Diagnostics: every problem of content with its line one key away."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.source import SourceSpan
from studykit.tui.screens.diagnostics import Diagnostics
from studykit.workflows.diagnostic_page import Problem, ProblemList
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows
from tests.tui.notes_stage import HOSTILE, bread, hosted, is_on, own_notes, seen, shown

SIZE = (80, 24)
PROBLEMS = ProblemList(
    (
        Problem(
            "aws/domains/lambda.async.yaml",
            12,
            "aws/domains/lambda.async.yaml:12:5",
            is_error=True,
            message="No row covers queue = fifo.",
            follows="The domain is left out; the other 43 domains work.",
        ),
        Problem(
            "sqs.md",
            33,
            "sqs.md:33:7",
            is_error=False,
            message=f'Unknown unit "Mb". Did you mean MB? {HOSTILE}',
            follows="The rest is used; please look at it.",
        ),
        Problem("a.md", 0, "a.md", is_error=False, message="word " * 60, follows="The rest is used."),
    ),
    302,
    1,
)
STATES: dict[str, tuple[ProblemList, tuple[str, ...]]] = {
    "list": (PROBLEMS, ("down",)),
    "long": (PROBLEMS, ("end",)),
    "errors": (PROBLEMS, ("f",)),
    "none": (ProblemList((), 302, 0), ()),
}
"""What there is, and the keys."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return bread(tmp_path / "bread")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
async def test_the_list_is_as_it_was_read_last(
    home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], state: str
) -> None:
    problems, keys = STATES[state]
    monkeypatch.setattr("studykit.tui.screens.diagnostics.problem_list", lambda _: problems)
    app = hosted(home, Diagnostics, pack)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, *keys)
        compare(f"diagnostics-{state}-{size[0]}x{size[1]}", app)


async def test_a_problem_leads_to_its_line_in_a_note_or_in_the_pack(
    home: Path, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = own_notes(tmp_path, monkeypatch)
    (notes / "mine.md").write_text("# A\n\x1b[31mred\n")
    (pack / "domains" / "other.yaml").write_text("domain: other\nrules: [broken\n")
    app = hosted(home, Diagnostics, pack, notes)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "enter")
        assert app.asked[-1][0] == "note"
        assert isinstance(app.asked[-1][1], SourceSpan)
        assert app.asked[-1][1].note == "bread/domains/other.yaml"
        await shown(pilot, "end", "enter", "y")
        assert ("note", SourceSpan("mine.md", 2, 2)) in app.asked
        assert app.asked[-1] == ("copy", "mine.md:2: Control characters are left out here.")


async def test_problems_are_filtered_and_searched(home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.tui.screens.diagnostics.problem_list", lambda _: PROBLEMS)
    app = hosted(home, Diagnostics, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "f", "f")
        assert "Shown: warnings, 2 problems. f shows others." in seen(app)
        await shown(pilot, "slash", *"mb unit")
        assert "Unknown unit" in seen(app)
        assert "word word" not in seen(app)
        await shown(pilot, *"zz")
        assert "No warning matches." in seen(app)
        await shown(pilot, "escape", "escape", "escape")
        assert not is_on(app, Diagnostics)


async def test_with_no_problem_the_next_step_is_enter(home: Path, pack: Path) -> None:
    app = hosted(home, Diagnostics, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot)
        assert "No problems. 1 note and the pack were read whole." in seen(app)
        assert rows(app)[-1].strip().startswith("⏎ Notes")
        await shown(pilot, "E", "y", "f", "enter")
        assert app.asked == [("go", "notes")]


async def test_a_file_that_is_not_there_is_told(home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.tui.screens.diagnostics.problem_list", lambda _: PROBLEMS)
    app = hosted(home, Diagnostics, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "enter")
        assert "! This file is not among your notes or in the pack." in seen(app)
        await shown(pilot, "E")
        assert "! There is no file to edit." in seen(app)
        assert app.asked == []
