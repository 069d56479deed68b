"""Steps from the tables of one version to those of the next. Alembic is loaded only when there is a step to make."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from studykit.store.tables import VERSIONS


def upgrade(connection: Connection) -> None:
    """Makes every step that is missing, in the transaction that the connection is in: all of them, or none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, version_table=VERSIONS.name)
    command.upgrade(config, "head")
