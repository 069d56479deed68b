"""Whatever is pressed, in whatever window: nothing crashes and no answer is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.monkey import press

KEYS = 400
"""A run; ``python -m tests.bench.monkey`` presses 10,000."""


@pytest.fixture(autouse=True)
def harmless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the monkey writes stays in the test's own folder, and its editor does nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)


@pytest.mark.parametrize("seed", range(2))
async def test_random_keys_clicks_and_sizes_crash_nothing_and_lose_nothing(home: Path, seed: int) -> None:
    told = await press(home, seed, KEYS)
    assert told.keys >= KEYS
    assert len(told.screens) >= 6, told
