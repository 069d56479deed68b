"""The tables of a learner's database: each row belongs to a learner, so each key and each query begins with one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

VERSION = 5
"""Version of these tables; SQLite files keep it in ``user_version`` too, where studykits before 4 look for it."""

METADATA = MetaData()

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Ordered by code points everywhere, so that logs fold in one order on any database."""


def _text(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, _TEXT, nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=nullable)


def _table(name: str, key: tuple[str, ...], *columns: Column[Any] | Index) -> Table:
    return Table(name, METADATA, _text("learner"), *columns, PrimaryKeyConstraint("learner", *key))


VERSIONS = Table(
    "studykit_version",
    METADATA,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="studykit_version_pkc"),
)
"""One row: the revision of the tables, as Alembic keeps it."""

LEARNER = Table(
    "learner",
    METADATA,
    Column("id", _TEXT, primary_key=True),
    Column("name", _TEXT, nullable=False, unique=True),
)
"""Who answers; the name is empty in a file of one's own."""

REVIEW = _table(
    "review",
    ("id",),
    _text("id"),
    _text("card"),
    _whole("at"),  # microseconds since 1970, UTC, like every moment here: exact, so that replay is bit-exact
    Column("offset", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
    _whole("duration"),
    _whole("variant"),
    _text("chosen"),
    _whole("interval"),
    _text("scheduler"),
    _text("device"),
    # All that the quick check of memory and the statistics read of an answer: no row itself is looked up.
    Index("review_card", "learner", "card", "at", "id", "day", "rating", "interval"),
    Index("review_at", "learner", "at", "id"),
    Index("review_day", "learner", "day"),
)
"""One answer a row; rows are added and never changed. The columns are in the order of the fields of Review."""

WITHDRAWAL = _table("withdrawal", ("review",), _text("review"), _whole("at"))
"""An answer taken back; the answer itself stays in the log."""

MEMORY = _table(
    "memory",
    ("card",),
    _text("card"),
    Column("stability", Double, nullable=False),
    Column("difficulty", Double, nullable=False),
    _whole("last"),
    Column("day", Integer, nullable=False),
    _whole("ready"),
    Column("due_day", Integer, nullable=False),
    Column("step", Integer, nullable=True),
    Column("relearning", Boolean, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Index("memory_due", "learner", "due_day", "ready", "card", "step"),  # all that a queue reads
)
"""What the fold over a card's reviews came to, so that what is due is found at once. Can be rebuilt."""

FOLDED = _table("folded", (), _text("model"))
"""What the memory states were worked out with, one row a learner; no row: the scheduler's own parameters."""

SETTING = _table(
    "setting",
    ("id",),
    _text("id"),
    _text("name"),
    _text("value"),  # JSON
    _whole("at"),
    _text("device"),
    Index("setting_name", "learner", "name", "at", "id"),
)
"""What a learner set; rows are added, and the latest of a name (by moment, then id) holds."""

MARK = _table(
    "mark",
    ("id",),
    _text("id"),
    _text("card"),
    _text("kind"),
    Column("day", Integer, nullable=False),
    _whole("at"),
    _text("device"),
    _text("why"),
    Index("mark_card", "learner", "card", "at", "id"),
)
"""A card suspended, buried or released; the latest of a card holds."""

EXPORTED = _table(
    "exported",
    ("package", "card"),
    _text("package"),
    _text("card"),
    _text("content"),  # hash of what the card shows
    _whole("mod"),  # seconds since 1970 at which that content was first exported
)
"""A card as the last export of a package held it."""

CARRIED = _table(
    "carried",
    ("card",),
    _text("card"),
    _text("content"),  # hash of what it showed
    _whole("mod"),  # seconds since 1970 at which it came to show that
    _text("record"),  # the flashcard as it left; empty for one that left before this was kept
)
"""A card as it left for Anki last, in whichever package: there it has one content and one time of its change."""

ANCHOR = _table(
    "anchor",
    ("card",),
    _text("card"),
    _text("kind"),
    _text("about"),
    _text("text"),
    _text("note"),
)
"""A card of the notes' own words, as its note said it when it was last read."""

DECISION = _table("decision", ("draft",), _text("draft"), _text("card"))
"""What the learner said about a card that was not known again for sure: the id that its words give, and the card."""

REMEMBERED = _table(
    "remembered",
    ("content",),
    _text("content"),
    _text("names"),  # JSON: id that the words give → id of the card, where they differ
    _whole("at"),
)
"""Which ids the cards of one content have, so that they need not be found again."""

ATTEMPT = _table(
    "attempt",
    ("id",),
    _text("id"),
    _text("exam"),
    _whole("seed"),
    _whole("started"),
    Column("minutes", Integer, nullable=True),
    _whole("deadline", nullable=True),  # None for an exam without a clock
    _text("paper"),  # the questions as they were when it began
    Column("position", Integer, nullable=False),
    _whole("used"),  # milliseconds of the exam's time
    _whole("given_back"),
    _whole("wall"),  # the computer's clock when the time used was measured last
    _text("boot"),
    _whole("steady"),
    _whole("ended", nullable=True),
    Index("attempt_ended", "learner", "ended"),
)
"""A mock exam, from its beginning on."""

GIVEN = _table(
    "given",
    ("attempt", "position"),
    _text("attempt"),
    Column("position", Integer, nullable=False),
    _text("chosen", nullable=True),  # None while it is open
    Column("marked", Boolean, nullable=False),
    _whole("milliseconds"),
    _whole("at"),
)
"""What was done with one question of an attempt."""
