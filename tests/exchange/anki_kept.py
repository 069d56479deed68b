"""What a stand-in for Anki keeps: notes, cards and answers that packages brought, in memory."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

COLLECTION = "collection.anki2"
_DEFAULT = 1
"""Options that every collection has."""


class Refused(Exception):  # noqa: N818 - what Anki says, not what went wrong here
    """What an action answers as its error."""


@dataclass
class Kept:
    """What Anki holds, as its importer would have it: a note of a known guid is updated by a newer one only."""

    folder: Path
    today: int = 400
    """Days since the collection was made."""
    notes: dict[int, dict[str, Any]] = field(default_factory=dict)
    cards: dict[int, dict[str, Any]] = field(default_factory=dict)
    revlog: dict[int, Sequence[int]] = field(default_factory=dict)
    imports: list[list[str]] = field(default_factory=list)
    """Guids of the notes of each package."""
    decks: dict[str, int] = field(default_factory=lambda: {"Default": _DEFAULT})
    """Name → its options."""
    trash: list[str] = field(default_factory=list)
    """Media that were there; Anki keeps them until somebody empties it."""
    sandboxed: bool = False
    """Whether files beside its media cannot be opened."""

    def find_notes(self, query: str) -> list[int]:
        """Those of a family of note types, and those with a tag and a text in a field."""
        found = re.fullmatch(r"note:(\S+)(?: or \(tag:(\S+) (\S+):_\*\))?", query)
        assert found, query
        return sorted(
            number
            for number, note in self.notes.items()
            if fnmatchcase(note["type"], found[1]) or (found[2] in note["tags"] and note["fields"].get(found[3]))
        )

    def find_cards(self, query: str) -> list[int]:
        """By number and due day; nothing is in a filtered deck."""
        if query == "deck:filtered":
            return []
        if query == "(note:studykit* or tag:studykit) (is:suspended or is:buried)":
            return [number for number, card in self.cards.items() if card["queue"] < 0]
        if query.startswith("is:review "):
            return [number for number, card in self.cards.items() if card["queue"] == 2]
        found = re.fullmatch(r"cid:(\d+) prop:due(<?=)(-?\d+)", query)
        assert found, query
        number, card = int(found[1]), self.cards[int(found[1])]
        days = card["due"] - self.today
        fits = days <= int(found[3]) if found[2] == "<=" else days == int(found[3])
        return [number] if card["queue"] == 2 and fits else []

    def note(self, number: int) -> dict[str, Any] | None:
        """As ``notesInfo`` says it."""
        note = self.notes.get(number)
        if note is None:
            return None
        fields = {name: {"value": text, "order": at} for at, (name, text) in enumerate(note["fields"].items())}
        cards = [card for card, one in self.cards.items() if one["nid"] == number]
        return {
            "noteId": number,
            "profile": "User 1",
            "tags": note["tags"],
            "fields": fields,
            "modelName": note["type"],
            "mod": note["mod"],
            "cards": cards,
        }

    def card(self, number: int) -> dict[str, Any] | None:
        """As ``cardsInfo`` says it, without what is drawn."""
        card = self.cards.get(number)
        return None if card is None else {"cardId": number, "note": card["nid"], **card}

    def rows(self, card: int) -> list[Sequence[int]]:
        """Of the review log, in ``COLUMNS``."""
        return [(row[0], *row[2:]) for _, row in sorted(self.revlog.items()) if row[1] == card]

    def add_rows(self, rows: list[list[int]]) -> None:
        """All of them, or none when one number is taken."""
        if any(row[0] in self.revlog for row in rows):
            raise Refused('DbError { info: "SqliteFailure(…, Some(\\"UNIQUE constraint failed: revlog.id\\"))" }')
        for number, card, *rest in rows:
            self.revlog[number] = (number, card, *rest)

    def set_card(self, number: int, values: dict[str, Any]) -> None:
        """As ``setSpecificValueOfCard`` does."""
        self.cards[number].update(values)

    def set_fields(self, number: int, texts: dict[str, str]) -> None:
        """As ``updateNoteFields`` does: what the note does not have is passed over."""
        if number not in self.notes:
            raise Refused(f"Note was not found: {number}")
        fields = self.notes[number]["fields"]
        fields.update((name, text) for name, text in texts.items() if name in fields)

    def write_media(self, name: str, content: bytes) -> str:
        """The name under which it is there."""
        (self.folder / name).write_bytes(content)
        return name

    def trash_media(self, name: str) -> None:
        """No longer there; nothing is said of what was not."""
        if (self.folder / name).exists():
            (self.folder / name).unlink()
            self.trash.append(name)

    def deck_names(self) -> list[str]:
        """Sorted."""
        return sorted(self.decks)

    def take(self, path: str) -> None:
        """Imports a package with schedule; what is there keeps its own."""
        if self.sandboxed and not Path(path).is_relative_to(self.folder):
            raise Refused(f"Failed to open '{path}': No such file or directory (os error 2)")
        with zipfile.ZipFile(path) as packed, closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(packed.read(COLLECTION))
            types, decks = map(json.loads, db.execute("select models, decks from col").fetchone())
            self._take_decks(decks.values())
            known = {note["guid"]: number for number, note in self.notes.items()}
            fresh = self._take_notes(db, types, known)
            for number, nid, *rest in db.execute(
                "select id, nid, type, queue, due, ivl, factor, reps, lapses, left, data from cards"
            ):
                if nid in fresh:
                    names = ("type", "queue", "due", "ivl", "factor", "reps", "lapses", "left", "data")
                    self.cards[number] = {"nid": nid, **dict(zip(names, rest, strict=True))}
            for row in db.execute("select id, cid, usn, ease, ivl, lastIvl, factor, time, type from revlog"):
                if row[1] in self.cards and self.cards[row[1]]["nid"] in fresh:
                    self.revlog[row[0]] = row

    def _take_decks(self, decks: Iterable[dict[str, Any]]) -> None:
        """The options of a deck come along, unless they are those that every deck has at first."""
        for deck in decks:
            if deck["name"] not in self.decks or deck["conf"] != _DEFAULT:
                self.decks[deck["name"]] = deck["conf"]

    def _take_notes(self, db: sqlite3.Connection, types: dict[str, Any], known: dict[str, int]) -> set[int]:
        fresh, guids = set(), []
        for number, guid, mid, mod, tags, flds in db.execute("select id, guid, mid, mod, tags, flds from notes"):
            guids.append(guid)
            names = [one["name"] for one in types[str(mid)]["flds"]]
            note = {
                "guid": guid,
                "type": types[str(mid)]["name"],
                "fields": dict(zip(names, flds.split("\x1f"), strict=True)),
                "tags": tags.split(),
                "mod": mod,
            }
            if guid not in known:
                self.notes[number] = note
                fresh.add(number)
            elif (there := self.notes[known[guid]])["mod"] < mod:
                added = {name: "" for name in there["fields"] if there["type"] == note["type"]}
                self.notes[known[guid]] = {**note, "fields": {**added, **note["fields"]}}
        self.imports.append(guids)
        return fresh
