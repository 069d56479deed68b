"""What a learner did, in a database that several processes and learners may share."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from studykit.store.attempts import Attempts
from studykit.store.audit import Audit
from studykit.store.connection import connect, explained
from studykit.store.exports import Exports
from studykit.store.folded import Folded
from studykit.store.identities import Identities
from studykit.store.marks import Marks
from studykit.store.memories import Memories
from studykit.store.opening import learner_id, make_folder, prepare
from studykit.store.settings import SettingLog


class StudyStore(Memories, Folded, Audit, SettingLog, Marks, Identities, Exports):
    """One learner's rows. What a method wrote is on disk when it returns; it raises StoreError otherwise."""

    @classmethod
    def open(cls, where: Path | str, learner: str = "", device: str = "this computer") -> Self:
        """Opens a SQLite file, making it when it is not there, or the database of an SQLAlchemy address.

        ``learner`` is a name, made on first use; a file of one's own needs none. Raises StoreError when it cannot be
        used.
        """
        engine = connect(where)
        try:
            with explained(engine.url):
                make_folder(engine.url)
                prepare(engine)
                return cls(engine, learner_id(engine, learner), device)
        except BaseException:
            engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def attempts(self) -> Attempts:
        """The mock exams."""
        return Attempts(self.engine, self.learner, self.device)
