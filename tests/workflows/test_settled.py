"""What a learner decided about notes that disagree is in every backup, comes back, and goes to other devices."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import StoreError
from studykit.core.log_row import RowKind
from studykit.exchange.log_lines import header_line
from studykit.store.backup import backups, daily
from studykit.store.merge import Merge
from studykit.store.moments import microseconds
from studykit.store.study_store import StudyStore
from studykit.workflows import decisions
from studykit.workflows.backup import keep_safe, make_backup, write_backup
from studykit.workflows.restore import newest, repair, restore
from studykit.workflows.settled import _name, agree, keep, spread
from tests.store.filled import blank, leaves
from tests.workflows.synced_devices import START, Device, carry, devices, quiet

DAY = "2026-11-21"
BROKEN = b"decisions:\n  - fact: [\n"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    """With some answers."""
    (one,) = devices(tmp_path, 1)
    for _ in range(9):
        one.answer()
    return one


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Device, Device]:
    """Two devices that share one folder."""
    one, other = devices(tmp_path, 2)
    return one, Device(other.home, one.folder, skew=3)


def path_of(device: Device) -> Path:
    return device.home / "learner.db"


def file_of(device: Device) -> Path:
    return device.home / "decisions.yaml"


def merge_rows(store: StudyStore) -> list[Mapping[str, object]]:
    return [row.values for row in Merge(store.engine, store.learner, store.device).rows(RowKind.SETTING)]


def facts(device: Device) -> dict[str, str]:
    """Fact → what was decided."""
    return {fact: said.partition(" ")[0] for fact, said in device.settled().items()}


def restored(device: Device, source: Path) -> list[Diagnostic]:
    told: list[Diagnostic] = []
    restore(path_of(device), source, tell=told.append)
    return told


@pytest.mark.file_only
def test_a_lost_disk_loses_no_decision(device: Device, tmp_path: Path) -> None:
    device.settle("fact.a", "1")
    device.settle("fact.b", "2")
    made = make_backup(path_of(device))
    shutil.move(made, tmp_path / "stick.db")
    shutil.rmtree(device.home)
    assert restored(device, tmp_path / "stick.db") == []
    assert facts(device) == {"fact.a": "1", "fact.b": "2"}
    with device.store():
        pass
    assert facts(device) == {"fact.a": "1", "fact.b": "2"}


@pytest.mark.file_only
@pytest.mark.parametrize("large", [False, True])
def test_the_backup_of_a_day_holds_what_was_edited_by_hand(
    device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    device.settle("fact.a", "1")
    with device.store():
        pass
    device.settle("fact.b", "2")
    if large:  # in the background
        monkeypatch.setattr("studykit.workflows.backup._AT_ONCE", 1)
        monkeypatch.setattr("studykit.workflows.backup.threading.Thread.start", lambda thread: thread.run())
    assert keep_safe(path_of(device), DAY) == ""
    (made,) = backups(path_of(device))
    lost = Device(tmp_path / "new", device.folder)
    restored(lost, made.path)
    assert facts(lost) == {"fact.a": "1", "fact.b": "2"}


def test_one_file_of_everything_holds_them(device: Device, tmp_path: Path) -> None:
    device.settle("fact.a", "1")
    with device.store() as store:
        write_backup(store, tmp_path / "me.db")
    lost = Device(tmp_path / "new", device.folder)
    restored(lost, tmp_path / "me.db")
    assert facts(lost) == {"fact.a": "1"}


@pytest.mark.file_only
def test_a_restore_gives_the_decisions_of_then_and_keeps_those_of_now(device: Device) -> None:
    device.settle("fact.a", "1")
    device.settle("fact.b", "1")
    then = make_backup(path_of(device))
    device.settle("fact.a", "")
    device.settle("fact.b", "2")
    device.settle("fact.c", "3")
    file_of(device).write_text(f"# my own remark\n{file_of(device).read_text()}")
    now = restore(path_of(device), then)
    assert facts(device) == {"fact.a": "1", "fact.b": "1"}
    assert file_of(device).read_text().startswith("# my own remark\n")
    assert now is not None
    assert restored(device, now) == []
    assert facts(device) == {"fact.b": "2", "fact.c": "3"}


@pytest.mark.file_only
def test_a_backup_that_knows_of_no_decisions_changes_none(device: Device) -> None:
    before = make_backup(path_of(device))
    device.settle("fact.a", "1")
    restore(path_of(device), before)
    assert facts(device) == {"fact.a": "1"}


@pytest.mark.file_only
def test_a_file_that_is_gone_comes_back_beside_decisions_that_are_newer(device: Device) -> None:
    device.settle("fact.a", "1")
    device.settle("fact.b", "1")
    daily(path_of(device), DAY)
    with device.store():
        pass
    made = make_backup(path_of(device))
    device.settle("fact.b", "2")
    path_of(device).unlink()
    restored(device, made)
    assert facts(device) == {"fact.a": "1", "fact.b": "2"}


@pytest.mark.file_only
def test_a_broken_file_is_left_as_it_is_and_told(device: Device) -> None:
    device.settle("fact.a", "1")
    made = make_backup(path_of(device))
    file_of(device).write_bytes(BROKEN)
    (told,) = restored(device, made)
    assert told.message.endswith("Your decisions were left as they are.")
    assert (told.file, told.line) == (str(file_of(device)), 3)
    assert file_of(device).read_bytes() == BROKEN
    assert make_backup(path_of(device)).exists()
    file_of(device).unlink()
    assert restored(device, newest(path_of(device))) == []
    assert facts(device) == {"fact.a": "1"}


@pytest.mark.file_only
def test_a_repair_brings_lost_decisions_back(device: Device) -> None:
    device.settle("fact.a", "1")
    for card in range(300):
        device.answer(f"limit:{card}")
    make_backup(path_of(device))
    file_of(device).unlink()
    blank(path_of(device), leaves(path_of(device))[1:4])
    assert repair(path_of(device), quiet) is not None
    assert facts(device) == {"fact.a": "1"}


def test_a_decision_and_its_withdrawal_reach_the_other_device(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.settle("fact.a", "1")
    assert one.sync().written == {RowKind.SETTING: 1}
    file_of(other).parent.mkdir(parents=True)
    file_of(other).write_text("# mine\ndecisions:\n")
    assert other.sync().written == {}
    assert facts(other) == {"fact.a": "1"}
    assert file_of(other).read_text().startswith("# mine\n")
    other.settle("fact.a", "")
    other.settle("fact.b", "2")
    assert other.sync().written == {RowKind.SETTING: 2}
    before = file_of(one).read_bytes()
    assert one.sync(dry_run=True).received == {RowKind.SETTING: 2}
    assert file_of(one).read_bytes() == before
    one.sync()
    assert facts(one) == {"fact.b": "2"}
    assert not one.sync().written
    assert not other.sync().written


def test_what_was_decided_last_holds_whoever_syncs_first(pair: tuple[Device, Device]) -> None:
    one, other = pair
    for device, says in ((one, "1"), (other, "2")):
        device.settle("fact.a", says)
    last = max((one, other), key=Device.now)
    for device in (one, other, one):
        device.sync()
    assert facts(one) == facts(other) == facts(last)
    one.settle("fact.a", "3")
    file_of(other).write_text(file_of(other).read_text().replace("I looked", "I looked again"))
    for device in (one, other, one):
        device.sync()
    assert one.settled() == other.settled()


def test_what_was_edited_by_hand_was_said_when_it_was_seen(pair: tuple[Device, Device]) -> None:
    """Its moment in the file is that of the first decision; another device decided between the two."""
    one, other = pair
    one.settle("fact.a", "1")
    for device in (one, other):
        device.sync()
    other.ticks = 5
    other.settle("fact.a", "2")
    other.sync()
    begun = microseconds(datetime.now(UTC))
    file_of(one).write_text(file_of(one).read_text().replace('holds: "1"', 'holds: "3"'))
    with one.store() as store:
        (row,) = [row for row in merge_rows(store) if '"holds": "3"' in str(row["value"])]
        assert int(str(row["at"])) >= begun
    for device in (one, other, one):
        device.sync()
    assert one.settled() == other.settled()


def test_a_file_that_is_not_there_takes_nothing_back(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.settle("fact.a", "1")
    for device in (one, other):
        device.sync()
    for left in (None, b"", b"  \n"):
        file_of(one).unlink() if left is None else file_of(one).write_bytes(left)
        one.sync()
        assert facts(one) == {"fact.a": "1"}
        other.sync()
        assert facts(other) == {"fact.a": "1"}


def test_a_broken_file_waits_and_takes_nothing_back(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.settle("fact.a", "1")
    other.settle("fact.b", "2")
    for device in (one, other):
        device.sync()
    good = file_of(other).read_bytes()
    file_of(other).write_bytes(BROKEN)
    one.settle("fact.c", "3")
    one.sync()
    (told,) = other.sync().problems
    assert told.message.endswith("What other devices decided waits.")
    assert (told.file, told.line) == (str(file_of(other)), 3)
    assert file_of(other).read_bytes() == BROKEN
    file_of(other).write_bytes(good)
    assert other.sync().problems == ()
    assert facts(other) == {"fact.a": "1", "fact.b": "2", "fact.c": "3"}
    one.sync()
    assert facts(one) == facts(other)


def test_what_is_edited_while_a_sync_goes_on_is_not_written_over(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.settle("fact.a", "1")
    one.sync()
    other.sync()
    one.settle("fact.a", "2")
    one.sync()
    with other.store() as store:
        other.settle("fact.a", "9")
        spread(store, other.home)
        assert facts(other) == {"fact.a": "9"}
        keep(store, other.home)
    for device in (other, one, other):
        device.sync()
    assert one.settled() == other.settled()


def test_a_copied_home_takes_the_later_decision(pair: tuple[Device, Device], tmp_path: Path) -> None:
    one, _ = pair
    one.settle("fact.a", "1")
    one.answer()
    one.sync()
    shutil.copytree(one.home, tmp_path / "twin")
    twin = Device(tmp_path / "twin", one.folder, skew=5, ticks=5)
    one.ticks = 9
    one.settle("fact.a", "2")
    one.answer()
    one.sync()
    twin.sync()
    assert facts(twin) == facts(one) == {"fact.a": "2"}


def decided(fact: str, **values: object) -> dict[str, object]:
    said = {
        "fact": fact,
        "holds": "9",
        "words": "the words of it",
        "note": "a.md",
        "reason": "",
        "both": False,
        "at": START.isoformat(),
    }
    return {**said, **values}


@pytest.mark.parametrize(
    "said",
    [
        decided("fact.x", holds="a\x1b[2Jb"),
        decided("fact.x", holds=""),
        decided("fact.x", both="yes"),
        decided("fact.x", at="yesterday"),
        decided("fact.x", at=START.replace(tzinfo=None).isoformat()),
        decided("fact.x", at=(START + timedelta(microseconds=5)).isoformat()),
        decided("fact.x", reason="x" * 501),
        decided("fact.x", more="of it"),
        decided("another"),
        {"fact": 7, "holds": "1"},
        {"fact": ["fact.x"]},
        [],
        "fact",
        None,
        12,
    ],
)
def test_what_is_no_decision_stays_out_of_the_file(pair: tuple[Device, Device], said: object) -> None:
    one, _ = pair
    one.settle("fact.a", "1")
    one.sync()
    row = {"row": "setting", "id": "x1", "name": _name("fact.x"), "value": json.dumps(said), "at": 1, "device": "evil"}
    (one.folder / "evil.jsonl").write_bytes(header_line("evil") + json.dumps(row).encode() + b"\n")
    one.sync()
    assert facts(one) == {"fact.a": "1"}


def test_hostile_texts_are_texts_in_the_file(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    fact = 'x"\\: [&a *a !!python/object {{'
    row = {"id": "x1", "name": _name(fact), "value": json.dumps(decided(fact)), "at": 1, "device": "evil"}
    line = json.dumps({"row": "setting", **row}).encode()
    (one.folder / "evil.jsonl").write_bytes(header_line("evil") + line + b"\n")
    assert one.sync().problems == ()
    assert facts(one) == {fact: "9"}


def test_more_decisions_than_a_file_may_hold_are_told_and_left_out(
    pair: tuple[Device, Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    other.settle("fact.b", "2")
    for number in range(9):
        one.settle(f"fact.{number}", "1")
    one.sync()
    monkeypatch.setattr(decisions, "_LARGEST", 1000)
    (told,) = other.sync().problems
    assert "would be larger than 1,000 bytes" in told.message
    assert facts(other) == {"fact.b": "2"}


def test_a_backup_that_was_brought_in_adds_decisions_and_changes_none(device: Device, tmp_path: Path) -> None:
    device.settle("fact.a", "1")
    device.settle("fact.b", "1")
    with device.store() as store:
        write_backup(store, tmp_path / "me.db")
        device.settle("fact.a", "")
        device.settle("fact.b", "2")
        agree(store, device.home)
    assert facts(device) == {"fact.a": "1", "fact.b": "2"}  # what the rows hold and the file does not, it gets


def test_reading_a_home_that_cannot_be_written_does_not_fail(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("read-only")

    device.settle("fact.a", "1")
    monkeypatch.setattr(StudyStore, "mark_exported", refuse)
    with device.store() as store:
        assert len(store.reviews()) == 9


def test_a_file_from_elsewhere_needs_no_sync_twice(tmp_path: Path) -> None:
    one, other, third = devices(tmp_path, 3)
    one.settle("fact.a", "1")
    one.sync()
    carry(one, other)
    other.sync()
    other.settle("fact.a", "2")
    other.sync()
    carry(other, third)
    third.sync()
    assert facts(third) == {"fact.a": "2"}
