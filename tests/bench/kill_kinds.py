"""The kinds of work that are killed: each prepares a round, does its work in a fork, and looks at what is left."""

from __future__ import annotations

import shutil
import sqlite3
import time
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studykit.core.flashcard import Basic, Flashcard
from studykit.core.settings import Fit
from studykit.exchange.anki.package import write_package
from studykit.scheduling.memory import DEFAULT
from studykit.workflows.fit import use
from studykit.workflows.refold import mend, model_of, refold
from studykit.workflows.settings import read_settings
from studykit.workflows.sync import sync
from tests.bench.kill_copies import BackingUp, Restoring
from tests.bench.kill_home import Found, Home, filled
from tests.bench.kill_kind import A_ROUND, Kind, logged, quiet, with_backups
from tests.store import old_files
from tests.workflows.answered_study import CARDS


class Answering(Kind):
    """Answers, some of them taken back or rated otherwise."""

    name = "answer"
    words = ("review",)

    def work(self) -> None:
        """Answers some cards."""
        self.home.answer(A_ROUND, self.number)

    def look(self) -> Found:
        """All that was told is there. The program names no ids: as many as it said must be new."""
        before = len(self.home.said)
        self.home.hear_answers()
        found = self.home.look()
        if self.printed:
            self.home.remember()
            found.lost += max(before + self.printed.count("Saved as ") - len(self.home.said), 0)
        return found


class Migrating(Kind):
    """The first start on a file of version 3."""

    name = "migration"
    words = ("log", "verify", "--repair")

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._old = home.path.with_name("version-3.db")
        old_files.write(self._old, 3, more_answers=600)

    def prepare(self) -> None:
        """The old file again."""
        shutil.rmtree(self.home.path)
        self.home = Home(self.home.path)
        shutil.copyfile(self._old, self.home.database)
        self.home.said = logged(self._old)

    def work(self) -> None:
        """Opens the file."""
        with self.home.store() as store:
            mend(store, read_settings(store))

    def look(self) -> Found:
        """The file is the old one or the new one, and so is each copy of it."""
        with closing(sqlite3.connect(self.home.database)) as file:
            left = file.execute("select name from sqlite_master where name like 'old_%'").fetchall()
            version = file.execute("pragma user_version").fetchone()[0]
        found = with_backups(self.home, self.home.look())
        if left and version != 3:
            found.problems.append("half of a migration")
        return found


class Syncing(Kind):
    """Two homes that share a folder; one of them is killed, and the other syncs after it."""

    name = "sync"

    def __init__(self, home: Home, other: Home) -> None:
        super().__init__(home)
        self._other = other
        self._folder = home.path.with_name("folder")
        self._folder.mkdir()
        self.words = ("sync", str(self._folder))

    def prepare(self) -> None:
        """Both answer, and the other one syncs."""
        for one, times in ((self.home, A_ROUND), (self._other, A_ROUND * 5)):
            one.answer(times, self.number)
            one.hear_answers()
        self._sync(self._other)

    def work(self) -> None:
        """Takes the other's answers and writes its own."""
        self._sync(self.home)

    def look(self) -> Found:
        """No row stands twice, the other takes whole rows only, and after some more syncs both have the same."""
        found = Found()
        for path in self._folder.glob("*.jsonl"):
            lines = [line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
            if len(lines) != len(set(lines)):
                found.problems.append(f"{path.name} says something twice")
        for one in (self._other, self.home, self._other):
            self._sync(one)
        self.home.said |= self._other.said
        self.home.taken_back |= self._other.taken_back
        self._other.said, self._other.taken_back = self.home.said, self.home.taken_back
        for one in (self.home, self._other):
            more = one.look()
            found.lost += more.lost
            found.problems += more.problems
        if _rows(self.home) != _rows(self._other):
            found.problems.append("the two devices differ")
        return found

    def _sync(self, home: Home) -> None:
        synced = sync(home.places, self._folder, datetime.now(UTC), progress=quiet)
        assert not synced.problems, synced.problems


class Exporting(Kind):
    """The cards as an Anki package."""

    name = "export"

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._out = home.path.with_name("cards.apkg")
        self.words = ("export", "anki", str(self._out))

    def work(self) -> None:
        """Writes a package of a few cards over the one before."""
        with self.home.store() as store:
            made = [Flashcard(card.id, Basic(card.front, card.back), f"{self.number}") for card in CARDS]
            written = write_package(made, self._out, previous=store.carried(), now=int(time.time()))
            store.carry("small", written.contents)

    def look(self) -> Found:
        """What stands there is a whole package."""
        found = self.home.look()
        try:
            with zipfile.ZipFile(self._out) as package, closing(sqlite3.connect(":memory:")) as collection:
                collection.deserialize(package.read("collection.anki2"))
                if collection.execute("pragma integrity_check").fetchone() != ("ok",):
                    found.problems.append("the package is damaged")
        except zipfile.BadZipFile as problem:
            found.problems.append(f"half a package: {problem}")
        return found


class Fitting(Kind):
    """Other parameters for the scheduler, and memory states that are worked out again."""

    name = "fit, repair"

    def prepare(self) -> None:
        """What the program is to repair was spoilt before."""
        self.words = ("log", "verify", "--repair") if self.number % 2 else ("fit", "--reset")

    def work(self) -> None:
        """Brings other parameters into use."""
        share = 1 + self.number / 100
        fit = Fit((DEFAULT[0] * share, *DEFAULT[1:]), 300, 0.4, 0.3) if self.number % 3 else None
        with self.home.store() as store:
            use(store, fit, datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=self.number))

    def look(self) -> Found:
        """The states are those of the parameters in use, after a start or after work that began again."""
        found = self.home.look()
        with self.home.store() as store:  # for the program, which is to work all out again
            refold(store, model_of(read_settings(store)))
            store.keep_folded("")
        return found


def kinds(root: Path) -> tuple[Kind, ...]:
    """All that need no content, each in a home of its own."""
    return (
        Migrating(Home(root / "migration")),
        BackingUp(filled(root / "backup", 100)),
        Restoring(filled(root / "restore", 150)),
        Syncing(filled(root / "sync", 60), filled(root / "sync-other", 60)),
        Fitting(filled(root / "fit", 300)),
    )


def _rows(home: Home) -> list[object]:
    with home.store() as store:
        return [list(store.everything()), store.memories(), store.marks()]
