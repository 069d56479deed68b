"""The list of packs: built in and opened before, each looked into without being read."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import ContentError
from studykit.workflows.desk import Desk
from studykit.workflows.new_pack import write_pack
from studykit.workflows.packs_page import FILE, PackRow, checked, forget_pack, pack_rows, remember_pack
from tests.kept import places_of
from tests.tui.stage import real


def found(home: Path) -> dict[str, PackRow]:
    told: list[tuple[int, int]] = []
    with real(home)() as study:
        desk = Desk(places_of(home), "aws-serverless", ())
        rows = pack_rows(study, desk, lambda done, total: told.append((done, total)))
    assert told == [(at, len(rows)) for at in range(len(rows))]
    return {one.pack: one for one in rows}


def test_the_open_pack_is_first_and_built_in_ones_follow(home: Path) -> None:
    rows = found(home)
    assert next(iter(rows)) == "aws-serverless"
    assert rows["aws-serverless"].open
    assert "cards" in rows["aws-serverless"].stock
    assert not rows["postgresql"].open
    assert rows["postgresql"].where == "built in"


def test_a_pack_that_was_opened_is_remembered_until_it_is_taken_off(home: Path, tmp_path: Path) -> None:
    write_pack(tmp_path / "bread")
    places, pack = places_of(home), str(tmp_path / "bread")
    assert checked(places, pack) == pack
    remember_pack(places, pack)
    remember_pack(places, pack)
    assert found(home)[pack].exams == "BREAD-1"
    assert forget_pack(places, pack)
    assert not forget_pack(places, pack)
    assert pack not in found(home)


def test_one_that_is_gone_stays_on_the_list_and_says_so(home: Path, tmp_path: Path) -> None:
    remember_pack(places_of(home), str(tmp_path / "gone"))
    row = found(home)[str(tmp_path / "gone")]
    assert row.broken
    assert "There is no pack" in row.stock


def test_a_built_in_pack_is_named_and_not_remembered(home: Path) -> None:
    places = places_of(home)
    assert checked(places, str(places.content / "postgresql")) == "postgresql"
    remember_pack(places, "postgresql")
    assert not (home / FILE).exists()


@pytest.mark.parametrize("junk", [b"{", b"\xff", b"7", b'["\\u0000", 3, ""]'])
def test_junk_in_the_list_is_no_list(home: Path, junk: bytes) -> None:
    (home / FILE).write_bytes(junk)
    assert set(found(home)) == {"aws-serverless", "postgresql"}


@pytest.mark.parametrize("text", ["", "/none/at/all", "\x00", "~nobody-of-that-name/x"])
def test_what_is_no_folder_is_refused_with_a_sentence(home: Path, text: str) -> None:
    with pytest.raises(ContentError):
        checked(places_of(home), text)
