"""What all memory states were worked out with, so that work which was cut off is noticed."""

from __future__ import annotations

from sqlalchemy import select, update

from studykit.store.database import Database, put
from studykit.store.tables import FOLDED


class Folded(Database):
    """One row; it is about this database only and goes to no other device."""

    def folded(self) -> str | None:
        """Name of the model that was kept last; None when none ever was."""
        with self._reading() as connection:
            return connection.execute(select(FOLDED.c.model).where(self._mine(FOLDED))).scalar()

    def keep_folded(self, model: str) -> None:
        """Keeps the name of the model of all memory states; empty: they are being worked out."""
        with self._writing() as connection:
            put(connection, FOLDED, [{"learner": self.learner, "model": model}])

    def finish_folding(self, mark: str, model: str) -> None:
        """Keeps the name of the model, unless another name was kept since ``mark`` was."""
        ours = update(FOLDED).where(self._mine(FOLDED), FOLDED.c.model == mark)
        with self._writing() as connection:
            connection.execute(ours.values(model=model))
