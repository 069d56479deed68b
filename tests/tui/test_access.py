"""Every screen, at every size, for whoever has only keys, a small window, a magnifier, or notes that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.store.study_store import StudyStore
from studykit.tui.app import StudykitApp
from studykit.tui.places import PLACES
from studykit.tui.screens.facts import Facts
from studykit.tui.screens.help import Help
from studykit.tui.screens.home import Home
from studykit.tui.screens.question import Asked
from studykit.tui.screens.settings import Settings
from studykit.tui.widgets.menu import Menu
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from studykit.workflows import home_page
from studykit.workflows.desk import Desk, open_desk
from studykit.workflows.home_view import Beside, Unsaid
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from tests.kept import kept_by
from tests.tui.looking import rows, text
from tests.tui.notes_stage import bread
from tests.tui.stage import START, Staged, Ticking, card, loaded, on, question, rested, staged
from tests.tui.test_golden import figures
from tests.tui.walk import WAYS, back, complaints, go

SIZE = (80, 24)
OTHERS = ((120, 36), (40, 12), (32, 12))
TINY = (28, 9)
HOSTILE = "\x1b[31mred\x1b[0m [b]bold[/b] [/] [x] \u202eturned 👍🏽 漢字"
SHOWN = "[b]bold[/b] [/] [x]"
LONG = "w" * 300
CONTROLS = {chr(at) for at in (*range(32), 127, *range(128, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
NOTE = f"""\
# {HOSTILE}

- The baking time in the oven is at most 90 minutes, {HOSTILE}.
- The baking time in the oven is at most 80 minutes.
- {LONG}

**Crust {HOSTILE}**: what is left when {HOSTILE} is eaten.
"""


def four(name: str) -> tuple[tuple[str, bool], ...]:
    return ((f"wrong {name}", False), ("right", True), ("third", False), ("fourth", False))


@pytest.fixture
def anywhere(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StudykitApp:
    """The app over the built-in pack, with cards of one form: from each, the same keys lead on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(Staged, "today", figures, raising=False)
    monkeypatch.setattr(home_page, "beside", lambda *_: Beside(START.toordinal(), Unsaid("Said later."), (), {}, (), 5))
    cards = [(card(f"limit:{at}"), question(f"limit:{at}", f"Question {at}?", four(str(at)))) for at in range(20)]
    places = find_places({"STUDYKIT_HOME": str(home)})
    return StudykitApp(staged(home, *cards), clock=Ticking().stopwatch, desk=Desk(places, "aws-serverless", ()))


def halves() -> list[tuple[str, ...]]:
    names = tuple(WAYS)
    return [names[at::3] for at in range(3)]


@pytest.mark.parametrize("names", halves(), ids=lambda names: names[0])
async def test_every_screen_can_be_used_at_every_size_and_left_by_esc(
    anywhere: StudykitApp, names: tuple[str, ...]
) -> None:
    found: list[str] = []
    async with anywhere.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for name in names:
            await go(pilot, *WAYS[name])
            shown, before = anywhere.screen, kept(anywhere)
            found += [f"{name}, {SIZE}: {one}" for one in complaints(anywhere)]
            for size in (*OTHERS, TINY):
                await pilot.resize_terminal(*size)
                await rested(pilot)
                found += [f"{name}, {size}: {one}" for one in complaints(anywhere)]
            assert "needs 32×12" in text(anywhere) or name in ("go to", "exam start"), name
            await pilot.resize_terminal(*SIZE)
            await rested(pilot)
            assert anywhere.screen is shown
            if kept(anywhere) != before:
                found.append(f"{name}: {before} became {kept(anywhere)}")
            await back(pilot)
    assert not found, "\n".join(found)


def kept(shown: StudykitApp) -> tuple[object, ...]:
    """What a change of the window must not change: where one is, what is marked there, and what was said."""
    marked = [row for row in rows(shown) if "▌" in row]
    return shown.screen, shown.screen.focused, marked, rows(shown)[-2:]


async def test_help_lists_every_key_of_every_place(anywhere: StudykitApp) -> None:
    async with anywhere.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for place in [one for one in PLACES if one.screen]:
            await go(pilot, "g", place.key)
            if anywhere.screen.query("Search Input:focus"):
                await go(pilot, "down")
            below, focused = anywhere.screen, anywhere.screen.focused
            keys = below.keys()  # type: ignore[attr-defined]
            await go(pilot, "question_mark")
            shown = anywhere.screen
            assert isinstance(shown, Help)
            assert set(keys) <= set(shown._all)
            await go(pilot, "escape")
            assert (anywhere.screen, anywhere.screen.focused) == (below, focused)
            await back(pilot)


