"""No test of the app asks the Anki that runs on somebody's computer, whatever keys it presses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tui.stage import without_anki


@pytest.fixture(autouse=True)
def _without_anki() -> Iterator[None]:
    with without_anki():
        yield
