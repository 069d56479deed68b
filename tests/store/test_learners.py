"""Many learners in one database, and none ever sees or changes what is another's, whatever is called."""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import studykit.store
from studykit.core.attempt import TimeUsed
from studykit.core.flashcard import Carried
from studykit.core.identity import Anchor
from studykit.core.log_row import LogRow, RowKind
from studykit.core.mark import MarkKind
from studykit.store.attempts import Attempts
from studykit.store.database import Database
from studykit.store.figures import Figures
from studykit.store.merge import Merge
from studykit.store.study_store import StudyStore
from studykit.store.tables import LEARNER, METADATA, VERSIONS
from tests.store.examples import DAY, GIVEN, MEMORY, NOW, attempt, counted, learned, mark, review
from tests.store.postgres import empty

LATER = NOW + timedelta(minutes=1)
USED = TimeUsed(9000, 0, LATER, "boot-1", 9000)
FOREIGN = LogRow(RowKind.SETTING, {"id": "9" * 32, "name": "minutes", "value": "5", "at": 2**60, "device": "elsewhere"})


def merge(store: Database) -> Merge:
    return Merge(store.engine, store.learner, store.device)


def remember_many(store: StudyStore) -> None:
    for number in range(9):
        store.remember(f"content {number}", {"a": "z"})


def begin_again(store: StudyStore) -> None:
    assert store.attempts.end(attempt().id, LATER, USED, ())
    store.attempts.add(attempt(2))


CALLS: dict[str, Callable[[StudyStore], object]] = {
    "StudyStore.add": lambda store: store.add(review(8), learned(9)),
    "StudyStore.add_mark": lambda store: store.add_mark(mark(9, "limit:a", MarkKind.RELEASE, minutes=9)),
    "StudyStore.anchors": lambda store: store.anchors(),
    "StudyStore.answer": lambda store: store.answer("limit:b", lambda _: (review(8, "limit:b"), learned(9))),
    "StudyStore.answered": lambda store: store.answered(DAY),
    "StudyStore.counts": lambda store: store.counts(DAY),
    "StudyStore.decide": lambda store: store.decide("draft", "other"),
    "StudyStore.carried": lambda store: store.carried(),
    "StudyStore.carry": lambda store: store.carry("anki:a", {"limit:a": Carried("new", 99, "{}")}),
    "StudyStore.decisions": lambda store: store.decisions(),
    "StudyStore.due": lambda store: list(store.due(DAY + 99)),
    "StudyStore.due_of": lambda store: store.due_of(["limit:a", "limit:b", "limit:c"]),
    "StudyStore.durations": lambda store: store.durations(9),
    "StudyStore.everything": lambda store: (list(store.everything()), list(store.everything(["limit:a"]))),
    "StudyStore.exported": lambda store: (store.exported("anki"), store.exported("anki:a")),
    "StudyStore.finish_folding": lambda store: store.finish_folding("fsrs 6 a", "fsrs 6 new"),
    "StudyStore.folded": lambda store: store.folded(),
    "StudyStore.in_steps": lambda store: store.in_steps(DAY + 99),
    "StudyStore.hold_leaving": lambda store: store.hold_leaving().let_go(),
    "StudyStore.keep_anchors": lambda store: store.keep_anchors([Anchor("limit:a", "k", "new", "t", "n")]),
    "StudyStore.keep_folded": lambda store: store.keep_folded("fsrs 6 new"),
    "StudyStore.known": lambda store: (store.known(["limit:a", "limit:c"]), store.known()),
    "StudyStore.last_reviews": lambda store: store.last_reviews(9),
    "StudyStore.load": lambda store: store.load(DAY, DAY + 99),
    "StudyStore.log": lambda store: list(store.log()),
    "StudyStore.mark_exported": lambda store: store.mark_exported("anki", {"limit:a": ("new", 9)}),
    "StudyStore.marks": lambda store: store.marks(),
    "StudyStore.memories": lambda store: (store.memories(), store.memories(["limit:a", "limit:c"])),
    "StudyStore.memory": lambda store: (store.memory("limit:a"), store.memory("limit:c")),
    "StudyStore.ratings": lambda store: list(store.ratings()),
    "StudyStore.rebuild": lambda store: store.rebuild(counted),
    "StudyStore.remember": remember_many,
    "StudyStore.remembered": lambda store: store.remembered("content"),
    "StudyStore.replace": lambda store: store.replace(review(1).id, LATER, review(8), counted),
    "StudyStore.reviews": lambda store: (store.reviews(), store.reviews("limit:a"), store.reviews("limit:c")),
    "StudyStore.rows": lambda store: list(store.rows()),
    "StudyStore.set_settings": lambda store: store.set_settings({"minutes": "99"}, LATER),
    "StudyStore.setting": lambda store: store.setting("minutes"),
    "StudyStore.settings": lambda store: store.settings(),
    "StudyStore.size": lambda store: store.size(),
    "StudyStore.soonest": lambda store: store.soonest(DAY, DAY + 99),
    "StudyStore.states": lambda store: list(store.states()),
    "StudyStore.stray_withdrawals": lambda store: store.stray_withdrawals(),
    "StudyStore.tallies": lambda store: store.tallies(),
    "StudyStore.withdraw": lambda store: store.withdraw(review(1).id, LATER, counted),
    "Attempts.add": begin_again,
    "Attempts.beat": lambda store: store.attempts.beat(attempt().id, 5, USED),
    "Attempts.end": lambda store: store.attempts.end(attempt().id, LATER, USED, [(review(8), learned(9))]),
    "Attempts.ended": lambda store: store.attempts.ended(),
    "Attempts.give": lambda store: store.attempts.give(attempt().id, 3, GIVEN, USED),
    "Attempts.given": lambda store: store.attempts.given(attempt().id),
    "Attempts.hold": lambda store: store.attempts.hold().let_go(),
    "Attempts.open": lambda store: store.attempts.open(),
    "Merge.count": lambda store: merge(store).count(),
    "Merge.merge": lambda store: merge(store).merge([FOREIGN], counted),
    "Merge.rows": lambda store: [sorted(exchanged(store, kind)) for kind in RowKind],
    "Merge.trial": lambda store: trial(merge(store)),
    "Figures.answers": lambda store: list(figures(store).answers(0)),
    "Figures.counts": lambda store: figures(store).counts(),
    "Figures.days": lambda store: figures(store).days(0, DAY + 99),
    "Figures.hours": lambda store: figures(store).hours(0),
    "Figures.of_day": lambda store: figures(store).of_day(DAY),
    "Figures.memories": lambda store: list(figures(store).memories()),
}
"""Every method of every class that is bound to a learner."""
_OF_THE_DATABASE = {"close", "open"}
"""Methods of the store that are about connections, not rows. (``Attempts.open`` is another, and is called.)"""


