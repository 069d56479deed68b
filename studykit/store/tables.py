"""The tables of the learner's file."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

VERSION = 3
"""Version of these tables, kept in the file's ``user_version``."""


class ReviewRow(SQLModel, table=True):
    """One answer; rows are added and never changed."""

    __tablename__ = "review"

    id: str = Field(primary_key=True)
    card: str = Field(index=True)
    at: int = Field(index=True)
    """Microseconds since 1970, UTC: exact, so that replay is bit-exact."""
    offset: int
    rating: int
    duration: int
    variant: int
    chosen: str
    scheduler: str
    device: str


class WithdrawalRow(SQLModel, table=True):
    """An answer taken back; the answer itself stays in the log."""

    __tablename__ = "withdrawal"

    review: str = Field(primary_key=True)
    at: int


class MemoryRow(SQLModel, table=True):
    """What the fold over a card's reviews came to: kept so that what is due is found at once."""

    __tablename__ = "memory"

    card: str = Field(primary_key=True)
    stability: float
    difficulty: float
    due: int = Field(index=True)
    last: int
    step: int | None
    relearning: bool
    reps: int
    lapses: int


class ExportedRow(SQLModel, table=True):
    """A card as the last export of a package held it."""

    __tablename__ = "exported"

    package: str = Field(primary_key=True)
    card: str = Field(primary_key=True)
    content: str
    """Hash of what the card shows."""
    mod: int
    """Seconds since 1970 at which that content was first exported."""


class AnchorRow(SQLModel, table=True):
    """A card of the notes' own words, as its note said it when it was last read."""

    __tablename__ = "anchor"

    card: str = Field(primary_key=True)
    kind: str
    about: str
    text: str
    note: str


class DecisionRow(SQLModel, table=True):
    """What the learner said about a card that was not known again for sure."""

    __tablename__ = "decision"

    draft: str = Field(primary_key=True)
    """The id that its words give."""
    card: str
    """The card that it is; the draft's own id for a new one."""


class RememberedRow(SQLModel, table=True):
    """Which ids the cards of one content have, so that they need not be found again."""

    __tablename__ = "remembered"

    content: str = Field(primary_key=True)
    """Key of the content."""
    names: str
    """JSON: id that the words give → id of the card, where they differ."""


class AttemptRow(SQLModel, table=True):
    """A mock exam, from its beginning on."""

    __tablename__ = "attempt"

    id: str = Field(primary_key=True)
    exam: str
    seed: int
    started: int = Field(index=True)
    """Microseconds since 1970, UTC, like every moment here."""
    minutes: int | None
    deadline: int | None
    """When time is up; None for an exam without a clock."""
    paper: str
    """The questions as they were when it began."""
    position: int
    used: int
    """Milliseconds of the exam's time."""
    given_back: int
    wall: int
    """The computer's clock when the time used was measured last."""
    boot: str
    steady: int
    ended: int | None = Field(index=True)


class GivenRow(SQLModel, table=True):
    """What was done with one question of an attempt."""

    __tablename__ = "given"

    attempt: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    chosen: str | None
    """None while it is open."""
    marked: bool
    milliseconds: int
    at: int


REVIEW = SQLModel.metadata.tables["review"]
"""For reading: rows of a table come several times faster than objects."""
MEMORY = SQLModel.metadata.tables["memory"]
