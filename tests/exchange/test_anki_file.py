from __future__ import annotations

import json
import os
import struct
import tempfile
import threading
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
import zstandard

from studykit.core.errors import UsageError
from studykit.exchange.anki.file import leaves_folder, open_file
from tests.exchange.anki_packages import META, legacy, message, modern, package, unpacked, zipped
from tests.exchange.anki_packages import refused as whole_refused

DB = b"content of a collection"


refused = partial(whole_refused, read=unpacked)


@pytest.mark.parametrize("write", [legacy, modern])
def test_collection_and_media_come_out_as_they_went_in(tmp_path: Path, write: object) -> None:
    media = {"a.png": b"\x89PNG", "ü 中.mp3": b"", "ab: c?.jpg": b"x" * 300_000}
    assert callable(write)
    assert unpacked(write(tmp_path / "deck.apkg", DB, media)) == (DB, media)


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"collection.anki2": b"old"}, b"old"),
        ({"collection.anki2": b"please update", "collection.anki21": b"new"}, b"new"),
        ({"meta": META[1], "collection.anki2": b"old", "collection.anki21": b"new"}, b"old"),
        ({"meta": META[2], "collection.anki2": b"please update", "collection.anki21": b"new"}, b"new"),
        ({"collection.anki2": b"please update", "collection.anki21b": zstandard.compress(b"newest")}, b"newest"),
        ({"meta": META[3] + b"\x12\x00", "collection.anki21b": zstandard.compress(b"newest")}, b"newest"),
    ],
)
def test_the_newest_collection_counts(tmp_path: Path, members: Mapping[str, bytes], found: bytes) -> None:
    assert unpacked(package(tmp_path / "deck.apkg", members))[0] == found


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({}, "is no Anki package: there is no collection in it."),
        ({"word/document.xml": b"<x/>"}, "is no Anki package"),
        ({"meta": META[3], "collection.anki2": DB}, "its collection 'collection.anki21b' is missing"),
        ({"meta": META[2], "collection.anki2": DB}, "its collection 'collection.anki21' is missing"),
        ({"meta": b"\x08\x04", "collection.anki2": DB}, "newer Anki than this program knows"),
        ({"meta": b"", "collection.anki2": DB}, "newer Anki than this program knows"),
        ({"meta": b"\xff", "collection.anki2": DB}, "is damaged, or is no Anki package"),
        ({"collection.anki21b": DB}, "is damaged, or is no Anki package"),
        ({"collection.anki21b": zstandard.compress(DB * 9)[:-3]}, "is damaged, or is no Anki package"),
        ({"collection.anki21b": zstandard.compress(DB) + b"x"}, "is damaged, or is no Anki package"),
        ({"collection.anki21b": b""}, "is damaged, or is no Anki package"),
        ({"collection.anki2": DB, "media": b"{"}, "is damaged, or is no Anki package"),
        ({"collection.anki2": DB, "media": b"[]"}, "is damaged, or is no Anki package"),
        ({"collection.anki2": DB, "media": b"[" * 200_000}, "is damaged, or is no Anki package"),
        ({"collection.anki2": DB, "media": b'{"0":5}'}, "is damaged, or is no Anki package"),
        ({"collection.anki2": DB, "media": b'{"0":"\xff"}'}, "is damaged, or is no Anki package"),
        ({"collection.anki21b": zstandard.compress(DB), "media": b"{}"}, "is damaged, or is no Anki package"),
    ],
)
def test_a_package_that_lacks_something_is_refused(tmp_path: Path, members: Mapping[str, bytes], says: str) -> None:
    refused(package(tmp_path / "deck.apkg", members), says)


def test_several_frames_of_zstd_are_one_collection(tmp_path: Path) -> None:
    frames = b"".join(zstandard.compress(part) for part in (b"one ", b"", b"two"))
    assert unpacked(package(tmp_path / "deck.apkg", {"collection.anki21b": frames}))[0] == b"one two"


LEAVING = [
    "../../x",
    "..",
    "a/../../x",
    "..\\x",
    "/etc/passwd",
    "\\\\server\\x",
    "C:\\x",
    "c:x",
    "a/./x",
    ".",
    "",
    "a\0b",
]


@pytest.mark.parametrize("name", LEAVING, ids=ascii)
def test_a_name_that_leads_out_of_the_package_is_refused(tmp_path: Path, name: str) -> None:
    assert leaves_folder(name)
    before = sorted(tmp_path.parent.iterdir())
    path = tmp_path / "deck.apkg"
    member = zipfile.ZipInfo("x")
    member.filename = name  # as it is: the library would tidy it
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("collection.anki2", DB)
        packed.writestr(member, b"evil")
    refused(path, "leads out of it")
    refused(legacy(path, DB, {name: b"evil"}), "outside of itself")
    refused(modern(path, DB, {name: b"evil"}), "outside of itself")
    assert sorted(tmp_path.parent.iterdir()) == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["a/b.png", "a\\b.png"])
def test_a_medium_has_no_folder(tmp_path: Path, name: str) -> None:
    refused(legacy(tmp_path / "deck.apkg", DB, {name: b"x"}), "outside of itself")


