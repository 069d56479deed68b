"""Files of every older version come along whole; nothing stops in between, whoever else opens or kills."""

from __future__ import annotations

import multiprocessing
import multiprocessing.process
import random
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from studykit.core.flashcard import Carried
from studykit.core.identity import Anchor
from studykit.core.review import Review
from studykit.store.connection import connect
from studykit.store.migrations import upgrade
from studykit.store.moments import microseconds
from studykit.store.study_store import StudyStore
from studykit.store.tables import METADATA, VERSION
from tests.store import old_files
from tests.store.old_files import micros, write

VERSIONS = (1, 2, 3)
_DAY = 86_400


def schema(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as file:
        tables = [name for (name,) in file.execute("select name from sqlite_master where type = 'table' order by name")]
        columns = [(table, *row[1:]) for table in tables for row in file.execute(f"pragma table_info('{table}')")]
        indexes = file.execute("select name, tbl_name, sql from sqlite_master where type = 'index' order by name")
        return [*columns, *indexes]


def days(reviews: Sequence[Review]) -> dict[str, tuple[str, int]]:
    """Last digits of the id → study day and interval."""
    return {one.id[-1]: (date.fromordinal(one.day).isoformat(), one.interval) for one in reviews}


def test_a_file_that_came_along_has_the_tables_of_a_new_one(path: Path) -> None:
    write(path, 3)
    StudyStore.open(path).close()
    StudyStore.open(path.with_name("new.db")).close()
    assert schema(path) == schema(path.with_name("new.db"))
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("pragma user_version").fetchone() == (VERSION,)


def test_the_steps_make_the_tables_of_a_new_database(where: Path | str) -> None:
    """Autogenerate finds nothing to change, on either database."""
    if isinstance(where, Path):
        where.parent.mkdir()
    engine = connect(where)
    with engine.begin() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"version_table": "studykit_version"})
        found = [one for one in compare_metadata(context, METADATA) if "studykit_version" not in repr(one)]
    engine.dispose()
    assert found == []


@pytest.mark.parametrize("version", VERSIONS)
def test_no_answer_is_lost_or_changed(path: Path, version: int) -> None:
    write(path, version)
    with StudyStore.open(path) as store:
        kept = {one.id: (one, gone) for one, gone in store.everything()}
    assert len(kept) == len(old_files.REVIEWS)
    for key, card, at, offset, rating, duration, variant, chosen, scheduler, device in old_files.REVIEWS:
        review, gone = kept[key]
        assert (review.card, microseconds(review.at), review.offset, int(review.rating)) == (card, at, offset, rating)
        assert (review.duration, review.variant, review.chosen) == (duration, variant, chosen)
        assert (review.scheduler, review.device) == (scheduler, device)
        assert gone == (card == "undone" or (card == "slipped" and rating == old_files.AGAIN))


def test_answers_get_the_study_day_of_their_own_clock_and_the_interval_that_they_got(path: Path) -> None:
    write(path, 3)
    with StudyStore.open(path) as store:
        assert days(store.reviews("steady")) == {
            "1": ("2026-11-01", 600),  # the second step
            "2": ("2026-11-01", 3 * _DAY),  # graduated; answered next after three days
            "3": ("2026-11-04", 600),  # forgotten: the step of relearning
            "4": ("2026-11-04", 900),
            "5": ("2026-11-04", 3 * _DAY),  # graduated; comes back on the seventh
        }
        assert days(store.reviews("begun")) == {"6": ("2026-11-05", 60), "7": ("2026-11-05", 330)}
        assert days(store.reviews("slipped")) == {"9": ("2026-11-05", 8 * _DAY)}
        assert days(store.reviews("summer")) == {"b": ("2026-03-20", 11 * _DAY)}


def test_memory_states_come_along_with_the_day_on_which_they_are_due(path: Path) -> None:
    write(path, 3)
    with StudyStore.open(path) as store:
        found = store.memories()
        reviews = {card: store.reviews(card) for card in found}
        assert store.folded() == ""  # they are folded anew when they are next needed
    assert set(found) == {"steady", "begun", "slipped", "summer"}
    for card, stability, difficulty, due, last, step, relearning, reps, lapses in old_files.MEMORIES:
        memory, review = found[card], reviews[card][-1]
        assert (memory.stability, memory.difficulty, microseconds(memory.last)) == (stability, difficulty, last)
        assert (memory.step, memory.relearning, memory.reps, memory.lapses) == (step, relearning, reps, lapses)
        assert (memory.day, memory.due_day) == (review.day, review.day + review.days)
        assert microseconds(memory.ready) == (last if step is None else due)


