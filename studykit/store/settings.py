"""What the learner set: a log of names and values, of which the latest of a name holds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from studykit.store.database import Database
from studykit.store.moments import microseconds
from studykit.store.tables import SETTING


class SettingLog(Database):
    """Values are JSON texts; this room does not look into them."""

    def setting(self, name: str) -> str | None:
        """The JSON text that a name has; None when it was never set."""
        wanted = select(SETTING.c.value).where(self._mine(SETTING), SETTING.c.name == name)
        with self._asking() as connection:
            return connection.execute(wanted.order_by(SETTING.c.at.desc(), SETTING.c.id.desc()).limit(1)).scalar()

    def settings(self) -> dict[str, str]:
        """Name → JSON text of everything that was set."""
        wanted = select(SETTING.c.name, SETTING.c.value).where(self._mine(SETTING))
        with self._asking() as connection:
            rows = connection.execute(wanted.order_by(SETTING.c.name, SETTING.c.at, SETTING.c.id))
            return {row.name: row.value for row in rows}

    def set_settings(self, values: Mapping[str, str], at: datetime) -> None:
        """Sets names to JSON texts, all or nothing. What is set last holds, even when the clock was set back."""
        if not values:
            return
        with self._writing() as connection:
            self._alone(connection)
            latest = self._latest(connection, values)
            rows = [
                {
                    "learner": self.learner,
                    "id": uuid.uuid4().hex,
                    "name": name,
                    "value": value,
                    "at": max(microseconds(at), latest.get(name, 0) + 1),
                    "device": self.device,
                }
                for name, value in values.items()
            ]
            connection.execute(insert(SETTING), rows)

    def _latest(self, connection: Connection, names: Mapping[str, str]) -> dict[str, int]:
        wanted = select(SETTING.c.name, func.max(SETTING.c.at)).where(self._mine(SETTING), SETTING.c.name.in_(names))
        return {name: int(at) for name, at in connection.execute(wanted.group_by(SETTING.c.name))}