def figures(store: Database) -> Figures:
    return Figures(store.engine, store.learner, store.device)


def exchanged(store: StudyStore, kind: RowKind) -> Iterator[str]:
    """What goes to other devices, without the ids that are drawn."""
    for row in merge(store).rows(kind):
        yield repr({**row.values, "id": "" if kind is RowKind.SETTING else row.values.get("id")})


def trial(merging: Merge) -> None:
    with merging.trial():
        merging.merge([FOREIGN], counted)


def fill(store: StudyStore, name: str) -> None:
    """The same keys for everybody, and other values: what leaked would be seen."""
    more = len(name)
    first = replace(review(1), chosen=name, duration=1000 * more)
    store.add(first, replace(MEMORY, reps=more))
    store.add(replace(review(2, "limit:b", days=more), chosen=name), learned(more, stability=more))
    store.add(replace(review(3, f"only {name}"), duration=more), learned(more + 1))
    store.withdraw(review(3).id, NOW, counted)
    store.set_settings({"minutes": str(more), f"of {name}": "1"}, NOW)
    store.add_mark(replace(mark(1, "limit:a", MarkKind.SUSPEND), why=name))
    store.mark_exported("anki", {"limit:a": (name, more), f"only {name}": ("x", 1)})
    store.carry("anki:a", {"limit:a": Carried(name, more, "{}"), f"only {name}": Carried("x", 1, "{}")})
    store.keep_anchors([Anchor("limit:a", "kind", name, "text", "note"), Anchor(f"only {name}", "", "", "", "")])
    store.remember("content", {"a": name})
    store.decide("draft", name)
    store.remember("content", {"a": name})
    store.keep_folded(f"fsrs 6 {name}")
    store.attempts.add(replace(attempt(), paper=name))
    store.attempts.give(attempt().id, more, replace(GIVEN, chosen=name), USED)


