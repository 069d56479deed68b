"""Plan: the forecast follows a draft, and nothing is kept before Enter."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.settings import Break, Settings
from studykit.store.study_store import StudyStore
from studykit.tui.loading import Stopped
from studykit.tui.screens import plan_forecasts
from studykit.tui.screens.plan import Plan
from studykit.workflows.plan_page import PlanForecast
from studykit.workflows.settings import read_settings
from studykit.workflows.study import Study
from tests.kept import kept
from tests.tui.alone import Alone, press, settled
from tests.tui.figures_stage import EXAM_DAY, SETTINGS, Teller, study
from tests.tui.golden import SIZES, compare, shown
from tests.workflows.answered_study import TODAY

UNDATED = replace(SETTINGS, exam_day=None)


@pytest.fixture
def store(home: Path) -> Iterator[StudyStore]:
    with kept(home) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_forecasts, "WAIT", 0.01)


def screen(given: Study, teller: Teller | None = None) -> Alone:
    return Alone(lambda: Plan(given, teller or Teller(given)))


async def changed(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, and waits until what they come to is worked out."""
    await press(pilot, *keys)
    await pilot.pause(0.05)
    await settled(pilot)


WALK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("kept", ()),
    ("longer", ("down", "down", "right")),
    ("week", ("down", "left", "space", "left")),
    ("off", ("down", "right", "space")),
    ("typing", ("2", "4")),
    ("wrong", ("enter",)),
)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_is_as_it_was_read_last(store: StudyStore, size: tuple[int, int]) -> None:
    app = screen(study(store))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for state, keys in WALK:
            await changed(pilot, *keys)
            compare(f"plan-{state}-{size[0]}x{size[1]}", app)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_without_a_date_the_lower_half_is_the_load_ahead(store: StudyStore, size: tuple[int, int]) -> None:
    app = screen(study(store, UNDATED))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        compare(f"plan-undated-{size[0]}x{size[1]}", app)
        await press(pilot, "end", "right", "enter")
    assert read_settings(store).new_a_day == UNDATED.new_a_day + 1
    assert app.asked == ["tell Kept. There is no exam date."]


async def test_nothing_moves_until_enter_and_then_the_study_knows_it(store: StudyStore) -> None:
    given = study(store)
    app = screen(given)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await changed(pilot, "right", "right", "down", "down", "left")
        assert "changed, not kept yet" in shown(app)
        assert read_settings(store) == Settings()
        await press(pilot, "enter")
        assert not isinstance(app.screen, Plan)
    assert (read_settings(store).exam_day, read_settings(store).minutes) == (EXAM_DAY + 2, 10)
    assert (given.settings.exam_day, given.settings.minutes) == (EXAM_DAY + 2, 10)
    assert app.asked == ["tell Kept. Exam in 44 days, 10 min a day."]


async def test_esc_goes_back_without_keeping_and_says_so(store: StudyStore) -> None:
    app = screen(study(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "escape")
        assert not isinstance(app.screen, Plan)
    assert read_settings(store) == Settings()
    assert app.asked == ["tell The plan was not changed."]


async def test_the_forecast_says_what_it_was_before_the_change_and_undo_takes_it_back(store: StudyStore) -> None:
    given = study(store)
    teller = Teller(given)
    app = screen(given, teller)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "was about" not in shown(app)
        await changed(pilot, "down", "down", "right", "right")
        assert "(was about 8 in 10)" in shown(app)
        assert "min is" not in shown(app)
        await changed(pilot, "u", "u")
        assert "exam in 42 days" in shown(app)
        assert "! 15 min is 4 min short on 9 days" in shown(app)
        await press(pilot, "u")
        assert "! Nothing to undo." in shown(app)
    assert teller.asked.count(SETTINGS) == 1


async def test_figures_of_another_draft_are_marked_while_new_ones_are_worked_out(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_forecasts, "WAIT", 60)
    app = screen(study(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        assert "working out…" in shown(app)
        assert "79 % (71–82)" in shown(app)


async def test_work_for_a_draft_that_nobody_wants_ends(store: StudyStore) -> None:
    stopped: list[Settings] = []

    class Slow(Teller):
        def forecast(self, draft: Settings, progress: Progress | None = None) -> PlanForecast:
            assert progress is not None
            while draft.minutes == SETTINGS.minutes:  # as long as somebody wants it
                try:
                    progress(1, 2)
                    time.sleep(0.001)  # the app has its turn
                except Stopped:
                    stopped.append(draft)
                    raise
            return super().forecast(draft, progress)

    given = study(store)
    app = screen(given, Slow(given))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "right")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "85 % (77–88)" in shown(app)
    assert stopped == [SETTINGS]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 Jan 2025", "! Thu 2 Jan 2025 is past."),
        ("someday", "! 'someday' is no date. Write 2 Jan, 2 Jan 2027 or 2027-01-02."),
        ("in 900 days", "! An exam can be 730 days ahead at most."),
    ],
)
async def test_a_date_that_cannot_be_is_said_and_the_field_stays(store: StudyStore, text: str, said: str) -> None:
    app = screen(study(store))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", *("space" if letter == " " else letter for letter in text), "enter")
        assert said in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, Plan)
        assert "Sat 2 Jan 2027" in shown(app)


async def test_dates_and_days_off_are_typed_as_people_write_them(store: StudyStore) -> None:
    given = study(store)
    app = screen(given)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await changed(pilot, "1", "5", "space", "j", "a", "n", "enter")
        assert "Fri 15 Jan 2027" in shown(app)
        await changed(pilot, "down", "down", "4", "0", "enter", "down", "down")
        await changed(pilot, "2", "4", "minus", "2", "6", "space", "d", "e", "c", "enter")
        await press(pilot, "enter")
    found = read_settings(store)
    december = TODAY + 33
    assert (found.minutes, found.breaks) == (40, (Break(december, december + 2),))


async def test_a_plan_without_a_day_to_study_is_refused_in_words(store: StudyStore) -> None:
    given = study(store, replace(SETTINGS, exam_day=TODAY + 1))
    app = screen(given)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await changed(pilot, "end", "up", "space")
        assert "! The days off leave no day to study before the exam." in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Plan)
    assert read_settings(store) == Settings()


async def test_trouble_of_the_forecast_is_a_sentence_and_the_plan_can_be_kept(store: StudyStore) -> None:
    class Broken(Teller):
        def forecast(self, draft: Settings, progress: Progress | None = None) -> PlanForecast:
            del draft, progress
            raise UsageError("This pack has no cards for the exam.")

    given = study(store)
    app = screen(given, Broken(given))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "! This pack has no cards for the exam." in shown(app)
        await changed(pilot, "right")
        await press(pilot, "enter")
    assert read_settings(store).exam_day == EXAM_DAY + 1


async def test_plain_signs_are_plain_everywhere(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    app = screen(study(store))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        for keys in ((), ("down",), ("down", "down"), ("down",), ("down",)):
            await changed(pilot, *keys)
            assert shown(app).isascii(), [line for line in shown(app).split("\n") if not line.isascii()]
