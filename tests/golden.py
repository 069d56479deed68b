"""Golden files: blocks of title, input and expected text, parted by lines with a single dot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True, slots=True)
class Golden:
    """One example: what goes in and what must come out."""

    title: str
    given: str
    expected: str


def read_golden(name: str) -> tuple[Golden, ...]:
    """The examples of ``tests/golden/<name>``."""
    parts = (FOLDER / name).read_text(encoding="utf-8").split("\n.\n")
    assert len(parts) % 3 == 1, f"{name}: title, input and expected, each closed by a dot line"
    assert not parts[-1].strip(), f"{name}: the last block is not closed"
    return tuple(Golden(parts[at].strip(), parts[at + 1], parts[at + 2].strip()) for at in range(0, len(parts) - 1, 3))
