"""Keys as the learner wants them: without the letters that move, and by the names in keys.yaml."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from studykit.core.look import Look
from studykit.tui.app import StudykitApp
from studykit.tui.keymap import keymap, load_all, unknown_names, usual
from studykit.tui.screens.help import Help
from studykit.tui.screens.home import Home
from studykit.tui.widgets.keys import KEYMAP, NAMED
from studykit.tui.widgets.rows import Rows
from studykit.workflows.desk import Desk
from studykit.workflows.keys import own_keys, write_keys
from studykit.workflows.places import find_places
from tests.tui.looking import text
from tests.tui.stage import Ticking, loaded, on, real, rested


@pytest.fixture(autouse=True)
def usual_again() -> object:
    yield
    KEYMAP.clear()


def keyed(home: Path) -> StudykitApp:
    """An app that knows its home."""
    places = find_places({**os.environ, "STUDYKIT_HOME": str(home)})
    return StudykitApp(real(home), clock=Ticking().stopwatch, desk=Desk(places, "aws-serverless", ()))


async def in_help(pilot: Pilot[int], shown: StudykitApp) -> Rows:
    await loaded(pilot)
    await pilot.press("f1")
    await rested(pilot)
    assert on(shown, Help)
    return shown.screen.query_one(Rows)


async def test_without_vim_letters_only_arrows_move_and_help_says_so(home: Path) -> None:
    shown = keyed(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        shown.set_look("vim", "no")
        rows = await in_help(pilot, shown)
        await pilot.press("j")
        await pilot.pause()
        assert rows.cursor == 0
        assert "! j does nothing here." in text(shown)
        await pilot.press("down")
        assert rows.cursor == 1
        await pilot.press("escape")
        shown.set_look("vim", "yes")
        rows = await in_help(pilot, shown)
        await pilot.press("j")
        assert rows.cursor == 1


async def test_own_keys_do_it_and_stand_in_the_footer(home: Path) -> None:
    write_keys(home, "rows.move.1: [n, down]\nhelp.back: b\n")
    shown = keyed(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        rows = await in_help(pilot, shown)
        await pilot.press("n", "n")
        assert rows.cursor == 2
        await pilot.press("j")
        assert rows.cursor == 2
        assert "b Back" in text(shown)
        await pilot.press("b")
        await rested(pilot)
        assert on(shown, Home)


async def test_what_is_not_understood_is_said_with_its_line_and_the_rest_holds(home: Path) -> None:
    write_keys(home, "rows.mov.1: n\nhelp.back: b\nrows.page.1: []\n")
    shown = keyed(home)
    async with shown.run_test(size=(120, 36)) as pilot:
        await in_help(pilot, shown)
        assert any("keys.yaml:1" in one and "rows.move.1" in one for one in shown._messages)
        assert any("keys.yaml:3" in one for one in shown._messages)
        await pilot.press("b")
        await rested(pilot)
        assert on(shown, Home)


@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b"- a\n- b\n", b"a: {b: c", b"\x00" * 100, b"a: 1\na: 2\n"])
def test_a_broken_file_leaves_the_usual_keys(home: Path, junk: bytes) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "keys.yaml").write_bytes(junk)
    found, problems = own_keys(home)
    assert problems or found
    assert keymap(Look(), found) == {}


def test_every_binding_has_a_name_and_a_meaning() -> None:
    load_all()
    assert len(NAMED) > 50
    for name, binding in NAMED.items():
        assert binding.description, name
        assert binding.id == name


def test_the_file_that_is_offered_reads_back_as_it_is(home: Path) -> None:
    path = write_keys(home, usual())
    path.write_text(path.read_text("utf-8").replace("\n# ", "\n").replace("# Keys", "#\n# Keys"), "utf-8")
    text_of = [line for line in path.read_text("utf-8").splitlines() if ": [" in line and not line.startswith("#")]
    path.write_text("\n".join(text_of), "utf-8")
    found, problems = own_keys(home)
    assert not problems
    assert {name: keys for name, (keys, _) in found.items()} == {
        name: binding.key.replace(" ", "") for name, binding in NAMED.items() if name in found
    }
    assert not list(unknown_names(found))
    assert len(found) == len(NAMED)
    before = path.read_text("utf-8")
    assert write_keys(home, "other").read_text("utf-8") == before
