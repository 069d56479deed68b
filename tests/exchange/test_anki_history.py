from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.flashcard import History, Preset
from studykit.core.settings import Settings
from studykit.exchange.anki.history import Scheduling, log_rows
from studykit.exchange.anki.presets import presets
from studykit.scheduling.memory import DEFAULT, replay
from tests.exchange.flashcards_made import PRESET, days, lived, noon, reviews

FIRST = datetime(2026, 3, 2, 9, 30, 0, 250_000, tzinfo=UTC)
LIFE = [(0, 3, 600), (0, 3, days(2)), (2, 1, 600), (0, 2, 600), (0, 3, days(1)), (1, 4, days(12))]
"""Learned in two steps, forgotten after two days, learned again, and known."""


def test_the_log_tells_each_answer_with_its_phase_and_the_interval_before() -> None:
    rows = log_rows([(7, lived(reviews("a", LIFE, FIRST)))], PRESET)
    assert [row[1:5] for row in rows] == [
        (7, 3, -600, 0),
        (7, 3, 2, -600),
        (7, 1, -600, 2),
        (7, 2, -600, -600),
        (7, 3, 1, -600),
        (7, 4, 12, 1),
    ]
    assert [row[7] for row in rows] == [0, 0, 1, 2, 2, 1]
    assert rows[0][0] == FIRST.timestamp() * 1000
    assert all(row[0] == int(row[0]) for row in rows)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), st.sampled_from([60, 600, days(1), days(9)])), min_size=1)
)
def test_the_log_tells_the_difficulty_that_the_fold_comes_to(rated: list[tuple[int, int, int]]) -> None:
    answers = reviews("a", rated, FIRST)
    rows = log_rows([(1, lived(answers))], PRESET)
    for number, row in enumerate(rows, 1):
        memory = replay(answers[:number])
        assert memory is not None
        assert row[5] == pytest.approx((memory.difficulty - 1) / 9 * 1000 + 100, abs=0.51)


def test_without_settings_the_difficulty_is_the_one_of_now() -> None:
    history = lived(reviews("a", LIFE, FIRST))
    assert history.memory is not None
    expected = round((history.memory.difficulty - 1) / 9 * 1000 + 100)
    assert {row[5] for row in log_rows([(1, history)], None)} == {expected}


def test_no_two_answers_have_one_time() -> None:
    one = lived(reviews("a", LIFE, FIRST))
    rows = log_rows([(3, one), (1, one), (2, one)], PRESET)
    times = [row[0] for row in rows]
    assert times == sorted(set(times))
    assert [(row[0] - times[0], row[1]) for row in rows[:3]] == [(0, 1), (1, 2), (2, 3)]


def test_a_card_without_answers_is_new_at_its_place() -> None:
    columns = Scheduling(PRESET).columns
    assert columns(None, 5) == columns(History(None), 5) == (0, 0, 5, 0, 0, 0, 0, 0, "")
    assert columns(History(None, suspended=True), 5)[:3] == (0, -1, 5)


def test_a_graduated_card_is_due_days_after_the_collection_began() -> None:
    history = lived(reviews("a", LIFE, FIRST))
    columns = Scheduling(PRESET).columns
    kind, queue, due, interval, ease, reps, lapses, left, told = columns(history, 1)
    assert (kind, queue, interval, ease, reps, lapses, left) == (2, 2, 12, 2500, 6, 1, 0)
    assert date(2020, 1, 1) + timedelta(days=due) == date(2026, 3, 17)
    assert history.memory is not None
    last = int(history.memory.last.timestamp())
    shown = f'"s":{history.memory.stability:.4f},"d":{history.memory.difficulty:.3f}'
    assert told == f'{{{shown},"dr":0.9,"decay":0.1542,"lrt":{last}}}'
    assert columns(replace(history, suspended=True), 1) == (2, -1, due, interval, ease, reps, lapses, left, told)
    assert Scheduling(None).columns(history, 1)[8] == f'{{{shown},"lrt":{last}}}'


@pytest.mark.parametrize("microseconds", [0, 999_499, 999_500, 999_999])
def test_a_card_says_the_second_of_its_last_row(microseconds: int) -> None:
    """Anki's check of a collection mends one that says another."""
    history = lived(reviews("a", LIFE[:1], FIRST.replace(microsecond=microseconds)))
    told = Scheduling(PRESET).columns(history, 1)[8]
    assert told.endswith(f'"lrt":{int(log_rows([(1, history)], PRESET)[-1][0]) // 1000}}}')


def test_a_card_in_its_steps_comes_back_at_a_moment() -> None:
    learning = lived(reviews("a", LIFE[:1], FIRST))
    kind, queue, due, interval, ease, _, _, left, _ = Scheduling(PRESET).columns(learning, 1)
    assert (kind, queue, interval, ease, left) == (1, 1, 0, 0, 1)
    assert due == int(FIRST.timestamp()) + 601  # the second in which it is ready has begun
    forgotten = lived(reviews("a", LIFE[:3], FIRST))
    kind, queue, _, interval, ease, _, lapses, left, _ = Scheduling(PRESET).columns(forgotten, 1)
    assert (kind, queue, ease, lapses, left) == (3, 1, 2500, 1, 1)
    assert forgotten.memory is not None
    stability = forgotten.memory.stability
    assert interval == max(round(stability), 1)


def test_steps_that_the_settings_no_longer_have_leave_one() -> None:
    learning = lived(reviews("a", LIFE[:1], FIRST))
    shorter = Preset(Settings(learning_steps=()), DEFAULT)
    assert Scheduling(shorter).columns(learning, 1)[7] == 1


def test_settings_are_a_preset_beside_ankis_own() -> None:
    assert list(presets(None, 1)) == ["1"]
    own, ours = presets(PRESET, 1).values()
    assert (own["id"], own["name"], own["new"]["perDay"]) == (1, "Default", 20)
    assert (ours["name"], ours["mod"], ours["new"]["perDay"], len(ours["fsrsParams6"])) == ("studykit", 1, 12, 21)


def test_answers_of_today_are_days_of_today() -> None:
    history = lived(reviews("a", [(0, 4, days(3))], noon(0)))
    due = Scheduling(PRESET).columns(history, 1)[2]
    assert date(2020, 1, 1) + timedelta(days=due) == noon(0).date() + timedelta(days=3)
