from __future__ import annotations

import struct
import tracemalloc
import zipfile
from functools import partial
from pathlib import Path

import pytest
import zstandard

from studykit.exchange.anki import file as unpacking
from studykit.exchange.anki.file import open_file
from tests.exchange.anki_packages import legacy, modern, package, unpacked
from tests.exchange.anki_packages import refused as whole_refused

DB = b"content of a collection"
SMALL = 100_000


refused = partial(whole_refused, read=unpacked)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may come out is little, so that bombs of a test can be small."""
    monkeypatch.setattr(unpacking, "_SMALL", SMALL)
    monkeypatch.setattr(unpacking, "_RATIO", 10)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("write", [legacy, modern])
def test_bombs_are_refused_before_they_are_large(tmp_path: Path, write: object) -> None:
    assert callable(write)
    zeros = bytes(SMALL * 20)
    path = tmp_path / "deck.apkg"
    refused(write(path, zeros), "far larger than any collection")
    refused(write(path, DB, {"a.png": zeros}), "holds a file 'a.png' that is too large")
    refused(write(path, DB, {str(at): bytes(SMALL // 4) for at in range(5)}), "holds a file '3' that is too large")


@pytest.mark.usefixtures("small")
def test_a_medium_may_be_read_as_often_as_it_is_wanted(tmp_path: Path) -> None:
    with open_file(legacy(tmp_path / "deck.apkg", DB, {"a.png": bytes(SMALL // 2)})) as (file, _):
        assert {len(file.read_media("a.png")) for _ in range(5)} == {SMALL // 2}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("claims", [0, 5, SMALL * 50, 0xFFFF_FFFE])
def test_sizes_that_lie_are_found_out(tmp_path: Path, claims: int) -> None:
    path = legacy(tmp_path / "deck.apkg", bytes(SMALL // 2))
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        at = raw.index(mark) + offset
        raw[at : at + 4] = struct.pack("<I", claims)
    path.write_bytes(raw)
    refused(path, "is ")


def test_a_bomb_of_zstd_takes_little_memory(tmp_path: Path) -> None:
    """A few bytes of it become gigabytes: they are looked at in pieces."""
    packer = zstandard.ZstdCompressor(level=19)
    bomb = packer.compress(bytes(300 << 20))
    assert len(bomb) < 50_000
    path = package(tmp_path / "deck.apkg", {"collection.anki21b": bomb}, zipfile.ZIP_STORED)
    tracemalloc.start()
    try:
        refused(path, "far larger than any collection")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 << 20


def test_a_list_of_too_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_LARGEST_LIST", 70_000)
    refused(
        package(tmp_path / "deck.apkg", {"collection.anki2": DB, **{f"{at:0200}": b"" for at in range(400)}}),
        "far larger than any collection",
    )
