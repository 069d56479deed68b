"""A sync that is cut off at any moment, or runs twice at once, loses nothing and writes nothing twice."""

from __future__ import annotations

import multiprocessing
import random
import resource
import signal
import sys
import uuid
from collections.abc import Callable, Iterable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from studykit.core.errors import StudykitError
from studykit.core.log_row import LogRow, RowKind
from studykit.exchange import log_files
from studykit.exchange.log_files import Position
from studykit.exchange.log_lines import header_line, row_line
from studykit.scheduling.memory import replay
from studykit.store.merge import Merge
from studykit.workflows import sync
from tests.bench.killing import Length, killed, lines_of, seconds_of
from tests.workflows.synced_devices import START, Device, carry, devices, exchange_all

KILLS = 24
TRIES = 4
"""Rounds for each kill: a sync that is quicker than it was is done before its kill comes."""
AT_ONCE = 60
DAY = 86_400_000_000

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")


def answers(number: int, device: str, ticks: int) -> list[LogRow]:
    """So many answers to a few cards, of which none was given before."""
    first = int(START.timestamp()) * 1_000_000 + ticks * 3_600_000_000
    return [
        LogRow(
            RowKind.REVIEW,
            {
                "id": uuid.uuid4().hex,
                "card": f"limit:{at % 11}",
                "at": first + at * 1_000_000,
                "offset": 0,
                "day": START.toordinal() + (first - int(START.timestamp()) * 1_000_000) // DAY,
                "rating": 1 + at % 4,
                "duration": 1,
                "variant": at,
                "chosen": "A",
                "interval": 600,
                "scheduler": "fsrs 6",
                "device": device,
            },
        )
        for at in range(number)
    ]


def answer_here(device: Device, rows: list[LogRow]) -> None:
    with device.store() as store:
        Merge(store.engine, store.learner, store.device).merge(rows, replay)


def append(path: Path, rows: list[LogRow]) -> None:
    if not path.exists():
        path.write_bytes(header_line("other"))
    with path.open("ab") as file:
        file.writelines(map(row_line, rows))


def started(device: Device) -> BaseProcess:
    # A copy of this process: what it imported need not be imported forty times again.
    running = multiprocessing.get_context("fork").Process(target=device.sync)
    running.start()
    return running


def whole_lines(device: Device) -> list[bytes]:
    return [line for line in device.own().splitlines(keepends=True) if line.endswith(b"\n")]


def test_kill_9_anywhere_in_a_sync_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(9)
    device, fresh = devices(tmp_path, 2)
    device.sync()
    ours, theirs, kills = list[LogRow](), list[LogRow](), 0
    lines, seconds = 0, 0.0
    for number in range(2 + TRIES * KILLS):
        ours += (mine := answers(AT_ONCE, "ours", number))
        theirs += (their := answers(AT_ONCE, "other", number))
        answer_here(device, mine)
        append(device.folder / "other.jsonl", their)
        if number == 0:
            lines = lines_of(device.sync)
        elif number == 1:
            seconds = seconds_of(device.sync)
        else:
            end = killed(device.sync, Length(lines, seconds), chance)
            assert end.problem == ""
            kills += end.killed
        rows = whole_lines(device)
        assert len(rows) == len(set(rows)), f"after sync {number + 1} a row stands twice"
        if kills == KILLS:
            break
    assert kills == KILLS, "too few were killed before they were done"
    device.sync()
    rows = whole_lines(device)
    assert device.own() == b"".join(rows)
    assert sorted(rows[1:]) == sorted(map(row_line, ours))
    carry(device, fresh)
    fresh.sync()
    assert fresh.everything() == device.everything()
    assert len(device.everything()["log"]) == len(ours) + len(theirs)
    assert device.everything()["memories"] == device.folded_anew()


def test_two_syncs_of_one_device_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    device, fresh = devices(tmp_path, 2)
    answer_here(device, answers(AT_ONCE, "ours", 1))
    append(device.folder / "other.jsonl", answers(AT_ONCE, "other", 2))
    running = [started(device) for _ in range(4)]
    for one in running:
        one.join()
    assert [one.exitcode for one in running] == [0] * 4
    rows = whole_lines(device)
    assert len(rows) == len(set(rows)) == 1 + AT_ONCE
    carry(device, fresh)
    fresh.sync()
    assert fresh.everything() == device.everything()


def test_answers_given_during_a_sync_are_kept(tmp_path: Path) -> None:
    device, fresh = devices(tmp_path, 2)
    append(device.folder / "other.jsonl", answers(3000, "other", 2))
    running = started(device)
    given = 0
    while running.is_alive() and given < 50:
        device.ticks = given
        device.answer("limit:3")
        given += 1
    running.join()
    assert running.exitcode == 0
    exchange_all((device, fresh))
    assert len(device.everything()["log"]) == 3000 + given
    assert device.everything() == fresh.everything()
    assert device.everything()["memories"] == device.folded_anew()


def limited(size: int) -> None:
    """From here on no file of this process becomes larger."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def sync_into_a_full_folder(device: Device) -> None:
    """The disk of the folder has room for the beginning of a line."""

    def append_there(path: Path, position: Position, lines: Iterable[bytes]) -> Position:
        rows = list(lines)
        limited(position.size + 30)
        try:
            return log_files.append(path, position, rows)
        finally:
            limited(resource.RLIM_INFINITY)

    pytest.MonkeyPatch().setattr(sync, "append", append_there)
    done = device.sync()
    said = [str(one) for one in done.problems]
    sys.exit(0 if len(said) == 1 and "cannot be written" in said[0] and not done.written else f"{said}")


def sync_at_a_full_home(device: Device) -> None:
    """The disk of the learner's own files has no room."""
    limited(1000)
    try:
        device.sync()
    except StudykitError as problem:
        sys.exit(0 if "learner.db" in str(problem) or "sync-" in str(problem) else str(problem))


@pytest.mark.parametrize("attempt", [sync_into_a_full_folder, sync_at_a_full_home])
def test_a_full_disk_is_told_and_the_next_sync_does_what_is_missing(
    tmp_path: Path, attempt: Callable[[Device], None]
) -> None:
    device, fresh = devices(tmp_path, 2)
    answer_here(device, answers(9, "ours", 1))
    answer_here(fresh, answers(5, "theirs", 3))
    exchange_all((device, fresh), 1)
    answer_here(device, answers(9, "ours", 90))
    answer_here(fresh, answers(900, "theirs", 95))
    fresh.sync()
    carry(fresh, device)
    before = device.own()
    running = multiprocessing.get_context("fork").Process(target=attempt, args=(device,))
    running.start()
    running.join()
    assert running.exitcode == 0
    assert device.own() == before
    exchange_all((device, fresh))
    assert device.everything() == fresh.everything()
    assert len(device.everything()["log"]) == 9 + 5 + 9 + 900
