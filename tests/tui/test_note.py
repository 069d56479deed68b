"""The reader: a note at a line, its claims, its headings, and what is wrong with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.source import SourceSpan
from studykit.tui.screens.note import Note
from studykit.workflows.note_page import Heading, LineKind, LineMark, NotePage, Standing
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows
from tests.tui.notes_stage import HOSTILE, Reader, bread, hosted, is_on, own_notes, seen, shown

SIZE = (80, 24)
STATES: dict[str, tuple[str, ...]] = {
    "open": (),
    "conflict": ("n",),
    "found": ("slash", *"timeout", "enter"),
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return bread(tmp_path / "bread")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return own_notes(tmp_path, monkeypatch)


def reader(home: Path, pack: Path, *notes: Path, line: int = 3, name: str = "mine.md") -> Reader:
    return hosted(home, lambda study: Note(study, SourceSpan(name, line, line)), pack, *notes)


def page() -> NotePage:
    """A note by hand, so that what is shown depends on nothing else."""
    text = {
        1: "---",
        2: "date: 2024-05-01",
        3: "---",
        4: "# SQS",
        28: "## Visibility",
        30: "- default 30 s, up to 12 hours",
        31: "- set it to 6 times the function timeout",
        33: "- Lambda checks the timeout of the queue when the **event source mapping** is made, and `refuses` less; "
        "the line is so long that it is wrapped below its own words",
        34: "Type: [b]AWS::SQS::Queue[/b] " + HOSTILE,
        35: "```yaml",
        36: "VisibilityTimeout: 360",
        37: "```",
        38: "漢字" * 60,
        60: "## Retention",
        61: "- messages are kept for 4 days, said to be 14",
    }
    lines = tuple(text.get(at, "") for at in range(1, 215))
    kinds = [LineKind.TEXT] * 214
    kinds[0:3] = [LineKind.MATTER] * 3
    for at in (4, 28, 60):
        kinds[at - 1] = LineKind.HEADING
    kinds[34:37] = [LineKind.CODE] * 3
    marks = (
        LineMark(30, 30, Standing.AGREED, ("sqs.visibility_timeout.default",)),
        LineMark(31, 31, Standing.VERIFIED, ("sqs.visibility_timeout_factor.min",)),
        LineMark(33, 33, Standing.CONFLICT, ("sqs.mapping_check", "sqs.other")),
        LineMark(61, 61, Standing.OUTDATED, ("sqs.retention.default",)),
    )
    headings = (Heading(4, 1, "SQS"), Heading(28, 2, "Visibility"), Heading(60, 2, f"Retention {HOSTILE}"))
    return NotePage("sqs.md", "/notes/sqs.md", lines, tuple(kinds), headings, marks, (), 7)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.tui.screens.note.note_page", lambda *_: page())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.usefixtures("by_hand")
async def test_the_reader_is_as_it_was_read_last(home: Path, pack: Path, size: tuple[int, int], state: str) -> None:
    app = reader(home, pack, name="sqs.md", line=31)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, *STATES[state])
        compare(f"note-{state}-{size[0]}x{size[1]}", app)


async def test_claims_headings_and_the_fact_are_one_key_away(home: Path, pack: Path, by_hand: None) -> None:
    app = reader(home, pack, name="sqs.md", line=31)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "enter")
        assert app.asked[-1] == ("conflicts", "sqs.visibility_timeout_factor.min")
        await shown(pilot, "n")
        assert "line 33 of 214" in rows(app)[0]
        assert "! conflict: sqs.mapping_check and 1 more. Enter opens it." in seen(app)
        await shown(pilot, "n", "n")
        assert "! No more claim below." in seen(app)
        await shown(pilot, "N", "N", "N", "N")
        assert "! No more claim above." in seen(app)
        await shown(pilot, "right_square_bracket")
        assert "line 60 of 214" in rows(app)[0]
        await shown(pilot, "left_square_bracket", "left_square_bracket", "down")
        assert "line 5 of 214" in rows(app)[0]
        await shown(pilot, "enter")
        assert "! This line claims nothing" in seen(app)


async def test_a_line_is_copied_with_its_source(home: Path, pack: Path, by_hand: None) -> None:
    app = reader(home, pack, name="sqs.md", line=31)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "y")
        assert app.asked == [("copy", "- set it to 6 times the function timeout (sqs.md:31)")]


async def test_the_search_goes_first_on_the_way_back(home: Path, pack: Path, by_hand: None) -> None:
    app = reader(home, pack, name="sqs.md", line=31)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "slash", *"QUEUE")
        assert "line 33 of 214" in rows(app)[0]
        await shown(pilot, "enter", "n")
        assert "line 34 of 214" in rows(app)[0]
        await shown(pilot, "escape")
        assert is_on(app, Note)
        assert "Find in the note" not in seen(app)
        await shown(pilot, "slash", *"zzz")
        assert "Not in this note" in seen(app)
        await shown(pilot, "escape", "escape")
        await shown(pilot, "escape")
        assert not is_on(app, Note)


async def test_the_tree_of_headings_leads_to_their_lines(home: Path, pack: Path, by_hand: None) -> None:
    app = reader(home, pack, name="sqs.md", line=31)
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot, "tab", "end", "enter")
        assert "line 60 of 214" in rows(app)[0]
        assert app.focused is not None
        assert app.focused.id == "lines"


async def test_every_size_keeps_the_line_in_sight(home: Path, pack: Path, by_hand: None) -> None:
    app = reader(home, pack, name="sqs.md", line=31)
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        for size in ((80, 24), (40, 12), (32, 12), (120, 36)):
            await pilot.resize_terminal(*size)
            await shown(pilot)
            assert any("▌ ▶✓" in row for row in rows(app)), size


async def test_a_file_that_is_gone_or_changed_says_so(home: Path, pack: Path, mine: Path) -> None:
    app = reader(home, pack, mine)
    async with app.run_test(size=SIZE) as pilot:
        (mine / "mine.md").write_text("# Now\nother words\n")
        await shown(pilot)
        assert "! This note changed since it was read. ctrl+r reads it again." in seen(app)
        assert "other words" in seen(app)
        await shown(pilot, "escape")
    (mine / "other.md").unlink()
    app = reader(home, pack, mine / "mine.md", name="other.md")
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot)
        assert "! other.md is not among your notes any more." in seen(app)
        await shown(pilot, "n", "enter", "E", "y", "slash", "x", "escape", "escape", "escape")
        assert not is_on(app, Note)


async def test_a_line_of_ten_megabytes_is_cut_aloud(home: Path, pack: Path, mine: Path) -> None:
    (mine / "mine.md").write_text("# x\n" + "word " * 2_000_000 + "\n- end\n")
    app = reader(home, pack, mine)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "G")
        assert "! Line 2: Only the first 20,000 characters of this line are read." in seen(app)
        assert "- end" in seen(app)


async def test_the_editor_opens_at_the_line_and_content_is_read_again(
    home: Path, pack: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, int]] = []

    def edit(app: object, path: Path, line: int) -> str:
        opened.append((path, line))
        return ""

    monkeypatch.setattr("studykit.tui.screens.note.edit", edit)
    app = reader(home, pack, mine, line=4)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "E")
        assert opened == [(mine / "mine.md", 4)]
        assert app.asked == [("reread", "")]
