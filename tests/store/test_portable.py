"""One learner's rows leave any database as a file, and come back into any, whole and once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store.contents import contents
from studykit.store.integrity import whole
from studykit.store.portable import adopt, copy_in, copy_out
from studykit.store.study_store import StudyStore
from tests.store.filled import add, fill, ids, review


@pytest.fixture(params=["file", "server"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A database of several learners."""
    if request.param == "file":
        return tmp_path / "shared" / "cohort.db"
    from tests.store.postgres import empty

    return empty(request.getfixturevalue("postgres"))


@pytest.fixture
def ana(shared: Path | str) -> Iterator[StudyStore]:
    with StudyStore.open(shared, "ben") as ben, StudyStore.open(shared, "ana") as ana:
        add(ana, range(50), "ana")
        add(ben, range(30), "ben")
        ana.set_settings({"minutes": "25"}, review(1).at)
        yield ana


def wanted(device: str, answers: range) -> set[str]:
    return {review(number, device).id for number in answers}


def test_a_file_holds_one_learners_rows_and_nobody_elses(ana: StudyStore, tmp_path: Path) -> None:
    copy_out(ana, tmp_path / "ana.db")
    assert ids(tmp_path / "ana.db") == wanted("ana", range(50))
    assert whole(tmp_path / "ana.db") is None
    with StudyStore.open(tmp_path / "ana.db") as copy:
        assert copy.memories() == ana.memories()
        assert copy.reviews() == ana.reviews()
        assert copy.settings() == ana.settings()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".studykit")] == []


def test_rows_come_back_once_and_to_nobody_else(ana: StudyStore, shared: Path | str, tmp_path: Path) -> None:
    copy_out(ana, tmp_path / "ana.db")
    with StudyStore.open(tmp_path / "ana.db") as copy:
        add(copy, range(50, 60), "ana")
    added, cards = copy_in(ana, tmp_path / "ana.db")
    assert added == 10
    assert cards == {review(number).card for number in range(50, 60)}
    assert copy_in(ana, tmp_path / "ana.db") == (0, set())
    assert {one.id for one in ana.reviews()} == wanted("ana", range(60))
    with StudyStore.open(shared, "ben") as ben:
        assert {one.id for one in ben.reviews()} == wanted("ben", range(30))


def test_what_was_taken_back_stays_taken_back(ana: StudyStore, tmp_path: Path) -> None:
    copy_out(ana, tmp_path / "ana.db")
    ana.withdraw(review(7, "ana").id, review(60).at, lambda _: None)
    copy_in(ana, tmp_path / "ana.db")
    assert len(ana.reviews()) == 49


def test_the_file_that_is_read_is_not_changed(ana: StudyStore, tmp_path: Path) -> None:
    fill(tmp_path / "mine.db", range(5))
    before = (tmp_path / "mine.db").read_bytes()
    assert copy_in(ana, tmp_path / "mine.db")[0] == 5
    assert (tmp_path / "mine.db").read_bytes() == before


def test_a_file_of_several_learners_gives_the_one_of_the_same_name(ana: StudyStore, tmp_path: Path) -> None:
    several = tmp_path / "several.db"
    for name in ("ana", "eve"):
        with StudyStore.open(several, name) as store:
            add(store, range(70, 73), name)
    assert copy_in(ana, several)[0] == 3
    with StudyStore.open(tmp_path / "mine.db") as mine, pytest.raises(StoreError, match="holds 2 learners"):
        copy_in(mine, several)


def test_a_file_of_ones_own_is_copied_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path / "learner.db", range(20))
    with StudyStore.open(tmp_path / "learner.db") as store:
        copy_out(store, tmp_path / "out.db")
    assert contents(tmp_path / "out.db").answers == 20


def test_a_learner_of_another_name_becomes_this_one(tmp_path: Path) -> None:
    with StudyStore.open(tmp_path / "ana.db", "ana") as store:
        add(store, range(4))
    adopt(tmp_path / "ana.db", "")
    assert len(ids(tmp_path / "ana.db")) == 4
