"""The list of domains: found by a few letters, opened, practised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studykit.tui.app import StudykitApp
from studykit.tui.screens import lab_table
from studykit.tui.screens.domains import Domains
from studykit.workflows import lab_domains
from studykit.workflows.lab_domains import DomainLine
from tests.tui.golden import SIZES, compare
from tests.tui.lab_stage import alone, empty, lay, press, settled, study
from tests.tui.stage import app, loaded, real

LINES = (
    DomainLine("post.parcel", "What happens to a parcel that nobody takes", "Delivery", 8, practised=True),
    DomainLine("bread.oven", "Bread in an oven [b]bold[/b]", "Baking", 5, practised=False),
    DomainLine(
        "bread.shop", "Where bread is sold, and who buys it on a day when it rains", "Selling", 12, practised=False
    ),
)


@pytest.fixture(autouse=True)
def own_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_table, "_REST", 0.001)  # nobody holds a key down here
    monkeypatch.setattr(lab_domains, "domain_lines", lambda _: LINES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_domains_are_as_they_were_read_last(home: Path, size: tuple[int, int]) -> None:
    shown = empty(home)
    async with shown.run_test(size=size) as pilot:
        for name, typed in {"begun": (), "found": "breda", "none": "zz"}.items():
            await lay(pilot, lambda: Domains(study(shown)))
            await press(pilot, *typed)
            compare(f"domains-{name}-{size[0]}x{size[1]}", shown)
            await alone(pilot)


async def test_a_domain_is_found_by_a_few_letters_and_opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(StudykitApp, "open_lab", lambda _, domain, __: opened.append(domain))
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, lambda: Domains(study(shown)))
        await press(pilot, *"rain", "enter")
        assert opened == ["bread.shop"]
        await press(pilot, "escape", "down", "down", "enter")
        assert opened == ["bread.shop", "bread.oven"]
        await press(pilot, "escape")
        assert not isinstance(shown.screen, Domains)


async def test_practice_asks_questions_of_the_domain(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    shown = app(real(home))

    def practise(_: StudykitApp, title: str, showings: Any) -> None:
        del title
        asked.extend(one.card.topic for one in showings())

    monkeypatch.setattr(StudykitApp, "practise", practise)
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        shown.open_lab("lambda.async", {})
        await settled(pilot)
        await press(pilot, "p")
    assert set(asked) == {"lambda.async"}
