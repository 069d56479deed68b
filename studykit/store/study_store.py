"""Reviews, memory states and exports in a SQLite file that several processes may share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Engine, Select, case, literal_column
from sqlmodel import Session, SQLModel, col, delete, func, insert, select

from studykit.core.errors import StoreError
from studykit.core.identity import Anchor
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.attempts import Attempts
from studykit.store.connection import back_up, connect, explained, writer
from studykit.store.rows import memory_of, memory_row, microseconds, review_of, review_row
from studykit.store.tables import (
    MEMORY,
    REVIEW,
    VERSION,
    AnchorRow,
    DecisionRow,
    ExportedRow,
    MemoryRow,
    RememberedRow,
    ReviewRow,
    WithdrawalRow,
)

_CONTENTS = 8
"""Contents whose names are remembered."""
_IN_ORDER: ColumnElement[int] = literal_column("review.rowid")
"""Answers of one moment come back in the order in which they were given."""


class StudyStore:
    """The learner's file. What a method wrote is on disk when it returns; it raises StoreError otherwise."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._writer = writer(engine)
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
        store = cls(connect(path), path)
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
            card = _withdraw(session, review_id, at)
            if memory is None:
                session.exec(delete(MemoryRow).where(col(MemoryRow.card) == card))
            else:
                session.merge(memory_row(card, memory))

    def replace(self, review_id: str, at: datetime, review: Review, memory: MemoryState) -> None:
        """Takes an answer back and adds another in its place, in one transaction."""
        with self._writing() as session:
            _withdraw(session, review_id, at)
            session.add(review_row(review))
            session.merge(memory_row(review.card, memory))

    def reviews(self, card: str | None = None) -> tuple[Review, ...]:
        """The answers that stand, oldest first; those of one card when it is named."""
        with self._reading() as session:
            return _log(session, card)

    def tallies(self) -> dict[str, tuple[int, int]]:
        """Card → how many answers stand, and how many of them were right."""
        right = case((REVIEW.c.rating > Rating.AGAIN, 1), else_=0)
        wanted = _standing(REVIEW.c.card).add_columns(func.count(), func.sum(right)).group_by(REVIEW.c.card)
        with self._reading() as session:
            return {card: (int(answers), int(good)) for card, answers, good in session.execute(wanted)}

    def last_review(self) -> Review | None:
        """The latest answer that stands; None when there is none."""
        wanted = _standing(REVIEW).order_by(REVIEW.c.at.desc(), _IN_ORDER.desc()).limit(1)
        with self._reading() as session:
            found = session.execute(wanted).first()
            return None if found is None else review_of(found)

    def memories(self) -> dict[str, MemoryState]:
        """The memory state of every card that was reviewed."""
        with self._reading() as session:
            return {row.card: memory_of(row) for row in session.execute(MEMORY.select())}

    def due(self, until: datetime) -> tuple[str, ...]:
        """Cards due at or before a moment, most overdue first."""
        wanted = (
            select(MemoryRow.card)
            .where(MemoryRow.due <= microseconds(until))
            .order_by(col(MemoryRow.due), col(MemoryRow.card))
        )
        with self._reading() as session:
            return tuple(session.exec(wanted))

    def count_since(self, moment: datetime) -> int:
        """How many answers were given since a moment."""
        wanted = _standing(func.count()).where(REVIEW.c.at >= microseconds(moment))
        with self._reading() as session:
            return int(session.execute(wanted).scalar_one())

    def first_reviewed_since(self, moment: datetime) -> int:
        """How many cards were answered for the first time since a moment."""
        begin = microseconds(moment)
        earlier = REVIEW.alias("earlier")
        known = _standing(earlier.c.id, earlier).where(earlier.c.card == REVIEW.c.card, earlier.c.at < begin)
        # Asked of the answers since the moment only: the whole log would be read otherwise.
        wanted = _standing(func.count(REVIEW.c.card.distinct())).where(REVIEW.c.at >= begin, ~known.exists())
        with self._reading() as session:
            return int(session.execute(wanted).scalar_one())

    def rebuild(self, fold: Callable[[Sequence[Review]], MemoryState | None]) -> None:
        """Works every memory state out again from the log."""
        with self._writing() as session:
            by_card: dict[str, list[Review]] = {}
            for review in _log(session):
                by_card.setdefault(review.card, []).append(review)
            session.exec(delete(MemoryRow))
            for card, reviews in by_card.items():
                memory = fold(reviews)
                if memory is not None:
                    session.add(memory_row(card, memory))

    def exported(self, package: str) -> dict[str, tuple[str, int]]:
        """Card → (content hash, seconds of its last change) of the last export of a package."""
        wanted = select(ExportedRow.card, ExportedRow.content, ExportedRow.mod).where(ExportedRow.package == package)
        with self._reading() as session:
            return {card: (content, mod) for card, content, mod in session.exec(wanted)}

    def mark_exported(self, package: str, contents: Mapping[str, tuple[str, int]]) -> None:
        """Keeps what a package holds now."""
        rows = [
            {"package": package, "card": card, "content": content, "mod": mod}
            for card, (content, mod) in contents.items()
        ]
        with self._writing() as session:
            session.exec(delete(ExportedRow).where(col(ExportedRow.package) == package))
            if rows:
                session.execute(insert(ExportedRow), rows)

    def anchors(self) -> tuple[Anchor, ...]:
        """Every free-form card that was ever read, as its note said it last."""
        with self._reading() as session:
            rows = session.exec(select(AnchorRow).order_by(col(AnchorRow.card)))
            return tuple(Anchor(row.card, row.kind, row.about, row.text, row.note) for row in rows)

    def keep_anchors(self, anchors: Iterable[Anchor]) -> None:
        """Keeps what cards say now."""
        with self._writing() as session:
            for one in anchors:
                session.merge(AnchorRow(card=one.card, kind=one.kind, about=one.about, text=one.text, note=one.note))

    def remembered(self, content: str) -> dict[str, str] | None:
        """The names that were found for a content; None when it was not seen yet."""
        with self._reading() as session:
            row = session.get(RememberedRow, content)
            return None if row is None else dict(json.loads(row.names))

    def remember(self, content: str, names: Mapping[str, str]) -> None:
        """Keeps the names of a content; only the last few contents are kept."""
        with self._writing() as session:
            session.merge(RememberedRow(content=content, names=json.dumps(dict(names))))
            old = session.exec(select(RememberedRow.content).order_by(literal_column("rowid").desc()).offset(_CONTENTS))
            session.exec(delete(RememberedRow).where(col(RememberedRow.content).in_(old.all())))

    def decisions(self) -> dict[str, str]:
        """Draft id → card, as the learner settled it."""
        with self._reading() as session:
            return {row.draft: row.card for row in session.exec(select(DecisionRow))}

    def decide(self, draft: str, card: str) -> None:
        """Keeps that a draft is a card; its own id makes it a new one."""
        with self._writing() as session:
            session.merge(DecisionRow(draft=draft, card=card))
            session.exec(delete(RememberedRow))

    @property
    def attempts(self) -> Attempts:
        """The mock exams."""
        return Attempts(self._writing, self._reading, self._path)

    def _prepare(self) -> None:
        with self._reading() as session:
            version = self._version(session)
            if version == VERSION:
                return
        if version:
            back_up(self._path, f"v{version}")
        with self._writing() as session:
            connection = session.connection()
            version = self._version(session)
            if version == VERSION:  # another studykit made the tables meanwhile
                return
            if not version and connection.exec_driver_sql("select count(*) from sqlite_master").scalar_one():
                raise StoreError(
                    f"'{self._path}' belongs to another program. Move it away, or set STUDYKIT_HOME to another folder."
                )
            SQLModel.metadata.create_all(connection)
            connection.exec_driver_sql(f"pragma user_version = {VERSION}")

    def _version(self, session: Session) -> int:
        version = int(session.connection().exec_driver_sql("pragma user_version").scalar_one())
        if version > VERSION:
            raise StoreError(
                f"'{self._path}' was written by a newer studykit (version {version}; this one knows "
                f"{VERSION}). Install that one, or set STUDYKIT_HOME to another folder."
            )
        return version

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with explained(self._path), Session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with explained(self._path), Session(self._engine) as session:
            yield session


def _standing(wanted: Any, of: Any = REVIEW) -> Select[Any]:
    """A selection over the answers that were not taken back."""
    return select(wanted).where(of.c.id.not_in(select(WithdrawalRow.review)))


def _log(session: Session, card: str | None = None) -> tuple[Review, ...]:
    wanted = _standing(REVIEW).order_by(REVIEW.c.at, _IN_ORDER)
    if card is not None:
        wanted = wanted.where(REVIEW.c.card == card)
    return tuple(review_of(row) for row in session.execute(wanted))


def _withdraw(session: Session, review_id: str, at: datetime) -> str:
    row = session.get(ReviewRow, review_id)
    if row is None:
        raise StoreError("That answer is not in your file.")
    if session.get(WithdrawalRow, review_id) is not None:
        raise StoreError("That answer was taken back already.")
    session.add(WithdrawalRow(review=review_id, at=microseconds(at)))
    return row.card
