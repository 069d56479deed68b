from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studykit.exchange.anki.reader import open_package
from tests.exchange.anki_packages import (
    MODELS,
    NOTE,
    TYPE,
    card,
    collection,
    legacy,
    made,
    note,
    refused,
    review,
)

PAGE = 4096
"""Bytes of a page."""


def root_of(folder: Path, table: str) -> int:
    """Number of the first page of a table of the collection that was just made."""
    with closing(sqlite3.connect(folder / "made.anki2")) as database:
        found = database.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
        assert database.execute("pragma page_size").fetchone() == (PAGE,)
    return int(found[0])


def inner_page(leads_to: Sequence[int]) -> bytes:
    """A page of SQLite that holds nothing but the numbers of others, as its file format says."""
    *first, last = leads_to
    cells = b"".join(page.to_bytes(4, "big") + b"\x01" for page in first)
    start = PAGE - len(cells)
    places = b"".join((start + 5 * at).to_bytes(2, "big") for at in range(len(first)))
    head = b"\x05\0\0" + len(first).to_bytes(2, "big") + start.to_bytes(2, "big") + b"\0" + last.to_bytes(4, "big")
    return (head + places).ljust(start, b"\0") + cells


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test leaves a file where temporary files are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert not list(folder.iterdir())


WRONG_LISTS = [
    "[]",
    "{",
    "[" * 100_000,
    '{"x": {}}',
    '{"1": []}',
    '{"1": {}}',
    '{"1": {"name": 5}}',
    '{"%s": {"name": "x"}}' % ("9" * 5000),
    '{{"1": {{"name": "x", "x": [{}]}}}}'.format(",".join(["{}"] * 600_000)),
    b"\x00\x01",
    None,
    5,
]


@pytest.mark.parametrize("wrong", WRONG_LISTS, ids=lambda wrong: ascii(wrong)[:12])
@pytest.mark.parametrize("column", ["decks", "models"])
def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, column: str, wrong: Any) -> None:
    path = made(tmp_path, change=lambda database: database.execute(f"update col set {column} = ?", (wrong,)))  # noqa: S608
    refused(path, "is damaged: its collection cannot be read.")


@pytest.mark.parametrize(
    "part",
    [
        {"flds": None},
        {"flds": [5]},
        {"flds": [{"ord": 0}]},
        {"flds": [{"ord": "x", "name": "Front"}]},
        {"tmpls": [{"name": "Card 1"}]},
        {"tmpls": [{"name": "Card 1", "qfmt": 1, "afmt": ""}]},
        {"css": []},
        {"name": None},
    ],
)
def test_a_note_type_that_cannot_be_read_is_told(tmp_path: Path, part: dict[str, Any]) -> None:
    models = json.dumps({str(TYPE): {**MODELS[str(TYPE)], **part}})
    refused(made(tmp_path, models=models), "is damaged: its collection cannot be read.")


@pytest.mark.parametrize(
    "sql",
    [
        "drop table notes",
        "drop table revlog; create table revlog (id integer primary key)",
        "delete from col",
        "alter table cards rename column queue to other",
        (
            "drop table cards; create view cards as with recursive n(id) as (select 1 union all select id + 1 from n)"
            " select * from n"
        ),
        "drop table cards; create virtual table cards using fts3(id, nid, did)",
        (
            "drop table notes; create table notes (id integer primary key, guid, mid, mod, tags,"
            " flds as (hex(zeroblob(100000000))))"
        ),
        (
            "drop table notes; create table notes (id, guid, mid, mod, tags, flds); insert into notes values"
            " ('x', 'g', 1, 1, '', '')"
        ),
        "insert into notes values (1, 'g', null, 0, 0, '', '', '', 0, 0, '')",
        "insert into notes values (1, 'g', 1, 0, 0, '', zeroblob(40000000), '', 0, 0, '')",
        "insert into cards (id, nid) values (1, 'x')",
        "insert into revlog (id, cid) values (1, null)",
        "pragma writable_schema = on; update sqlite_master set sql = 'create table notes(x' where name = 'notes'",
        "pragma writable_schema = on; update sqlite_master set rootpage = 90000 where name = 'revlog'",
        "pragma writable_schema = on; update sqlite_master set type = 'index' where name = 'col'",
    ],
)
def test_a_collection_that_is_not_as_anki_writes_it_is_refused(tmp_path: Path, sql: str) -> None:
    path = made(tmp_path, change=lambda database: database.executescript(sql))
    refused(path, "is damaged: its collection")


