from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studykit.workflows.device import device_of, new_device


def test_a_device_is_named_once(tmp_path: Path) -> None:
    name = device_of(tmp_path / "home")
    assert re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}", name)
    assert device_of(tmp_path / "home") == name
    assert device_of(tmp_path / "other") != name


def test_programs_that_start_at_once_have_one_name(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as many:
        assert len(set(many.map(device_of, [tmp_path] * 40))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["device.txt"]


@pytest.mark.parametrize("computer", ["", "Größe & Söhne's", "x" * 300, "../../etc", "PC.example.org"])
def test_any_computer_has_a_name_that_files_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, computer: str
) -> None:
    monkeypatch.setattr("platform.node", lambda: computer)
    name = device_of(tmp_path)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,50}", name)
    assert device_of(tmp_path) == name


@pytest.mark.parametrize("junk", [b"", b"\xff\xff", b"../../somewhere", b"a\nb", b"x" * 500])
def test_a_file_that_holds_no_name_gets_one(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "device.txt").write_bytes(junk)
    name = device_of(tmp_path)
    assert re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}", name)
    assert device_of(tmp_path) == name


def test_a_home_that_is_a_file_still_has_a_computer(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    assert re.fullmatch(r"[a-z0-9-]+", device_of(tmp_path / "home"))


def test_a_device_can_be_named_anew(tmp_path: Path) -> None:
    before = device_of(tmp_path)
    after = new_device(tmp_path)
    assert before != after == device_of(tmp_path)
