"""Cards that were suspended, buried or released: a log, of which the latest of a card holds."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from studykit.core.mark import Mark, MarkKind
from studykit.store.database import Database
from studykit.store.rows import MARK_COLUMNS, mark_of, mark_row
from studykit.store.tables import MARK


class Marks(Database):
    """Rows are added and never changed."""

    def add_mark(self, mark: Mark) -> None:
        """Marks a card. What is marked last holds: a moment that is not the latest of its card is moved after it."""
        row = mark_row(self.learner, mark)
        latest = select(func.max(MARK.c.at)).where(self._mine(MARK), MARK.c.card == mark.card)
        with self._writing() as connection:
            self._alone(connection)
            before = connection.execute(latest).scalar()
            if before is not None:
                row["at"] = max(row["at"], before + 1)
            connection.execute(insert(MARK), row)

    def marks(self) -> dict[str, Mark]:
        """Card → the mark that holds; cards that were released are left out."""
        newest = func.row_number().over(partition_by=MARK.c.card, order_by=(MARK.c.at.desc(), MARK.c.id.desc()))
        ranked = select(*MARK_COLUMNS, newest.label("newest")).where(self._mine(MARK)).subquery()
        columns = [ranked.c[column.name] for column in MARK_COLUMNS]
        wanted = select(*columns).where(ranked.c.newest == 1, ranked.c.kind != MarkKind.RELEASE.value)
        with self._reading() as connection:
            return {mark.card: mark for mark in map(mark_of, connection.execute(wanted))}
