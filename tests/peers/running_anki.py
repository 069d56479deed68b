"""A real collection of Anki's behind the stand-in for its add-on, and a learner beside it."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from studykit.core.review import MemoryState, Rating
from studykit.exchange.anki.connect import AnkiConnect
from studykit.workflows.showing import Showing
from studykit.workflows.sync_anki import Met, Wanted, sync_anki
from tests.exchange.anki_stand_in import Refused, StandIn
from tests.workflows.leaving import NOTE, kitchen, opened

_ROWS = "select id, usn, ease, ivl, lastIvl, factor, time, type from revlog where cid = ?"
_ADD = "insert into revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) values "


class Running:
    """What the stand-in's actions do in a collection; one at a time, as in Anki's window."""

    def __init__(self, collection: Any) -> None:
        self.collection = collection
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        return Path(self.collection.media.dir())

    def find_notes(self, query: str) -> list[int]:
        with self._lock:
            return [*map(int, self.collection.find_notes(query))]

    def find_cards(self, query: str) -> list[int]:
        with self._lock:
            return [*map(int, self.collection.find_cards(query))]

    def note(self, number: int) -> dict[str, Any] | None:
        from anki.errors import NotFoundError

        with self._lock:
            try:
                note = self.collection.get_note(number)
            except NotFoundError:
                return None
            return {
                "noteId": note.id,
                "tags": note.tags,
                "fields": {name: {"value": text, "order": at} for at, (name, text) in enumerate(note.items())},
                "modelName": note.note_type()["name"],
                "mod": note.mod,
                "cards": [*map(int, note.card_ids())],
            }

    def card(self, number: int) -> dict[str, Any] | None:
        from anki.errors import NotFoundError

        with self._lock:
            try:
                card = self.collection.get_card(number)
            except NotFoundError:
                return None
            return {"cardId": card.id, "type": card.type, "queue": card.queue, "due": card.due, "note": card.nid}

    def rows(self, card: int) -> list[Sequence[int]]:
        with self._lock:
            found: list[Sequence[int]] = self.collection.db.all(_ROWS, card)
            return found

    def add_rows(self, rows: list[list[int]]) -> None:
        places = ",".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(rows))
        with self._lock:
            try:
                self.collection.db.execute(_ADD + places, *chain(*rows))
            except Exception as problem:
                raise Refused(str(problem)) from problem

    def set_card(self, number: int, values: dict[str, Any]) -> None:
        with self._lock:
            card = self.collection.get_card(number)
            for name, value in values.items():
                setattr(card, name, value)
            self.collection.update_card(card, skip_undo_entry=True)

    def set_fields(self, number: int, texts: dict[str, str]) -> None:
        with self._lock:
            note = self.collection.get_note(number)
            for name, text in texts.items():
                if name in note:
                    note[name] = text
            self.collection.update_note(note, skip_undo_entry=True)

    def write_media(self, name: str, content: bytes) -> str:
        with self._lock:
            written: str = self.collection.media.write_data(name, content)
            return written

    def trash_media(self, name: str) -> None:
        with self._lock:
            self.collection.media.trash_files([name])

    def deck_names(self) -> list[str]:
        with self._lock:
            return [one.name for one in self.collection.decks.all_names_and_ids()]

    def take(self, path: str) -> None:
        """As the add-on's importer does in a new Anki."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=True)
        with self._lock:
            try:
                self.collection.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))
            except Exception as problem:
                raise Refused(str(problem)) from problem


class Desk:
    """A learner's home, notes, and an Anki that runs beside it; time is real, because Anki's is."""

    def __init__(self, folder: Path, collection: Any, stand_in: StandIn, note: str = NOTE) -> None:
        self.collection, self.home, self.stand_in = collection, folder / "home", stand_in
        self.pack, self.notes = kitchen(folder, note)
        self.ago = timedelta(0)

    def open(self) -> Any:
        return opened(self.home, self.pack, self.notes, clock=lambda: datetime.now().astimezone() - self.ago)

    def sync(self, **more: Any) -> Met:
        with self.open() as study:
            return sync_anki(study, AnkiConnect(self.stand_in.url), replace(Wanted(), **more))

    def answer(self, ago: timedelta, rating: Rating, card: str = "") -> str:
        """An answer that was given here some time ago, to this card or the next."""
        self.ago = ago
        with self.open() as study:
            showing = Showing(study.cards[card], None, 1, 1) if card else study.next()
            study.answer(showing, chosen="", rating=rating, duration=4000)
        self.ago = timedelta(0)
        found: str = showing.card.id
        return found

    def answer_there(self, ago: timedelta, rating: int, card: str) -> None:
        """A row as Anki writes it; its own clock cannot be set."""
        number, at = self.card(card).id, datetime.now().astimezone() - ago
        first = not self.collection.db.scalar("select count() from revlog where cid = ?", number)
        row = [round(at.timestamp() * 1000), number, -1, rating, 1, -60, 300, 4000, 0 if first else 1]
        self.stand_in.kept.add_rows([row])

    def named(self, number: int) -> str:
        """Our id of a card of Anki's."""
        card: str = self.collection.get_card(number).note()["Id"]
        return card

    def memory(self, card: str) -> MemoryState:
        with self.open() as study:
            found: MemoryState = study.store.memory(card)
        return found

    def days_until(self, card: str) -> int:
        with self.open() as study:
            today: int = study.day
        return self.memory(card).due_day - today

    def card(self, card: str) -> Any:
        """Anki's."""
        wanted = "select c.id from cards c join notes n on n.id = c.nid where n.flds like ?"
        (number,) = self.collection.db.list(wanted, f"%\x1f{card}")
        return self.collection.get_card(number)

    def reopen(self) -> None:
        """As when Anki was closed in between."""
        path = self.collection.path
        self.collection.close()
        self.collection = self.stand_in.kept.collection = type(self.collection)(path)

    def columns(self) -> list[Any]:
        return [
            *self.collection.db.all("select id, did, type, queue, due, ivl, reps, lapses, data from cards order by id")
        ]

    def log(self) -> list[Any]:
        return [*self.collection.db.all("select * from revlog order by id")]


def same_memory(anki: Any, ours: MemoryState) -> bool:
    """To 4 decimals, or as far as Anki's numbers of 32 bits go."""
    nearly = math.isclose(anki.stability, ours.stability, rel_tol=1e-5, abs_tol=1e-4)
    return nearly and math.isclose(anki.difficulty, ours.difficulty, abs_tol=1e-3)
