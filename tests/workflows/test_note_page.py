from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.source import SourceSpan
from studykit.workflows.desk import Desk, open_content
from studykit.workflows.library import Library
from studykit.workflows.note_page import LineKind, Standing, marks_of, note_page, path_of
from tests.workflows.oven_notes import desk_with, write_vault

MINE = """\
---
date: 2024-05-01
---
# My oven [b]notes[/b]

- The baking time in the oven is at most 90 minutes.
- The baking time in the oven is at most 80 minutes.
- In the oven's handbook the rest factor is at least 3 times.
**Crumb**: the inner part of a loaf.

```text
# no heading
```
## Shelves
- The oven has 4 shelves at most.
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "mine", MINE)


@pytest.fixture
def desk(home: Path, tmp_path: Path, vault: Path) -> Desk:
    return desk_with(home, tmp_path / "bread", vault)


@pytest.fixture
def library(desk: Desk) -> Library:
    return open_content(desk)[0]


def test_every_line_has_the_sign_of_its_worst_claim(library: Library) -> None:
    marks = {mark.line: mark for mark in marks_of(library, "oven-a.md")}
    assert (marks[6].standing, marks[6].facts) == (Standing.AGREED, ("oven.heat_time.max",))
    assert marks[7].standing is Standing.MISTAKEN
    assert marks[8].facts == ("oven.rest_factor.min",)
    assert {line for line in marks if marks[line].standing is Standing.CONFLICT} == {15}


def test_the_kinds_of_lines_and_the_headings(library: Library) -> None:
    page = note_page(library, "oven-a.md")
    assert page.lines == tuple(MINE.split("\n"))
    assert page.kinds[:4] == (LineKind.MATTER, LineKind.MATTER, LineKind.MATTER, LineKind.HEADING)
    assert page.kinds[10:13] == (LineKind.CODE,) * 3
    assert [(heading.line, heading.level, heading.text) for heading in page.headings] == [
        (4, 1, "My oven [b]notes[/b]"),
        (14, 2, "Shelves"),
    ]
    assert page.warnings == ()
    assert page.cards == len(library.built.held.of("oven-a.md"))


def test_a_note_that_changed_is_shown_as_it_is_now(library: Library, vault: Path) -> None:
    (vault / "oven-a.md").write_text("# Other\n")
    page = note_page(library, "oven-a.md")
    assert page.lines == ("# Other", "")
    assert page.warnings == ("This note changed since it was read. ctrl+r reads it again.",)


def test_a_note_that_is_gone_says_so(library: Library, vault: Path) -> None:
    (vault / "oven-a.md").unlink()
    page = note_page(library, "oven-a.md")
    assert page.lines == ()
    assert "is gone" in page.warnings[0]
    assert "not among your notes" in note_page(library, "never.md").warnings[0]


@pytest.mark.parametrize(
    ("raw", "lines", "said"),
    [
        (b"a\x00b", 0, "no text but a binary file"),
        (b"x" * 10_000_000 + b"\nshort", 2, "Line 1: Only the first 20,000 characters"),
        (b"\x1b]0;title\x07\x1b[2Jplain \xe2\x80\xaeturned", 1, "Line 1: Control characters"),
        (b"a\xff", 1, "not UTF-8"),
        (b"l\n" * 40_000, 30_000, "Only the first 30,000 lines"),
    ],
    ids=["binary", "long line", "codes", "bytes", "many lines"],
)
def test_what_would_hurt_is_cut_aloud(library: Library, vault: Path, raw: bytes, lines: int, said: str) -> None:
    (vault / "oven-a.md").write_bytes(raw)
    page = note_page(library, "oven-a.md")
    assert len(page.lines) == len(page.kinds) == lines
    assert any(said in one for one in page.warnings)
    assert all(line.isprintable() and len(line) <= 20_000 for line in page.lines)


def test_files_of_the_pack_are_found_by_the_names_of_diagnostics(library: Library, tmp_path: Path) -> None:
    sheet = tmp_path / "bread" / "attributes.yaml"
    assert path_of(library, "bread/attributes.yaml") == sheet
    assert path_of(library, "bread/domains/oven.bake.yaml") is not None
    assert set(note_page(library, "bread/attributes.yaml").kinds) == {LineKind.CODE}
    (tmp_path / "secret.txt").write_text("secret")
    for outside in ("secret.txt", "../secret.txt", "bread/../secret.txt", str(tmp_path / "secret.txt")):
        assert path_of(library, outside) is None


def test_the_index_is_the_same_from_the_cache(desk: Desk, library: Library) -> None:
    again = open_content(desk)[0]
    assert again.built == library.built
    assert marks_of(again, "oven-a.md") == marks_of(library, "oven-a.md")
    assert library.excerpt(SourceSpan("oven-a.md", 6, 6), 0)[0][0] == 6
