from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from studykit.core.attempt import Given
from studykit.core.log_row import LogRow, RowKind
from studykit.core.mark import MarkKind
from studykit.core.review import Rating
from studykit.exchange.log_lines import Header, read_line
from studykit.workflows import sync_reading
from tests.workflows.synced_devices import CARDS, Device, carry, devices, exchange_all, other_fit


def test_an_answer_given_on_one_device_is_known_on_the_other(pair: tuple[Device, Device]) -> None:
    one, other = pair
    given = one.answer()
    assert one.sync().written == {RowKind.REVIEW: 1}
    came = other.sync()
    assert came.answers == {given.device: 1}
    assert came.written == {}
    assert came.cards == 1
    assert other.everything() == one.everything()


def test_both_histories_of_a_card_become_one(pair: tuple[Device, Device]) -> None:
    one, other = pair
    for _ in range(3):
        one.answer()
        other.answer(rating=Rating.AGAIN)
    exchange_all(pair, 1)
    one.sync()
    assert one.everything() == other.everything()
    with one.store() as store:
        state = store.memory(CARDS[0])
    assert state is not None
    assert state.reps == 6


def test_an_answer_taken_back_on_one_device_is_taken_back_on_the_other(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.sync()
    other.sync()
    other.undo()
    assert other.sync().written == {RowKind.WITHDRAWAL: 1}
    came = one.sync()
    assert came.received == {RowKind.WITHDRAWAL: 1}
    with one.store() as store:
        assert store.reviews() == ()
        assert store.memories() == {}


def test_an_answer_taken_back_before_it_arrives_does_not_count(tmp_path: Path) -> None:
    one, other, third = devices(tmp_path, 3)
    one.answer()
    one.sync()
    carry(one, other)
    other.sync()
    other.undo()
    other.sync()
    (third.folder / other.file).write_bytes(other.own())
    third.sync()
    carry(one, third)
    third.sync()
    with third.store() as store:
        assert store.reviews() == ()
    exchange_all((one, other, third))
    assert one.everything() == third.everything()


def test_an_exam_is_gone_on_with_on_another_device(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.sit("A")
    one.sync()
    other.sync()
    other.sit("B")
    other.finish()
    other.sync()
    one.sync()
    with one.store() as store:
        (ended,) = store.attempts.ended()
        assert store.attempts.open() is None
        assert [given.chosen for given in store.attempts.given(ended.id).values()] == ["A", "B"]
    assert one.everything() == other.everything()


def test_an_exam_gone_on_with_by_a_clock_that_is_behind_stays_the_same_everywhere(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.ticks = 100
    one.sit("A")
    one.sync()
    other.sync()
    other.ticks = 0  # a hundred ticks behind
    with other.store() as store:
        found = store.attempts.open()
        assert found is not None
        position = next(iter(store.attempts.given(found.id)))
        store.attempts.give(found.id, position, Given("C", marked=False, milliseconds=1, at=other.now()), found.time)
    for device in (other, one):
        device.sync()
    assert one.everything() == other.everything()
    with one.store() as store:
        assert [given.chosen for given in store.attempts.given(found.id).values()] == ["C"]


def test_the_clock_of_an_exam_is_not_compared_with_that_of_another_computer(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.sit("A")
    one.sync()
    other.sync()
    with one.store() as mine, other.store() as theirs:
        here, there = mine.attempts.open(), theirs.attempts.open()
    assert here is not None
    assert there is not None
    assert here.time.boot
    assert there.time.boot == ""
    assert here.time.used == there.time.used
    assert here.deadline == there.deadline


def test_parameters_fitted_on_one_device_are_used_on_all(pair: tuple[Device, Device]) -> None:
    one, other = pair
    for card in CARDS:
        other.answer(card)
    one.set("fit", other_fit(0.7))
    exchange_all(pair, 1)
    assert other.everything()["memories"] == other.folded_anew()
    one.sync()
    assert one.everything() == other.everything()


def test_the_words_that_a_card_had_last_and_what_was_settled_go_along(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.say("card", "first")
    other.say("card", "second")
    other.decide("draft", "card")
    with one.store() as store:
        store.remember("content", {})
    for device in (one, other, one):
        device.sync()
    with one.store() as store:
        assert [anchor.text for anchor in store.anchors()] == ["second"]
        assert store.decisions() == {"draft": "card"}
        assert store.remembered("content") is None
    one.say("card", "first")  # what it was long ago, but said anew
    for device in (one, other):
        device.sync()
    assert one.everything() == other.everything()
    with other.store() as store:
        assert [anchor.text for anchor in store.anchors()] == ["first"]


def test_a_dry_run_says_what_a_sync_would_do_and_does_nothing(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.set("minutes", 5)
    one.sync()
    other.answer()
    other.mark(CARDS[0], MarkKind.SUSPEND)
    other.undo()
    files, before = other.files(), other.everything()
    tried = other.sync(dry_run=True)
    assert tried.dry_run
    assert other.files() == files
    assert other.everything() == before
    done = other.sync()
    assert (tried.answers, tried.received, tried.written) == (done.answers, done.received, done.written)
    assert done.written == {RowKind.REVIEW: 1, RowKind.MARK: 1, RowKind.WITHDRAWAL: 1}


def test_only_what_is_new_in_a_file_is_read(pair: tuple[Device, Device], monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = pair
    for _ in range(30):
        one.answer()
    one.sync()
    other.sync()
    one.answer()
    one.sync()
    read: list[bytes] = []

    def counted(raw: bytes) -> Header | LogRow | None:
        read.append(raw)
        return read_line(raw)

    monkeypatch.setattr(sync_reading, "read_line", counted)
    assert sum(other.sync().answers.values()) == 1
    assert len(read) == 1
    other.sync()
    assert len(read) == 1


def test_a_home_that_was_copied_to_another_computer_loses_nothing(tmp_path: Path) -> None:
    one, third = devices(tmp_path, 2)
    one.answer()
    one.sync()
    shutil.copytree(one.home, tmp_path / "twin")
    twin = Device(tmp_path / "twin", one.folder, skew=5)
    for _ in range(2):
        one.answer()
        twin.answer()
        one.sync()
        twin.sync()
    assert one.file != twin.file
    one.sync()
    exchange_all((one, twin))
    assert one.everything() == twin.everything()
    assert len(one.everything()["log"]) == 5
    carry(one, third)
    third.sync()
    assert third.everything() == one.everything()


def test_a_file_of_ours_that_was_replaced_by_an_old_one_gets_what_it_lost(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.sync()
    old = one.own()
    one.answer()
    one.sync()
    (one.folder / one.file).write_bytes(old)
    assert one.sync().written == {RowKind.REVIEW: 1}
    other.sync()
    assert other.everything() == one.everything()


@pytest.mark.file_only
def test_what_a_restored_database_has_lost_comes_back_from_the_folder(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.sync()
    with sqlite3.connect(one.home / "learner.db") as file, sqlite3.connect(one.home / "old.db") as copy:
        file.backup(copy)
    one.answer()
    one.answer()
    one.sync()
    whole = one.everything()
    with sqlite3.connect(one.home / "old.db") as copy, sqlite3.connect(one.home / "learner.db") as file:
        copy.backup(file)
    one.answer(CARDS[1])
    one.answer(CARDS[1])
    done = one.sync()
    assert sum(done.answers.values()) == 2
    assert done.written == {RowKind.REVIEW: 2}
    assert len(one.everything()["log"]) == len(whole["log"]) + 2
    other.sync()
    assert other.everything() == one.everything()


def test_what_one_folder_brought_goes_on_into_another(tmp_path: Path) -> None:
    one, middle, other = devices(tmp_path, 3)
    one.answer()
    one.sync()
    Device(middle.home, one.folder).sync()
    Device(middle.home, other.folder).sync()
    other.sync()
    assert other.everything() == one.everything()