def rows_of(store: StudyStore) -> dict[str, list[tuple[Any, ...]]]:
    """All that is the learner's, row by row."""
    tables = [table for table in METADATA.tables.values() if table not in (LEARNER, VERSIONS)]
    with store.engine.connect() as connection:
        found = {
            table.name: connection.execute(select(table).where(table.c.learner == store.learner)) for table in tables
        }
        return {name: sorted(tuple(row)[1:] for row in rows) for name, rows in found.items()}


def bound() -> Iterator[type[Database]]:
    """Every class whose objects are bound to a learner, without those that only make up the store."""
    for module in pkgutil.iter_modules(studykit.store.__path__, "studykit.store."):
        importlib.import_module(module.name)
    waiting: list[type[Database]] = [Database]
    while waiting:
        one = waiting.pop()
        waiting.extend(one.__subclasses__())
        if one is not StudyStore and issubclass(StudyStore, one):
            continue
        yield one


def test_every_method_of_a_learners_rows_is_held_to_it() -> None:
    methods = {
        f"{one.__name__}.{name}"
        for one in bound()
        if one.__module__.startswith("studykit.store")
        for name in dir(one)
        if not name.startswith("_")
        and callable(getattr(one, name))
        and not (name in _OF_THE_DATABASE and name in vars(Database) | vars(StudyStore) and one is not Attempts)
        and (one is StudyStore or not hasattr(StudyStore, name) or getattr(one, name) != getattr(StudyStore, name))
    }
    methods.discard("Attempts.close")
    assert methods == set(CALLS)


def test_every_table_begins_with_the_learner() -> None:
    for table in METADATA.tables.values():
        if table not in (LEARNER, VERSIONS):
            assert next(iter(table.primary_key)).name == "learner"
            assert all(next(iter(index.columns)).name == "learner" for index in table.indexes)


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which nobody else is."""
    path = tmp_path_factory.mktemp("alone") / "learner.db"
    with StudyStore.open(path) as alone:
        fill(alone, "ana")
    return path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    """A database in which somebody else is, and everybody who came before."""
    if request.param == "sqlite":
        address: Path | str = tmp_path_factory.mktemp("shared") / "learner.db"
    else:
        address = empty(request.getfixturevalue("postgres"))
    with StudyStore.open(address, "benjamin") as ben:
        fill(ben, "benjamin")
    return address


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_learner_alone_and_among_others_is_the_same(
    shared: Path | str, filled_file: Path, tmp_path: Path, name: str
) -> None:
    shutil.copy(filled_file, tmp_path / "alone.db")
    with (
        StudyStore.open(tmp_path / "alone.db") as alone,
        StudyStore.open(shared, "benjamin") as ben,
        StudyStore.open(shared, f"ana of {name}") as ana,
    ):
        assert {len(rows) for rows in rows_of(ana).values()} == {0}
        fill(ana, "ana")
        bens = rows_of(ben)
        assert repr(CALLS[name](ana)) == repr(CALLS[name](alone))
        assert without_chance(rows_of(ana)) == without_chance(rows_of(alone))
        assert rows_of(ben) == bens


def without_chance(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Without ids that are drawn and moments of the computer's clock."""
    return {
        **rows,
        "setting": sorted(row[1:] for row in rows["setting"]),
        "remembered": sorted(row[:-1] for row in rows["remembered"]),
    }


def test_a_learner_is_known_again_by_name(where: Path | str) -> None:
    with StudyStore.open(where, "ana") as ana, StudyStore.open(where, "ben") as ben, StudyStore.open(where) as nobody:
        assert len({ana.learner, ben.learner, nobody.learner}) == 3
        with StudyStore.open(where, "ana") as again:
            assert again.learner == ana.learner


def come(where: Path | str, start: Barrier, number: int) -> None:
    start.wait(120)
    with StudyStore.open(where, "ana") as store:
        store.add(review(number, f"card {number}"), MEMORY)


def test_programs_that_open_a_new_database_for_one_learner_make_it_once(where: Path | str) -> None:
    """No tables and no learner yet: the things that only one of them may make."""
    processes = multiprocessing.get_context("spawn")
    start = processes.Barrier(3)
    all_of_them = [processes.Process(target=come, args=(where, start, number)) for number in range(3)]
    for one in all_of_them:
        one.start()
    for one in all_of_them:
        one.join(120)
        assert one.exitcode == 0
    with StudyStore.open(where, "ana") as store:
        assert len(store.reviews()) == 3
