"""Anki's own library offers the same steps, and intervals out of the same ranges. Test-only, for its licence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from studykit.core.review import DAY_SECONDS, MemoryState, Rating
from studykit.core.settings import Settings
from studykit.scheduling.fuzz import least, rounded, window
from studykit.scheduling.memory import STANDARD, outcomes
from studykit.scheduling.scheduler import Load, Scheduler
from studykit.scheduling.steps import waits
from tests.scheduling.histories import TODAY, graduated, stepping

collection = pytest.importorskip("anki.collection", reason="Anki's library is not installed: the peer test is left out")
cards = pytest.importorskip("anki.cards")

LONGEST = 36_500
STATES = 100
DRAWS = 150
SURELY_MET = 12
"""Days in a range of which none is missed by so many draws (one in thirty thousand)."""
PASSED = (Rating.HARD, Rating.GOOD, Rating.EASY)


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    opened = collection.Collection(str(tmp_path_factory.mktemp("anki") / "anki.anki2"))
    opened.set_config("fsrs", val=True)
    opened.set_config("loadBalancerEnabled", val=False)
    opened.db.execute("pragma synchronous = off")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def card(anki: Any) -> Any:
    note = anki.new_note(anki.models.by_name("Basic"))
    note["Front"] = "?"
    anki.add_note(note, 1)
    anki.db.execute("update cards set id = 1")  # the number that its chance comes from
    return anki.get_card(1)


def graduated_in_anki(anki: Any, card: Any, state: MemoryState, elapsed: int) -> None:
    """Gives a card this memory, and an answer so many days ago."""
    previous = state.due_day - state.day
    card.type = card.queue = 2
    card.ivl = previous
    card.due = anki.sched.today + previous - elapsed
    card.memory_state = cards.FSRSMemoryState(stability=state.stability, difficulty=state.difficulty)
    card.last_review_time = int(time.time()) - elapsed * DAY_SECONDS
    card.desired_retention, card.decay = 0.9, STANDARD.parameters[20]


def offered(anki: Any, card: Any, reps: int) -> tuple[int, int, int]:
    """Days after Hard, Good and Easy, with the chance of the card's n-th answer."""
    card.reps = reps
    anki.update_card(card)
    states = anki._backend.get_scheduling_states(card.id)  # what its screens ask before they show the buttons
    hard, good, easy = (getattr(states, name).normal.review.scheduled_days for name in ("hard", "good", "easy"))
    return hard, good, easy


def test_intervals_are_out_of_ankis_ranges_and_reach_both_ends_of_them(anki: Any, card: Any) -> None:
    chance = Random(4826)
    for _ in range(STATES):
        stability = round(chance.uniform(0.5, 3) * chance.choice([1, 3, 10, 40]), 4)
        previous = max(round(stability * chance.uniform(0.5, 1.5)), 1)
        elapsed = max(round(previous * chance.uniform(0.5, 1.5)), 1)
        state = graduated(stability, difficulty=round(chance.uniform(1, 10), 3), interval=previous)
        found = outcomes(state, TODAY + elapsed, STANDARD, 0.9, LONGEST)
        graduated_in_anki(anki, card, state, elapsed)
        triples = {offered(anki, card, reps) for reps in range(1, DRAWS)}
        lowest = least(found[Rating.HARD].days, previous, LONGEST)
        hard_days = window(found[Rating.HARD].days, lowest, LONGEST)
        offered_hard = {hard for hard, _, _ in triples}
        assert offered_hard <= set(hard_days)
        if len(hard_days) <= SURELY_MET:
            assert offered_hard == set(hard_days)
        for triple in triples:
            above = 0
            for rating, days in zip(PASSED, triple, strict=True):
                minimum = max(least(found[rating].days, previous, LONGEST), above + 1)
                assert days in window(found[rating].days, minimum, LONGEST)
                above = days


