from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from studykit.scheduling.memory import DEFAULT
from studykit.scheduling.standing import FORECAST_DAYS, WEAKEST, Memory, Standing, stand
from studykit.scheduling.statistics import streak_of

TODAY = 739_000
ABOUTS = {f"card {at}": (f"fact {at}", f"topic {at % 3}") for at in range(40)}


def standing(*memories: Memory, suspended: frozenset[str] = frozenset(), leech_lapses: int = 8) -> Standing:
    return stand(
        memories,
        ABOUTS,
        suspended=suspended,
        today=TODAY,
        parameters=DEFAULT,
        leech_lapses=leech_lapses,
        seconds_a_card=30,
    )


def memory(at: int, *, ago: int = 5, days: int = 10, step: int | None = None, lapses: int = 0) -> Memory:
    return (f"card {at}", 10.0, 5.0, TODAY - ago, TODAY - ago + days, step, bool(lapses), lapses)


some_memories = some.lists(
    some.builds(
        memory,
        some.integers(0, 45),
        ago=some.integers(0, 90),
        days=some.integers(1, 100),
        step=some.none() | some.integers(0, 2),
        lapses=some.integers(0, 20),
    ),
    unique_by=lambda one: one[0],
)


@given(some_memories, some.frozensets(some.sampled_from(sorted(ABOUTS))))
def test_every_card_of_the_deck_stands_in_exactly_one_state(memories: list[Memory], suspended: frozenset[str]) -> None:
    found = standing(*memories, suspended=suspended)
    ours = [one for one in memories if one[0] in ABOUTS]
    assert found.states.cards == len(ABOUTS)
    assert found.states.suspended == len(suspended)
    assert min(found.states.new, found.states.young, found.states.mature) >= 0
    due = found.forecast.overdue + found.forecast.in_steps + found.forecast.cards
    assert due <= len([one for one in ours if one[0] not in suspended])
    for spread in (found.stability, found.difficulty):
        assert sum(number for _, number in spread.parts) == len(ours) if spread else not ours
    assert sum(one.cards for one in found.weakest_topics) == len(ours)


@given(some_memories)
def test_the_weakest_are_the_weakest_of_all(memories: list[Memory]) -> None:
    found = standing(*memories)
    ours = [one for one in memories if one[0] in ABOUTS]
    assert len(found.weakest) == min(len(ours), WEAKEST)
    scores = [(1 - one.recall) * (1 + one.lapses) for one in found.weakest]
    assert scores == sorted(scores, reverse=True)
    every = [one for at in range(0, len(ours), WEAKEST) for one in standing(*ours[at : at + WEAKEST]).weakest]
    best = sorted(every, key=lambda one: (-(1 - one.recall) * (1 + one.lapses), one.card))[:WEAKEST]
    assert list(found.weakest) == best


def test_what_is_due_is_told_by_day_and_what_is_late_apart() -> None:
    found = standing(
        memory(1, ago=5, days=5),  # today
        memory(2, ago=5, days=6),  # tomorrow
        memory(3, ago=9, days=5),  # late
        memory(4, step=0, days=0),
        memory(5, ago=0, days=FORECAST_DAYS),  # beyond
    ).forecast
    assert (found.overdue, found.in_steps, found.cards) == (1, 1, 2)
    assert [(one.day - TODAY, one.cards, one.minutes) for one in found.days[:3]] == [
        (0, 1, 0.5),
        (1, 1, 0.5),
        (2, 0, 0),
    ]
    assert len(found.days) == FORECAST_DAYS


def test_leeches_are_counted_wherever_they_stand_and_none_without_a_limit() -> None:
    cards = (memory(1, lapses=8), memory(2, lapses=9), memory(3, lapses=7))
    assert standing(*cards, suspended=frozenset({"card 1"})).leeches == 2
    assert standing(*cards, leech_lapses=0).leeches == 0


def test_a_deck_without_answers_has_new_cards_only() -> None:
    found = standing()
    assert found.states.new == found.states.cards == len(ABOUTS)
    assert found.weakest == ()
    assert found.stability is None


def test_a_streak_ends_today_or_yesterday() -> None:
    assert streak_of([TODAY, TODAY - 1, TODAY - 3], TODAY) == 2
    assert streak_of([TODAY - 1, TODAY - 2], TODAY) == 2
    assert streak_of([TODAY - 2], TODAY) == 0
    assert streak_of([], TODAY) == 0