def test_what_somebody_packed_beside_it_does_no_harm(tmp_path: Path) -> None:
    """As the Mac does when a package is packed by hand."""
    members = {"collection.anki2": DB, "__MACOSX/._media": b"x", "folder/": b"", "readme.txt": b"hello"}
    assert unpacked(package(tmp_path / "deck.apkg", members)) == (DB, {})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    path.write_bytes(zipped([("collection.anki2", DB), ("collection.anki2", b"other")]))
    refused(path, "it holds two files 'collection.anki2'")


def test_a_list_of_media_may_lie(tmp_path: Path) -> None:
    """Media that are not there are not listed, and of two with one name one is."""
    listed = json.dumps({"0": "a.png", "1": "gone.png", "7": "a.png", "collection.anki2": "b.png", "x": "c.png"})
    path = package(tmp_path / "deck.apkg", {"collection.anki2": DB, "media": listed.encode(), "0": b"x", "7": b"y"})
    with open_file(path) as (file, _):
        assert file.media == ("a.png",)
        assert file.read_media("a.png") == b"x"
        with pytest.raises(UsageError, match=r"holds no file 'gone\.png'"):
            file.read_media("gone.png")


def test_media_of_a_newer_package_may_be_packed_under_other_numbers(tmp_path: Path) -> None:
    entry = message(1, b"a.png") + b"\xf8\x0f\x05"
    members = {
        "collection.anki21b": zstandard.compress(DB),
        "media": zstandard.compress(message(1, entry)),
        "5": zstandard.compress(b"five"),
    }
    assert unpacked(package(tmp_path / "deck.apkg", members))[1] == {"a.png": b"five"}


def test_a_name_is_found_however_its_letters_are_put_together(tmp_path: Path) -> None:
    with open_file(legacy(tmp_path / "deck.apkg", DB, {"re\u0301gion.png": b"x"})) as (file, _):
        assert file.media == ("r\u00e9gion.png",)
        assert file.read_media("re\u0301gion.png") == b"x"


def test_an_encrypted_package_is_refused(tmp_path: Path) -> None:
    path = legacy(tmp_path / "deck.apkg", DB)
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        raw[raw.index(mark) + offset] |= 1
    path.write_bytes(raw)
    refused(path, "is encrypted")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_packing_that_anki_does_not_use_is_refused(tmp_path: Path, method: int) -> None:
    """LZMA takes as much memory as the file asks for."""
    refused(package(tmp_path / "deck.apkg", {"collection.anki2": DB}, method), "in a way that Anki does not use")


@pytest.mark.parametrize("content", [b"", b"front,back\n", b"PK\3\4" + b"x" * 5000, b"PK\5\6" + bytes(18)])
def test_what_is_no_package_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deck.apkg"
    path.write_bytes(content)
    refused(path, "no Anki package")


def test_a_member_that_begins_before_the_file_is_none(tmp_path: Path) -> None:
    path = package(tmp_path / "deck.apkg", {"collection.anki2": os.urandom(50_000)})
    raw = bytearray(path.read_bytes())
    raw[-6:-2] = struct.pack("<I", int.from_bytes(raw[-6:-2], "little") + 10_000)  # where the list of members begins
    path.write_bytes(raw)
    refused(path, "is damaged, or is no Anki package.")


def test_a_collection_itself_is_told(tmp_path: Path) -> None:
    """Anki may be writing to it."""
    path = tmp_path / "collection.anki2"
    path.write_bytes(b"SQLite format 3\0" + bytes(4080))
    refused(path, "export it in Anki")


@pytest.mark.parametrize("write", [legacy, modern])
def test_a_package_that_was_cut_anywhere_is_refused(tmp_path: Path, write: object) -> None:
    assert callable(write)
    path = write(tmp_path / "deck.apkg", os.urandom(3000), {"a.png": b"x" * 100})
    whole = path.read_bytes()
    for size in range(0, len(whole), 97):
        path.write_bytes(whole[:size])
        refused(path, "is damaged, or is no Anki package.")


def test_every_changed_byte_of_the_content_is_noticed(tmp_path: Path) -> None:
    path = legacy(tmp_path / "deck.apkg", os.urandom(500))
    whole = path.read_bytes()
    start = whole.index(b"collection.anki2") + len("collection.anki2") + 5  # what says how it is packed
    for at in range(start, start + 400, 13):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        refused(path, "is damaged, or is no Anki package.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    os.mkfifo(path)
    waiting = threading.Thread(target=refused, args=(path, "cannot be read: It is no file."), daemon=True)
    waiting.start()
    waiting.join(60)
    assert not waiting.is_alive()


def test_nothing_is_left_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    path = legacy(tmp_path / "deck.apkg", DB)
    with open_file(path) as (_, collection):
        assert collection.is_relative_to(folder)
    with pytest.raises(KeyError), open_file(path):
        raise KeyError
    refused(package(path, {"collection.anki21b": DB}), "is damaged")
    assert not list(folder.iterdir())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = legacy(tmp_path / "deck.apkg", DB)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    refused(path, "cannot be read: No such file or directory.")