def test_what_anki_offers_is_what_we_choose_for_one_draw_or_another(
    anki: Any, card: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All three ratings share a draw there, as here."""
    scheduler, chance = Scheduler(Settings(), STANDARD), Random(1)
    monkeypatch.setattr("studykit.scheduling.scheduler.draw", lambda card, _: float(card))
    for _ in range(6):
        stability = round(chance.uniform(2, 20), 4)
        state = graduated(stability, difficulty=round(chance.uniform(1, 10), 3), interval=max(round(stability), 1))
        elapsed = round(stability)
        graduated_in_anki(anki, card, state, elapsed)
        theirs = {offered(anki, card, reps) for reps in range(1, DRAWS)}
        choices = [scheduler.choices(str(n / 1000), state, TODAY + elapsed, Load()) for n in range(1000)]
        ours = {tuple(found[rating] // DAY_SECONDS for rating in PASSED) for found in choices}
        assert theirs <= ours


@pytest.mark.parametrize("relearning", [False, True])
def test_cards_graduate_into_the_same_ranges(
    anki: Any, card: Any, relearning: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good and Easy on the last step.

    Their Easy is longer than a Good that they draw from the interval before it is rounded, and so may be as short as
    the Good that they offer. Ours is longer than the Good that is offered; both are in the range around Easy.
    """
    scheduler, chance = Scheduler(Settings(), STANDARD), Random(2)
    monkeypatch.setattr("studykit.scheduling.scheduler.draw", lambda card, _: float(card))
    step = 0 if relearning else 1
    for _ in range(30):
        stability = round(chance.uniform(0.3, 25), 4)
        memory = replace(graduated(stability), difficulty=round(chance.uniform(1, 10), 3))
        graduated_in_anki(anki, card, memory, 0)
        card.type, card.queue, card.left, card.due = 3 if relearning else 1, 1, 1, int(time.time())
        theirs = []
        for reps in range(1, DRAWS):
            card.reps = reps
            anki.update_card(card)
            states = anki._backend.get_scheduling_states(card.id)
            theirs.append([states.good.normal.review.scheduled_days, states.easy.normal.review.scheduled_days])
        state = replace(memory, step=step, relearning=relearning)
        choices = [scheduler.choices(str(n / 500), state, TODAY, Load()) for n in range(500)]
        ours = [[found[rating] // DAY_SECONDS for rating in (Rating.GOOD, Rating.EASY)] for found in choices]
        whole = max(rounded(outcomes(state, TODAY, STANDARD, 0.9, LONGEST)[Rating.EASY].days), 1)
        assert {good for good, _ in theirs} == {good for good, _ in ours}
        assert all(days in window(whole, good + 1, LONGEST) for good, days in ours)
        assert {days for _, days in theirs} <= {days for _, days in ours} | set(window(whole, 1, LONGEST))


def seconds_in_anki(anki: Any, card: Any) -> list[int | None]:
    anki.update_card(card)
    states = anki._backend.get_scheduling_states(card.id)
    found: list[int | None] = []
    for name in ("again", "hard", "good", "easy"):
        normal = getattr(states, name).normal
        kind = normal.WhichOneof("kind")
        step = normal.relearning.learning if kind == "relearning" else normal.learning
        found.append(None if kind == "review" else step.scheduled_secs)
    return found


@pytest.mark.parametrize("relearning", [False, True])
@pytest.mark.parametrize("minutes", [[10], [1, 10], [1, 10, 100], [3, 5, 8, 60], []])
def test_steps_are_ankis(anki: Any, card: Any, minutes: list[int], relearning: bool) -> None:
    deck = anki.decks.config_dict_for_deck_id(1)
    deck["lapse" if relearning else "new"]["delays"] = [float(minute) for minute in minutes]
    anki.decks.update_config(deck)
    steps = tuple(60 * minute for minute in minutes)
    settings = Settings(relearning_steps=steps) if relearning else Settings(learning_steps=steps)
    for step in range(max(len(minutes), 1)):
        graduated_in_anki(anki, card, graduated(2.3), 0)
        card.type, card.queue = (3, 1) if relearning else (1, 1)
        card.left = len(minutes) - step
        card.due = int(time.time())
        expected = waits(stepping(step, relearning=relearning), settings)
        assert seconds_in_anki(anki, card) == [expected[rating] for rating in Rating]
