"""A folder, or files of it, that are strange: broken, copied, newer, hostile. They are told, and nothing gets in."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.core.diagnostic import Severity
from studykit.core.errors import StudykitError, UsageError
from studykit.core.log_row import RowKind
from studykit.exchange import log_lines
from studykit.workflows import sync as workflow
from tests.workflows.synced_devices import PACKAGE, Device


def add(device: Device, name: str, *lines: bytes) -> None:
    with (device.folder / name).open("ab") as file:
        file.write(b"".join(line + b"\n" for line in lines))


def header(version: int = 1, device: str = "elsewhere") -> bytes:
    return json.dumps({"studykit": "log", "version": version, "device": device}).encode()


def problems(device: Device) -> list[str]:
    return [f"{Path(one.file).name}:{one.line} {one.message}" for one in device.sync().problems]


def test_a_broken_line_is_told_once_with_its_place_and_the_rest_is_read(pair: tuple[Device, Device]) -> None:
    one, other = pair
    first, second = one.answer(), one.answer()
    one.sync()
    lines = one.own().splitlines()
    (one.folder / one.file).rename(one.folder / "copy.jsonl")
    broken = lines[1][:-9]
    (one.folder / "copy.jsonl").write_bytes(b"\n".join([lines[0], broken, b"<<<<<<< ours", lines[2], b""]))
    assert problems(other) == ["copy.jsonl:2 This line is not whole; it is left out."]
    assert problems(other) == []
    kept = {first.id, second.id} & {review.id for review, _ in other.everything()["log"]}
    assert len(kept) == 1
    one.sync()
    other.sync()
    assert one.everything() == other.everything()


def test_a_file_with_a_broken_line_is_read_again_once_it_was_mended(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.answer()
    one.sync()
    whole = one.own()
    (one.folder / one.file).write_bytes(whole.replace(b'"row"', b'"rov"', 1))
    assert len(problems(other)) == 1
    (one.folder / one.file).write_bytes(whole)
    os.utime(one.folder / one.file, (1, 1))
    other.sync()
    assert other.everything() == one.everything()


def test_copies_and_conflicts_of_files_are_read(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.sync()
    early = one.own()
    one.answer()
    one.sync()
    (one.folder / "laptop (conflicted copy).jsonl").write_bytes(early)
    rest = one.own().removeprefix(early)
    (one.folder / one.file).write_bytes(b"<<<<<<< HEAD\n" + early + b"=======\n" + early + rest + b">>>>>>> theirs\n")
    assert other.sync().problems == ()
    assert other.everything() == one.everything()


def test_newer_files_are_refused_in_one_message_and_the_others_are_read(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer()
    one.sync()
    for name in "abcde":
        add(one, f"{name}.jsonl", header(version=2), b'{"row": "melody"}')
    (problem,) = other.sync().problems
    assert problem.severity is Severity.ERROR
    assert "a.jsonl, b.jsonl, c.jsonl and 2 more" in problem.message
    assert other.everything() == one.everything()


def test_ones_own_file_of_a_newer_studykit_is_left_alone(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    one.answer()
    one.sync()
    add(one, one.file, header(version=2))
    before = one.files()
    with pytest.raises(StudykitError, match="newer studykit"):
        one.sync()
    assert one.files() == before


def test_files_that_are_no_logs_are_told_and_left_alone(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    add(one, "notes.jsonl", *[b'{"title": "mine"}'] * 500)
    (one.folder / "folder.jsonl").mkdir()
    os.mkfifo(one.folder / "pipe.jsonl")
    (one.folder / "gone.jsonl").symlink_to(one.folder / "nowhere")
    assert sorted(problems(one)) == [
        "folder.jsonl:0 It cannot be read: It is no file.",
        "gone.jsonl:0 It cannot be read: No such file or directory.",
        "notes.jsonl:0 This is no log of studykit's; it is left out.",
        "pipe.jsonl:0 It cannot be read: It is no file.",
    ]


def test_a_folder_with_the_name_of_ones_own_file_is_told(pair: tuple[Device, Device]) -> None:
    one, other = pair
    other.answer()
    other.sync()
    one.answer()
    (one.folder / one.file).mkdir()
    said = problems(one)
    assert any("cannot be written" in line for line in said)
    assert sum(one.sync().answers.values()) == 0  # they came with the first
    (one.folder / one.file).rmdir()
    assert one.sync().written == {RowKind.REVIEW: 1}


def test_hostile_rows_neither_stop_a_sync_nor_get_in(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    one.answer()
    before = one.everything()
    fit = {"parameters": [1e300] * 21, "reviews": 1, "before": 0, "after": 0}
    setting = {"row": "setting", "id": "x", "name": "fit", "value": json.dumps(fit), "at": 1, "device": "evil"}
    add(one, "evil.jsonl", header(), json.dumps(setting).encode(), b'{"row":"review","id":"\\u0000"}', b"[" * 99_999)
    said = one.sync().problems
    assert len(said) == 3
    assert all(problem.severity is Severity.ERROR for problem in said)
    assert one.everything() == before


def test_a_card_that_left_is_known_on_the_other_device_and_the_later_one_holds(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.leave("card", "first")
    assert one.sync().written == {RowKind.EXPORTED: 1, RowKind.CARRIED: 1}
    assert other.sync().received == {RowKind.EXPORTED: 1, RowKind.CARRIED: 1}
    other.leave("card", "first")
    assert other.sync().written == {}
    other.leave("card", "second")
    one.leave("card", "third")
    for device in (one, other, one):
        device.sync()
    assert one.everything() == other.everything()
    with one.store() as store:
        assert "second" in store.carried()["card"].record  # the other device's clock is ahead
        assert list(store.exported(PACKAGE)) == ["card"]


def test_what_a_device_keeps_for_itself_of_what_left_stays_there(pair: tuple[Device, Device]) -> None:
    one, other = pair
    with one.store() as store:
        store.mark_exported("anki-connect:me", {"card": ("b01", 5)})
    assert one.sync().written == {}
    assert other.sync().received == {}


def test_hostile_cards_that_left_are_refused_with_file_and_line(pair: tuple[Device, Device]) -> None:
    one, _ = pair
    one.leave("card", "first")
    one.sync()
    before, state = one.everything(), {path.name for path in (one.home / "cache").iterdir()}
    left = {"row": "carried", "card": "card", "content": "b02", "mod": 7_000_000_000, "record": ""}
    token = {"row": "exported", "package": f"sync {os.path.realpath(one.folder)}", "card": "log"}
    rows = (token, left | {"record": '{"id":"other"}'}, left | {"mod": 2**40}, left | {"card": "a\x1b[2Jb"})
    add(one, "evil.jsonl", header(), *[json.dumps(row).encode() for row in rows])
    assert problems(one) == [
        f"evil.jsonl:{number} This line has no {field} that can be used; it is left out."
        for number, field in enumerate(("package", "record", "mod", "card"), 2)
    ]
    assert one.everything() == before
    assert {path.name for path in (one.home / "cache").iterdir()} == state


def test_rows_of_a_newer_studykit_are_told_once_and_taken_when_it_is_here(
    pair: tuple[Device, Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    one.leave("card", "first")
    one.answer()
    one.sync()
    with monkeypatch.context() as former:
        former.setattr(
            log_lines, "_KINDS", {name: kind for name, kind in log_lines._KINDS.items() if name != "carried"}
        )
        former.setattr(workflow, "_KINDS", "former")
        came = other.sync()
        assert [problem.severity for problem in came.problems] == [Severity.WARNING]
        assert came.problems[0].message.startswith("1 row of kinds that a newer studykit may know")
        assert sum(came.answers.values()) == 1
        assert other.sync().problems == ()
    assert other.sync().received == {RowKind.CARRIED: 1}
    assert other.everything() == one.everything()


@pytest.mark.parametrize("junk", [b"", b"junk", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_cache_that_cannot_be_used_is_made_anew(pair: tuple[Device, Device], junk: bytes) -> None:
    one, other = pair
    one.answer()
    one.sync()
    other.sync()
    (path,) = (other.home / "cache").glob("sync-*.db")
    path.write_bytes(junk)
    one.answer()
    one.sync()
    assert sum(other.sync().answers.values()) == 1
    assert other.everything() == one.everything()


def test_rows_that_no_device_would_take_stay_here_and_are_told_once(pair: tuple[Device, Device]) -> None:
    one, other = pair
    one.answer("card\x07")
    one.answer()
    done = one.sync()
    assert [problem.severity for problem in done.problems] == [Severity.WARNING]
    assert done.written == {RowKind.REVIEW: 1}
    assert one.sync().problems == ()
    assert other.sync().problems == ()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: folder.rmdir(), "There is no folder"),
        (lambda folder: (folder.rmdir(), folder.touch()), "is no folder"),
    ],
)
def test_a_folder_that_is_none_is_told_and_not_made(
    pair: tuple[Device, Device], spoil: Callable[[Path], object], message: str
) -> None:
    one, _ = pair
    spoil(one.folder)
    with pytest.raises(UsageError, match=message):
        one.sync()
    assert not one.folder.is_dir()


def test_a_folder_that_cannot_be_written_is_read_all_the_same(
    pair: tuple[Device, Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    one.answer()
    one.sync()
    other.answer()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:  # tests may run as root, whom nothing is denied
        patched.setattr(workflow, "append", refuse)
        done = other.sync()
    assert sum(done.answers.values()) == 1
    assert done.written == {}
    assert [problem.message for problem in done.problems] == [
        "It cannot be written: Permission denied. Nothing is lost; what is missing is written next time."
    ]
    assert other.sync().written == {RowKind.REVIEW: 1}
