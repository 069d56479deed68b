"""Where it is noon."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The learner lives where it is about noon: no study day ends in the middle of a test, whenever it is run."""
    monkeypatch.setenv("TZ", f"Etc/GMT{datetime.now(UTC).hour - 12:+d}")