async def test_esc_comes_back_to_the_same_row_in_the_same_place(anywhere: StudykitApp) -> None:
    async with anywhere.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await go(pilot, "down", "g", "f", *("down",) * 30)
        assert on(anywhere, Facts)
        table = anywhere.screen.query_one(Rows)
        before = table.cursor, table.scroll_offset, anywhere.cursor_position, rows(anywhere)
        await go(pilot, "enter")
        assert not on(anywhere, Facts)
        await go(pilot, "escape")
        assert on(anywhere, Facts)
        assert (table.cursor, table.scroll_offset, anywhere.cursor_position, rows(anywhere)) == before
        assert table.has_focus
        await go(pilot, "escape")
        assert on(anywhere, Home)
        assert anywhere.screen.query_one("#actions", Menu).cursor == 1
        assert anywhere.screen.query_one("#actions", Menu).has_focus


async def test_the_cursor_of_the_terminal_follows_the_row(anywhere: StudykitApp) -> None:
    async with anywhere.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for keys in ((), ("g", "f"), ("g", "o"), ("g", "k"), ("g", "r")):
            await go(pilot, *keys)
            for _ in range(3):
                await go(pilot, "down")
                marked = next(at for at, row in enumerate(rows(anywhere)) if row.lstrip().startswith("▌"))
                assert anywhere.cursor_position.y == marked, (keys, text(anywhere))
            await back(pilot)


async def test_letters_are_text_in_a_field_and_the_footer_says_so(anywhere: StudykitApp) -> None:
    async with anywhere.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for place in ("f", "o"):
            await go(pilot, "g", place)
            if not anywhere.screen.query_one(Search).writing:
                await go(pilot, "slash")
            below = anywhere.screen
            await go(pilot, *"qgzuyn")
            assert anywhere.screen is below
            assert anywhere.screen.query_one(Search).value == "qgzuyn"
            assert "? Keys" not in rows(anywhere)[-1]
            assert "F1 Keys" in rows(anywhere)[-1]
            await back(pilot)


async def test_a_theme_is_put_on_every_open_screen(anywhere: StudykitApp) -> None:
    async with anywhere.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await go(pilot, "enter", "b", "g", "f", "colon", *"theme", "space", *"light", "enter")
        assert anywhere.theme == "studykit-light"
        await on_light(anywhere)
        await go(pilot, "escape")
        assert on(anywhere, Asked)
        assert "B is chosen." in text(anywhere)
        await on_light(anywhere)
        await go(pilot, "g", "o", "slash", *"theme", "enter")
        assert on(anywhere, Settings)
        await go(pilot, "right")
        assert anywhere.theme not in ("studykit-light", "studykit-dark")
        chosen = anywhere.current_theme.background
        await go(pilot, "escape", "escape")
        assert anywhere.screen.styles.background.hex.casefold() == chosen


async def on_light(shown: StudykitApp) -> None:
    assert shown.screen.styles.background.hex.casefold() == shown.current_theme.background


@pytest.fixture
def vault(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], StudykitApp]:
    """The app over a pack and notes whose names and words mean harm."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    pack = bread(tmp_path / "bread")
    described = pack / "pack.yaml"
    described.write_text("pack: bread\ntitle: 'Bread [b]bold[/b] [/] \u202eturned'\n", "utf-8")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "mine [b]x[] \u202e漢字.md").write_text(NOTE, "utf-8")
    (notes / "other [x].md").write_text("# [/b]\n- The baking time in the oven is at most 70 minutes [/b].\n", "utf-8")
    desk = Desk(find_places({"STUDYKIT_HOME": str(home)}), str(pack), (notes,))

    def load() -> Study:
        made = open_desk(desk, Ticking(), lambda *_: None)
        made.store.close()
        made.store = kept_by(StudyStore, home)
        return made

    return lambda: StudykitApp(load, clock=Ticking().stopwatch, desk=desk)


HOSTILE_WAYS = (
    *("today", "go to", "palette", "domains", "lab", "fixes", "export", "facts", "fact", "conflicts", "diagnostics"),
    *("notes", "calendar", "plan", "packs", "question", "answer"),
)


async def test_notes_and_packs_that_mean_harm_are_shown_as_they_are(vault: Callable[[], StudykitApp]) -> None:
    shown = vault()
    seen: dict[str, str] = {}
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for name in HOSTILE_WAYS:
            await go(pilot, *WAYS[name])
            seen[name] = text(shown)
            for size in OTHERS:
                await pilot.resize_terminal(*size)
                await rested(pilot)
                assert not CONTROLS.intersection(text(shown).replace("\n", "")), (name, size)
            await pilot.resize_terminal(*SIZE)
            await rested(pilot)
            await back(pilot)
        await go(pilot, "g", "n", "down", "enter")
        seen["note"] = text(shown)
    assert not [name for name, words in seen.items() if CONTROLS.intersection(words.replace("\n", ""))]
    assert "[b]bold[/b] [/]" in seen["today"]
    assert "mine [b]x[]" in seen["notes"]
    assert SHOWN in seen["note"], seen["note"]
