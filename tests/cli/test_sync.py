from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.main import main
from tests.golden import read_golden
from tests.workflows.synced_devices import Device

NAMES = ("laptop-1a2b3c4d", "phone-5e6f7a8b", "desk-9c0d1e2f", "old-33445566", "work-77889900")


def named(device: Device, name: str) -> Device:
    device.home.mkdir(parents=True, exist_ok=True)
    (device.home / "device.txt").write_text(name)
    return device


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def here(home: Path, folder: Path) -> Device:
    """The device of this test's own home."""
    return named(Device(home, folder), NAMES[0])


@pytest.fixture
def others(tmp_path: Path, folder: Path) -> list[Device]:
    return [named(Device(tmp_path / name, folder, skew=3 * at), name) for at, name in enumerate(NAMES[1:], 1)]


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> str:
    assert main(["sync", *map(str, words)]) == code
    done = capsys.readouterr()
    return done.out + done.err


def do(what: str, here: Device, others: list[Device]) -> None:
    """What a line of the golden file asks for: ``phone answers 3`` and the like."""
    who, verb, *rest = what.split()
    device = next((one for one in others if one.file.startswith(who)), here)
    if verb == "answers":
        for _ in range(int(rest[0])):
            device.answer()
    elif verb == "sets":
        device.set(rest[0], int(rest[1]))
    elif verb == "syncs":
        device.sync()
    elif verb == "breaks":
        (device.folder / device.file).write_bytes(device.own() + b'{"row":"review"}\n[\n')
    else:
        assert verb == "renews"
        (device.folder / device.file).write_bytes(b'{"studykit":"log","version":9,"device":"x"}\n')


@pytest.mark.parametrize("golden", read_golden("sync.txt"), ids=lambda golden: golden.title)
def test_what_a_sync_says(
    golden: Any, capsys: pytest.CaptureFixture[str], here: Device, others: list[Device], folder: Path
) -> None:
    *steps, words = golden.given.strip().splitlines()
    for step in steps:
        do(step, here, others)
    main(["sync", str(folder), *words.split()[3:]])
    done = capsys.readouterr()
    shown = (done.out + done.err).replace(str(folder), "FOLDER").strip()
    assert shown == golden.expected


def test_programs_get_one_object(capsys: pytest.CaptureFixture[str], here: Device, others: list[Device]) -> None:
    here.answer()
    others[0].answer()
    others[0].sync()
    record = json.loads(said(capsys, here.folder, "--format", "json"))
    assert record == {
        "folder": str(here.folder),
        "device": NAMES[0],
        "answers": {NAMES[1]: 1},
        "received": {"review": 1},
        "written": {"review": 1},
        "cards": 1,
        "dry_run": False,
        "problems": [],
    }


def test_what_could_not_be_read_is_an_error_and_the_rest_is_done(
    capsys: pytest.CaptureFixture[str], here: Device, others: list[Device]
) -> None:
    others[0].answer()
    others[0].sync()
    do("phone breaks", here, others)
    shown = said(capsys, here.folder, code=2)
    assert shown.startswith("1 answer from phone-5e6f7a8b.")
    assert re.search(r"phone-5e6f7a8b\.jsonl:3: error: ", shown)
    assert said(capsys, here.folder) == "Nothing new, here or there.\n"


def test_a_folder_that_is_not_there_is_not_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shown = said(capsys, tmp_path / "nowhere", code=2)
    assert shown.startswith("studykit: There is no folder")
    assert not (tmp_path / "nowhere").exists()
