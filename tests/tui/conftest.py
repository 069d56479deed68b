"""No test of the app asks the Anki that runs on somebody's computer; frames and waits come twice as fast as usual."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import _wait, app, pilot, screen

from tests.tui.idle import until_done
from tests.tui.stage import without_anki

FASTER = 2
"""A wait takes for idle who did nothing for a little longer than a frame: halved, both stay in the same proportion."""


@pytest.fixture(autouse=True)
def _without_anki() -> Iterator[None]:
    with without_anki():
        yield


@pytest.fixture(autouse=True)
def _faster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", _wait.SLEEP_GRANULARITY / FASTER)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", _wait.SLEEP_IDLE / FASTER)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", screen.UPDATE_PERIOD / FASTER)


@pytest.fixture(autouse=True)
def _to_the_end(monkeypatch: pytest.MonkeyPatch, _faster: None) -> None:
    """However busy the computer is with something else."""
    wait = until_done(_wait.wait_for_idle, _wait.SLEEP_GRANULARITY)
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait)
