"""Conflicts, moved cards and reports: looked at, settled and taken back with real keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.review import Rating
from studykit.core.source import SourceSpan
from studykit.tui.screens import conflicts as screen
from studykit.tui.screens.conflicts import Conflicts
from studykit.tui.screens.reported import Reported
from studykit.tui.widgets.conflict_pane import ConflictPane
from studykit.tui.widgets.rows import Rows
from studykit.workflows.conflict_page import ConflictList, ConflictRow, Settled, conflict_list
from studykit.workflows.decisions import decisions_of
from studykit.workflows.library import Library
from studykit.workflows.report import report, reports
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from tests.tui.conflicts_stage import hosted, shown, study_of
from tests.tui.golden import SIZES, compare
from tests.tui.host import Host
from tests.tui.looking import text
from tests.tui.stage import question

LEAST = "server.max_prepared_transactions.min"
HOSTILE = "\x1b[31mred\x1b[0m [b]bold[/b] \u202eturned"
ONE = f"""\
# PostgreSQL server

- max_prepared_transactions: minimum 3
- frob cache of a widget: max 30 MB; {HOSTILE}
- gizmo wait: max 4 s
- deadlock timeout: default 9 s
"""
TWO = """\
---
date: 2024-05-01
---
# PostgreSQL server

