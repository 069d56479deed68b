"""Reviews, memory states and exports in a SQLite file that several processes may share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Engine, event, func, literal_column
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlmodel import Session, SQLModel, col, create_engine, delete, select

from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Review
from studykit.store.rows import memory_of, memory_row, microseconds, review_of, review_row
from studykit.store.tables import VERSION, ExportedRow, MemoryRow, ReviewRow, WithdrawalRow

_WAIT_SECONDS = 10
_IN_ORDER: ColumnElement[int] = literal_column("review.rowid")
"""Answers of one moment come back in the order in which they were given."""


class StudyStore:
    """The learner's file. What a method wrote is on disk when it returns; it raises StoreError otherwise."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    @classmethod
    def open(cls, path: Path) -> StudyStore:
        """Opens the file, making it when it is not there. Raises StoreError when it cannot be used."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise StoreError(
                f"The folder '{path.parent}' cannot be made: {problem.strerror}. "
                "Set STUDYKIT_HOME to a folder that you can write to."
            ) from problem
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _set_up)
        store = cls(engine, path)
        try:
            store._prepare()
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def add(self, review: Review, memory: MemoryState) -> None:
        """Appends an answer and keeps what is remembered after it."""
        with self._writing() as session:
            session.add(review_row(review))
            session.merge(memory_row(review.card, memory))

    def withdraw(self, review_id: str, at: datetime, memory: MemoryState | None) -> None:
        """Takes an answer back; ``memory`` is the card's state without it (None: never reviewed)."""
        with self._writing() as session:
            card = self._withdraw(session, review_id, at)
            if memory is None:
                session.exec(delete(MemoryRow).where(col(MemoryRow.card) == card))
            else:
                session.merge(memory_row(card, memory))

    def replace(self, review_id: str, at: datetime, review: Review, memory: MemoryState) -> None:
        """Takes an answer back and adds another in its place, in one transaction."""
        with self._writing() as session:
            self._withdraw(session, review_id, at)
            session.add(review_row(review))
            session.merge(memory_row(review.card, memory))

    def reviews(self, card: str | None = None) -> tuple[Review, ...]:
        """The answers that stand, oldest first; those of one card when it is named."""
        wanted = _standing().order_by(col(ReviewRow.at), _IN_ORDER)
        if card is not None:
            wanted = wanted.where(ReviewRow.card == card)
        with self._reading() as session:
            return tuple(review_of(row) for row in session.exec(wanted))

    def memories(self) -> dict[str, MemoryState]:
        """The memory state of every card that was reviewed."""
        with self._reading() as session:
            return {row.card: memory_of(row) for row in session.exec(select(MemoryRow))}

    def due(self, until: datetime) -> tuple[str, ...]:
        """Cards due at or before a moment, most overdue first."""
        wanted = select(MemoryRow.card).where(MemoryRow.due <= microseconds(until)).order_by(col(MemoryRow.due))
        with self._reading() as session:
            return tuple(session.exec(wanted))

    def count_since(self, moment: datetime) -> int:
        """How many answers were given since a moment."""
        wanted = _standing().where(ReviewRow.at >= microseconds(moment))
        with self._reading() as session:
            return int(session.exec(select(func.count()).select_from(wanted.subquery())).one())

    def first_reviewed_since(self, moment: datetime) -> int:
        """How many cards were answered for the first time since a moment."""
        firsts = (
            select(ReviewRow.card)
            .where(col(ReviewRow.id).not_in(select(WithdrawalRow.review)))
            .group_by(col(ReviewRow.card))
            .having(func.min(ReviewRow.at) >= microseconds(moment))
        )
        with self._reading() as session:
            return int(session.exec(select(func.count()).select_from(firsts.subquery())).one())

    def rebuild(self, fold: Callable[[Sequence[Review]], MemoryState | None]) -> None:
        """Works every memory state out again from the log."""
        by_card: dict[str, list[Review]] = {}
        for review in self.reviews():
            by_card.setdefault(review.card, []).append(review)
        with self._writing() as session:
            session.exec(delete(MemoryRow))
            for card, reviews in by_card.items():
                memory = fold(reviews)
                if memory is not None:
                    session.add(memory_row(card, memory))

    def exported(self, package: str) -> dict[str, tuple[str, int]]:
        """Card → (content hash, seconds of its last change) of the last export of a package."""
        wanted = select(ExportedRow).where(ExportedRow.package == package)
        with self._reading() as session:
            return {row.card: (row.content, row.mod) for row in session.exec(wanted)}

    def mark_exported(self, package: str, contents: Mapping[str, tuple[str, int]]) -> None:
        """Keeps what a package holds now."""
        with self._writing() as session:
            session.exec(delete(ExportedRow).where(col(ExportedRow.package) == package))
            for card, (content, mod) in contents.items():
                session.add(ExportedRow(package=package, card=card, content=content, mod=mod))

    @staticmethod
    def _withdraw(session: Session, review_id: str, at: datetime) -> str:
        row = session.get(ReviewRow, review_id)
        if row is None:
            raise StoreError("That answer is not in your file.")
        session.merge(WithdrawalRow(review=review_id, at=microseconds(at)))
        return row.card

    def _prepare(self) -> None:
        with self._writing() as session:
            connection = session.connection()
            version = int(connection.exec_driver_sql("pragma user_version").scalar_one())
            if version > VERSION:
                raise StoreError(
                    f"'{self._path}' was written by a newer studykit (version {version}; this one knows "
                    f"{VERSION}). Get the newer studykit, or name another folder in STUDYKIT_HOME."
                )
            if version < VERSION:
                SQLModel.metadata.create_all(connection)
                connection.exec_driver_sql(f"pragma user_version = {VERSION}")

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._explained(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._explained(), Session(self._engine) as session:
            yield session

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns what the database says into a sentence for the learner."""
        try:
            yield
        except SQLAlchemyError as problem:
            raise StoreError(_sentence(problem, self._path)) from problem


def _standing() -> Any:
    return select(ReviewRow).where(col(ReviewRow.id).not_in(select(WithdrawalRow.review)))


def _set_up(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = full")  # an answer survives a power cut, not only a kill
    cursor.close()


_SENTENCES = (
    ("disk is full", "The disk is full, so '{path}' cannot be written. Make room and try again."),
    ("locked", "'{path}' is in use by another program for a long time. Close that and try again."),
    ("readonly", "'{path}' is read-only. Allow writing to it, or set STUDYKIT_HOME to another folder."),
    (
        "not a database",
        "'{path}' is not a studykit file. Move it away, or set STUDYKIT_HOME to another folder.",
    ),
    ("malformed", "'{path}' is damaged. Put a backup in its place, or move it away to start anew."),
    ("unable to open", "'{path}' cannot be opened. Set STUDYKIT_HOME to a folder that you can write to."),
)


def _sentence(problem: SQLAlchemyError, path: Path) -> str:
    said = str(problem.orig) if isinstance(problem, DatabaseError) else str(problem)
    for sign, sentence in _SENTENCES:
        if sign in said:
            return sentence.format(path=path)
    return f"'{path}' cannot be used: {said}."
