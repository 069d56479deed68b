"""The cards here against their notes in a running Anki: which are to go there, and what becomes of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.flashcard import Flashcard, Form
from studykit.core.text import unescaped
from studykit.exchange.anki.notes import leads
from studykit.exchange.anki.types import NOTE_TYPES, SOURCE
from studykit.workflows.import_anki import FAMILY, FIELD

if TYPE_CHECKING:
    from studykit.exchange.anki.own import OwnNote
    from studykit.exchange.anki.there import NoteThere

_NAMES = re.compile(r'(?<= src=")[^"]*(?=")|(?<= alt=")[^"]*(?=")|(?<=\[sound:)[^]]*(?=])')
_GAPS = NOTE_TYPES[Form.CLOZE]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with each card. No card is in two of these."""

    new: tuple[Flashcard, ...] = ()
    updated: tuple[Flashcard, ...] = ()
    unchanged: tuple[Flashcard, ...] = ()
    edited: tuple[Flashcard, ...] = ()
    """Changed in Anki after they changed here; Anki keeps its own."""
    deleted: tuple[Flashcard, ...] = ()
    """Deleted in Anki since the last sync; left out."""
    stuck: tuple[Flashcard, ...] = ()
    """A text with gaps there and none here, or the other way round: Anki refuses every package that would change it."""

    @property
    def sent(self) -> tuple[Flashcard, ...]:
        """Those that Anki is to take."""
        return self.new + self.updated


def by_card(notes: Iterable[NoteThere]) -> dict[str, NoteThere]:
    """Card → its note; of two, the first that was there: the other is a copy that somebody made in Anki."""
    found: dict[str, NoteThere] = {}
    for note in sorted(notes, key=lambda one: one.id, reverse=True):
        card = unescaped(note.fields.get(FIELD, "")).strip()
        if card and note.cards:
            found[card] = note
    return found


def plan(
    cards: Iterable[Flashcard],
    there: Mapping[str, NoteThere],
    ours: Mapping[str, OwnNote],
    *,
    changed: Collection[str],
    left_out: Collection[str],
) -> Plan:
    """Sorts the cards.

    ``ours`` are the notes as they leave; ``changed`` are the cards that say something else than when they left last,
    and ``left_out`` those that are not to go to Anki when they are not there.
    """
    sorted_: defaultdict[str, list[Flashcard]] = defaultdict(list)
    for card in cards:
        note = there.get(card.id)
        if note is not None:
            kind = _standing(ours[card.id], note, changed=card.id in changed)
        elif card.gone:
            continue
        else:
            kind = "deleted" if card.id in left_out else "new"
        sorted_[kind].append(card)
    return Plan(**{kind: tuple(some) for kind, some in sorted_.items()})


def is_same(ours: OwnNote, note: NoteThere, *, files: bool = False) -> bool:
    """Whether a note says what ours does; fields that somebody added do not count.

    Anki gives a picture another name when it has another one of that name; ``files`` says whether that counts.
    """
    mine, theirs = _steady(ours.fields), _steady(note.fields)
    if mine.items() <= theirs.items():
        return True
    return not files and all(_unnamed(text) == _unnamed(theirs.get(name, "")) for name, text in mine.items())


def _steady(fields: Mapping[str, str]) -> Mapping[str, str]:
    """The fields, with that of the sources by what counts of it."""
    return {**fields, SOURCE: leads(fields.get(SOURCE, ""))}


def _unnamed(text: str) -> str:
    return _NAMES.sub("", text)


def _standing(ours: OwnNote, note: NoteThere, *, changed: bool) -> str:
    if _has_gaps(note) != ours.type.startswith(_GAPS.name):
        return "stuck"
    mine, theirs = _folded(ours.tags), _folded(note.tags)
    if is_same(ours, note, files=changed) and (mine == theirs or (mine < theirs and not changed)):
        return "unchanged"
    return "updated" if note.mod is None or ours.mod > note.mod else "edited"


def _has_gaps(note: NoteThere) -> bool:
    """A type that the learner gave another name is known by its first field."""
    return note.type.startswith(_GAPS.name) if note.type.startswith(FAMILY) else _GAPS.fields[0] in note.fields


def _folded(tags: Iterable[str]) -> set[str]:
    return {tag.casefold() for tag in tags}
