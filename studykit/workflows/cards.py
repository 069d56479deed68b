"""How each card stands, and marking cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from studykit.core.clock import utc
from studykit.core.errors import UsageError, nearest
from studykit.core.mark import Mark, MarkKind
from studykit.core.review import MemoryState
from studykit.scheduling.interval import interval_text
from studykit.workflows.study import Study

STATES = ("new", "learning", "due", "later", "leech", "suspended", "buried")
Row = dict[str, Any]


def card_rows(study: Study, *, topic: str = "", state: str = "") -> list[Row]:
    """A record for each card, in the order of the deck: id, topic, state, when it comes back, recall today.

    Raises UsageError for a topic that no card has.
    """
    memories, marks = study.store.memories(), study.store.marks()
    rows = []
    topics = set()
    for card in study.cards:
        found = study.cards[card]
        topics.add(found.topic)
        if topic and not f"{found.topic}.".startswith(f"{topic}."):
            continue
        row = _row(study, card, found.topic, memories.get(card), marks.get(card))
        if state in ("", row["state"]) or (state == "leech" and row["leech"]):
            rows.append(row)
    if topic and not any(f"{one}.".startswith(f"{topic}.") for one in topics):
        raise UsageError(f"No card has the topic '{topic}'.{nearest(topic, sorted(topics))}")
    return rows


def mark_cards(study: Study, what: str, cards: Sequence[str]) -> tuple[str, ...]:
    """Suspends, buries or releases cards. Raises UsageError, and marks none, when one of them is unknown."""
    if not cards:
        raise UsageError(f"Name the cards to {what}: studykit cards {what} ID")
    for card in cards:
        if card not in study.cards:
            raise UsageError(f"There is no card '{card}'.{nearest(card, study.cards)} See: studykit cards")
    wanted = tuple(dict.fromkeys(cards))
    for card in wanted:
        study.mark(card, MarkKind(what))
    return wanted


def _row(study: Study, card: str, topic: str, memory: MemoryState | None, mark: Mark | None) -> Row:
    from studykit.scheduling.memory import retrievability

    today = study.day
    leech = study.rater.settings.leech_lapses
    return {
        "id": card,
        "topic": topic,
        "state": _state(study, memory, mark),
        "leech": bool(leech) and memory is not None and memory.lapses >= leech,
        "comes_back": _comes_back(study, memory),
        "due": None if memory is None else date.fromordinal(memory.due_day).isoformat(),
        "recall": None if memory is None else round(retrievability(memory, today, study.model), 4),
        "stability": None if memory is None else round(memory.stability, 4),
        "difficulty": None if memory is None else round(memory.difficulty, 3),
        "reviews": 0 if memory is None else memory.reps,
        "lapses": 0 if memory is None else memory.lapses,
    }


def _state(study: Study, memory: MemoryState | None, mark: Mark | None) -> str:
    if mark is not None and mark.kind is MarkKind.SUSPEND:
        return "suspended"
    if mark is not None and mark.day == study.day:
        return "buried"
    if memory is None:
        return "new"
    if memory.step is not None:
        return "learning"
    return "due" if memory.due_day <= study.day else "later"


def _comes_back(study: Study, memory: MemoryState | None) -> str:
    if memory is None:
        return "-"
    if memory.step is not None:
        wait = (memory.ready - utc(study.clock())).total_seconds()
        return f"in {interval_text(round(wait))}" if wait > 0 else "now"
    ahead = memory.due_day - study.day
    if ahead > 0:
        return f"in {interval_text(ahead * 86_400)}"
    return "today" if ahead == 0 else f"{-ahead} days late"
