"""Backups and what is put back, killed."""

from __future__ import annotations

import shutil

from studykit.store.backup import backups, by_hand, daily
from studykit.store.integrity import whole
from studykit.workflows.backup import write_backup
from studykit.workflows.restore import repair, restore
from tests.bench.kill_home import Found, Home
from tests.bench.kill_kind import A_ROUND, Kind, logged, quiet, with_backups
from tests.store.filled import blank, leaves


class BackingUp(Kind):
    """Backups of a day, by hand and into a file."""

    name = "backup"

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._out = home.path.with_name("me.db")

    def prepare(self) -> None:
        """More answers; the program writes into the file every second time."""
        self.home.answer(A_ROUND, self.number)
        self.home.hear_answers()
        self.words = ("backup", str(self._out)) if self.number % 2 else ("backup",)

    def work(self) -> None:
        """One of each."""
        daily(self.home.database, f"{2000 + self.number}-01-01")
        by_hand(self.home.database)
        with self.home.store() as store:
            write_backup(store, self._out)

    def look(self) -> Found:
        """Every backup that is named as one is whole, and the file holds all."""
        found = self.home.look()
        if self._out.exists() and (problem := whole(self._out)) is not None:
            found.problems.append(f"the copy: {problem}")
        copied = self.number % 2 or not self.printed
        if not self.killed and copied and logged(self._out) != logged(self.home.database):
            found.problems.append("the copy does not hold what is there")
        return with_backups(self.home, found)


class Restoring(Kind):
    """A backup in the place of the file, or a damaged file that is repaired."""

    name = "restore"

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._backup = home.path.with_name("kept.db")
        shutil.copyfile(by_hand(home.database), self._backup)
        self._before = set[str]()
        self._said = set[str]()

    @property
    def _damaged(self) -> bool:
        return self.number % 2 == 0

    def prepare(self) -> None:
        """More answers; every second time the file is damaged after they were backed up."""
        self.home.answer(A_ROUND, self.number)
        self.home.hear_answers()
        self._said |= self.home.said
        self._before = logged(self.home.database)
        self.words = ("restore", str(self._backup), "--yes")
        if self._damaged:
            by_hand(self.home.database)
            blank(self.home.database, leaves(self.home.database)[:2])
            self.words = ("restore", "--repair")

    def work(self) -> None:
        """Restores, or repairs."""
        if self._damaged:
            repair(self.home.database, quiet)
        else:
            restore(self.home.database, self._backup)

    def look(self) -> Found:
        """The file is as it was or as the backup, and what it was is kept then; a repair can be done again."""
        if self._damaged:
            repair(self.home.database, quiet)
        else:
            self.home.said &= logged(self.home.database)
            self.home.taken_back.clear()
        found = with_backups(self.home, self.home.look())
        kept = [logged(self.home.database), *(logged(one.path) for one in backups(self.home.database))]
        if self._before not in kept:
            found.lost += len(self._before - kept[0])
        self.home.said = logged(self.home.database)
        return found

    def committed(self) -> int:
        """Answers that were said to be saved, those that a restore took out too."""
        return len(self._said)
