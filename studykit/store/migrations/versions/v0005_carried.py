"""Version 5: what a card said when it left for Anki is kept, so that it can leave again when its fact is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the table; what left before is known in it by the time of its change, so that Anki's copy is updated."""
    op.create_table(
        "carried",
        sa.Column("learner", _TEXT, nullable=False),
        sa.Column("card", _TEXT, nullable=False),
        sa.Column("content", _TEXT, nullable=False),
        sa.Column("mod", sa.BigInteger, nullable=False),
        sa.Column("record", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("learner", "card"),
    )
    op.execute(
        "insert into carried (learner, card, content, mod, record) "
        "select learner, card, '', max(mod), '' from exported where package like 'anki:%' group by learner, card"
    )
