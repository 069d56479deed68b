"""Version 4: every row belongs to a learner, and an answer says its study day and the interval that it got.

The tables before were made without steps: version 1 had answers, 2 the identity of cards, 3 mock exams. They are
moved aside under another name, read into the new ones, and dropped.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from studykit.store.migrations.old_answers import OldMemory, OldReview, new_memory, new_reviews

revision = "0004"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_AT_ONCE = 1_000
_OLD = ("review", "withdrawal", "memory", "exported", "anchor", "decision", "remembered", "attempt", "given")
_COPIED = {
    "withdrawal": ("review", "at"),
    "exported": ("package", "card", "content", "mod"),
    "anchor": ("card", "kind", "about", "text", "note"),
    "decision": ("draft", "card"),
    "remembered": ("content", "names"),
    "attempt": (
        *("id", "exam", "seed", "started", "minutes", "deadline", "paper"),
        *("position", "used", "given_back", "wall", "boot", "steady", "ended"),
    ),
    "given": ("attempt", "position", "chosen", "marked", "milliseconds", "at"),
}
"""Table → columns that it keeps as they are."""


def upgrade() -> None:
    """Makes the tables, and takes over what a file of an older version holds."""
    connection = op.get_bind()
    old = [name for name in _OLD if name in sa.inspect(connection).get_table_names()]
    for name in old:
        op.rename_table(name, f"old_{name}")
    _learner()
    _log()
    _memory()
    _settings()
    _identities()
    _exams()
    if old:
        learner = secrets.token_urlsafe(12)
        _insert(connection, "learner", [{"id": learner, "name": ""}])
        _insert(connection, "folded", [{"learner": learner, "model": ""}])  # to be folded anew: days are counted now
        _take_over(connection, learner, old)
    for name in old:
        op.drop_table(f"old_{name}")


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _TEXT, nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _small(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _make(name: str, key: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(name, _text("learner"), *columns, sa.PrimaryKeyConstraint("learner", *key))


def _learner() -> None:
    op.create_table("learner", sa.Column("id", _TEXT, primary_key=True), _text("name"), sa.UniqueConstraint("name"))


def _log() -> None:
    _make(
        "review",
        ("id",),
        _text("id"),
        _text("card"),
        _whole("at"),
        _small("offset"),
        _small("day"),
        _small("rating"),
        _whole("duration"),
        _whole("variant"),
        _text("chosen"),
        _whole("interval"),
        _text("scheduler"),
        _text("device"),
    )
    op.create_index("review_card", "review", ["learner", "card", "at", "id", "day", "rating", "interval"])
    op.create_index("review_at", "review", ["learner", "at", "id"])
    op.create_index("review_day", "review", ["learner", "day"])
    _make("withdrawal", ("review",), _text("review"), _whole("at"))


def _memory() -> None:
    _make(
        "memory",
        ("card",),
        _text("card"),
        sa.Column("stability", sa.Double, nullable=False),
        sa.Column("difficulty", sa.Double, nullable=False),
        _whole("last"),
        _small("day"),
        _whole("ready"),
        _small("due_day"),
        _small("step", nullable=True),
        sa.Column("relearning", sa.Boolean, nullable=False),
        _small("reps"),
        _small("lapses"),
    )
    op.create_index("memory_due", "memory", ["learner", "due_day", "ready", "card", "step"])
    _make("folded", (), _text("model"))


def _settings() -> None:
    _make("setting", ("id",), _text("id"), _text("name"), _text("value"), _whole("at"), _text("device"))
    op.create_index("setting_name", "setting", ["learner", "name", "at", "id"])
    columns = (_text("id"), _text("card"), _text("kind"), _small("day"), _whole("at"), _text("device"), _text("why"))
    _make("mark", ("id",), *columns)
    op.create_index("mark_card", "mark", ["learner", "card", "at", "id"])


def _identities() -> None:
    _make("exported", ("package", "card"), _text("package"), _text("card"), _text("content"), _whole("mod"))
    _make("anchor", ("card",), _text("card"), _text("kind"), _text("about"), _text("text"), _text("note"))
    _make("decision", ("draft",), _text("draft"), _text("card"))
    _make("remembered", ("content",), _text("content"), _text("names"), _whole("at"))


def _exams() -> None:
    _make(
        "attempt",
        ("id",),
        _text("id"),
        _text("exam"),
        _whole("seed"),
        _whole("started"),
        _small("minutes", nullable=True),
        _whole("deadline", nullable=True),
        _text("paper"),
        _small("position"),
        _whole("used"),
        _whole("given_back"),
        _whole("wall"),
        _text("boot"),
        _whole("steady"),
        _whole("ended", nullable=True),
    )
    op.create_index("attempt_ended", "attempt", ["learner", "ended"])
    _make(
        "given",
        ("attempt", "position"),
        _text("attempt"),
        _small("position"),
        _text("chosen", nullable=True),
        sa.Column("marked", sa.Boolean, nullable=False),
        _whole("milliseconds"),
        _whole("at"),
    )


def _take_over(connection: sa.Connection, learner: str, old: list[str]) -> None:
    for name in _COPIED:
        if name in old:
            _copy(connection, learner, name)
    memories = _old_memories(connection)
    rows: list[dict[str, Any]] = []
    for card, log in groupby(_old_reviews(connection), lambda review: review.card):
        reviews = list(log)
        rows.extend({"learner": learner, **row} for row in new_reviews(reviews, memories.get(card)))
        if card in memories:
            offset = reviews[-1].offset
            _insert(
                connection, "memory", [{"learner": learner, "card": card, **new_memory(memories.pop(card), offset)}]
            )
        if len(rows) >= _AT_ONCE:
            _insert(connection, "review", rows)
            rows = []
    _insert(connection, "review", rows)
    rest = [{"learner": learner, "card": card, **new_memory(memory, 0)} for card, memory in memories.items()]
    _insert(connection, "memory", rest)


def _copy(connection: sa.Connection, learner: str, name: str) -> None:
    source = _table(f"old_{name}", _COPIED[name])
    columns = {"learner": sa.literal(learner), **dict(source.c)}
    if name == "remembered":  # it was kept in the order of rows, and has a moment now
        columns["at"] = sa.literal_column("rowid")
    target = _table(name, columns)
    connection.execute(sa.insert(target).from_select(list(columns), sa.select(*columns.values()).select_from(source)))


def _old_memories(connection: sa.Connection) -> dict[str, OldMemory]:
    memory = _table("old_memory", ("card", *OldMemory._fields))
    return {row[0]: OldMemory(*row[1:]) for row in connection.execute(sa.select(memory))}


def _old_reviews(connection: sa.Connection) -> Iterator[OldReview]:
    old, taken_back = _table("old_review", OldReview._fields[:-1]), _table("old_withdrawal", ("review",))
    joined = old.outerjoin(taken_back, taken_back.c.review == old.c.id)
    wanted = sa.select(*old.c, taken_back.c.review.is_not(None)).select_from(joined)
    in_order = wanted.order_by(old.c.card, old.c.at, sa.literal_column("old_review.rowid"))
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(in_order):
        yield OldReview(*row)


def _table(name: str, columns: Iterable[str]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def _insert(connection: sa.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(_table(name, rows[0])), rows)