@pytest.mark.parametrize(
    "sql",
    [
        "update notetypes set config = x'ff'",
        "update notetypes set config = x'00'",
        "update notetypes set config = 'text'",
        "update notetypes set config = 7",
        "update decks set name = x'00'",
        "update templates set config = x'0a7f'",
        "update fields set ntid = 'x' where ord = 1",
        "drop table fields",
        "drop table templates",
        "drop table decks; create view decks as select 1 as id, 'x' as name",
    ],
)
def test_tables_of_note_types_and_decks_that_cannot_be_read_are_told(tmp_path: Path, sql: str) -> None:
    path = made(tmp_path, tables=True, change=lambda database: database.executescript(sql))
    refused(path, "is damaged: its collection cannot be read.")


def test_what_a_file_defines_beside_its_tables_is_never_run(tmp_path: Path) -> None:
    """Triggers, checks that take long, other views, foreign collations and indexes that lie."""
    odd = """
      create view strange as select load_extension('x');
      create trigger later after insert on notes begin select raise(fail, 'no'); end;
      create table heavy (x check (x not like '%a%a%a%a%a%a%a%a%a%b'));
      drop index ix_revlog_cid;
      create index ix_revlog_cid on revlog (cid) where cid < 0;
      insert into heavy select replace(hex(zeroblob(20000)), '0', 'c');
      pragma writable_schema = on;
      update sqlite_master set sql = replace(sql, 'flags integer', 'flags integer check (flags > 99)')
        where name = 'notes';
      update sqlite_master set sql = 'create index ix_revlog_cid on revlog (cid)' where name = 'ix_revlog_cid';
    """
    path = made(
        tmp_path,
        notes=[note()],
        cards=[card()],
        reviews=[review()],
        change=lambda database: database.executescript(odd),
    )
    with open_package(path) as opened:
        assert [len([*opened.notes()]), len([*opened.cards()]), len([*opened.reviews()])] == [1, 1, 1]


def test_pages_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    content = bytearray(collection(tmp_path, notes=[note(NOTE + at, "x" * 900) for at in range(2000)]))
    root = root_of(tmp_path, "notes")
    content[(root - 1) * PAGE : root * PAGE] = inner_page([root] * 3)
    refused(legacy(tmp_path / "deck.apkg", bytes(content)), "is damaged: its collection cannot be read.")


def test_pages_that_are_there_twice_are_refused(tmp_path: Path) -> None:
    """A few pages can be made to hold more rows than anybody can read."""
    content = bytearray(collection(tmp_path, notes=[note(NOTE + at, "x" * 900) for at in range(20)]))
    root = root_of(tmp_path, "notes")
    leaf = int.from_bytes(content[(root - 1) * PAGE + 8 : (root - 1) * PAGE + 12], "big")
    content[(root - 1) * PAGE : root * PAGE] = inner_page([leaf] * 5)
    refused(legacy(tmp_path / "deck.apkg", bytes(content)), "is damaged: its collection cannot be read.")


def test_definitions_that_never_end_are_given_up(tmp_path: Path) -> None:
    """The same in the table of tables, which SQLite reads before it can be asked to check anything."""
    columns = ", ".join(f"c{at} unique" for at in range(190))
    content = collection(tmp_path, change=lambda database: database.execute(f"create table later ({columns})"))
    count = len(content) // PAGE
    leaf = content[108:112]  # the last page of definitions: indexes, which may be told any number of times
    levels = [inner_page([count + at + 2] * 500) for at in range(7)]
    made = bytearray(content + b"".join(levels) + inner_page([int.from_bytes(leaf, "big")] * 500))
    made[28:32] = (count + 8).to_bytes(4, "big")
    made[108:112] = (count + 1).to_bytes(4, "big")
    refused(legacy(tmp_path / "deck.apkg", bytes(made)), "is damaged: its collection cannot be read.")


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000], ids=len)
def test_a_collection_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    refused(legacy(tmp_path / "deck.apkg", content), "is damaged: its collection")


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_collection_that_was_cut_is_refused(tmp_path: Path, part: float) -> None:
    whole = collection(tmp_path, notes=[note(NOTE + at, "x" * 900) for at in range(200)])
    refused(legacy(tmp_path / "deck.apkg", whole[: int(len(whole) * part)]), "is damaged: its collection")


def test_a_file_that_another_program_had_open_is_read(tmp_path: Path) -> None:
    """SQLite marks a collection that was in use; what was beside it is not in the package."""
    path = made(tmp_path, notes=[note()], change=lambda database: database.execute("pragma journal_mode = wal"))
    with open_package(path) as opened:
        assert len(list(opened.notes())) == 1


def test_the_note_that_asks_for_a_newer_anki_is_no_deck(tmp_path: Path) -> None:
    says = "Please update to the latest Anki version, then import the .apkg file again.\x1f"
    refused(made(tmp_path, notes=[note(fields=says)]), "holds only the note that asks for a newer Anki")
    with open_package(made(tmp_path, notes=[note(fields=says), note(NOTE + 1)])) as opened:
        assert len(list(opened.notes())) == 2
