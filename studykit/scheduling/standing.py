"""How the cards of a deck stand today: their states, what is ahead of the learner, and what is weak."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median

from studykit.scheduling.curve import recall
from studykit.scheduling.reliability import MATURE_DAYS

FORECAST_DAYS = 30
WEAKEST = 10
_NEVER = 10**9
"""Lapses that no card has."""
_STABILITIES = (1, 7, 21, 90, 365)
_NAMES = ("under 1 day", "1–7 days", "7–21 days", "21–90 days", "90–365 days", "over a year")


@dataclass(frozen=True, slots=True)
class DueDay:
    """Cards that come back on a study day, as their schedules stand now."""

    day: int
    cards: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is due on the next days, by what is scheduled now: cards that are new or fail meanwhile come on top."""

    overdue: int
    """Cards that were due before today."""
    in_steps: int
    """Cards in their learning or relearning steps."""
    seconds_a_card: float
    days: tuple[DueDay, ...]
    """Today and the days after it; overdue cards are not among those of today."""

    @property
    def cards(self) -> int:
        """Cards of all days shown, overdue ones not among them."""
        return sum(one.cards for one in self.days)


@dataclass(frozen=True, slots=True)
class States:
    """How many cards stand how. Every card is in exactly one of these."""

    new: int
    learning: int
    relearning: int
    young: int
    """Put off for less than 21 days."""
    mature: int
    suspended: int

    @property
    def cards(self) -> int:
        """All of them."""
        return self.new + self.learning + self.relearning + self.young + self.mature + self.suspended


@dataclass(frozen=True, slots=True)
class Weak:
    """A card that is likely forgotten, or was forgotten again and again."""

    card: str
    fact: str
    """The fact that it asks; the card's own id where it asks none."""
    topic: str
    recall: float
    """Chance, 0 to 1, that it is remembered today."""
    lapses: int


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """A topic whose cards are weak on average."""

    topic: str
    cards: int
    """Those that were answered before."""
    recall: float
    """Mean over its cards."""
    lapses: int
    """Of all its cards."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How a property of memory is spread over the cards that were answered, at least one."""

    median: float
    parts: tuple[tuple[str, int], ...]
    """Name of a range → cards in it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cards of a deck stand today."""

    states: States
    leeches: int
    """Cards forgotten so often that they count as leeches, suspended or not."""
    forecast: Forecast
    weakest: tuple[Weak, ...]
    """At most ten, weakest first."""
    weakest_topics: tuple[WeakTopic, ...]
    """At most ten, weakest first."""
    stability: Spread | None
    """Days; None before the first answer."""
    difficulty: Spread | None
    """1 to 10; None before the first answer."""


Memory = tuple[str, float, float, int, int, int | None, bool, int]
"""Card, stability, difficulty, day of the last answer, due day, step, relearning, lapses: there may be many."""


def stand(
    memories: Iterable[Memory],
    abouts: Mapping[str, tuple[str, str]],
    *,
    suspended: AbstractSet[str],
    today: int,
    parameters: tuple[float, ...],
    leech_lapses: int,
    seconds_a_card: float,
) -> Standing:
    """How the cards of a deck stand; memories of other cards are passed over.

    ``abouts`` tells of every card of the deck the fact that it asks and its topic.
    """
    counting = _Counting(today, leech_lapses, parameters)
    for memory in memories:
        about = abouts.get(memory[0])
        if about is not None:
            counting.take(memory, about, memory[0] in suspended)
    return counting.standing(len(abouts), len(suspended), seconds_a_card)


def weakness(recall: float, lapses: float) -> float:
    """Chance to have forgotten it, times one and how often it was forgotten before."""
    return (1 - recall) * (1 + lapses)


@dataclass(slots=True)
class _Topic:
    cards: int = 0
    recall: float = 0.0
    lapses: int = 0
    weakness: float = 0.0


class _Counting:
    """Takes memory states one by one and keeps none of them, because there may be a hundred thousand."""

    def __init__(self, today: int, leech_lapses: int, parameters: tuple[float, ...]) -> None:
        self._today, self._leech, self._parameters = today, leech_lapses or _NEVER, parameters
        self._due = dict.fromkeys(range(today, today + FORECAST_DAYS), 0)
        self._states: Counter[str] = Counter()
        self._overdue = self._leeches = 0
        self._weakest: list[tuple[float, str, Weak]] = []
        self._topics: dict[str, _Topic] = {}
        self._stabilities: list[float] = []
        self._difficulties: list[float] = []

    def take(self, memory: Memory, about: tuple[str, str], suspended: bool) -> None:
        """Counts one card."""
        card, stability, difficulty, day, due_day, step, relearning, lapses = memory
        self._stabilities.append(stability)
        self._difficulties.append(difficulty)
        self._leeches += lapses >= self._leech
        self._state(day, due_day, step, relearning, suspended)
        now = recall(max(self._today - day, 0), stability, self._parameters)
        weak = weakness(now, lapses)
        topic = self._topics.setdefault(about[1], _Topic())
        topic.cards += 1
        topic.recall += now
        topic.lapses += lapses
        topic.weakness += weak
        if len(self._weakest) < WEAKEST or weak >= -self._weakest[-1][0]:
            self._weakest.append((-weak, card, Weak(card, *about, now, lapses)))
            self._weakest.sort(key=lambda one: one[:2])
            del self._weakest[WEAKEST:]

    def _state(self, day: int, due_day: int, step: int | None, relearning: bool, suspended: bool) -> None:
        if suspended:
            self._states["suspended"] += 1
            return
        if step is not None:
            self._states["relearning" if relearning else "learning"] += 1
            return
        self._states["mature" if due_day - day >= MATURE_DAYS else "young"] += 1
        if due_day < self._today:
            self._overdue += 1
        elif due_day in self._due:
            self._due[due_day] += 1

    def standing(self, cards: int, suspended: int, seconds: float) -> Standing:
        """What it came to."""
        known = self._states
        states = States(
            new=cards - len(self._stabilities) - suspended + known["suspended"],
            learning=known["learning"],
            relearning=known["relearning"],
            young=known["young"],
            mature=known["mature"],
            suspended=suspended,
        )
        days = tuple(DueDay(day, number, number * seconds / 60) for day, number in self._due.items())
        in_steps = states.learning + states.relearning
        return Standing(
            states=states,
            leeches=self._leeches,
            forecast=Forecast(self._overdue, in_steps, seconds, days),
            weakest=tuple(one for _, _, one in self._weakest),
            weakest_topics=self._weakest_topics(),
            stability=_spread(self._stabilities, _STABILITIES, _NAMES),
            difficulty=_spread(self._difficulties, range(2, 11), [str(one) for one in range(1, 11)]),
        )

    def _weakest_topics(self) -> tuple[WeakTopic, ...]:
        found = [
            (-one.weakness / one.cards, topic, WeakTopic(topic, one.cards, one.recall / one.cards, one.lapses))
            for topic, one in self._topics.items()
        ]
        return tuple(one for _, _, one in sorted(found, key=lambda one: one[:2])[:WEAKEST])


def _spread(values: list[float], edges: Iterable[float], names: Iterable[str]) -> Spread | None:
    """How many values lie below the first edge, between each two, and from the last one on."""
    if not values:
        return None
    borders, labels = list(edges), list(names)
    counts = [0] * len(labels)
    for value in values:
        counts[bisect_right(borders, value)] += 1
    return Spread(median(values), tuple(zip(labels, counts, strict=True)))
