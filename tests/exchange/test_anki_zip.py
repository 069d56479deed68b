from __future__ import annotations

import io
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from studykit.core.errors import StudykitError
from studykit.exchange.anki import zip as zipping
from studykit.exchange.anki.zip import Deflater, Member, deflater, small, stored, zipped

PART = 1 << 16


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipping, "_PART", PART)


def some(size: int, seed: int = 1) -> bytes:
    chance = Random(seed)
    return b"".join(b"%d rows of %d;" % (chance.randrange(50), chance.randrange(9)) for _ in range(size // 10 + 1))[
        :size
    ]


def opened(member: Member) -> bytes:
    return zlib.decompress(member.stored, -15) if member.deflated else member.stored


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART, 5 * PART + 77])
def test_what_was_deflated_in_parts_is_the_whole(size: int) -> None:
    content = some(size)
    with deflater() as packer:
        packer.begin(content[: size // 2])
        packer.begin(content[: size // 4 * 3])
        member = packer.member("a", content)
    assert opened(member) == content
    assert (member.crc, member.size) == (zlib.crc32(content), size)
    with deflater() as packer:
        assert packer.member("a", content) == member


@pytest.mark.parametrize("at", [0, PART - 40_000, PART - 1, PART, 2 * PART + 5, 4 * PART - 1])
def test_a_part_that_changed_after_it_was_begun_is_done_again(at: int) -> None:
    """Also when only what deflate looks back to did."""
    content = some(5 * PART)
    later = content[:at] + b"!" + content[at + 1 :] + b"more"
    with deflater() as packer:
        packer.begin(content)
        assert opened(packer.member("a", later)) == later


def test_parts_that_stayed_are_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    real = zipping._deflated

    def counted(content: bytes, at: int, *, last: bool) -> bytes:
        done.append(at)
        return real(content, at, last=last)

    monkeypatch.setattr(zipping, "_deflated", counted)
    content = some(4 * PART)
    with ThreadPoolExecutor(1) as pool:
        packer = Deflater(pool)
        packer.begin(content)
        packer.begin(content)
        packer.member("a", content)
    assert sorted(done) == [0, PART, 2 * PART, 3 * PART, 3 * PART]


def test_a_file_may_begin_otherwise_than_what_was_deflated() -> None:
    content = some(3 * PART)
    with deflater() as packer:
        packer.begin(content)
        member = packer.member("a", content, b"head")
    assert opened(member) == b"head" + content[4:]
    assert member.crc == zlib.crc32(b"head" + content[4:])


def test_pythons_own_reader_opens_the_zip() -> None:
    members = [small("one", b"1" * 5000), stored("zwei ä", b"2"), small("", b"")]
    with zipfile.ZipFile(io.BytesIO(zipped(members))) as package:
        assert package.namelist() == ["one", "zwei ä", ""]
        assert [package.read(name) for name in package.namelist()] == [b"1" * 5000, b"2", b""]
        assert package.testzip() is None


def test_more_than_a_zip_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipping, "_LARGEST", 100)
    with pytest.raises(StudykitError, match="larger than 4 GB"):
        zipped([stored("a", bytes(200))])