- max_prepared_transactions: minimum 7
- frob cache of a widget: max 50 MB
- gizmo wait: max 8 s
"""
BEFORE = "# Pools\n\n**First pool**: ten workers wait here at once for work.\n"
AFTER = "# Pools\n\n**Burst pool**: up to twelve people may stay there for a job.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.md").write_text(ONE)
    (folder / "two.md").write_text(TWO)
    return folder


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_list_and_the_claims(home: Path, notes: Path, size: tuple[int, int]) -> None:
    app = hosted(home, Conflicts, notes)
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        compare(f"conflicts-open-{size[0]}x{size[1]}", app)
        await shown(pilot, "down", "enter")
        compare(f"conflicts-claims-{size[0]}x{size[1]}", app)


async def test_a_conflict_is_settled_and_taken_back(home: Path, notes: Path) -> None:
    app = hosted(home, lambda study: Conflicts(study, LEAST), notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "2")
        compare("conflicts-reason-80x24", app)
        await shown(pilot, *"newer", "left_square_bracket", "1", "enter")
        compare("conflicts-settled-80x24", app)
        (made,) = decisions_of(home)
        assert (made.fact, made.says, made.reason) == (LEAST, "7", "newer[1")
        assert app.study is not None
        assert app.study.library.base.facts[LEAST].settled
        assert f"limit:{LEAST}" in app.study.cards
        await shown(pilot, "u")
        assert "Taken back. 1 question waits again." in text(app)
        assert decisions_of(home) == ()
        assert f"limit:{LEAST}" not in app.study.cards
        assert f"▌ ! {LEAST[:20]}" in text(app)


async def test_enter_alone_settles_the_claim_under_the_cursor(home: Path, notes: Path) -> None:
    app = hosted(home, lambda study: Conflicts(study, LEAST), notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "enter", "up", "enter", "enter", "enter")  # past the first claim: to the list, and back
        (made,) = decisions_of(home)
        assert made.fact == LEAST


async def test_both_hold_of_different_things(home: Path, notes: Path) -> None:
    app = hosted(home, lambda study: Conflicts(study, LEAST), notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "enter", "b", *"old", "enter")
        (made,) = decisions_of(home)
        assert (made.both, made.reason) == (True, "old")


async def test_esc_leaves_the_field_and_nothing_is_decided(home: Path, notes: Path) -> None:
    app = hosted(home, Conflicts, notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "1", "x", "escape")
        assert isinstance(app.focused, Rows)
        assert not app.screen.query_one("#reason-field").display
        assert decisions_of(home) == ()


async def test_a_key_that_means_nothing_says_so(home: Path, notes: Path) -> None:
    app = hosted(home, Conflicts, notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "9")
        assert "! 9 does nothing here." in text(app)
        await shown(pilot, "u")
        assert "! There is no decision of yours to take back." in text(app)
        await shown(pilot, "end", "1")
        assert "! A source settles this: there is nothing to decide." in text(app)


async def test_the_line_and_the_fact_are_one_key_away(home: Path, notes: Path) -> None:
    app = hosted(home, lambda study: Conflicts(study, LEAST), notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "o", "w")
        assert app.asked == [
            ("note", SourceSpan("two.md", 6, 6)),
            ("fact", LEAST),
        ]  # the line of the claim that is suggested


async def test_a_broken_file_is_told_and_the_screen_goes_on(home: Path, notes: Path) -> None:
    (home / "decisions.yaml").write_text("decisions:\n  - fact: [\n")
    app = hosted(home, Conflicts, notes)
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot, "1", "enter")
        assert "decisions.yaml:3" in text(app)
        await shown(pilot, "down")
        assert (home / "decisions.yaml").read_text() == "decisions:\n  - fact: [\n"


async def test_no_conflicts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "conflict_list", lambda _: ConflictList((), 412, 0, 0))
    app = hosted(home, Conflicts)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        compare("conflicts-none-80x24", app)
        await shown(pilot, "enter")
        assert app.asked == [("go", "review")]


async def test_thousands_of_conflicts_are_walked(home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(ConflictRow(f"a.b{at}.max", "1 or 2", Settled.NOBODY, 1) for at in range(5_000))

    def listed(library: Library) -> ConflictList:
        first = conflict_list(library).rows[0]
        return ConflictList((*many, replace(first, holds_back=2)), 412, 5_000, 5_000)

    monkeypatch.setattr(screen, "conflict_list", listed)
    app = hosted(home, Conflicts, notes)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "end")
        assert app.screen.query_one("#conflicts", Rows).cursor == 5_000
        assert "max_prepared" in text(app) or "frob" in text(app) or "gizmo" in text(app)


def edited(home: Path, tmp_path: Path) -> Host:
    """The screen after the note of a card with a history was edited."""
    note = tmp_path / "mine.md"
    note.write_text(BEFORE)
    study = study_of(home, note)
    study.answer(Showing(study.cards["definition:first-pool"], None, 1, 1), chosen="", rating=Rating.GOOD, duration=1)
    from studykit.workflows.moved import moved

    moved(study)  # what the card says is kept when it is read
    study.close()
    note.write_text(AFTER)
    return hosted(home, Conflicts, note)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_moved_cards_side_by_side(home: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    app = edited(home, tmp_path)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, "right_square_bracket")
        compare(f"conflicts-moved-{size[0]}x{size[1]}", app)


@pytest.mark.parametrize(("key", "card"), [("enter", "definition:first-pool"), ("s", "definition:burst-pool")])
async def test_a_moved_card_is_the_known_one_or_another(home: Path, tmp_path: Path, key: str, card: str) -> None:
    app = edited(home, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "right_square_bracket", key)
        assert app.study is not None
        assert app.study.cards[card].back == "Up to twelve people may stay there for a job."
        assert "Every card of your notes is known." in text(app)


def reported(study: Study) -> Conflicts:
    options = (("wrong [/b]", False), ("right", True), ("third", False), ("fourth", False))
    report(study, question("limit:gone", f"What is the [x] limit {HOSTILE}?", options), "[b]two hold[/b]")
    showing = study.next()
    assert showing is not None
    assert showing.question is not None
    report(study, replace(showing.question, stem=showing.question.stem), "")
    return Conflicts(study)


async def test_reports_are_opened_and_withdrawn(home: Path) -> None:
    app = hosted(home, reported)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "left_square_bracket")
        assert app.study is not None
        at = next(at for at, one in enumerate(reports(app.study)) if one.card != "limit:gone")
        await shown(pilot, *["down"] * at, "enter")
        assert isinstance(app.screen, Reported)
        await shown(pilot, "escape", *(["up"] if at else ["down"]), "enter")
        assert "! This question is made no more. u withdraws the report." in text(app)
        assert "[b]two hold[/b]" in text(app)
        await shown(pilot, "u", "backspace")
        assert reports(app.study) == ()
        assert "No reports." in text(app)


async def test_a_narrow_window_and_back(home: Path, notes: Path) -> None:
    app = hosted(home, Conflicts, notes)
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot, "down")
        for size in ((40, 12), (32, 12), (80, 24), (120, 36)):
            await pilot.resize_terminal(*size)
            await shown(pilot)
        assert app.screen.query_one(ConflictPane).cursor == 1
        await pilot.resize_terminal(40, 12)
        await shown(pilot, "1")
        assert "holds. Why?" in text(app)
