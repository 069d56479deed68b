"""Which cards leave and how, as it is chosen on a screen: topic, deck, and where their sources lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from studykit.core.errors import UsageError, nearest

if TYPE_CHECKING:
    from studykit.workflows.study import Study

ALL = "all"
"""The topic of everything."""
EVERYTHING = "everything"
LINKS: Mapping[str, str] = {
    "file": "open the note",
    "vscode": "open the note in VS Code",
    "obsidian": "open the note in Obsidian",
    "none": "are no links",
}
"""Where sources lead, by the names of ``flashcards.LINKS``, in the order in which it is offered."""
Value = TypeVar("Value")


def topics(study: Study) -> tuple[str, ...]:
    """All, then every service and every domain that cards are about. Reads every card: not for the loop."""
    found = {study.cards[card].topic for card in study.cards}
    services = {one.partition(".")[0] for one in found}
    return (ALL, *sorted(one for one in found | services if one))


def topic_words(topic: str) -> str:
    """The topic as it is shown."""
    return EVERYTHING if topic == ALL else topic


def topic_after(topic: str, by: int, names: Sequence[str]) -> str:
    """The next or previous topic; only services are turned, because domains are many."""
    return next_of([one for one in names if "." not in one] or [ALL], topic.partition(".")[0], by)


def topic_named(text: str, names: Sequence[str]) -> str:
    """The topic that somebody typed; nothing is everything. Raises UsageError for one that no card is about."""
    wanted = text.casefold()
    if wanted in ("", EVERYTHING, ALL):
        return ALL
    if wanted not in names:
        raise UsageError(f"No card is about '{text}'.{nearest(wanted, names)}")
    return wanted


def deck_named(study: Study, name: str) -> str:
    """The name of a deck that somebody typed; the title of the pack is the usual one: empty. Raises UsageError."""
    if not name.isprintable():
        raise UsageError("A name has only characters that can be seen.")
    return "" if name == study.library.pack.title else name


def next_of(values: Sequence[Value], now: Value, by: int) -> Value:
    """The value after the one that is now, or before it; round in a ring."""
    at = values.index(now) if now in values else -by
    return values[(at + by) % len(values)]
