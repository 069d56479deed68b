from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import ContentError
from studykit.core.quantity import parse_quantity
from studykit.core.source import SourceSpan
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import find_places

NOTE = "# PostgreSQL server\n- max_connections: at most 8\n"


def opened(home: Path, *notes: Path, pack: str = "aws-serverless") -> Library:
    return open_library(find_places({"STUDYKIT_HOME": str(home)}), pack, list(notes))


def small(home: Path, *notes: Path) -> Library:
    """The smaller pack, which is soon read again."""
    return opened(home, *notes, pack="postgresql")


def says_of_one_slot_too_many(library: Library) -> str | None:
    judge = library.judge("server.connections")
    return judge.outcome({"connections_in_use": parse_quantity("100")})


def test_the_cache_gives_the_same_library(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(home)
    monkeypatch.setattr("studykit.workflows.open_library.build", None)  # would fail if it were called
    again = opened(home)
    assert again.built == first.built
    assert again.quiz(count=5, seed=3) == first.quiz(count=5, seed=3)


def test_a_changed_note_is_read_again(home: Path, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    assert len(small(home, note).base.facts["server.max_connections.max"].claims) == 2
    note.write_text("# PostgreSQL server\n- nothing\n")
    assert len(small(home, note).base.facts["server.max_connections.max"].claims) == 1


@pytest.mark.parametrize("damage", ["", "{", '[[0],[["Pack"]]]', "\x00" * 50])
def test_a_damaged_cache_is_only_slower(home: Path, damage: str) -> None:
    facts = dict(small(home).base.facts.items())
    for file in sorted((home / "cache").iterdir()):
        file.unlink()  # it has other names, in other tests' homes
        file.write_text(damage)
    assert dict(small(home).base.facts.items()) == facts


def test_a_cache_that_cannot_be_written_is_only_slower(fresh_home: Path) -> None:
    (fresh_home / "cache").write_text("in the way")
    assert small(fresh_home).base.facts


def test_old_caches_go(home: Path, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    for number in range(12):
        note.write_text(f"# PostgreSQL server\n- number {number}\n")
        small(home, note)
    assert len(list((home / "cache").glob("????????????????????????????????.db"))) == 8


def test_an_excerpt_shows_the_lines_around_a_claim(home: Path, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text("---\nx: y\n---\n# Lambda\n- timeout max 15 minutes\n- more\n")
    library = opened(home, note)
    assert library.excerpt(SourceSpan("mine.md", 5, 5), 1) == (
        (4, "# Lambda"),
        (5, "- timeout max 15 minutes"),
        (6, "- more"),
    )
    note.unlink()
    assert library.excerpt(SourceSpan("mine.md", 5, 5), 1) == ()
    assert library.excerpt(SourceSpan("unknown.md", 1, 1), 1) == ()


def test_a_pack_that_is_not_there_is_refused(home: Path) -> None:
    with pytest.raises(ContentError, match="Did you mean 'aws-serverless'"):
        open_library(find_places({"STUDYKIT_HOME": str(home)}), "aws-serverles", [])


def test_notes_are_never_written_to(home: Path, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    before = (note.read_bytes(), note.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    small(home, tmp_path)
    assert (note.read_bytes(), note.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


def test_the_rules_are_kept_when_a_note_changes_and_made_again_when_they_are_gone(
    fresh_home: Path, tmp_path: Path
) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    small(fresh_home, note)
    (rules,) = (fresh_home / "cache").glob("rules-*.db")
    before = rules.stat().st_mtime_ns
    note.write_text(NOTE.replace("8", "9"))
    small(fresh_home, note)
    assert [path.stat().st_mtime_ns for path in (fresh_home / "cache").glob("rules-*.db")] == [before]
    rules.unlink()
    assert says_of_one_slot_too_many(small(fresh_home, note)) == "too_many_clients"
    assert rules.is_file()


def test_damaged_rules_are_only_slower(fresh_home: Path, tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    note.write_text(NOTE)
    small(fresh_home, note)
    (rules,) = (fresh_home / "cache").glob("rules-*.db")
    for text in (NOTE, NOTE.replace("8", "9")):
        rules.write_bytes(b"no database")
        note.write_text(text)
        assert says_of_one_slot_too_many(small(fresh_home, note)) == "too_many_clients"
