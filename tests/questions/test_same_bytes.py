"""The same seed gives the same quiz, byte for byte, whatever order sets of texts have in a process."""

from __future__ import annotations

from pathlib import Path

from tests.program import studykit

WORDS = ("quiz", "--count", "60", "--seed", "5", "--format", "json")


def test_a_quiz_has_the_same_bytes_whatever_the_hash_seed(home: Path) -> None:
    first, second = (studykit(*WORDS, home=home, env={"PYTHONHASHSEED": seed}) for seed in ("0", "4711"))
    assert first.stdout.count('"stem"') == 60
    assert first.stdout == second.stdout
    assert studykit(*WORDS[:3], "--seed", "6", "--format", "json", home=home).stdout != first.stdout
