"""On a full disk every verb says so and ends with 2; nothing is lost, and with room again all goes on.

A limit for the size of files stands for the disk everywhere; a small disk of its own is filled where one can be made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.kill_home import Home, filled

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from studykit.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
LIMIT = 16_000
"""Bytes that a file may have: less than any of those that the verbs write."""
SIZE = 24 << 20
"""Bytes of the small disk."""
SOME = 300_000
"""Bytes that hold a few answers."""
VERBS = (("review",), ("backup",), ("backup", "OUT/me.db"), ("sync", "OUT"), ("export", "anki", "OUT/cards.apkg"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit for the size of a file")


def run(home: Home, *words: str, limit: int = 0) -> tuple[int, str, str]:
    """Exit code, and what was printed to the learner and of errors."""
    start = ["-c", LIMITED, str(limit)] if limit else ["-m", "studykit"]
    done = subprocess.run(
        [sys.executable, *start, *(word.replace("OUT", str(home.path / "out")) for word in words)],
        input="A\n?\n\n3\n" * 60,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
        env={**os.environ, "STUDYKIT_DATABASE": "", "STUDYKIT_HOME": str(home.path)},
    )
    return done.returncode, done.stdout, done.stderr


def refused(home: Home, words: tuple[str, ...], limit: int = 0) -> int:
    """The verb fails with a sentence; how many answers it said to be saved before."""
    code, printed, said = run(home, *words, limit=limit)
    assert "Traceback" not in printed + said
    assert (code, said.count("\n")) == (2, 1), said
    assert any(sign in said for sign in ("disk is full", "no room", "File too large", "No space left")), said
    return printed.count("Saved as ")


def kept(home: Home, saved: int) -> None:
    """So many more answers are there."""
    rows = len(home.said)
    home.remember()
    assert len(home.said) >= rows + saved


@pytest.fixture
def studied(home: Path) -> Home:
    """A home with answers and with a folder to write into."""
    (home / "out").mkdir()
    return filled(home, 150)


def test_without_room_each_verb_says_so_and_with_room_it_goes_on(studied: Home) -> None:
    for words in VERBS:
        kept(studied, refused(studied, words, LIMIT))
    goes_on(studied)


def goes_on(home: Home) -> None:
    """Everything works, nothing is lost and nothing half made is left."""
    found = home.look()
    assert (found.lost, found.problems) == (0, [])
    assert not [path for path in home.path.rglob("*") if "half" in path.name or path.name.startswith(".studykit")]
    for words in VERBS:
        code, printed, said = run(home, *words)
        assert code == 0, printed + said
    found = home.look()
    assert (found.lost, found.problems) == (0, [])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], capture_output=True, check=False
        )
        if sys.platform == "linux"
        else None
    )
    if made is None or made.returncode:
        pytest.skip("a disk of its own can only be made by an administrator")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_full_for_real_is_told_and_room_mends_it(home: Path, small_disk: Path) -> None:
    (small_disk / "cache").symlink_to(home / "cache")  # it may be anywhere, and is larger
    (small_disk / "out").mkdir()
    studied = filled(small_disk, 150)
    filler = small_disk / "filler"
    for words in VERBS:
        fill_up(filler, SOME if words == ("review",) else LIMIT)
        saved = refused(studied, words)
        assert words != ("review",) or saved > 1
        filler.unlink()
        kept(studied, saved)
    goes_on(studied)


def fill_up(filler: Path, left: int) -> None:
    """Leaves so many bytes."""
    filler.write_bytes(bytes(shutil.disk_usage(filler.parent).free - left))
