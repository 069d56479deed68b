"""What the last export of each package held."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from studykit.store.database import Database
from studykit.store.tables import EXPORTED


class Exports(Database):
    """Everything about exports."""

    def exported(self, package: str) -> dict[str, tuple[str, int]]:
        """Card → (content hash, seconds of its last change) of the last export of a package."""
        wanted = select(EXPORTED.c.card, EXPORTED.c.content, EXPORTED.c.mod).where(self._mine(EXPORTED))
        with self._reading() as connection:
            rows = connection.execute(wanted.where(EXPORTED.c.package == package))
            return {card: (content, mod) for card, content, mod in rows}

    def mark_exported(self, package: str, contents: Mapping[str, tuple[str, int]]) -> None:
        """Keeps what a package holds now."""
        rows = [
            {"learner": self.learner, "package": package, "card": card, "content": content, "mod": mod}
            for card, (content, mod) in contents.items()
        ]
        with self._writing() as connection:
            self._alone(connection)
            connection.execute(delete(EXPORTED).where(self._mine(EXPORTED), EXPORTED.c.package == package))
            if rows:
                connection.execute(insert(EXPORTED), rows)
