"""Each journey of a learner in the number of keys that it was promised to take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.exchange.anki.connect import AnkiConnect
from studykit.tui.app import StudykitApp
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.conflicts import Conflicts
from studykit.tui.screens.exam import Exam
from studykit.tui.screens.exam_result import Outcome
from studykit.tui.screens.export import Export
from studykit.tui.screens.home import Home
from studykit.tui.screens.lab import Lab
from studykit.tui.screens.note import Note
from studykit.tui.screens.question import Asked
from studykit.tui.screens.summary import Summary
from studykit.workflows import sync_anki_page
from studykit.workflows.decisions import decisions_of
from studykit.workflows.deck import Deck
from studykit.workflows.desk import Desk
from studykit.workflows.places import find_places
from tests.exchange.anki_stand_in import Kept, StandIn, listening
from tests.tui import conflicts_stage
from tests.tui.exam_stage import Sat, exam_app, hall, single
from tests.tui.lab_stage import press as lab_press
from tests.tui.looking import text
from tests.tui.stage import Ticking, app, card, loaded, made, on, question, rested, staged
from tests.tui.test_conflicts import ONE, TWO
from tests.tui.walk import go
from tests.workflows.test_from_anki_page import answered

SIZE = (80, 24)
FOUR = (("wrong", False), ("right", True), ("third", False), ("fourth", False))


class Counted:
    """Presses keys and counts them."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot, self.keys = pilot, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await go(self.pilot, *keys)


def cards(home: Path, count: int) -> StudykitApp:
    given = [(card(f"limit:{at}"), question(f"limit:{at}", f"Question {at}?", FOUR)) for at in range(count)]
    return app(staged(home, *given))


async def test_first_run_one_key_to_the_question_and_two_to_its_reasons(home: Path) -> None:
    shown = cards(home, 2)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        counted = Counted(pilot)
        await counted.press("enter")
        assert on(shown, Asked)
        assert counted.keys == 1
        await counted.press("b", "enter")
        assert on(shown, Answer)
        assert "reason of wrong" in text(shown)
        await counted.press("enter")
        assert on(shown, Asked)
        assert counted.keys == 4


async def test_daily_three_keys_a_card_and_two_to_leave(home: Path) -> None:
    shown = cards(home, 3)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        counted = Counted(pilot)
        await counted.press("enter", *("b", "enter", "enter") * 3)
        assert on(shown, Summary)
        assert counted.keys == 1 + 3 * 3
        await counted.press("enter")
        assert on(shown, Home)
        await counted.press("q")
        assert counted.keys == 12
    assert shown.return_code == 0


async def test_from_a_wrong_answer_one_key_to_the_note_and_one_back(home: Path) -> None:
    shown = cards(home, 1)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await go(pilot, "enter", "a", "enter")
        before = text(shown)
        counted = Counted(pilot)
        await counted.press("o")
        assert isinstance(shown.screen, Note)
        assert "the source line" in text(shown)
        await counted.press("escape")
        assert on(shown, Answer)
        assert text(shown) == before
        assert counted.keys == 2


async def test_a_conflict_is_settled_in_five_keys_and_taken_back_in_one(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.md").write_text(ONE)
    (folder / "two.md").write_text(TWO)
    shown = conflicts_stage.hosted(home, Conflicts, folder)
    async with shown.run_test(size=SIZE) as pilot:
        await conflicts_stage.shown(pilot)
        keys = ("down", "enter", "1", "enter")
        await conflicts_stage.shown(pilot, *keys)
        assert len(decisions_of(home)) == 1
        await conflicts_stage.shown(pilot, "u")
        assert decisions_of(home) == ()
        assert "Settled" not in text(shown)


async def test_what_if_one_key_to_the_lab_one_to_change_and_one_back(home: Path) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await lab_press(pilot, "g", "l", *"async", "enter")
        assert isinstance(shown.screen, Lab)
        before = text(shown)
        await lab_press(pilot, "down", "right")
        assert text(shown) != before
        assert "change" in text(shown).splitlines()[0]
        await lab_press(pilot, "u")
        await lab_press(pilot, "f")
        assert "Fixes" in text(shown)


async def test_anki_is_written_by_seven_keys_that_name_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    given = cards(home, 1)
    places = find_places({"STUDYKIT_HOME": str(home)})
    shown = StudykitApp(given._load, clock=Ticking().stopwatch, desk=Desk(places, "aws-serverless", ()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        counted = Counted(pilot)
        await counted.press("colon", *"anki", "enter")
        assert on(shown, Export)
        await counted.press("enter")
        assert counted.keys == len(":anki") + 2
        assert written(tmp_path), text(shown)


async def test_answers_given_in_anki_come_back_in_five_keys_and_the_path(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("p.apkg")
    answered(("limit:0",), path)
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        study = shown.study
        assert study is not None
        study.cards = Deck.of([card("limit:0")])
        counted = Counted(pilot)
        await counted.press("g", "a", "enter", *str(path), "enter")
        assert "2 answers to 1 card would come back." in text(shown)
        assert not study.store.last_reviews(1)
        await counted.press("enter")
        assert "✓ 2 answers to 1 card came back." in text(shown)
        assert counted.keys == len(str(path)) + 5
        assert len(study.store.last_reviews(9)) == 2
        await counted.press("q")
        assert on(shown, Home)


async def test_the_anki_that_runs_is_told_by_two_keys_and_a_name(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, kept = app(staged(home)), Kept(tmp_path)
    with listening(StandIn(kept)) as anki:
        monkeypatch.setattr(sync_anki_page, "connection", lambda *_: AnkiConnect(anki.url))
        async with shown.run_test(size=SIZE) as pilot:
            await loaded(pilot)
            study = shown.study
            assert study is not None
            study.cards = Deck.of([card("limit:0"), card("limit:1", back="another")])
            counted = Counted(pilot)
            await counted.press("colon", *"sync", "enter")
            assert "2  new cards" in text(shown)
            assert not kept.notes
            await counted.press("enter")
            assert counted.keys == len(":sync") + 2
            assert "✓ Synced with Anki, profile “User 1”." in text(shown)
            assert "2  new cards" in text(shown)
            assert len(kept.notes) == 2
            await counted.press("enter")
            assert "2  cards alike on both sides" in text(shown)
            assert "⏎ Look again" in text(shown)


def written(folder: Path) -> list[Path]:
    return list(folder.rglob("*.apkg"))


async def test_a_mock_exam_three_keys_to_begin_and_two_a_question(home: Path) -> None:
    exams = hall()
    exams.sitting = Sat(exams.sitting.clock, questions=(single(), single("The second?")))
    shown = exam_app(home, exams)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        counted = Counted(pilot)
        await counted.press("g", "e")
        await made(pilot)
        await counted.press("enter")
        await rested(pilot)
        assert counted.keys == 3
        assert on(shown, Exam)
        await counted.press("b", "enter", "a", "enter")
        assert exams.sitting.given == {0: "B", 1: "A"}
        await counted.press(*("f", "enter") if "Finish" in text(shown) else ("v", "f", "enter"))
        assert on(shown, Outcome)
        assert counted.keys <= 3 + 2 * 2 + 3
