"""Which card is which after notes were edited: anchors, decisions of the learner, names that were found."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, func, select

from studykit.core.identity import Anchor
from studykit.store.database import Database, put
from studykit.store.tables import ANCHOR, DECISION, REMEMBERED

_CONTENTS = 8
"""Contents whose names are remembered."""


class Identities(Database):
    """Everything about the identity of free-form cards."""

    def anchors(self) -> tuple[Anchor, ...]:
        """Every free-form card that was ever read, as its note said it last."""
        wanted = select(ANCHOR.c.card, ANCHOR.c.kind, ANCHOR.c.about, ANCHOR.c.text, ANCHOR.c.note)
        with self._reading() as connection:
            rows = connection.execute(wanted.where(self._mine(ANCHOR)).order_by(ANCHOR.c.card))
            return tuple(Anchor(*row) for row in rows)

    def keep_anchors(self, anchors: Iterable[Anchor]) -> None:
        """Keeps what cards say now."""
        rows = [
            {
                "learner": self.learner,
                "card": one.card,
                "kind": one.kind,
                "about": one.about,
                "text": one.text,
                "note": one.note,
            }
            for one in anchors
        ]
        with self._writing() as connection:
            put(connection, ANCHOR, rows)

    def remembered(self, content: str) -> dict[str, str] | None:
        """The names that were found for a content; None when it was not seen yet."""
        wanted = select(REMEMBERED.c.names).where(self._mine(REMEMBERED), REMEMBERED.c.content == content)
        with self._reading() as connection:
            names = connection.execute(wanted).scalar()
            return None if names is None else dict(json.loads(names))

    def remember(self, content: str, names: Mapping[str, str]) -> None:
        """Keeps the names of a content; only the last few contents are kept."""
        newest = select(func.max(REMEMBERED.c.at)).where(self._mine(REMEMBERED))
        by_age = select(REMEMBERED.c.content).where(self._mine(REMEMBERED)).order_by(REMEMBERED.c.at.desc())
        with self._writing() as connection:
            self._alone(connection)
            at = max(time.time_ns() // 1000, (connection.execute(newest).scalar() or 0) + 1)
            row = {"learner": self.learner, "content": content, "names": json.dumps(dict(names)), "at": at}
            put(connection, REMEMBERED, [row])
            old = connection.execute(by_age).scalars().all()[_CONTENTS:]
            connection.execute(delete(REMEMBERED).where(self._mine(REMEMBERED), REMEMBERED.c.content.in_(old)))

    def decisions(self) -> dict[str, str]:
        """Draft id → card, as the learner settled it."""
        wanted = select(DECISION.c.draft, DECISION.c.card).where(self._mine(DECISION))
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def decide(self, draft: str, card: str) -> None:
        """Keeps that a draft is a card; its own id makes it a new one."""
        with self._writing() as connection:
            put(connection, DECISION, [{"learner": self.learner, "draft": draft, "card": card}])
            connection.execute(delete(REMEMBERED).where(self._mine(REMEMBERED)))