def test_exams_exports_and_identities_come_along(path: Path) -> None:
    write(path, 3)
    with StudyStore.open(path) as store:
        assert store.exported("anki") == {"steady": ("hash", 5), "begun": ("hash2", 6)}
        assert store.anchors() == (Anchor("steady", "fact", "what", "this", "note.md"),)
        assert store.decisions() == {"draft": "steady"}
        assert store.remembered("older") == {"a": "b"}
        (ended,), still = store.attempts.ended(), store.attempts.open()
        assert (ended.id, ended.paper, ended.time.given_back, ended.position) == ("a" * 32, "the paper", 240_000, 3)
        assert ended.ended is not None
        assert microseconds(ended.ended) == micros("2026-11-06 10:00")
        assert still is not None
        assert (still.id, still.minutes) == ("b" * 32, None)
        assert [(at, one.chosen, one.marked) for at, one in store.attempts.given("a" * 32).items()] == [
            (0, "A", False),
            (3, None, True),
        ]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_copy_of_the_file_is_kept_before_it_is_changed(path: Path, version: int) -> None:
    write(path, version)
    StudyStore.open(path).close()
    copies = [one for one in path.parent.rglob("*") if one.is_file() and one != path and one.stat().st_size > 10_000]
    assert len(copies) == 1
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("pragma user_version").fetchone() == (version,)
        assert copy.execute("select count(*) from review").fetchone() == (len(old_files.REVIEWS),)


def test_alembic_is_loaded_only_for_an_older_file(path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from studykit.store.study_store import StudyStore\n"
        "StudyStore.open(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    write(path, 3)
    said = [
        subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True).stdout
        for file in (path.with_name("new.db"), path, path)
    ]
    assert said == ["False\n", "True\n", "False\n"]


def test_a_folder_with_a_percent_sign_is_brought_up(tmp_path: Path) -> None:
    write(tmp_path / "50%d" / "learner.db", 1)
    with StudyStore.open(tmp_path / "50%d" / "learner.db") as store:
        assert len(store.reviews()) == len(old_files.REVIEWS) - 2


def open_together(path: Path, start: Barrier) -> None:
    start.wait(120)
    with StudyStore.open(path) as store:
        assert len(store.reviews()) == len(old_files.REVIEWS) - 2 + 500


def test_programs_that_bring_one_file_up_at_the_same_moment_do_it_once(path: Path) -> None:
    write(path, 3, more_answers=500)
    processes = multiprocessing.get_context("spawn")
    start = processes.Barrier(2)
    both = [processes.Process(target=open_together, args=(path, start)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
        assert one.exitcode == 0
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("select count(*) from learner").fetchone() == (1,)


def bring_up(path: Path, start: Barrier) -> None:
    import alembic.command

    assert alembic.command  # loaded before the race
    start.wait(120)
    StudyStore.open(path).close()


def begin(path: Path) -> multiprocessing.process.BaseProcess:
    """A process that is about to bring a long file up, at its first step."""
    write(path, 3, more_answers=3000)
    processes = multiprocessing.get_context("fork")
    start = processes.Barrier(2)
    running = processes.Process(target=bring_up, args=(path, start))
    running.start()
    start.wait(120)
    return running


@pytest.fixture(scope="module")
def usual_seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long it takes on this computer, now: kills are spread over it."""
    running = begin(tmp_path_factory.mktemp("usual") / "learner.db")
    begun = time.monotonic()
    running.join(120)
    return time.monotonic() - begun


@pytest.mark.parametrize("seed", range(10))
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(path: Path, seed: int, usual_seconds: float) -> None:
    killed = begin(path)
    time.sleep(usual_seconds * random.Random(seed).uniform(seed / 10, (seed + 1) / 10))
    killed.kill()
    killed.join(120)
    with closing(sqlite3.connect(path)) as file:
        version = file.execute("pragma user_version").fetchone()[0]
        assert file.execute("pragma integrity_check").fetchone() == ("ok",)
        names = {name for (name,) in file.execute("select name from sqlite_master where type = 'table'")}
        assert version in (3, VERSION)
        assert ("learner" in names) == (version == VERSION)
        assert not {name for name in names if name.startswith("old_")}
    with StudyStore.open(path) as store:
        assert len(list(store.everything())) == len(old_files.REVIEWS) + 3000
        assert len(store.memories()) == 4


def test_what_left_for_anki_before_it_was_kept_is_known_by_its_latest_change(path: Path) -> None:
    """Else Anki would take what leaves next for older than its own copy, and pass over it."""
    with StudyStore.open(path) as store:
        store.mark_exported("anki:bread:Bread:", {"a": ("hash", 5), "b": ("hash", 6)})
        store.mark_exported("anki:bread:Bread:oven", {"a": ("hash", 9)})
        store.mark_exported("sync /folder", {"log": ("token", 0)})
    with closing(sqlite3.connect(path)) as file:
        file.executescript("drop table carried; update studykit_version set version_num = '0004'")
        file.execute("pragma user_version = 4")
    with StudyStore.open(path) as store:
        assert store.carried() == {"a": Carried("", 9, ""), "b": Carried("", 6, "")}
        assert store.exported("anki:bread:Bread:oven") == {"a": ("hash", 9)}
