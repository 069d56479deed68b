"""What the last export of each package held, and what each card said when it left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from studykit.core.flashcard import Carried
from studykit.store.database import Database, chunks, newer, put
from studykit.store.hold import Hold, hold_on_file, hold_on_server
from studykit.store.tables import CARRIED, EXPORTED

_TAKEN = "Another studykit exports cards to Anki or syncs with it. Try again when it is done."


class Exports(Database):
    """Everything about exports."""

    def exported(self, package: str) -> dict[str, tuple[str, int]]:
        """Card → (content hash, seconds of its last change) of the last export of a package."""
        wanted = select(EXPORTED.c.card, EXPORTED.c.content, EXPORTED.c.mod).where(self._mine(EXPORTED))
        with self._reading() as connection:
            rows = connection.execute(wanted.where(EXPORTED.c.package == package))
            return {card: (content, mod) for card, content, mod in rows}

    def mark_exported(self, package: str, contents: Mapping[str, tuple[str, int]]) -> None:
        """Keeps what a package holds now, and nothing else of it."""
        rows = [
            {"learner": self.learner, "package": package, "card": card, "content": content, "mod": mod}
            for card, (content, mod) in contents.items()
        ]
        with self._writing() as connection:
            self._alone(connection)
            connection.execute(delete(EXPORTED).where(self._mine(EXPORTED), EXPORTED.c.package == package))
            if rows:
                connection.execute(insert(EXPORTED), rows)

    def hold_leaving(self) -> Hold:
        """The right to compare cards with what left last, let them leave and keep what did; held until it is let go.

        Raises TakenError while another program has it.
        """
        if self.path is not None:
            return hold_on_file(self.path.with_name("anki.lock"), _TAKEN)
        return hold_on_server(self.engine, f"{self.learner} anki", _TAKEN)

    def carried(self) -> dict[str, Carried]:
        """Every card that ever left for Anki, as it left last."""
        wanted = select(CARRIED.c.card, CARRIED.c.content, CARRIED.c.mod, CARRIED.c.record).where(self._mine(CARRIED))
        with self._reading() as connection:
            rows = connection.execute(wanted)
            return {card: Carried(content, mod, record) for card, content, mod, record in rows}

    def carry(self, package: str, contents: Mapping[str, Carried]) -> None:
        """Adds cards to those that left with a package, and keeps what each says; only what changed is written.

        What a card said later stays, whoever kept it: a sync of this learner's devices goes on meanwhile.
        """
        there = self.carried()
        with self._writing() as connection:
            self._alone(connection)
            later = newer(CARRIED, connection.dialect.name, as_left)
            for some in chunks(contents):
                left = {card: contents[card] for card in some}
                put(connection, EXPORTED, [self._member(package, card, one) for card, one in left.items()])
                fresh = [self._row(card, one) for card, one in left.items() if there.get(card) != one]
                if fresh:
                    connection.execute(later, fresh)

    def _member(self, package: str, card: str, one: Carried) -> dict[str, str | int]:
        return {"learner": self.learner, "package": package, "card": card, "content": one.content, "mod": one.mod}

    def _row(self, card: str, one: Carried) -> dict[str, str | int]:
        return {"learner": self.learner, "card": card, "content": one.content, "mod": one.mod, "record": one.record}


def as_left(of: Any) -> tuple[Any, ...]:
    """By what the versions of a card that left are compared: the one that Anki would take comes last."""
    return (of.mod, of.content, of.record)
